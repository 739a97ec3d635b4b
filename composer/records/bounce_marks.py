"""Where a message that came back may name ours: its envelope sender, and the returned message.

Only places count that hold what we sent: the address that it came back to, and header fields of the
message that is returned. What its text says counts only where it returns our header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_string
from email.message import Message

from composer.records.bounce_parts import is_text, own_parts, returned_text, text_of

MOST_MARKS = 50
_CAME_BACK_TO = (
    "to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to",
    "x-rcpt-to", "x-real-to", "apparently-to", "resent-to", "x-forwarded-to",
)  # fmt: skip
_SENT_FROM = ("return-path", "sender", "x-return-path", "errors-to", "x-envelope-from")
_RETURNED_TYPES = frozenset(
    {
        "message/rfc822", "message/global", "text/rfc822-headers", "text/rfc822-header",
        "message/rfc822-headers", "message/global-headers", "text/rfc822", "message/x-rfc822",
        "application/rfc822", "application/x-rfc822", "text/x-rfc822-headers",
        "message/rfc822-header", "message/partial", "message/news",
    }
)  # fmt: skip
_RETURNED_NAMES = (".eml", ".msg.txt", ".mht")
_TAGGED = re.compile(
    r"(?:prvs=[0-9a-z]{6,16}=|btv1==[0-9a-z]{6,16}==)(?P<rest>[^@]{1,128}@.+)|"
    r"srs0[=+-][^=@]{1,20}=[^=@]{1,6}=(?P<domain>[^=@]{1,128})=(?P<local>[^@]{1,128})@.+"
)
"""What servers on the way put around an envelope sender: BATV and SRS."""
_ADDRESS = re.compile(r"[^\s<>;,\"()]{1,128}@[^\s<>;,\"()@]{1,253}")
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,128}@[^<>\s@]{1,253}>")
_ID_LINE = re.compile(
    r"^[\s>|*]{0,8}(?:x-)?(?:original-)?message[- ]id[ \t]?:[ \t]*"
    r"(?:\r?\n[ \t>|*]+)?(<[^<>\s@]{1,128}@[^<>\s@]{1,253}>)",
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
    bare = (own for one in found for own in (one, _untagged(one)) if own)
    return tuple(dict.fromkeys(bare))[:MOST_MARKS]


def message_ids_of(message: Message, *, replies: bool) -> tuple[str, ...]:
    """Give the names of the messages that are returned.

    Of a reply, and of a report that returns nothing, what it answers.
    """
    texts: list[str] = []
    for returned in returned_headers(message):
        texts += _values(returned, ("message-id",))
    texts += (found[1] for text in _texts(message) for found in _ID_LINE.finditer(text))
    if replies or not texts:
        texts += _values(message, ("in-reply-to", "references"))
    found = (one for text in texts for one in _MESSAGE_ID.findall(text))
    return tuple(dict.fromkeys(found))[:MOST_MARKS]


def returned_headers(message: Message) -> Iterator[Message]:
    """Give the returned messages, or what is left of them: the header."""
    for part in message.walk():
        if part is message or not _is_returned(part):
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            yield from (inner for inner in payload if isinstance(inner, Message))
        text = returned_text(part)
        if text.strip():
            yield message_from_string(text)


def _is_returned(part: Message) -> bool:
    name = str(part.get_filename() or "").lower()
    return part.get_content_type() in _RETURNED_TYPES or name.endswith(_RETURNED_NAMES)


def _untagged(mailbox: str) -> str:
    """Give an envelope sender as it was before servers on the way put something around it.

    >>> _untagged("prvs=0123456789=bounces+1@a.example")
    'bounces+1@a.example'
    >>> _untagged("srs0=ab12=cd=a.example=bounces+1@b.example")
    'bounces+1@a.example'
    """
    found = _TAGGED.fullmatch(mailbox)
    if found is None:
        return ""
    return found["rest"] or f"{found['local']}@{found['domain']}"


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
    return (text_of(part) for part in own_parts(message) if is_text(part))
