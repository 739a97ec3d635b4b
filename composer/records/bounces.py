"""Reading what comes back after a send: bounces, delays, spam reports, replies of machines.

Pure: bytes in, facts out. Nothing is believed here: whether a message is about one of ours is
decided where the record of the send is (`composer.stages.bounces`). No message, however hostile,
does more than read as nothing; sizes, lines and the nesting of parts have limits.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from composer.model.bounce import BounceKind, BounceNote, ReadBounce
from composer.records.bounce_fields import (
    FEEDBACK_TYPES,
    STATUS_TYPES,
    feedback_note,
    feedback_sender,
    status_notes,
    text_blocks,
)
from composer.records.bounce_forms import has_system_name, known_form, report_text, usual_form
from composer.records.bounce_marks import mailboxes_of, message_ids_of

MOST_BYTES = 1024 * 1024
LONGEST_LINE = 998
MOST_LINES = 20_000
MOST_PARTS = 60
"""More parts, or more nested ones, than any mail system makes."""
_LONG = re.compile(rb"([^\n]{%d})[^\n]+" % LONGEST_LINE)
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_AUTOMATIC = re.compile(
    r"^\W*(?:(?:auto(?:matic|matische|mat)?(?:ic)?[\s_-]?(?:re(?:ply|sponse)|antwort)|autoreply)|"
    r"out of (?:the )?office|abwesend|abwesenheit|vacation|r[ée]ponse automatique|absence|"
    r"respuesta autom[áa]tica|resposta autom[áa]tica|risposta automatica|automatisch antwoord|"
    r"автоответ|automatyczna odpowied|fuera de (?:la )?oficina|afwezig|自动回复|自動回覆|自動返信)",
    re.IGNORECASE,
)


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
    if _is_automatic(message) and not has_system_name(message):
        return (BounceNote(kind=BounceKind.AUTO_REPLY),)
    if status:  # it arrived, and says so
        return ()
    found = known_form(message, content) or usual_form(message)
    if found:
        return found
    return (BounceNote(kind=BounceKind.AUTO_REPLY),) if _is_automatic(message) else ()


def _complaints(message: Message) -> list[BounceNote]:
    parts = [part for part in message.walk() if part.get_content_type() in FEEDBACK_TYPES]
    notes = [feedback_note(part) for part in parts]
    found = [note for note in notes if note.kind is BounceKind.COMPLAINT]
    if parts and not found:
        return [BounceNote(kind=BounceKind.NONE)]
    return found


def _statuses(message: Message) -> list[BounceNote]:
    """Read the delivery status, also where it stands in a part of another name, or in the text."""
    parts = [part for part in message.walk() if part.get_content_type() in STATUS_TYPES]
    found = [note for part in parts for note in status_notes(part)]
    if found or parts:
        return found
    text = report_text(message)
    if "final-recipient" not in text.lower():
        return []
    written = "\r\n\r\n".join(
        "\r\n".join(f"{name}: {value}" for name, value in block.items())
        for block in text_blocks(text)
    )
    made = Message()
    made.set_payload(written)
    return list(status_notes(made))


def _is_automatic(message: Message) -> bool:
    """Whether a machine answered in somebody's name (RFC 3834, and what came before it)."""
    submitted = str(message.get("auto-submitted", "")).strip().lower()
    if submitted.startswith("auto-replied"):
        return True
    if any(name in message for name in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return True
    if str(message.get("precedence", "")).strip().lower() in {"auto_reply", "auto-reply"}:
        return True
    return bool(_AUTOMATIC.match(_plain(str(message.get("subject", "")))))


def _plain(subject: str) -> str:
    try:
        return str(make_header(decode_header(subject[:LONGEST_LINE])))
    except (ValueError, LookupError, MessageError):
        return subject[:LONGEST_LINE]


def _bounded(content: bytes) -> bytes:
    """Cut what is longer than any report; a header without an end counts as one."""
    lines = _LONG.sub(rb"\1", content[:MOST_BYTES]).split(b"\n", MOST_LINES)[:MOST_LINES]
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
