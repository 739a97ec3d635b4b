"""Who works in a workspace, and by which rules they sign: the people's side of `Workspace`.

Blocking and safe from several threads; nothing is decided here.
"""

from __future__ import annotations

from composer.findings import Finding
from composer.model.overview import PersonHere
from composer.model.person import Person, Role
from composer.model.policy import Policy, Rules
from composer.stages import clock, frozen, people, policies, seeds
from composer.stages.desk import Desk
from composer.stages.looking import one_look
from composer.stages.membership import Membership


class Team(Membership):
    """People, test mailboxes and the rules for sign-off of one open workspace."""

    _desk: Desk

    @one_look
    def people(self) -> tuple[PersonHere, ...]:
        """List the people, and whose key is on this computer."""
        return people.people_here(self._desk)

    def resolve_person(self, email: str | None) -> Person:
        """Find who acts; raises UsageError when nobody or several could be meant."""
        return people.resolve_person(self._desk, email)

    def add_person(
        self,
        *,
        name: str,
        email: str,
        roles: frozenset[Role],
        locales: tuple[str, ...] = (),
        by: Person | None,
    ) -> Person:
        """Add somebody with a key of their own; the first person owns the workspace."""
        wanted = Person(name=name, email=email, public_key="", roles=roles, locales=locales)
        return people.add_person(self._desk, wanted, by=by)

    def seeds(self) -> tuple[str, ...]:
        """List the test mailboxes that the owner signed."""
        return seeds.load_seeds(self._desk).addresses

    def add_seed(self, address: str, *, by: Person) -> None:
        """Add a test mailbox (owner only)."""
        seeds.add_seed(self._desk, address, by=by)

    def policy(self) -> Policy:
        """Give the rules for sign-off."""
        return policies.load_policy(self._desk)

    def clock_findings(self) -> tuple[Finding, ...]:
        """Say that this computer's clock cannot be believed; empty means it can."""
        return tuple(clock.clock_findings(self._desk))

    def correct_clock(self, reason: str, *, by: Person) -> None:
        """Sign that the clock is right now (owner only)."""
        clock.correct_clock(self._desk, reason, by=by)

    def frozen_campaigns(self) -> tuple[str, ...]:
        """Name the campaigns that other rules would ask a new proof of."""
        return frozen.frozen_campaigns(self._desk)

    def policy_history(self) -> tuple[Policy, ...]:
        """Give all rules for sign-off that were ever signed here, the newest last."""
        return policies.policy_history(self._desk)

    def set_policy(self, rules: Rules, *, by: Person) -> bool:
        """Change the rules for sign-off (owner only); False while the other owner must sign."""
        return policies.set_policy(self._desk, rules, by=by)
