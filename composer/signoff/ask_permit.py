"""The ask permit: leave to hand a request for approval over to each named reviewer, and no other.

An `AskPermit` is made here alone. It verifies the owner's signed list of people itself and reads
every message's own bytes: each must be for exactly one active reviewer of that list. So it cannot
hold an address that the owner has not signed, whatever the campaign's audience is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass

from composer.audience.addresses import wire_address
from composer.errors import Blocked, GuardRefused
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.person import Person, Role, Roster
from composer.signoff.owner_lists import Trust
from composer.signoff.roster import verify_rosters
from composer.wire.guard import Intended, WireForm, guard_wire

_BUILDER = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMessage:
    """One finished request: to whom it goes, its bytes without Date, and what they must be."""

    id: RecipientId
    person: Person
    envelope_sender: str
    wire: bytes
    digest: Digest
    wire_sha256: Digest
    form: WireForm

    @property
    def address(self) -> str:
        """The reviewer's address as it is handed over."""
        return wire_address(self.person.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPermit:
    """Leave to hand over these requests; only `permit_to_ask` makes one."""

    campaign_id: CampaignId
    proof: Digest
    messages: tuple[AskMessage, ...]
    builder: InitVar[object]

    def __post_init__(self, builder: object) -> None:
        if builder is not _BUILDER:
            raise Blocked([finding("signoff.ask_refused")])


def permit_to_ask(
    messages: Sequence[AskMessage],
    *,
    campaign_id: CampaignId,
    proof: Digest,
    rosters: Iterable[bytes],
    trust: Trust,
) -> AskPermit:
    """Allow these requests, each to one reviewer of the list of people as the owner signed it.

    Raises:
        Blocked: a message is for anybody else, for more than one, or twice for one.
        SignatureRefused: the list of people does not verify.
    """
    roster = verify_rosters(rosters, trust=trust)
    findings = [item for message in messages for item in _find_foreign(message, roster)]
    addresses = Counter(message.address.casefold() for message in messages)
    ids = Counter(message.id for message in messages)
    if not messages or max(*addresses.values(), *ids.values()) > 1:
        findings.append(finding("signoff.ask_refused"))
    if findings:
        raise Blocked(dict.fromkeys(findings))
    return AskPermit(
        campaign_id=campaign_id, proof=proof, messages=tuple(messages), builder=_BUILDER
    )


def _find_foreign(message: AskMessage, roster: Roster) -> list[Finding]:
    """Find whether a request is not what a reviewer of the list may get."""
    person = message.person
    intended = Intended(
        envelope_sender=message.envelope_sender,
        envelope_recipient=message.address,
        digest=message.digest,
        wire_sha256=message.wire_sha256,
    )
    if person not in roster.people or not person.has(Role.REVIEWER):
        return [finding("signoff.ask_refused")]
    try:
        guard_wire(message.wire, intended=intended, form=message.form)
    except GuardRefused:
        return [finding("signoff.ask_refused")]
    return []
