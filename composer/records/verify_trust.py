"""Whom an evidence file's signatures are believed: the owner's lists as they stood at a moment.

Somebody who left the team afterwards did approve; somebody who joined afterwards did not. So each
question is put to the list that was the newest at that moment. `Lists` is the one place here that
reads the owner's lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.model.person import Person, Roster
from composer.model.policy import Policy
from composer.model.seed_mailbox import SeedMailboxes
from composer.proofs.canonical import read_canonical
from composer.proofs.effective_rules import rules_digest
from composer.proofs.manifest import Manifest
from composer.proofs.manifest_settings import seeds_digest
from composer.records.evidence import Evidence
from composer.signoff.approvals import CLOCK_TOLERANCE
from composer.signoff.dsse import payload_of
from composer.signoff.owner_lists import Trust, chain_of
from composer.signoff.policies import DEFAULT_POLICY, former_policies
from composer.signoff.roster import verify_rosters
from composer.signoff.seed_lists import NO_SEEDS, SeedsStatement, read_seeds, verify_seeds
from composer.signoff.statement_reading import read_moment
from composer.signoff.statements import StatementKind

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Every version of the owner's lists, verified; people and rules with when they were signed."""

    rosters: tuple[tuple[datetime, Roster], ...]
    policies: tuple[tuple[datetime, Policy], ...]
    mailboxes: tuple[SeedMailboxes, ...]

    def roster_at(self, moment: datetime) -> Roster:
        """Give the list of people that was the newest at a moment, or the first."""
        known = [roster for at, roster in self.rosters if at <= moment + CLOCK_TOLERANCE]
        return known[-1] if known else self.rosters[0][1]

    def policy_at(self, moment: datetime) -> Policy:
        """Give the rules that were the newest at a moment."""
        return [policy for at, policy in self.policies if at <= moment + CLOCK_TOLERANCE][-1]

    @property
    def versions(self) -> dict[str, int]:
        """The newest version of each list."""
        return {
            "roster": self.rosters[-1][1].version,
            "policy": self.policies[-1][1].version,
            "seeds": self.mailboxes[-1].version,
        }

    def person_of(self, public_key: str) -> Person | None:
        """Give whose key it is, by the newest list that has it."""
        for _at, roster in reversed(self.rosters):
            person = roster.person_of(public_key)
            if person is not None:
                return person
        return None

    def name_of(self, public_key: str) -> str:
        """Name somebody by one of their keys; "" for a stranger."""
        person = self.person_of(public_key)
        return person.name if person else ""

    def mailboxes_of(self, manifest: Manifest) -> SeedMailboxes | None:
        """Give the signed test mailboxes that a proof names."""
        return named_mailboxes(manifest, self.mailboxes)


def named_mailboxes(manifest: Manifest, known: Iterable[SeedMailboxes]) -> SeedMailboxes | None:
    """Give the test mailboxes that a proof names, out of all versions of the list."""
    named = manifest.section("test").get("list")
    return next((item for item in known if seeds_digest(item) == named), None)


def mailbox_list(statement: SeedsStatement, digest: str) -> SeedMailboxes:
    """Give one version of the test mailboxes, as its statement says it."""
    return SeedMailboxes(
        version=statement.head.version,
        previous=statement.head.previous,
        addresses=statement.addresses,
        digest=digest,
        settings=statement.settings,
    )


def verified_lists(evidence: Evidence, *, owner_key: str) -> tuple[Lists | None, list[Finding]]:
    """Verify the owner's lists, version by version; None where one does not verify."""
    trust = Trust(workspace=evidence.workspace, owner_key=owner_key)
    written = [_written(evidence.rosters), _written(evidence.policies), _written(evidence.seeds)]
    name = "roster"
    try:
        people = [verify_rosters(some, trust=trust) for some in _beginnings(written[0])]
        if not people:
            return None, [finding("evidence.list_broken", where={"part": name})]
        trust = trust.under(people[-1])
        name = "policy"
        rules = former_policies(written[1], trust=trust)
        name = "seeds"
        verify_seeds(written[2], trust=trust)
        seeds = chain_of(written[2], StatementKind.SEEDS, read_seeds, trust)
        rosters = [_issued_at(some[-1]) for some in _beginnings(written[0])]
        policies = [_issued_at(some[-1]) for some in _beginnings(written[1])]
    except SignatureRefused:
        return None, [finding("evidence.list_broken", where={"part": name})]
    lists = Lists(
        rosters=tuple(zip(rosters, people, strict=True)),
        policies=((BEGINNING, DEFAULT_POLICY), *zip(policies, rules, strict=True)),
        mailboxes=(NO_SEEDS, *(mailbox_list(statement, digest) for statement, digest in seeds)),
    )
    return lists, []


def find_list_findings(manifest: Manifest, lists: Lists) -> Iterator[Finding]:
    """Find a proof that stands on rules or test mailboxes that the owner never signed."""
    rules = manifest.section("policy").get("rules")
    if rules not in {rules_digest(item) for _at, item in lists.policies}:
        yield finding("evidence.rules_unknown")
    if lists.mailboxes_of(manifest) is None:
        yield finding("evidence.mailboxes_unknown")


def _written(envelopes: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(envelope.encode("utf-8") for envelope in envelopes)


def _beginnings(envelopes: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Give a list up to each of its versions: two owners sign the very same payload."""
    payloads = [payload_of(envelope)[1] for envelope in envelopes]
    return [
        envelopes[:end]
        for end in range(1, len(payloads) + 1)
        if end == len(payloads) or payloads[end] != payloads[end - 1]
    ]


def _issued_at(envelope: bytes) -> datetime:
    """Read when a list, verified before, was signed."""
    content = read_canonical(payload_of(envelope)[1])
    return read_moment(str(content.get("issued_at")))
