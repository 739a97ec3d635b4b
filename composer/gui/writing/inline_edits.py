"""Edits within a line: bold and its like, links, and tags around a stretch of text.

Marks are put beside what is selected, never in its place, so chips in it stay what they are. Each
edit is one step of undo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from composer.gui.writing.chip_text import insert_source, source_of_block, span_in
from composer.gui.writing.line_edits import blocks_of, item_of

KEEP = QTextCursor.MoveMode.KeepAnchor
_LINK = re.compile(
    r"(?P<picture>!?)\[(?P<text>(?:[^\[\]\\\n]|\\.)*)\]"
    r"\((?P<target><[^>\n]*>|(?>\{\{[^{}\n]{0,200}\}\}|[^()\s]|\([^()\s]*\))*+)"
    r"(?:\s+\"(?P<title>[^\"\n]*)\")?\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link or picture in the text: its words, its target, and where it stands."""

    text: str
    target: str
    title: str = ""
    is_picture: bool = False
    start: int = 0
    end: int = 0

    @property
    def source(self) -> str:
        """How it is written."""
        title = f' "{self.title}"' if self.title else ""
        return f"{'!' if self.is_picture else ''}[{self.text}]({self.target}{title})"


def link_at(cursor: QTextCursor) -> Link | None:
    """Give the link that the cursor or the selection stands in."""
    block = cursor.document().findBlock(cursor.selectionStart())
    for found in _LINK.finditer(source_of_block(block)):
        start, end = span_in(block, *found.span())
        if start <= cursor.selectionStart() and cursor.selectionEnd() <= end:
            return Link(
                text=found["text"],
                target=found["target"].strip("<>"),
                title=found["title"] or "",
                is_picture=bool(found["picture"]),
                start=start,
                end=end,
            )
    return None


def wrap_selection(cursor: QTextCursor, before: str, after: str) -> None:
    """Put marks around what is selected, line by line, or take them away if they are there."""
    if not cursor.hasSelection() and not _take_word(cursor):
        _wrap_nothing(cursor, before, after)
        return
    spans = [span for block in blocks_of(cursor) if (span := _span(cursor, block)) is not None]
    if not spans:
        return
    outer = [_marked_span(cursor, span, before, after) for span in spans]
    remove = all(span is not None for span in outer)
    edges = [marked for marked in outer if marked is not None] if remove else spans
    tail = QTextCursor(cursor.document())  # moves with what is written before it
    tail.setPosition(edges[-1][1])
    cursor.beginEditBlock()
    for (start, end), marked in zip(reversed(spans), reversed(outer), strict=True):
        if remove and marked is not None:
            _remove(cursor, marked[1] - len(after), len(after))
            _remove(cursor, marked[0], len(before))
        elif marked is None:
            _write(cursor, end, after)
            _write(cursor, start, before)
    cursor.endEditBlock()
    cursor.setPosition(edges[0][0])
    cursor.setPosition(tail.position(), KEEP)


def surround(
    cursor: QTextCursor, opening: str, closing: str, *, empty: str, chips: bool = True
) -> None:
    """Write tags around what is selected; whole lines get them on lines of their own.

    Without a selection `empty` is written between them. What stands between is selected after.
    """
    document = cursor.document()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    first, last = document.findBlock(start), document.findBlock(end)
    whole = start == first.position() and end in (
        last.position() + last.length() - 1,
        last.position(),
    )
    whole = whole and (start < end or not first.text().strip())
    if whole and end == last.position() and last != first:
        end -= 1  # the selection ends at the start of the next line
    between = "\n" if whole or first != last else ""
    if between and not whole:
        start, end = first.position(), last.position() + last.length() - 1
    cursor.beginEditBlock()
    cursor.setPosition(end)
    if start == end:
        insert_source(cursor, empty, chips=chips)
        end = cursor.position()
    insert_source(cursor, between + closing, chips=chips)
    cursor.setPosition(start)
    insert_source(cursor, opening + between, chips=chips)
    moved = cursor.position() - start
    cursor.endEditBlock()
    cursor.setPosition(start + moved)
    cursor.setPosition(end + moved, KEEP)


def _wrap_nothing(cursor: QTextCursor, before: str, after: str) -> None:
    cursor.insertText(before + after, QTextCharFormat())
    cursor.setPosition(cursor.position() - len(after))


def _take_word(cursor: QTextCursor) -> bool:
    """Select the word that the cursor stands within; at its edge it is not meant."""
    word = QTextCursor(cursor)
    word.select(QTextCursor.SelectionType.WordUnderCursor)
    inside = word.selectionStart() < cursor.position() < word.selectionEnd()
    if not inside or not word.selectedText().strip("*_`[]()#>-"):
        return False
    cursor.setPosition(word.selectionStart())
    cursor.setPosition(word.selectionEnd(), KEEP)
    return True


def _span(cursor: QTextCursor, block: QTextBlock) -> tuple[int, int] | None:
    """Give what is selected of a line, without spaces around it and marks of a list before it."""
    start = max(cursor.selectionStart(), block.position())
    end = min(cursor.selectionEnd(), block.position() + block.length() - 1)
    item = item_of(block.text())
    if item is not None:
        start = max(start, block.position() + len(item.start))
    document = cursor.document()
    while start < end and document.characterAt(start).isspace():
        start += 1
    while end > start and document.characterAt(end - 1).isspace():
        end -= 1
    return (start, end) if start < end else None


def _marked_span(
    cursor: QTextCursor, span: tuple[int, int], before: str, after: str
) -> tuple[int, int] | None:
    """Give the stretch with its marks, which stand within or just outside it, or None."""
    start, end = span
    inside = _text(cursor, start, end)
    bare = len(before) + len(after)
    if len(inside) > bare and inside.startswith(before) and inside.endswith(after):
        return None if _is_longer(inside, before) else span
    wide = (start - len(before), end + len(after))
    around = _text(cursor, *wide)
    if around.startswith(before) and around.endswith(after) and len(around) > bare:
        wider = _text(cursor, wide[0] - 1, wide[1] + 1)
        return (
            None
            if before == "*" and wider.startswith("**") and not wider.startswith("***")
            else wide
        )
    return None


def _is_longer(text: str, mark: str) -> bool:
    """Whether what looks like emphasis is the beginning of bold."""
    return mark == "*" and text.startswith("**") and not text.startswith("***")


def _text(cursor: QTextCursor, start: int, end: int) -> str:
    last = cursor.document().characterCount() - 1
    reader = QTextCursor(cursor.document())
    reader.setPosition(max(0, min(start, last)))
    reader.setPosition(max(0, min(end, last)), KEEP)
    return reader.selectedText()


def _remove(cursor: QTextCursor, start: int, letters: int) -> None:
    cursor.setPosition(start)
    cursor.setPosition(start + letters, KEEP)
    cursor.removeSelectedText()


def _write(cursor: QTextCursor, at: int, text: str) -> None:
    cursor.setPosition(at)
    cursor.insertText(text, QTextCharFormat())
