"""The parts of a message that came back, and their texts, however badly they were put together.

What a report says itself and what it returns of ours are kept apart. A part may be encoded though
the standard forbids it, name no charset or a wrong one, and lack what tells where it ends.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import quopri
import re
from collections.abc import Iterator
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message

MOST_TEXT = 512 * 1024
_TAG = re.compile(r"<(?![^<>@\s]{1,64}@)[^<>]{0,500}>")
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|/?table)\b[^<>]{0,500}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script|title)\b[^<>]{0,500}>", re.IGNORECASE)
_LOST = "\ufffd"
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
_ENCODED = frozenset({"base64", "quoted-printable"})


def own_parts(message: Message) -> Iterator[Message]:
    """Give the parts in which a report speaks itself, without what it returns."""
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from own_parts(part)
    elif not message.is_multipart():
        yield message


def is_text(part: Message) -> bool:
    """Whether a part is to be read; one that should have parts and has none is its own text."""
    return part.get_content_maintype() in {"text", "multipart"}


def text_of(part: Message, most: int = MOST_TEXT) -> str:
    """Give the text of a part in its charset, or in the one that fits; HTML without its tags."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    text = _decoded_text(raw[:most], str(part.get_content_charset() or "utf-8"))
    return plain_text(text) if part.get_content_type() == "text/html" else text


def plain_text(text: str) -> str:
    """Give what a page of HTML shows.

    >>> plain_text("<style>a{}</style><p>To&nbsp;&lt;<b>bob@x.example</b>&gt;<br>550").split()
    ['To', '<', 'bob@x.example', '>', '550']
    """
    shown = _TAG.sub(" ", _BREAK.sub("\n", _without_hidden(text)))
    return html.unescape(shown)


def status_text(part: Message) -> str:
    """Give a status part as text if it was encoded, which a status part must not be; else ""."""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    return decoded(_raw_text(part), encoding) if encoding in _ENCODED else ""


def returned_text(part: Message) -> str:
    """Give a returned message as text, also where it was encoded though it must not be."""
    if part.is_multipart():
        return status_text(part)
    raw = part.get_payload(decode=True)
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(part.get_payload())
    return text[:MOST_TEXT].lstrip("\r\n")


def decoded(text: str, encoding: str) -> str:
    """Undo an encoding; what is not encoded as it says is given as it is."""
    try:
        raw = text.encode("utf-8", "surrogateescape")
        match encoding.strip().lower():
            case "base64":
                raw = base64.b64decode(raw)
            case "quoted-printable":
                raw = quopri.decodestring(raw)
    except (binascii.Error, ValueError):
        return text
    return raw.decode("utf-8", "replace")


# --- inside -------------------------------------------------------------------------------------


def _raw_text(part: Message) -> str:
    """Put together again what was taken for the fields of a part."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return str(payload)
    return "\n\n".join(_raw_of(inner) for inner in payload if isinstance(inner, Message))


def _raw_of(inner: Message) -> str:
    fields = "\n".join(f"{name}: {value}" for name, value in inner.raw_items())
    body = inner.get_payload()
    if not isinstance(body, str) or not body:
        return fields
    is_close = any(isinstance(one, MissingHeaderBodySeparatorDefect) for one in inner.defects)
    return f"{fields}\n{body}" if is_close else f"{fields}\n\n{body}"


def _decoded_text(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:  # a letter that was cut at the end is no reason for another charset
            return _decoder(name).decode(raw)
        except (LookupError, ValueError):
            continue
    loose = raw.decode("utf-8", "replace")
    lost = loose.count(_LOST)
    if sum(sign > "\x7f" for sign in loose) > 2 * lost:
        return loose
    try:
        _decoder(charset)
        is_wide = charset != "utf-8" and len("\u6f22".encode(charset, "ignore")) > 1
    except (LookupError, ValueError):
        is_wide = False
    return raw.decode(charset if is_wide else "cp1252", "replace")


def _decoder(charset: str) -> codecs.IncrementalDecoder:
    """Give what decodes a charset; raises LookupError for what is none, such as compression."""
    b"a".decode(charset, "ignore")
    found = codecs.lookup(charset)
    if found.incrementaldecoder is None or found.name in _NO_CHARSETS:
        raise LookupError(charset)
    return found.incrementaldecoder("strict")


def _without_hidden(text: str) -> str:
    """Leave out what a page does not show; one that is never closed is left."""
    shown: list[str] = []
    at = 0
    while opened := _HIDDEN.search(text, at):
        closed = re.compile(f"</{opened[1]}", re.IGNORECASE).search(text, opened.end())
        if closed is None:
            break
        shown.append(text[at : opened.start()])
        at = closed.start()
    return "".join((*shown, text[at:]))
