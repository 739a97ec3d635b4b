"""Source in, source out: a document of letters and chips, and the places in it.

A chip is the letter U+FFFC whose format holds the tag's source. The document counts in UTF-16
units and the source in code points; everything that crosses goes through the runs made here, so an
emoji before a field moves nothing. Letters that Qt would take for the end of a paragraph are held
as chips too: what was put in comes out to the byte (line ends become line feeds).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from composer.translation.jinja_source import split_tags

CHIP = "\ufffc"  # object replacement character
CHIP_TYPE = QTextFormat.ObjectTypes.UserObject.value + 1
SOURCE = QTextFormat.Property.UserProperty.value + 1
PARAGRAPH = "\u2029"
_ENDS = re.compile(r"\r\n?")
_GUARD = "="  # before a source: a first U+FEFF would be lost on the way into Qt
# What QTextCursor.insertText would make paragraphs of or lose, and a chip's own letter.
_STRANGE = re.compile("([\u2028\u2029\ufdd0\ufdd1\ufeff\ufffc\ufffe])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of one paragraph: letters, or one chip with its source."""

    position: int
    units: int
    text: str
    is_chip: bool = False

    @property
    def end(self) -> int:
        """The document's position after it."""
        return self.position + self.units


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One chip of a document."""

    position: int
    source: str


def units_of(text: str) -> int:
    """Count a text as the document does.

    >>> units_of("a😀")
    3
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def runs_of(block: QTextBlock) -> list[Run]:
    """Split one paragraph into letters and chips, in order."""
    text, at = block.text(), block.position()
    if CHIP not in text:
        return [Run(position=at, units=units_of(text), text=text)] if text else []
    sources = _sources_of(block)
    found: list[Run] = []
    for part in re.split(f"({CHIP})", text):
        source = sources.get(at) if part == CHIP else None
        if part:
            units = units_of(part)
            shown = part if source is None else source
            found.append(Run(position=at, units=units, text=shown, is_chip=source is not None))
            at += units
    return found


def source_of_block(block: QTextBlock) -> str:
    """Give one paragraph's source; a chip may bring line ends with it."""
    return "".join(run.text for run in runs_of(block))


def lines_of(document: QTextDocument) -> list[str]:
    """Give each paragraph's source."""
    lines = document.toRawText().split(PARAGRAPH)
    for number, line in enumerate(lines):
        if CHIP in line:
            lines[number] = source_of_block(document.findBlockByNumber(number))
    return lines


def source_between(document: QTextDocument, start: int, end: int) -> str:
    """Give the source of a stretch of the document."""
    lines: list[str] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() <= end:
        lines.append("".join(_cut(run, start, end) for run in runs_of(block)))
        block = block.next()
    return "\n".join(lines)


def selected_source(cursor: QTextCursor) -> str:
    """Give the source of what is selected."""
    if not cursor.hasSelection():
        return ""
    return source_between(cursor.document(), cursor.selectionStart(), cursor.selectionEnd())


def insert_source(cursor: QTextCursor, text: str, *, chips: bool = True) -> None:
    """Write source in place of the selection, as one step; its whole tags become chips."""
    text = _ENDS.sub("\n", text)
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    pieces = split_tags(text) if chips else ()
    for piece_text, is_tag in [(p.text, p.is_tag) for p in pieces] or [(text, False)]:
        if is_tag:
            cursor.insertText(CHIP, chip_format(piece_text))
            continue
        for part in _STRANGE.split(piece_text):
            if _STRANGE.fullmatch(part):
                cursor.insertText(CHIP, chip_format(part))
            elif part:
                cursor.insertText(part, QTextCharFormat())
    cursor.endEditBlock()


def chip_format(source: str) -> QTextCharFormat:
    """Make the format that carries a tag."""
    made = QTextCharFormat()
    made.setObjectType(CHIP_TYPE)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    made.setProperty(SOURCE, _GUARD + source)
    return made


