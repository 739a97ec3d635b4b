"""What the window and the command line are told about a campaign: answers, ready to show.

Everything here is derived from what is recorded, at the moment of asking; none of it is stored as
a word that can go stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from composer.findings import Finding
from composer.model.campaign import Campaign
from composer.model.changes import WhatChanged
from composer.model.check_summary import Variant
from composer.model.ending import Ended
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.message import Message
from composer.model.person import Person
from composer.model.received import Attestation, ReceiptFacts
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.model.resuming import NOTHING_NEEDED, ResumeNeeds
from composer.model.stages import Stage
from composer.model.states import Counts, RecipientState


class StageMark(Enum):
    """The mark beside a stage in the rail (ux.md §8)."""

    DONE = "done"
    OPEN = "open"
    LOOK = "look"
    BLOCKED = "blocked"
    WAITING = "waiting"
    LOCKED = "locked"
    RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """One stage: its mark, one live fact (≤ 22 characters, translated) and what stands in its way.

    `findings` are what keeps the stage from being entered or finished.
    """

    stage: Stage
    mark: StageMark
    fact: str
    findings: tuple[Finding, ...]


class Turn(Enum):
    """What a campaign waits for one person to do, the most urgent first."""

    SETTLE = "settle"
    GO_ON = "go_on"
    SIGN = "sign"
    CHANGE = "change"
    SEND = "send"
    TRANSLATE = "translate"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignSummary:
    """One line of the campaign list; `turns` pairs the addresses of those whose turn it is with it.

    `stage` is None while that is not looked up. `is_over`: everybody is final or unclear.
    `open_with` names who has it open in another window; `is_archived`: somebody put it away.
    """

    id: CampaignId
    name: str
    stage: Stage | None
    people: int
    changed_at: datetime
    running: bool = False
    is_over: bool = False
    turns: tuple[tuple[str, Turn], ...] = ()
    open_with: str = ""
    is_archived: bool = False

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The addresses of those whose turn it is, each once."""
        return tuple(dict.fromkeys(address for address, _turn in self.turns))

    def turn_of(self, address: str) -> Turn | None:
        """Give what it waits for this person to do; the most urgent where there are several."""
        mine = {turn for one, turn in self.turns if one == address}
        return next((turn for turn in Turn if turn in mine), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignContent:
    """The newest revision as it is edited: settings, message, the audience's columns and counts.

    `frozen`: it is read-only, also because `open_with` has it open in another window.
    `later` people are written to by linked campaigns; `linked` says so in sentences.
    """

    id: CampaignId
    revision: int
    campaign: Campaign
    message: Message
    columns: tuple[str, ...]
    audience: int
    locale_counts: tuple[tuple[str, int], ...]
    settings_source: str
    frozen: bool
    text_is_older: bool = False
    later: int = 0
    linked: tuple[str, ...] = ()
    open_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did; `id` is empty when findings blocked it and nothing was taken over."""

    id: str
    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiencePage:
    """A slice of the audience in the order of the file; `total` counts all that match."""

    columns: tuple[str, ...]
    rows: tuple[Recipient, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what one recipient gets. `eml` and `wire` are without Date."""

    recipient: Recipient
    rendered: RenderedMessage
    eml: bytes
    wire: bytes
    wire_sha256: str
    wire_form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideWays:
    """What could be asked of others: so many links, the sender's domain, a filter of this computer.

    `may_ask`: the workspace may ask the network at all.
    """

    links: int
    domain: str
    may_ask: bool
    has_filter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptState:
    """One message of the test: where it went and whether what arrived equals the prediction.

    `state` is equal, different, missing or attested; `differences` are (part, expected, found).
    `facts` and `attestations` are what people of the roster have signed about it.
    """

    seed: str
    recipient: str
    recipient_id: RecipientId
    slot: int
    state: str
    differences: tuple[tuple[str, str, str], ...]
    facts: ReceiptFacts | None = None
    attestations: tuple[Attestation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSummary:
    """How the test of a proof stands."""

    __test__ = False  # not a pytest class

    sent: int
    receipts: tuple[ReceiptState, ...]
    passed: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalState:
    """One person's signed decision about the current proof."""

    name: str
    email: str
    decision: str
    at: datetime
    expires_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a send stands, as the sending process last wrote it.

    While everybody waits, `waits_for` says why (start, window, limit, service) and `waits_until`
    until when. `speed` is the share of the sealed pace that the mail service bears now. `eta_s` is
    without what a person takes to say go on. `jumps` counts how often the computer slept meanwhile,
    or its clock was put to another time.
    """

    running: bool
    batch: int
    batches: tuple[int, ...]
    rate_per_s: float
    eta_s: int | None
    started_at: datetime | None
    ended_at: datetime | None
    waits_for: str = ""
    waits_until: datetime | None = None
    speed: float = 1.0
    jumps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything about where a campaign stands.

    `changed` is what is another than in the last proof that was approved or tested; None: nothing.
    `ended` is set once somebody ended the send for good; `needs` is what going on asks for.
    """

    id: CampaignId
    name: str
    stage: Stage
    stages: tuple[StageState, ...]
    blocked_by: tuple[Finding, ...]
    proof: str
    sealed_at: datetime | None
    sealed_by: str
    approvals: tuple[ApprovalState, ...]
    approvals_needed: int
    counts: Counts
    audience: int
    seeds: tuple[tuple[str, int], ...]
    progress: Progress
    stopped_by: str
    held_because: str
    mailbox: Path | None
    changed: WhatChanged | None = None
    ended: Ended | None = None
    needs: ResumeNeeds = NOTHING_NEEDED


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One recipient's line in the record, for lists of people in a group."""

    recipient_id: RecipientId
    address: str
    row: int
    state: RecipientState
    at: datetime | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHere:
    """A person of the workspace and whether a key of theirs is on this computer, and which."""

    person: Person
    has_key: bool
    key_here: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceCounts:
    """How many people the audience has, in all, by language and by domain."""

    total: int
    locales: tuple[tuple[str, int], ...]
    domains: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedKind:
    """A kind of message as a reviewer sees it: the variant and its rendered message.

    `approved_before`: this person approved the very same message in an earlier version.
    """

    variant: Variant
    preview: Preview
    approved_before: bool = False

    @property
    def rendered(self) -> RenderedMessage:
        """The message."""
        return self.preview.rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenKind:
    """A kind of message written to a file for review."""

    recipient: str
    file: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOutcome:
    """How a run of the send ended; `findings` say why it did not go on."""

    counts: Counts
    finished: bool
    batch: int
    findings: tuple[Finding, ...]
