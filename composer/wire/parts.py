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
_SAID_AGAIN = ("mime-version", "1.0")
"""Mail services write it into every part, too, where it means nothing (RFC 2045 §4)."""
CONTENT_FIELDS = FRAMING | _PART_FIELDS
"""Fields (lower case) that say how a body is written."""
_MULTIPART_PARAMETERS = frozenset({"boundary", "type"})
_BOUNDARY = re.compile(r"[A-Za-z0-9'()+_,\-./:=?]{8,70}")
_CONTENT_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-]+>")


class PartHead(NamedTuple):
    """What the content fields of a part say; `text` is the charset of what may be a shown text."""

    content_type: Parametrised
    encoding: str
    disposition: Parametrised | None
    content_id: str
    text: str | None


class Part(NamedTuple):
    """One part: a leaf with the place of its body, which is not looked at yet, or with children.

    `kind` is the media type, such as `text/html`.
    """

    head: PartHead
    kind: str
    start: int
    stop: int
    children: tuple[Part, ...]

    @property
    def is_multipart(self) -> bool:
        """Whether it holds parts instead of content."""
        return self.kind.startswith("multipart/")


def read_part(
    head: PartHead, content: bytes, place: tuple[int, int], *, outer: tuple[bytes, ...] = ()
) -> Part:
    """Read a message's or a part's body between two places; `outer` are the boundaries around it.

    An empty line stands before the body.

    Raises:
        GuardRefused: too deep, or boundaries that can be mistaken.
    """
    kind = head.content_type.kind
    if not kind.startswith("multipart/"):
        return Part(head, kind, *place, ())
    if head.encoding not in {"7bit", "8bit"} or len(outer) >= MAX_DEPTH:
        refuse("structure")
    boundary = _boundary(head.content_type, outer=outer)
    around = (*outer, boundary)
    children = [
        _read_child(content, inner, outer=around)
        for inner in _split(content, place, delimiter=b"\r\n--" + boundary)
    ]
    return Part(head, kind, *place, tuple(children))


def read_two_texts(head: PartHead, content: bytes, start: int) -> tuple[Part, Part] | None:
    """Read a message's body that is surely a text and its HTML and nothing else, or give None.

    What it gives is what `read_part` would.
    """
    kind, parameters = head.content_type
    boundary = parameters.get("boundary", "")
    if kind != "multipart/alternative" or len(parameters) != 1 or head.encoding != "7bit":
        return None
    delimiter = f"\r\n--{boundary}".encode()
    size = len(delimiter)
    middle = content.find(delimiter, start - 2 + size)
    last = content.find(delimiter, middle + size)
    surely = (
        _BOUNDARY.fullmatch(boundary)
        and middle >= 0 <= last
        and content.startswith(delimiter + b"\r\n", start - 2)
        and content.startswith(b"\r\n", middle + size)
        and content[last + size :] in {b"--", b"--\r\n"}
    )
    if not surely:
        return None
    outer = (delimiter[4:],)
    plain = _read_child(content, (start + size, middle), outer=outer)
    markup = _read_child(content, (middle + size + 2, last), outer=outer)
    found = (plain.kind, markup.kind, plain.head.text is None, markup.head.text is None)
    return (plain, markup) if found == ("text/plain", "text/html", False, False) else None


def read_head(fields: Sequence[Field]) -> PartHead:
    """Read the content fields among a header's fields; the others are passed over.

    Raises:
        GuardRefused: one of them twice, or not well formed.
    """
    values: dict[str, str] = {}
    for _name, key, value in fields:
        if key not in CONTENT_FIELDS:
            continue
        if key in values:
            refuse("header_twice")
        values[key] = value
    disposition = values.get("content-disposition")
    kind = read_parametrised(values.get("content-type", "text/plain"))
    shown_as = read_parametrised(disposition) if disposition is not None else None
    content_id = _content_id(values.get("content-id"))
    is_text = not content_id and (shown_as is None or shown_as.kind == "inline")
    return PartHead(
        kind,
        values.get("content-transfer-encoding", "7bit").lower(),
        shown_as,
        content_id,
        _charset(kind) if is_text else None,
    )


def _charset(content_type: Parametrised) -> str | None:
    kind, parameters = content_type
    if not kind.startswith("text/") or set(parameters) - {"charset"}:
        return None
    return parameters.get("charset", "us-ascii").lower()


def _read_child(content: bytes, place: tuple[int, int], *, outer: tuple[bytes, ...]) -> Part:
    start, stop = place
    end = content.find(b"\r\n\r\n", start, stop)
    if end < 0 or content.startswith(b"\r\n", start):
        refuse("header_end")
    head = _child_head(content[start:end])
    if head.text is not None:
        return Part(head, head.content_type.kind, end + 4, stop, ())
    return read_part(head, content, (end + 4, stop), outer=outer)


@lru_cache(maxsize=256)
def _child_head(block: bytes) -> PartHead:
    if len(block) + 4 > MAX_HEADER_BYTES:
        refuse("header_size")
    fields = [
        field
        for field in (FIELDS[raw] for raw in raw_fields(checked_lines(block)))
        if (field.key, field.value) != _SAID_AGAIN
    ]
    keys = {field.key for field in fields}
    if keys - _PART_FIELDS or "content-type" not in keys:
        refuse("structure")
    return read_head(fields)


def _boundary(content_type: Parametrised, *, outer: tuple[bytes, ...]) -> bytes:
    parameters = content_type.parameters
    boundary = parameters.get("boundary", "")
    if not parameters.keys() <= _MULTIPART_PARAMETERS or not _BOUNDARY.fullmatch(boundary):
        refuse("boundary")
    found = boundary.encode("ascii")
    for other in outer:
        if found.startswith(other) or other.startswith(found):
            refuse("boundary")
    return found


def _split(content: bytes, place: tuple[int, int], *, delimiter: bytes) -> list[tuple[int, int]]:
    """Cut a body at its delimiter lines; every line that begins like one must be one."""
    found = _places(content, delimiter, place)
    if len(found) < 2 or len(found) > MAX_PARTS + 1:
        refuse("structure" if len(found) > 1 else "boundary")
    size, stop = len(delimiter), place[1]
    before = content[place[0] - 2 : found[0]]
    after = content[found[-1] + size : stop]
    if before.replace(b"\r\n", b"") or after not in {b"--", b"--\r\n"}:
        refuse("boundary")
    starts = [at + size for at in found[:-1]]
    for at in starts:
        if not (content.startswith(b"\r\n", at) or at in found):
            refuse("boundary")
    return [(at + 2, end) for at, end in zip(starts, found[1:], strict=True)]


def _places(content: bytes, delimiter: bytes, place: tuple[int, int]) -> list[int]:
    """Find a delimiter from the line end before the place; what it takes is not looked at again."""
    at, stop = place
    size = len(delimiter)
    found: list[int] = []
    at = content.find(delimiter, at - 2, stop)
    while at >= 0:
        found.append(at)
        at = content.find(delimiter, at + size, stop)
    return found


def _content_id(value: str | None) -> str:
    if value is None:
        return ""
    if not _CONTENT_ID.fullmatch(value):
        refuse("parameter")
    return value[1:-1]