def source_of_chip(shape: QTextFormat) -> str:
    """Give the tag that a format carries."""
    return str(shape.property(SOURCE)).removeprefix(_GUARD)


def chip_at(document: QTextDocument, position: int) -> Chip | None:
    """Give the chip that stands at a position."""
    if position < 0 or document.characterAt(position) != CHIP:
        return None
    source = _sources_of(document.findBlock(position)).get(position)
    return None if source is None else Chip(position=position, source=source)


def chips_between(document: QTextDocument, start: int, end: int) -> Iterator[Chip]:
    """Go through the chips of a stretch of the document."""
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        if CHIP in block.text():
            for position, source in _sources_of(block).items():
                if start <= position < end:
                    yield Chip(position=position, source=source)
        block = block.next()


def chips_of(document: QTextDocument) -> Iterator[Chip]:
    """Go through all chips, in order."""
    for number, line in enumerate(document.toRawText().split(PARAGRAPH)):
        if CHIP in line:
            for position, source in _sources_of(document.findBlockByNumber(number)).items():
                yield Chip(position=position, source=source)


def span_of(document: QTextDocument, *, line: int, column: int, length: int) -> tuple[int, int]:
    """Give the document's stretch of a stretch of source; a chip counts whole.

    Lines and columns count code points of the source from 1, as the findings do; a `length` of 0
    means the rest of the line.
    """
    block, first = _block_of_line(document, line)
    offset = _offset_in(source_of_block(block), line - first, max(column, 1) - 1)
    source = source_of_block(block)
    end = source.find("\n", offset)
    rest = (len(source) if end < 0 else end) - offset
    wanted = min(length, len(source) - offset) if length > 0 else rest
    return span_in(block, offset, offset + wanted)


def span_in(block: QTextBlock, start: int, end: int) -> tuple[int, int]:
    """Give the document's stretch of a stretch of one paragraph's source; a chip counts whole."""
    runs = runs_of(block)
    first = last = block.position() + (runs[-1].end - block.position() if runs else 0)
    begun, at = False, 0
    for run in runs:
        after = at + len(run.text)
        if not begun and start < after:
            first, begun = _position_in(run, start - at), True
        if end <= after:
            inside = end - at
            last = run.end if run.is_chip and inside else _position_in(run, inside)
            break
        at = after
    return (first, max(first, last))


def _position_in(run: Run, letters: int) -> int:
    return run.position if run.is_chip else run.position + units_of(run.text[:letters])


def _cut(run: Run, start: int, end: int) -> str:
    if run.end <= start or run.position >= end:
        return ""
    if run.is_chip or (run.position >= start and run.end <= end):
        return run.text
    encoded = run.text.encode("utf-16-le", "surrogatepass")
    first, last = max(start - run.position, 0), min(end, run.end) - run.position
    return encoded[first * 2 : last * 2].decode("utf-16-le", "surrogatepass")


def _sources_of(block: QTextBlock) -> dict[int, str]:
    found: dict[int, str] = {}
    start = block.position()
    for part in block.textFormats():
        if part.format.objectType() == CHIP_TYPE:
            source = source_of_chip(part.format)
            # Two equal tags beside each other share one stretch.
            found.update((start + part.start + at, source) for at in range(part.length))
    return found


def _block_of_line(document: QTextDocument, line: int) -> tuple[QTextBlock, int]:
    """Give the paragraph that holds a line of the source, and the line that it begins with."""
    block, first = document.begin(), 1
    while block.next().isValid():
        lines = 1 + (source_of_block(block).count("\n") if CHIP in block.text() else 0)
        if line < first + lines:
            break
        first += lines
        block = block.next()
    return block, first


def _offset_in(source: str, lines: int, column: int) -> int:
    at = 0
    for _line in range(lines):
        after = source.find("\n", at)
        if after < 0:
            break
        at = after + 1
    return min(at + column, len(source))
