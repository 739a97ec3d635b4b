"""The finished message for exactly one recipient, and how its digest is made.

`message_digest` is the one definition that rendering and the guard share. They share the hash
only: the guard takes its fields from the finished bytes with decoders of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from composer.model.identifiers import Digest, RecipientId

MIME_FRAMING = frozenset({"mime-version", "content-type", "content-transfer-encoding", "date"})
"""Header names (lower case) that never enter the digest."""

Header = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside a message; `content_id` is set for images shown in the body, else empty."""

    name: str
    content_type: str
    content_id: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMessage:
    """One message to one recipient.

    `headers` are ordered, decoded, without Date and MIME framing: From, To, Reply-To (if any),
    Subject, Message-ID, then the others. `envelope_recipient` and the address in To are the same
    string, the domain as A-label when the local part is ASCII. `text` and `html` use LF.
    `branches` tells the outcome of each condition as (name, taken) and of each repeat as (name, 0,
    1 or 2 for more), for kinds of message. `made` is how rendering made the bodies, for whoever
    builds the wire form from the very same texts.
    """

    recipient_id: RecipientId
    locale: str
    envelope_sender: str
    envelope_recipient: str
    headers: tuple[Header, ...]
    text_utf8: bytes
    html_utf8: bytes
    attachments: tuple[Attachment, ...]
    boundary_seed: str
    branches: tuple[tuple[str, int], ...]
    digest: Digest
    made: object = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The text body."""
        return self.text_utf8.decode("utf-8")

    @property
    def html(self) -> str:
        """The HTML body."""
        return self.html_utf8.decode("utf-8")

    def header(self, name: str) -> str | None:
        """Give the first header field of that name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def message_digest(
    *,
    envelope_sender: str,
    envelope_recipient: str,
    headers: Sequence[Header],
    text: str | bytes,
    html: str | bytes,
    attachments: Iterable[tuple[str, str, str, str]],
    known: Mapping[Header, bytes] = MappingProxyType({}),
) -> Digest:
    """Digest a message as everybody is shown it.

    `headers` are decoded and ordered, without Date and MIME framing; `text` and `html` use LF and
    may be given as UTF-8 already; each attachment is (name, content type, content id, SHA-256 hex).
    `known` is what `framed_header` gives for some fields.
    """
    parts = [value.encode("utf-8") for attachment in attachments for value in attachment]
    pieces = [
        b"composer message 1\n",
        *_framed_pieces([envelope_sender.encode("utf-8"), envelope_recipient.encode("utf-8")]),
        framed_count(len(headers)),
        *[known.get(header) or framed_header(*header) for header in headers],
        framed(text),
        framed(html),
        framed_count(len(parts) // 4),
        *_framed_pieces(parts),
    ]
    return Digest(hashlib.sha256(b"".join(pieces)).hexdigest())


def framed_header(name: str, value: str) -> bytes:
    """Frame a header field's name and value, one after the other."""
    content = value.encode("utf-8")
    size = len(content)
    return (
        _framed_name(name) + (_SIZES[size] if size < len(_SIZES) else framed_count(size)) + content
    )


def _framed_pieces(contents: Sequence[bytes]) -> list[bytes]:
    try:
        return [piece for content in contents for piece in (_SIZES[len(content)], content)]
    except IndexError:  # a value that is longer than the sizes known
        return list(map(framed, contents))


def framed(value: str | bytes) -> bytes:
    """Prefix a value with its length (8 bytes, big endian), so that no two lists collide."""
    content = value.encode("utf-8") if isinstance(value, str) else value
    return len(content).to_bytes(8, "big") + content


def framed_count(count: int) -> bytes:
    """Give a list's length as 8 bytes."""
    return count.to_bytes(8, "big")


_framed_name = lru_cache(maxsize=256)(framed)
_SIZES = tuple(framed_count(size) for size in range(1024))
