"""Tripwires in the test mailboxes: what a received copy says about everybody else's message.

A copy goes with the first and then every n-th batch, through the very code that sends. Whatever is
wrong with it is wrong with the others, too, and what people would find out in minutes stops the
send here in seconds. Nothing here reads a mailbox or writes a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from composer.delivery.verdicts import HoldCause
from composer.errors import GuardRefused
from composer.proofs.permit import FIRST_COPY_SLOT, TEST_HEADER
from composer.proofs.receipts import (
    MESSAGE_ID,
    Difference,
    compare_receipt,
    nonce_of,
    without_trace,
)
from composer.wire.address_form import canonical_address, find_sightings
from composer.wire.decode import decode_eml
from composer.wire.decoded import DecodedMessage

FOREIGN = "send.copy_foreign"
DIFFERS = "send.copy_differs"
TWICE = "send.copy_twice"
COMPLAINTS = "send.complaints"

NEEDS_REVIEWER = frozenset({FOREIGN, DIFFERS})
"""After these, a reviewer signs that sending may go on: what was approved is not what arrived."""

NEEDS_REASON = NEEDS_REVIEWER | {
    TWICE,
    "send.address_twice",
    "send.more_than_audience",
    "send.refused_many",
    "send.refused_alike",
    "send.strange_answer",
    COMPLAINTS,
    "send.copied",
    "send.restored",
}
"""After these, whoever lifts the hold says why; nothing of them was a person's own pause."""

COMPLAINTS_WARN = 0.001
COMPLAINTS_HOLD = 0.003
FEWEST_COMPLAINTS = 3
"""Of a few hundred messages a single complaint says nothing yet."""

_ROUTING = frozenset({"to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a received copy shows: how it differs, and the tripwire that it pulls, if any."""

    differences: tuple[Difference, ...]
    cause: HoldCause | None


def judge_copy(*, predicted: DecodedMessage, received: bytes, slot: int) -> Judged:
    """Compare a received copy with its prediction, which holds the nonce that the copy carries."""
    found = [*compare_receipt(predicted=predicted, received=received)]
    if nonce_of(received) is None:
        found.append(Difference(part=TEST_HEADER, expected="1", found="?"))
    differences = tuple(dict.fromkeys(found))
    if not differences:
        return Judged(differences=(), cause=None)
    foreign = shows_other_addresses(predicted=predicted, received=received)
    cause = difference_cause([item.part for item in differences], slot=slot, foreign=foreign)
    return Judged(differences=differences, cause=cause)


def difference_cause(parts: Sequence[str], *, slot: int, foreign: bool = False) -> HoldCause:
    """Give the cause for a copy that differs in these parts; who it is for is one of its own."""
    named = any(part.lower() in _ROUTING for part in parts)
    words = ", ".join(dict.fromkeys(parts))
    return cause_of(FOREIGN if foreign or named else DIFFERS, slot=slot, parts=words)


def judge_complaints(complaints: int, *, handed_over: int) -> HoldCause | None:
    """Say whether so many people have reported the message as spam that nobody more may get it.

    >>> judge_complaints(3, handed_over=1001) is None
    True
    """
    if complaints < FEWEST_COMPLAINTS or complaints < COMPLAINTS_HOLD * handed_over:
        return None
    values = (("count", complaints), ("all", handed_over))
    return HoldCause(code=COMPLAINTS, values=values)


def are_many_complaints(complaints: int, *, handed_over: int) -> bool:
    """Whether complaints are to be told, though they hold nothing yet."""
    return bool(complaints) and complaints >= COMPLAINTS_WARN * handed_over


def copy_number(slot: int) -> int:
    """Give a copy's number in its send, from 1."""
    return slot - FIRST_COPY_SLOT + 1


def cause_of(code: str, *, slot: int, parts: str = "") -> HoldCause:
    """Give what the record keeps of a copy's tripwire: which copy, and which parts; no address."""
    number = copy_number(slot)
    values: tuple[tuple[str, str | int], ...] = (("count", 1), ("copy", number))
    return HoldCause(code=code, values=(*values, *((("parts", parts),) if parts else ())))


def shows_other_addresses(*, predicted: DecodedMessage, received: bytes) -> bool:
    """Whether an address stands in a received message that does not stand in the predicted one."""
    ours = without_trace(predicted=predicted, received=received)
    known = [*_texts(predicted)]
    try:
        texts = [*_texts(decode_eml(ours))]
    except GuardRefused:  # what cannot be read in one way is looked at as it came
        texts = [ours.decode("latin-1")]
        known.append(predicted.header(MESSAGE_ID) or "")
    return not _addresses(texts) <= _addresses(known)


def _texts(message: DecodedMessage) -> Iterator[str]:
    for name, value in message.headers:
        if name.lower() != MESSAGE_ID:  # a mail service may put its own, with an at sign
            yield value
    yield message.text
    yield message.html


def _addresses(texts: Sequence[str]) -> set[str]:
    return {
        canonical_address(reading)
        for text in texts
        for sighting in find_sightings(text.lower())
        for reading in sighting.readings[:1]
    }
