"""Following the journal of an evidence file: its chain, each step against the table of moves.

What the chain says is gathered for the other checks: everybody's last state, who was planned under
which keyed digest, when each batch began, and what was handed over under which proof.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from composer.delivery.engine import LEAVE_LASTS
from composer.delivery.watch import NEEDS_REVIEWER
from composer.findings import Finding, finding
from composer.model.moves import ALLOWED_MOVES, NEW_GENERATION, JournalEntry, Mover
from composer.model.states import RecipientState as State
from composer.records.evidence import Evidence, EvidenceProof
from composer.signoff.approvals import CLOCK_TOLERANCE
from composer.signoff.clearances import Difference
from composer.store.ledger_chain import EMPTY_HEAD, entry_hash

KINDS = frozenset({"opened", "proof", "seeds", "planned", "move", "hold", "lift", "speed"})
CROSSED = frozenset({State.BRINK.value, State.ACCEPTED.value, State.REFUSED.value})
"""States that a message can be in only after somebody may have got it, or was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStart:
    """The first message of a batch, or of a run: when the approvals must have counted.

    `differences` are the stops of this proof before it that a reviewer had to sign for.
    """

    entry: int
    at: datetime
    proof: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterCrossing:
    """A hand-over long after its batch began: leave must have counted at some time since `since`.

    Of those that follow one another within that time it is the first.
    """

    entry: int
    since: datetime
    at: datetime
    proof: str


@dataclass(slots=True)
class Followed:
    """What the chain says, as far as it holds together."""

    length: int = 0
    hashes: dict[int, str] = field(default_factory=dict)
    times: dict[int, datetime] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    generations: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    seeds: set[str] = field(default_factory=set)
    proofs: list[str] = field(default_factory=list)
    starts: list[BatchStart] = field(default_factory=list)
    later: list[LaterCrossing] = field(default_factory=list)
    differences: dict[str, list[Difference]] = field(default_factory=dict)
    handed: dict[str, list[str]] = field(default_factory=dict)
    last_crossing: int = 0
    findings: list[Finding] = field(default_factory=list)
    _fresh: bool = True
    _asked_at: datetime | None = None

    @property
    def audience(self) -> set[str]:
        """Everybody who was planned, test mailboxes apart."""
        return self.keys.keys() - self.seeds

    @property
    def proof(self) -> str:
        """The proof that is being sent from; "" before the first."""
        return self.proofs[-1] if self.proofs else ""


def follow(evidence: Evidence) -> Followed:
    """Follow the journal up to the first entry that does not fit."""
    followed = Followed()
    ends = {head.length for head in evidence.heads}
    before = followed.hashes[0] = EMPTY_HEAD
    for number, entry in enumerate(evidence.journal, start=1):
        if entry.seq != number or entry.hash != entry_hash(entry, before=before):
            followed.findings.append(finding("evidence.journal_broken", entry=number))
            break
        before = entry.hash
        followed.length = number
        if number in ends:
            followed.hashes[number] = before
        problem = _take(followed, entry)
        if problem is not None:
            followed.findings.append(problem)
            break
        if number in ends:
            followed._fresh = True  # noqa: SLF001 - of this module
    return followed


def _take(followed: Followed, entry: JournalEntry) -> Finding | None:
    content = _content(entry)
    if content is None or entry.kind not in KINDS or not _is_time(entry.at):
        return finding("evidence.entry_unknown", entry=entry.seq)
    match entry.kind:
        case "planned":
            return _plan(followed, entry, str(content.get("key", "")))
        case "move":
            return _move(followed, entry, str(content.get("by", "")))
        case "proof":
            followed.proofs.append(str(content.get("proof", "")))
        case "hold" if str(content.get("code")) in NEEDS_REVIEWER:
            told = Difference(entry=entry.seq, hash=entry.hash, code=str(content["code"]))
            followed.differences.setdefault(followed.proof, []).append(told)
    if entry.kind in {"opened", "proof", "lift"}:
        followed._fresh = True  # noqa: SLF001 - of this module
    if entry.recipient_id or entry.state or entry.generation:
        return finding("evidence.entry_unknown", entry=entry.seq)
    return None


