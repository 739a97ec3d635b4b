"""Tells how a finished message is built, for somebody who looks at its source.

The guard's own strict readers are used, so what cannot be read in one way is not explained either.
Nothing is judged here and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from composer.errors import GuardRefused
from composer.wire.bodies import undo_transfer_encoding
from composer.wire.header_block import FIELDS, header_end, split_header
from composer.wire.header_reading import read_header
from composer.wire.parts import Part, read_head, read_part


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """One header field: what a reader sees (`value`) and its lines as they are sent."""

    name: str
    value: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part: how deep it lies, how it is written, and where its body stands in the bytes.

    `name` is a file's name, `content_id` that of a picture shown in the text. `start` is where its
    own header begins, the message's for the outermost part.
    """

    depth: int
    kind: str
    encoding: str
    charset: str
    name: str
    content_id: str
    start: int
    body: int
    stop: int

    @property
    def size_bytes(self) -> int:
        """The size of the body as it is sent."""
        return self.stop - self.body

    @property
    def is_multipart(self) -> bool:
        """Whether it holds other parts."""
        return self.kind.startswith("multipart/")

    @property
    def is_text(self) -> bool:
        """Whether its content can be read as text."""
        return self.kind.startswith("text/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A message's header fields in order, and its parts from the outermost in reading order."""

    headers: tuple[HeaderLine, ...]
    parts: tuple[PartLine, ...]


def read_structure(content: bytes) -> Structure:
    """Read header fields and parts of a message.

    Raises:
        GuardRefused: it cannot be read in exactly one way.
    """
    fields, _body = split_header(content)
    raw = [content[field.start : field.end].removesuffix(b"\r\n") for field in fields]
    head = read_head([FIELDS[line] for line in raw])
    start = header_end(content) + 4
    top = read_part(head, content, (start, len(content)))
    return Structure(
        headers=tuple(map(_header_line, raw)),
        parts=tuple(_part_lines(content, top, depth=0, start=0)),
    )


def decoded_text(content: bytes, part: PartLine) -> str | None:
    """Give a text part's content with LF; None where it is no text that can be read."""
    if not part.is_text:
        return None
    lines = content[part.body : part.stop].split(b"\r\n")
    try:
        decoded = undo_transfer_encoding(lines, encoding=part.encoding)
        return decoded.decode(part.charset or "us-ascii").replace("\r\n", "\n")
    except (GuardRefused, UnicodeDecodeError, LookupError):
        return None


def _header_line(raw: bytes) -> HeaderLine:
    name, value = read_header(raw).pair
    return HeaderLine(name=name, value=value, raw=raw.decode("utf-8"))


def _part_lines(content: bytes, part: Part, *, depth: int, start: int) -> Iterator[PartLine]:
    kind, parameters = part.head.content_type
    shown_as = part.head.disposition
    yield PartLine(
        depth=depth,
        kind=kind,
        encoding=part.head.encoding,
        charset=parameters.get("charset", "") if kind.startswith("text/") else "",
        name=shown_as.parameters.get("filename", "") if shown_as else "",
        content_id=part.head.content_id,
        start=start,
        body=part.start,
        stop=part.stop,
    )
    for child in part.children:
        begin = _begin_of(content, child)
        yield from _part_lines(content, child, depth=depth + 1, start=begin)


def _begin_of(content: bytes, child: Part) -> int:
    """Find where a part's own header begins: after the delimiter line before it."""
    before = content.rfind(b"\r\n--", 0, child.start - 4)
    return content.find(b"\r\n", before + 2) + 2
