"""Keeps the numbers of an ordered list in order when an item comes, goes or is left.

Only what follows the place of the edit is numbered anew, and only as far as it counted on before:
a list that gives every item the same number, or leaves numbers out on purpose, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from composer.gui.writing.chip_text import CHIP

_NUMBERED = re.compile(r"^(?P<indent>[ \t]*)(?P<number>\d{1,9})(?P<end>[.)])(?=[ \t]|$)")
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]")
MOST_NUMBER = 999_999_999


class Leaving:
    """What is chosen, and may be dragged away: the list that it stood in then closes its gap."""

    def __init__(self, chosen: QTextCursor) -> None:
        document = chosen.document()
        self._place = QTextCursor(chosen)  # moves with what is written before it
        first = document.findBlock(chosen.selectionStart())
        last = document.findBlock(chosen.selectionEnd())
        self._lines = last.blockNumber() - first.blockNumber()
        self._stood_here = number_at(first)

    def close_gap(self) -> None:
        """Count on, if whole lines were chosen and are gone."""
        if not self._lines or self._place.hasSelection():
            return
        edit = QTextCursor(self._place.document())
        edit.joinPreviousEditBlock()
        count_on(self._place.block(), came=-self._lines, stood_here=self._stood_here)
        edit.endEditBlock()


def number_at(block: QTextBlock) -> int | None:
    """Give the number that a line of an ordered list begins with."""
    found = _NUMBERED.match(block.text())
    return int(found["number"]) if found else None


def count_on(block: QTextBlock, *, came: int, stood_here: int | None = None) -> None:
    """Give the items after an edit's line the numbers that follow.

    `came`: so many lines more than before, and numbers move up; otherwise a gap is closed.
    `stood_here` is the number of the item at the edit's start before lines went: the one that
    took its place gets it.
    """
    grew, gone = came > 0, max(1, -came)  # an item may go by losing its number alone
    here = _item_at_or_above(block)
    if here is None:
        return
    number = number_at(here)
    assert number is not None
    took_place = not grew and here == block
    if took_place and stood_here is not None and 0 < number - stood_here <= gone:
        _write([(here, stood_here), *_run(here, number, stood_here)])
        return
    first = next(_siblings(here), None)
    former = number_at(first) if first is not None else None
    if former is None or not (former == number if grew else 0 < former - number - 1 <= gone):
        return
    changes = list(_run(here, former - 1, number))
    if grew and len(changes) == 1 and next(_after(changes[0][0]), None) == former:
        return  # every item has the same number, as some people write lists
    _write(changes)


def _run(here: QTextBlock, last: int, number: int) -> Iterator[tuple[QTextBlock, int]]:
    """Give the items below that counted on from `last`, each with what it gets after `number`."""
    for block in _siblings(here):
        if number_at(block) != last + 1 or number + 1 > MOST_NUMBER:
            return
        last, number = last + 1, number + 1
        yield block, number


def _after(block: QTextBlock) -> Iterator[int | None]:
    return (number_at(item) for item in _siblings(block))


def _siblings(here: QTextBlock) -> Iterator[QTextBlock]:
    """Go through the items below of the same list, past what stands within items."""
    own = _NUMBERED.match(here.text())
    assert own is not None
    indent, blanks = len(own["indent"]), 0
    block = here.next()
    while block.isValid():
        text = block.text()
        found = _NUMBERED.match(text)
        depth = len(text) - len(text.lstrip())
        if not text.strip():
            blanks += 1
        elif found is not None and depth == indent:
            if found["end"] != own["end"]:
                return
            yield block
            blanks = 0
        elif depth > indent or not text.strip(f"{CHIP} "):
            blanks = 0  # within an item, or a condition around items
        elif blanks or _BULLET.match(text) or found is not None:
            return
        block = block.next()


def _item_at_or_above(block: QTextBlock) -> QTextBlock | None:
    """Find the item that a line is, stands within or follows after at most one blank line."""
    blanks = 0
    while block.isValid():
        text = block.text()
        if number_at(block) is not None:
            return block
        if not text.strip():
            blanks += 1
            if blanks > 1:
                return None
        elif text.strip(f"{CHIP} ") and not text.startswith((" ", "\t")):
            return None
        block = block.previous()
    return None


def _write(changes: list[tuple[QTextBlock, int]]) -> None:
    for block, number in changes:
        found = _NUMBERED.match(block.text())
        if found is None or found["number"] == str(number):
            continue
        edit = QTextCursor(block)
        edit.setPosition(block.position() + found.start("number"))
        edit.setPosition(block.position() + found.end("number"), QTextCursor.MoveMode.KeepAnchor)
        edit.insertText(str(number), QTextCharFormat())
