"""Splits a message into its MIME parts, strictly.

A delimiter line is exactly `--boundary` or `--boundary--`; nothing stands before the first or after
the last; a line that only begins like a delimiter is refused, because programs disagree about it.
Source: RFC 2046 §5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from composer.wire.header_block import FIELDS, MAX_HEADER_BYTES, Field, raw_fields
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
    """One part: a leaf with the lines of its body still encoded, or a multipart with children."""

    head: PartHead
    lines: list[bytes]
    children: tuple[Part, ...]

    @property
    def kind(self) -> str:
        """The media type, such as `text/html`."""
        return self.head.content_type.kind

    @property
    def is_multipart(self) -> bool:
        """Whether it holds parts instead of content."""
        return self.kind.startswith("multipart/")


def read_part(
    head: PartHead, lines: list[bytes], *, whole: bytes, outer: tuple[bytes, ...] = ()
) -> Part:
    """Read a message's or a part's body; `outer` are the boundaries around it.

    `whole` are all bytes of the message: where none of its other lines begins like a boundary, the
    part's own need not be looked at one by one.

    Raises:
        GuardRefused: too deep, or boundaries that can be mistaken.
    """
    if not head.content_type.kind.startswith("multipart/"):
        return Part(head, lines, ())
    if head.encoding not in {"7bit", "8bit"} or len(outer) >= MAX_DEPTH:
        refuse("structure")
    boundary = _boundary(head.content_type, outer=outer)
    children = tuple(
        _read_child(piece, whole=whole, outer=(*outer, boundary))
        for piece in _split(lines, boundary=boundary, whole=whole)
    )
    return Part(head, [], children)


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


def _read_child(lines: list[bytes], *, whole: bytes, outer: tuple[bytes, ...]) -> Part:
    try:
        end = lines.index(b"")
    except ValueError:
        refuse("header_end")
    if not end or end + 1 == len(lines):  # the body after the empty line has a line, if empty
        refuse("header_end")
    head = _child_head(tuple(lines[:end]))
    return read_part(head, lines[end + 1 :], whole=whole, outer=outer)


@lru_cache(maxsize=256)
def _child_head(lines: tuple[bytes, ...]) -> PartHead:
    if sum(map(len, lines)) + 2 * len(lines) + 2 > MAX_HEADER_BYTES:
        refuse("header_size")
    fields = [FIELDS[raw] for raw in raw_fields(lines)]
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


def _split(lines: list[bytes], *, boundary: bytes, whole: bytes) -> list[list[bytes]]:
    delimiter = b"--" + boundary
    alike = lines.count(delimiter) + 1
    if whole.count(b"\r\n" + delimiter) != alike:
        alike = (b"\r\n" + b"\r\n".join(lines)).count(b"\r\n" + delimiter)
    if alike < 2 or alike > MAX_PARTS + 1:
        refuse("boundary" if alike < 2 else "structure")
    *starts, end = places = _places(lines, [delimiter] * (alike - 1) + [delimiter + b"--"])
    if any(lines[: starts[0]]) or any(lines[end + 1 :]) or len(lines) > end + 2:
        refuse("boundary")
    return [lines[start + 1 : stop] for start, stop in pairwise(places)]


def _places(lines: list[bytes], wanted: Iterable[bytes]) -> list[int]:
    """Find these very lines one after the other; all that is alike must be among them."""
    places: list[int] = []
    begin = 0
    try:
        for line in wanted:
            places.append(lines.index(line, begin))
            begin = places[-1] + 1
    except ValueError:
        refuse("boundary")
    return places


def _content_id(value: str | None) -> str:
    if value is None:
        return ""
    if not _CONTENT_ID.fullmatch(value):
        refuse("parameter")
    return value[1:-1]
