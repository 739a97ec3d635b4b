"""Splits a message into its MIME parts, strictly.

A delimiter line is exactly `--boundary` or `--boundary--`; nothing stands before the first or after
the last; a line that only begins like a delimiter is refused, because programs disagree about it.
Source: RFC 2046 §5.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from composer.wire.header_block import (
    FIELDS,
    MAX_HEADER_BYTES,
    Field,
    checked_lines,
    raw_fields,
)
from composer.wire.parameters import Parametrised, read_parametrised
from composer.wire.rules import refuse

MAX_DEPTH = 3
MAX_PARTS = 100
FRAMING = frozenset(
    {"mime-version", "content-type", "content-transfer-encoding", "content-disposition"}
)
_PART_FIELDS = frozenset(
    {"content-type", "content-transfer-encoding", "content-disposition", "content-id"}
)
_CONTENT_FIELDS = FRAMING | _PART_FIELDS
_BOUNDARY = re.compile(r"[A-Za-z0-9'()+_,\-./:=?]{8,70}")
_CONTENT_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-]+>")


class PartHead(NamedTuple):
    """What the content fields of a part say."""

    content_type: Parametrised
    encoding: str
    disposition: Parametrised | None
    content_id: str


class Part(NamedTuple):
    """One part: a leaf with its body as it stands there, not looked at yet, or with children."""

    head: PartHead
    body: bytes
    children: tuple[Part, ...]

    @property
    def kind(self) -> str:
        """The media type, such as `text/html`."""
        return self.head.content_type.kind

    @property
    def is_multipart(self) -> bool:
        """Whether it holds parts instead of content."""
        return self.kind.startswith("multipart/")


def read_part(head: PartHead, body: bytes, *, outer: tuple[bytes, ...] = ()) -> Part:
    """Read a message's or a part's body; `outer` are the boundaries around it.

    Raises:
        GuardRefused: too deep, or boundaries that can be mistaken.
    """
    if not head.content_type.kind.startswith("multipart/"):
        return Part(head, body, ())
    if head.encoding not in {"7bit", "8bit"} or len(outer) >= MAX_DEPTH:
        refuse("structure")
    boundary = _boundary(head.content_type, outer=outer)
    children = tuple(
        [_read_child(piece, outer=(*outer, boundary)) for piece in _split(body, boundary=boundary)]
    )
    return Part(head, b"", children)


def read_head(fields: Sequence[Field]) -> PartHead:
    """Read the content fields among a header's fields; the others are passed over.

    Raises:
        GuardRefused: one of them twice, or not well formed.
    """
    values: dict[str, str] = {}
    for _name, key, value in fields:
        if key not in _CONTENT_FIELDS:
            continue
        if key in values:
            refuse("header_twice")
        values[key] = value
    disposition = values.get("content-disposition")
    return PartHead(
        content_type=read_parametrised(values.get("content-type", "text/plain")),
        encoding=values.get("content-transfer-encoding", "7bit").lower(),
        disposition=read_parametrised(disposition) if disposition is not None else None,
        content_id=_content_id(values.get("content-id")),
    )


def _read_child(piece: bytes, *, outer: tuple[bytes, ...]) -> Part:
    end = piece.find(b"\r\n\r\n")
    if end < 0 or piece.startswith(b"\r\n"):
        refuse("header_end")
    return read_part(_child_head(piece[:end]), piece[end + 4 :], outer=outer)


@lru_cache(maxsize=256)
def _child_head(block: bytes) -> PartHead:
    if len(block) + 4 > MAX_HEADER_BYTES:
        refuse("header_size")
    fields = [FIELDS[raw] for raw in raw_fields(checked_lines(block))]
    keys = {field.key for field in fields}
    if keys - _PART_FIELDS or "content-type" not in keys:
        refuse("structure")
    return read_head(fields)


def _boundary(content_type: Parametrised, *, outer: tuple[bytes, ...]) -> bytes:
    boundary = content_type.parameters.get("boundary", "")
    if set(content_type.parameters) - {"boundary", "type"} or not _BOUNDARY.fullmatch(boundary):
        refuse("boundary")
    found = boundary.encode("ascii")
    if any(found.startswith(other) or other.startswith(found) for other in outer):
        refuse("boundary")
    return found


def _split(body: bytes, *, boundary: bytes) -> list[bytes]:
    """Cut a body at its delimiter lines; every line that begins like one must be one."""
    before, *pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if not pieces or len(pieces) > MAX_PARTS + 1:
        refuse("structure" if pieces else "boundary")
    *children, after = pieces
    if not children or before.replace(b"\r\n", b"") or after not in {b"--", b"--\r\n"}:
        refuse("boundary")
    if not all(child.startswith(b"\r\n") or not child for child in children):
        refuse("boundary")
    return [child[2:] for child in children]


def _content_id(value: str | None) -> str:
    if value is None:
        return ""
    if not _CONTENT_ID.fullmatch(value):
        refuse("parameter")
    return value[1:-1]
