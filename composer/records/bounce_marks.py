"""Where a message that came back may name ours: its envelope sender, and the returned message.

Only places count that hold what we sent: the address that it came back to, and header fields of the
message that is returned. What its text says counts only where it returns our header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_string
from email.message import Message

MOST_MARKS = 50
MOST_TEXT = 512 * 1024
_CAME_BACK_TO = (
    "to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to",
    "x-rcpt-to", "x-real-to", "apparently-to", "resent-to", "x-forwarded-to",
)  # fmt: skip
_SENT_FROM = ("return-path", "sender", "x-return-path", "errors-to", "x-envelope-from")
_RETURNED_TYPES = frozenset(
    {
        "message/rfc822", "message/global", "text/rfc822-headers", "text/rfc822-header",
        "message/rfc822-headers", "message/global-headers", "text/rfc822",
    }
)  # fmt: skip
_ADDRESS = re.compile(r"[^\s<>;,\"()]{1,128}@[^\s<>;,\"()@]{1,253}")
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,128}@[^<>\s@]{1,253}>")
_ID_LINE = re.compile(
    r"^[\s>|*]{0,8}message-id:[ \t]*(?:\r?\n[ \t>|*]+)?(<[^<>\s@]{1,128}@[^<>\s@]{1,253}>)",
    re.IGNORECASE | re.MULTILINE,
)
_PATH_LINE = re.compile(
    r"^[\s>|*]{0,8}(?:return-path|envelope-sender|sender):[ \t]*"
    r"(<?[^\s<>]{1,128}@[^\s<>]{1,253}>?)",
    re.IGNORECASE | re.MULTILINE,
)


def mailboxes_of(message: Message, *, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the addresses in which an id of ours may stand, in lower case."""
    texts = [*_values(message, _CAME_BACK_TO), *more]
    for returned in returned_headers(message):
        texts += _values(returned, _SENT_FROM)
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            texts += _status_senders(part)
    texts += (found[1] for text in _texts(message) for found in _PATH_LINE.finditer(text))
    found = (one.lower() for text in texts for one in _ADDRESS.findall(text))
    return tuple(dict.fromkeys(found))[:MOST_MARKS]


def message_ids_of(message: Message, *, replies: bool) -> tuple[str, ...]:
    """Give the names of the messages that are returned; of a reply, what it answers."""
    texts: list[str] = []
    for returned in returned_headers(message):
        texts += _values(returned, ("message-id",))
    texts += (found[1] for text in _texts(message) for found in _ID_LINE.finditer(text))
    if replies:
        texts += _values(message, ("in-reply-to", "references"))
    found = (one for text in texts for one in _MESSAGE_ID.findall(text))
    return tuple(dict.fromkeys(found))[:MOST_MARKS]


def returned_headers(message: Message) -> Iterator[Message]:
    """Give the returned messages, or what is left of them: the header."""
    for part in message.walk():
        if part is message or part.get_content_type() not in _RETURNED_TYPES:
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            yield from (inner for inner in payload if isinstance(inner, Message))
            continue
        decoded = part.get_payload(decode=True)
        text = decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(payload)
        yield message_from_string(text[:MOST_TEXT].lstrip("\r\n"))


def _status_senders(part: Message) -> list[str]:
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    return [
        value
        for block in blocks
        if isinstance(block, Message)
        for value in _values(block, ("x-postfix-sender", "x-original-sender"))
    ]


def _values(message: Message, names: Iterable[str]) -> list[str]:
    return [str(value)[:4096] for name in names for value in message.get_all(name, [])[:MOST_MARKS]]


def _texts(message: Message) -> Iterator[str]:
    """Give the texts of the report itself, not those inside the returned message."""
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        parts = [part for part in message.get_payload() if isinstance(part, Message)]
    else:
        parts = [message]
    for part in parts:
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            yield from _texts(part)
        elif part.get_content_maintype() == "text":
            decoded = part.get_payload(decode=True)
            if isinstance(decoded, bytes):
                yield decoded[:MOST_TEXT].decode("utf-8", "replace")
