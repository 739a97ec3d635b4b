"""Edits of whole lines: lists, quotes, headings, tables, paragraphs of their own.

Each is one step of undo. A line's own marks are read from its letters before the text; chips are
letters like any other. Nothing here knows a widget.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from composer.gui.writing.chip_text import insert_source

_ITEM = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)(?P<task>\[[ xX]\][ \t]+)?"
)
_QUOTE = re.compile(r"^(?P<indent>[ ]{0,3})(?P<mark>>[ ]?)")
_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+")
_NUMBER = re.compile(r"\d{1,9}")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_ANY_START = re.compile(
    r"^(?:[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|[ ]{0,3}#{1,6}[ \t]+|>[ ]?)"
)
KEEP = QTextCursor.MoveMode.KeepAnchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What an item of a list, or a quoted line, begins with."""

    indent: str
    mark: str
    gap: str
    task: str = ""

    @property
    def start(self) -> str:
        """The letters before the item's text."""
        return self.indent + self.mark + self.gap + self.task

    @property
    def following(self) -> str:
        """The letters before the next item's text."""
        mark = self.mark
        if number := _NUMBER.match(mark):
            mark = f"{int(number[0]) + 1}{mark[-1]}"
        return self.indent + mark + self.gap + ("[ ] " if self.task else "")

    @property
    def width(self) -> int:
        """How far an item within this one is indented."""
        return len(self.mark) + 1 if self.gap.strip(" ") == "" else 2


def item_of(text: str) -> Item | None:
    """Read what a line begins with.

    >>> item_of("  3. three").following
    '  4. '
    """
    if found := _ITEM.match(text):
        parts = found.groupdict()
        task = parts["task"] or ""
        return Item(indent=parts["indent"], mark=parts["mark"], gap=parts["gap"], task=task)
    if found := _QUOTE.match(text):
        return Item(indent=found["indent"], mark=found["mark"], gap="")
    return None


def continue_item(cursor: QTextCursor) -> bool:
    """Begin the next item on Enter; end the list in an empty one. Elsewhere do nothing."""
    block = cursor.block()
    item = item_of(block.text())
    inside = cursor.selectionStart() - block.position()
    if item is None or inside < len(item.start) or cursor.block() != _block_at(cursor, False):
        return False
    cursor.beginEditBlock()
    if not block.text()[len(item.start) :].strip() and not cursor.hasSelection():
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, KEEP)
        outer = item.indent[: -item.width] if len(item.indent) >= item.width else None
        cursor.insertText("" if outer is None else outer + item.start.lstrip(), _plain())
    else:
        cursor.insertText("\n" + item.following, _plain())
    cursor.endEditBlock()
    return True


def indent_items(cursor: QTextCursor, *, out: bool = False) -> bool:
    """Move the chosen items of a list one level in or out; says whether there were any."""
    blocks = [block for block in blocks_of(cursor) if _ITEM.match(block.text())]
    if not blocks:
        return False
    cursor.beginEditBlock()
    for block in blocks:
        item = item_of(block.text())
        assert item is not None
        outer = item_of(block.previous().text()) if block.previous().isValid() else None
        width = outer.width if outer is not None and not out else item.width
        edit = QTextCursor(block)
        if not out:
            edit.insertText(" " * width, _plain())
            continue
        spaces = min(len(item.indent), width)
        edit.setPosition(block.position() + spaces, KEEP)
        edit.removeSelectedText()
    cursor.endEditBlock()
    return True


def toggle_start(cursor: QTextCursor, mark: str) -> None:
    """Put a mark at the start of each chosen line, or take it away; numbers count on."""
    blocks = list(blocks_of(cursor))
    filled = [block for block in blocks if block.text().strip()] or blocks
    numbered = _NUMBER.match(mark) is not None
    pattern = re.compile(r"[ \t]*\d{1,9}[.)][ \t]+") if numbered else re.compile(re.escape(mark))
    remove = all(pattern.match(block.text()) for block in filled)
    cursor.beginEditBlock()
    for number, block in enumerate(filled, start=1):
        former = pattern.match(block.text()) if remove else _ANY_START.match(block.text())
        start = "" if remove else (f"{number}. " if numbered else mark)
        _replace_start(block, former.end() if former else 0, start)
    cursor.endEditBlock()


def heading_level(cursor: QTextCursor) -> int:
    """Give the level of the heading at the cursor; 0 means an ordinary paragraph."""
    found = _HEADING.match(cursor.block().text())
    return len(found[1]) if found else 0


def set_heading(cursor: QTextCursor, level: int) -> None:
    """Make the chosen lines headings of a level, or ordinary paragraphs."""
    cursor.beginEditBlock()
    for block in list(blocks_of(cursor)):
        found = _ANY_START.match(block.text())
        _replace_start(block, found.end() if found else 0, f"{'#' * level} " if level else "")
    cursor.endEditBlock()