def _plan(followed: Followed, entry: JournalEntry, key: str) -> Finding | None:
    recipient = entry.recipient_id
    if recipient in followed.keys or key in followed.owners:
        return finding("evidence.twice", entry=entry.seq)
    if not recipient or not key or (entry.state, entry.generation) != (State.PLANNED.value, 0):
        return finding("evidence.entry_unknown", entry=entry.seq)
    followed.keys[recipient] = key
    followed.owners[key] = recipient
    followed.states[recipient] = State.PLANNED.value
    followed.generations[recipient] = 0
    if key == hashlib.sha256(b"seed" + recipient.encode()).hexdigest():
        followed.seeds.add(recipient)
    return None


def _move(followed: Followed, entry: JournalEntry, by: str) -> Finding | None:
    recipient = entry.recipient_id
    try:
        here, there = State(followed.states.get(recipient, "")), State(entry.state)
        step = (Mover(by), here, there)
    except ValueError:
        return finding("evidence.move_forbidden", entry=entry.seq)
    generation = followed.generations[recipient] + ((here, there) in NEW_GENERATION)
    if step not in ALLOWED_MOVES or generation != entry.generation:
        return finding("evidence.move_forbidden", entry=entry.seq)
    followed.states[recipient] = there.value
    followed.generations[recipient] = generation
    if there.value in CROSSED or there is State.UNKNOWN:
        followed.last_crossing = entry.seq
    if recipient not in followed.seeds:
        _note_audience(followed, entry, there)
    return None


def _note_audience(followed: Followed, entry: JournalEntry, there: State) -> None:
    proof = followed.proof
    if there is State.CLAIMED and followed._fresh:  # noqa: SLF001 - of this module
        at = followed._asked_at = datetime.fromisoformat(entry.at)  # noqa: SLF001 - likewise
        stops = tuple(followed.differences.get(proof, ()))
        followed.starts.append(BatchStart(entry=entry.seq, at=at, proof=proof, differences=stops))
        followed._fresh = False  # noqa: SLF001 - of this module
    if there is State.BRINK:
        followed.handed.setdefault(proof, []).append(entry.recipient_id)
        _note_later(followed, entry)


def _note_later(followed: Followed, entry: JournalEntry) -> None:
    """Note a hand-over for which the leave with which its batch began lasts no longer."""
    at, asked_at = datetime.fromisoformat(entry.at), followed._asked_at  # noqa: SLF001 - likewise
    since = at - LEAVE_LASTS - CLOCK_TOLERANCE
    if asked_at is not None and since > asked_at:
        followed._asked_at = at  # noqa: SLF001 - likewise
        crossing = LaterCrossing(entry=entry.seq, since=since, at=at, proof=followed.proof)
        followed.later.append(crossing)


def find_record_findings(evidence: Evidence, followed: Followed) -> Iterator[Finding]:
    """Find people, states and sums that are not those of the journal, and of the proofs."""
    if followed.findings:
        return
    listed = {person.recipient: person.state for person in evidence.people}
    wrong = len(listed.keys() ^ followed.audience)
    in_order = [one for one in followed.keys if one not in followed.seeds]
    if wrong or [person.recipient for person in evidence.people] != in_order:
        yield finding("evidence.people_differ", count=max(1, wrong))
    differ = sum(
        followed.states.get(recipient, state) != state for recipient, state in listed.items()
    )
    if differ:
        yield finding("evidence.states_differ", count=differ)
    named = [proof.proof for proof in evidence.proofs]
    if followed.proofs and list(dict.fromkeys(followed.proofs)) != named:
        yield finding("evidence.other_proofs")
    for proof in evidence.proofs:
        yield from _find_uncovered(proof, followed, is_last=proof is evidence.proofs[-1])


def _find_uncovered(
    proof: EvidenceProof, followed: Followed, *, is_last: bool
) -> Iterator[Finding]:
    """Find whom a proof covers and the journal does not know, and the other way round."""
    covered = {message.recipient for message in proof.messages}
    handed = followed.handed.get(proof.proof, [])
    foreign = sum(recipient not in covered for recipient in handed)
    if foreign and (covered or is_last):
        yield finding("evidence.not_in_proof", count=foreign)
    if not is_last or not followed.proofs:
        return
    lost = len(covered - followed.audience)
    if lost:
        yield finding("evidence.sums_differ", count=lost)
    open_still = {State.PLANNED, State.CLAIMED, State.BRINK, State.DEFERRED, State.HELD}
    waiting = {state.value for state in open_still}
    left = sum(followed.states[one] in waiting for one in followed.audience - covered)
    if left:
        yield finding("evidence.sums_differ", count=left)


def _content(entry: JournalEntry) -> dict[str, object] | None:
    try:
        content = json.loads(entry.content) if entry.content else {}
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
