"""A send that rests after its first batch, and the names of its messages, for what comes after."""

from __future__ import annotations

from pathlib import Path

from composer.model.bounce import BouncesRead
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.states import RecipientState
from composer.stages.bounce_ids import message_name
from composer.stages.content import load_content
from composer.workspace import Workspace
from tests.flow.conftest import Practice, make_practice

PEOPLE = 14


def resting_send(folder: Path) -> Practice:
    """Make a send whose first batch went out: some have it, the others wait."""
    made = make_practice(folder, people=PEOPLE)
    made.released(folder)
    with made.here() as workspace:
        author = workspace.resolve_person(made.author)
        assert not workspace.send(CampaignId(made.campaign), by=author).finished
    return made


def listed(workspace: Workspace, campaign: CampaignId) -> list[str]:
    """Give the addresses of a campaign's list."""
    rows = workspace.audience_page(campaign, offset=0, limit=PEOPLE).rows
    return [row.address for row in rows]


def who_has_it(workspace: Workspace, campaign: CampaignId) -> set[str]:
    """Give to whom it was handed over."""
    states = frozenset({RecipientState.ACCEPTED})
    lines, _count = workspace.ledger_lines(campaign, states, offset=0, limit=PEOPLE)
    return {line.address for line in lines}


class Post:
    """The campaign with the names of its messages; `addresses` are those who have one."""

    def __init__(self, practice: Practice, workspace: Workspace) -> None:
        self.workspace = workspace
        self.campaign = CampaignId(practice.campaign)
        self.by = workspace.resolve_person(practice.author)
        got_it = who_has_it(workspace, self.campaign)
        everybody = listed(workspace, self.campaign)
        self.addresses = [one for one in everybody if one in got_it]
        self.waiting = [one for one in everybody if one not in got_it]
        self.seed = load_content(workspace._desk, self.campaign).record.message_seed

    def id_of(self, address: str) -> RecipientId:
        return self.workspace._desk.recipients.by_address(self.campaign, address).id

    def message_id(self, address: str) -> str:
        return f"<{message_name(self.seed, self.id_of(address))}@seed.test>"

    def read(self, *messages: bytes, folder: Path) -> BouncesRead:
        folder.mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(messages):
            (folder / f"{number}.eml").write_bytes(content)
        return self.workspace.bounces.read_path(self.campaign, folder, by=self.by)

    def listed(self) -> dict[str, str]:
        """Give who is on the do-not-write list, and why."""
        lines, _total = self.workspace.suppressions.lines()
        return {line.address: line.reason for line in lines}