def insert_paragraph(cursor: QTextCursor, text: str, *, chips: bool = True) -> tuple[int, int]:
    """Write a paragraph with blank lines around it, and give where it stands."""
    cursor.beginEditBlock()
    if cursor.hasSelection():
        cursor.removeSelectedText()
    block = cursor.block()
    if block.text().strip():
        at_start = cursor.positionInBlock() == 0
        if not at_start and cursor.atBlockEnd() is False:
            cursor.insertText("\n\n", _plain())
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        elif at_start:
            cursor.insertText("\n\n", _plain())
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        else:
            cursor.insertText("\n", _plain())
    before = cursor.block().previous()
    if before.isValid() and before.text().strip():
        cursor.insertText("\n", _plain())
    start = cursor.position()
    insert_source(cursor, text, chips=chips)
    end = cursor.position()
    after = cursor.block().next()
    if after.isValid() and after.text().strip():
        cursor.insertText("\n", _plain())
    elif not after.isValid():
        cursor.insertText("\n\n", _plain())
    cursor.endEditBlock()
    return start, end


def make_table(rows: int, columns: int, *, heading: Callable[[int], str]) -> str:
    """Write an empty table: a row of headings, then empty rows.

    >>> print(make_table(1, 2, heading=str))
    | 1 | 2 |
    | --- | --- |
    |  |  |
    """
    heads = " | ".join(heading(number) for number in range(1, columns + 1))
    empty = "|" + "  |" * columns
    return "\n".join([f"| {heads} |", "|" + " --- |" * columns, *[empty] * rows])


def go_to_cell(cursor: QTextCursor, *, back: bool = False) -> bool:
    """Select the next cell of a table, or the one before; a new row after the last cell."""
    block = cursor.block()
    if not _ROW.match(block.text()):
        return False
    cells = list(_cells_of(block))
    at = cursor.selectionStart() - block.position()
    here = next((i for i, (start, end) in enumerate(cells) if start - 1 <= at <= end + 1), 0)
    there = here + (-1 if back else 1)
    if not 0 <= there < len(cells):
        step = -1 if back else 1
        block = _row_beside(block, step)
        if not block.isValid():
            if back:
                return True
            block = _add_row(cursor, len(cells))
        cells = list(_cells_of(block))
        there = len(cells) - 1 if back else 0
    start, end = cells[there]
    cursor.setPosition(block.position() + start)
    cursor.setPosition(block.position() + end, KEEP)
    return True


def select_cell(cursor: QTextCursor) -> None:
    """Select the first cell of the row that the selection begins in."""
    block = _block_at(cursor, True)
    for start, end in _cells_of(block):
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + end, KEEP)
        return


def blocks_of(cursor: QTextCursor) -> Iterator[QTextBlock]:
    """Go through the chosen lines; a selection that ends at a line's start leaves it out."""
    block, last = _block_at(cursor, True), _block_at(cursor, False)
    ends_before = cursor.selectionEnd() == last.position() and last != block
    while block.isValid() and block.blockNumber() <= last.blockNumber():
        if not (ends_before and block == last):
            yield block
        block = block.next()


def _block_at(cursor: QTextCursor, first: bool) -> QTextBlock:  # noqa: FBT001
    at = cursor.selectionStart() if first else cursor.selectionEnd()
    return cursor.document().findBlock(at)


def _replace_start(block: QTextBlock, letters: int, start: str) -> None:
    edit = QTextCursor(block)
    edit.setPosition(block.position() + letters, KEEP)
    edit.removeSelectedText()
    edit.insertText(start, _plain())


def _cells_of(block: QTextBlock) -> Iterator[tuple[int, int]]:
    """Give where each cell's text begins and ends in its row, in the document's units."""
    text = block.text().encode("utf-16-le", "surrogatepass")
    units = [text[at : at + 2] for at in range(0, len(text), 2)]
    bar, slash, space = (mark.encode("utf-16-le") for mark in ("|", "\\", " "))
    bars = [at for at, unit in enumerate(units) if unit == bar and units[at - 1] != slash]
    for left, right in pairwise(bars):
        start, end = left + 1, right
        while start < end and units[start] == space:
            start += 1
        while end > start and units[end - 1] == space:
            end -= 1
        if start == end:  # an empty cell: write between its spaces
            start = end = min(left + 2, right)
        yield start, end


def _row_beside(block: QTextBlock, step: int) -> QTextBlock:
    beside = block.next() if step > 0 else block.previous()
    if beside.isValid() and re.fullmatch(r"[\s|:-]+", beside.text()) and "-" in beside.text():
        beside = beside.next() if step > 0 else beside.previous()
    return beside if beside.isValid() and _ROW.match(beside.text()) else QTextBlock()


def _add_row(cursor: QTextCursor, columns: int) -> QTextBlock:
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    cursor.insertText("\n|" + "  |" * columns, _plain())
    return cursor.block()


def _plain() -> QTextCharFormat:
    return QTextCharFormat()
