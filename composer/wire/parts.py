"""Splits a message into its MIME parts, strictly.

A delimiter line is exactly `--boundary` or `--boundary--`; nothing stands before the first or after
the last; a line that only begins like a delimiter is refused, because programs disagree about it.
Source: RFC 2046 §5.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from composer.wire.header_block import HeaderField, split_header
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
_BOUNDARY = re.compile(r"[A-Za-z0-9'()+_,\-./:=?]{8,70}")
_CONTENT_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: a leaf with a body still encoded, or a multipart with children."""

    content_type: Parametrised
    encoding: str
    disposition: Parametrised | None
    content_id: str
    body: bytes
    children: tuple[Part, ...]

    @property
    def kind(self) -> str:
        """The media type, such as `text/html`."""
        return self.content_type.kind

    @property
    def is_multipart(self) -> bool:
        """Whether it holds parts instead of content."""
        return self.kind.startswith("multipart/")


def read_part(
    fields: Sequence[HeaderField], body: bytes, *, depth: int = 0, outer: tuple[bytes, ...] = ()
) -> Part:
    """Read a message's or a part's content fields and body; `outer` are the boundaries around it.

    Raises:
        GuardRefused: a field twice, too deep, or boundaries that can be mistaken.
    """
    values = _single(fields)
    content_type = read_parametrised(values.get("content-type", "text/plain"))
    encoding = values.get("content-transfer-encoding", "7bit").lower()
    disposition = values.get("content-disposition")
    children: tuple[Part, ...] = ()
    if content_type.kind.startswith("multipart/"):
        if encoding not in {"7bit", "8bit"} or depth >= MAX_DEPTH:
            refuse("structure")
        boundary = _boundary(content_type, outer=outer)
        children = tuple(
            _read_child(piece, depth=depth + 1, outer=(*outer, boundary))
            for piece in _split(body, boundary=boundary)
        )
    return Part(
        content_type=content_type,
        encoding=encoding,
        disposition=read_parametrised(disposition) if disposition is not None else None,
        content_id=_content_id(values.get("content-id")),
        body=b"" if children else body,
        children=children,
    )


def _read_child(content: bytes, *, depth: int, outer: tuple[bytes, ...]) -> Part:
    fields, body = split_header(content)
    if {field.key for field in fields} - _PART_FIELDS:
        refuse("structure")
    if "content-type" not in {field.key for field in fields}:
        refuse("structure")
    return read_part(fields, body, depth=depth, outer=outer)


def _single(fields: Sequence[HeaderField]) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in fields:
        if field.key not in FRAMING | _PART_FIELDS:
            continue
        if field.key in values:
            refuse("header_twice")
        values[field.key] = field.value
    return values


def _boundary(content_type: Parametrised, *, outer: tuple[bytes, ...]) -> bytes:
    boundary = content_type.parameters.get("boundary", "")
    if set(content_type.parameters) - {"boundary", "type"} or not _BOUNDARY.fullmatch(boundary):
        refuse("boundary")
    found = boundary.encode("ascii")
    if any(found.startswith(other) or other.startswith(found) for other in outer):
        refuse("boundary")
    return found


def _split(body: bytes, *, boundary: bytes) -> list[bytes]:
    marker = b"\r\n--" + boundary
    pieces = (b"\r\n" + body).split(marker)
    if len(pieces) < 3 or len(pieces) > MAX_PARTS + 2:
        refuse("boundary" if len(pieces) < 3 else "structure")
    before, *inner, end = pieces
    if before.strip(b"\r\n") or end not in {b"--", b"--\r\n"}:
        refuse("boundary")
    if not all(piece.startswith(b"\r\n") for piece in inner):
        refuse("boundary")
    return [piece[2:] for piece in inner]


def _content_id(value: str | None) -> str:
    if value is None:
        return ""
    if not _CONTENT_ID.fullmatch(value):
        refuse("parameter")
    return value[1:-1]
