"""The example campaign, taken through its states one after the other by the façade itself.

Used by the tests of how the pages look and by the pictures of the guide: nothing here is made up,
each state is reached by the very steps a person takes.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from composer.model.person import Role
from composer.workspace import make_demo

STATES = ("fresh", "checked", "frozen", "tested", "approved", "held", "done")


class Example:
    """A practice workspace with the example; `reach` only goes forward."""

    def __init__(self, folder: Path, *, domain: str = "exchange.example") -> None:
        self.workspace, self.campaign = make_demo(folder, domain=domain)
        by_role = {
            role: here.person for here in self.workspace.people() for role in here.person.roles
        }
        self.author, self.reviewer = by_role[Role.AUTHOR], by_role[Role.REVIEWER]
        self.state = STATES[0]

    def reach(self, state: str) -> None:
        """Take it forward to a state."""
        while STATES.index(self.state) < STATES.index(state):
            self.state = STATES[STATES.index(self.state) + 1]
            getattr(self, f"_make_{self.state}")()

    def start_slowly(self, per_second: int) -> None:
        """Lift the planned stop and send the rest at a pace at which one can look."""
        self.workspace.resume(self.campaign, by=self.author)
        self.workspace.start_sending(self.campaign, by=self.author, rate=Decimal(per_second))

    def close(self) -> None:
        self.workspace.close()

    # inside

    def _make_checked(self) -> None:
        self.workspace.check(self.campaign)

    def _make_frozen(self) -> None:
        self.workspace.seal(self.campaign, by=self.author)

    def _make_tested(self) -> None:
        assert self.workspace.test(self.campaign, by=self.author).passed

    def _make_approved(self) -> None:
        for kind in self.workspace.review_material(self.campaign, by=self.reviewer):
            self.workspace.record_shown(self.campaign, kind.variant.recipient_id, by=self.reviewer)
        assert self.workspace.approve(self.campaign, by=self.reviewer)[1] == 0

    def _make_held(self) -> None:
        assert not self.workspace.send(self.campaign, by=self.author).finished

    def _make_done(self) -> None:
        self.workspace.resume(self.campaign, by=self.author)
        assert self.workspace.send(self.campaign, by=self.author).finished
