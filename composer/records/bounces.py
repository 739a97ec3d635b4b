"""Reading what comes back after a send: bounces, delays, spam reports, replies of machines.

Pure: bytes in, facts out. Nothing is believed here: whether a message is about one of ours is
decided where the record of the send is (`composer.stages.bounces`). No message, however hostile,
does more than read as nothing; sizes, lines and the nesting of parts have limits.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from composer.model.bounce import BounceKind, BounceNote, ReadBounce
from composer.records.bounce_fields import (
    FEEDBACK_TYPES,
    STATUS_TYPES,
    feedback_note,
    feedback_sender,
    notes_of,
    status_notes,
    text_blocks,
    typed_address,
)
from composer.records.bounce_forms import known_form, usual_form
from composer.records.bounce_marks import mailboxes_of, message_ids_of, returned_headers
from composer.records.bounce_parts import own_parts, text_of
from composer.records.bounce_reasons import failure_kind
from composer.records.bounce_sender import has_system_name, is_automatic
from composer.records.bounce_text import reason_near, report_texts, words_near

MOST_BYTES = 1024 * 1024
LONGEST_LINE = 998
MOST_LINES = 20_000
MOST_PARTS = 60
"""More parts, or more nested ones, than any mail system makes."""
_FINAL = "final-recipient"
_NO_TEXT = frozenset({"image", "audio", "video", "font"})
_LONG = re.compile(rb"([^\n]{%d})[^\n]+" % LONGEST_LINE)
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_HOTMAIL = "x-hmxmroriginalrecipient"  # in the messages that Hotmail's readers complain about


def read_bounce(content: bytes) -> ReadBounce:
    """Read one message that came back."""
    try:
        return _read(content)
    except Exception:  # noqa: BLE001 - a hostile message may trip the libraries in any way
        return ReadBounce(notes=(), mark=_hash(content[:MOST_BYTES]))


# --- inside -------------------------------------------------------------------------------------


def _read(content: bytes) -> ReadBounce:
    bounded = _bounded(content)
    if len(_BOUNDARY.findall(bounded)) > MOST_PARTS:
        return ReadBounce(notes=(), mark=_hash(bounded))
    message = message_from_bytes(bounded)
    if sum(1 for _part in message.walk()) > MOST_PARTS:
        return ReadBounce(notes=(), mark=_hash(bounded))
    notes = _notes(message, bounded)
    kinds = {note.kind for note in notes}
    senders = [
        sender
        for part in message.walk()
        if part.get_content_type() in FEEDBACK_TYPES
        for sender in feedback_sender(part)
    ]
    return ReadBounce(
        notes=notes,
        mark=_mark(message, bounded),
        at=_moment(message),
        mailboxes=mailboxes_of(message, more=senders),
        message_ids=message_ids_of(message, replies=BounceKind.AUTO_REPLY in kinds),
    )


def _notes(message: Message, content: bytes) -> tuple[BounceNote, ...]:
    """Read by what says most: a spam report, a status, a machine's reply, a form, mere words."""
    for note in _complaints(message):
        return (note,)
    status = tuple(_statuses(message))
    if any(note.kind is not BounceKind.NONE for note in status):
        return status
    if is_automatic(message) and not has_system_name(message):
        return (BounceNote(kind=BounceKind.AUTO_REPLY),)
    if status:  # it arrived, and says so
        return ()
    found = known_form(message, content) or usual_form(message)
    if found:
        return found
    return (BounceNote(kind=BounceKind.AUTO_REPLY),) if is_automatic(message) else ()


def _complaints(message: Message) -> list[BounceNote]:
    parts = [part for part in message.walk() if part.get_content_type() in FEEDBACK_TYPES]
    notes = [feedback_note(part) for part in parts]
    found = [note for note in notes if note.kind is BounceKind.COMPLAINT]
    if parts and not found:
        return [BounceNote(kind=BounceKind.NONE)]
    return found or [
        BounceNote(kind=BounceKind.COMPLAINT, addresses=(address,))
        for returned in returned_headers(message)
        if (address := typed_address(str(returned.get(_HOTMAIL, ""))))
    ]


def _statuses(message: Message) -> list[BounceNote]:
    """Read the delivery status, also where it stands in a part of another name, or in the text."""
    parts = [part for part in message.walk() if part.get_content_type() in STATUS_TYPES]
    found = [note for part in parts for note in status_notes(part)] or _written_statuses(message)
    if all(note.answer for note in found):
        return found
    text = next(iter(report_texts(message)), "")
    everybody = [one for note in found for one in note.addresses]
    return [_with_words(note, text, everybody) for note in found]


def _written_statuses(message: Message) -> list[BounceNote]:
    """Read a status that is text; in a part of some other kind, too."""
    for part in own_parts(message):
        text = "" if part.get_content_maintype() in _NO_TEXT else text_of(part)
        if _FINAL in text.lower() and (found := list(notes_of(text_blocks(text)))):
            return found
    return []


def _with_words(note: BounceNote, text: str, everybody: list[str]) -> BounceNote:
    """Add what the report says in words, where the status has no server's answer."""
    if note.answer or not note.addresses or note.addresses[0].lower() not in text.lower():
        return note
    [address] = note.addresses
    said = reason_near(text, address, others=everybody)
    return replace(
        note,
        answer=words_near(text, address, others=everybody),
        kind=failure_kind(note.status, said) if note.kind is BounceKind.PERMANENT else note.kind,
    )


def _bounded(content: bytes) -> bytes:
    """Cut what is longer than any report; a header without an end counts as one."""
    whole = content[:MOST_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    whole = whole.replace(b"\r\r\n", b"\r\n")  # as some programs save what they were handed over
    lines = _LONG.sub(rb"\1", whole).split(b"\n", MOST_LINES)[:MOST_LINES]
    return b"\n".join(lines)


def _mark(message: Message, content: bytes) -> str:
    """Name a report so that another copy of it has the same name, whatever carried it."""
    own = str(message.get("message-id", "")).strip()
    if own:
        return _hash(b"id\n" + own.encode("utf-8", "replace"))
    _head, _blank, body = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    date = str(message.get("date", "")).strip().encode("utf-8", "replace")
    return _hash(b"body\n" + date + b"\n" + b"".join(body.split()))


def _moment(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
