"""The editor of a message's text: Markdown whose fields, conditions and repeats are chips.

Made for somebody who writes all day and knows neither language: lists go on by themselves, Tab
moves items and cells, pasted rich text keeps its headings, lists and links. Tab writes; Ctrl+Tab
leaves the editor. What a chip is and how source comes in and out is `ChipEdit`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from composer.gui.highlighter import MarkdownHighlighter
from composer.gui.writing import inline_edits, line_edits, list_numbers
from composer.gui.writing.chip_edit import ENTER, ChipEdit
from composer.gui.writing.inline_edits import Link
from composer.gui.writing.text_finder import TextFinder
from composer.i18n import _, is_right_to_left, place

LINE_LETTERS = 76
LINE_PERCENT = 140


class MessageEditor(ChipEdit):
    """The field for a message's text."""

    line_percent = LINE_PERCENT

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.highlighter = MarkdownHighlighter(self.document(), large_headings=True)
        self.finder = TextFinder(self)
        self._leaving: list_numbers.Leaving | None = None
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleDescription(
            _(
                "F2 changes a field or condition, F8 goes to the next mark, Ctrl+Space offers the"
                " fields. Ctrl+Tab leaves the text."
            )
        )
        self.set_source("")

    # --- within a line ---------------------------------------------------------------------------

    def wrap(self, before: str, after: str = "") -> None:
        """Put marks around the selection, or take them away if they are there."""
        cursor = self.textCursor()
        inline_edits.wrap_selection(cursor, before, after or before)
        self._take(cursor)

    def selected_link(self) -> Link | None:
        """Give the link or picture that the cursor or the selection stands in."""
        return inline_edits.link_at(self.textCursor())

    def insert_link(self, text: str, target: str, *, title: str = "") -> None:
        """Write a link in place of the one at the cursor, or of what is selected."""
        cursor = self.textCursor()
        former = inline_edits.link_at(cursor)
        if former is not None:
            cursor.setPosition(former.start)
            cursor.setPosition(former.end, QTextCursor.MoveMode.KeepAnchor)
        self._insert(cursor, Link(text=text or target, target=target, title=title).source)
        self._take(cursor)

    # --- lines -----------------------------------------------------------------------------------

    def start_lines(self, mark: str) -> None:
        """Put a mark at the start of each chosen line, or take it away; `1. ` counts on."""
        cursor = self.textCursor()
        line_edits.toggle_start(cursor, mark)
        self._take(cursor)

    def heading_level(self) -> int:
        """Give the level of the heading at the cursor; 0 means an ordinary paragraph."""
        return line_edits.heading_level(self.textCursor())

    def set_heading(self, level: int) -> None:
        """Make the chosen lines headings of a level from 1, or ordinary paragraphs by 0."""
        cursor = self.textCursor()
        line_edits.set_heading(cursor, level)
        self._take(cursor)

    def insert_block(self, text: str) -> None:
        """Write a paragraph of its own, with blank lines around it, and select it."""
        cursor = self.textCursor()
        start, end = line_edits.insert_paragraph(cursor, text, chips=not self.tags_as_written)
        self._select(start, end)
        self.setFocus()

    def insert_table(self, rows: int, columns: int) -> None:
        """Write an empty table and select its first heading."""
        heading = _("Heading {number}")
        text = line_edits.make_table(rows, columns, heading=lambda n: place(heading, number=n))
        self.insert_block(text)
        cursor = self.textCursor()
        line_edits.select_cell(cursor)
        self._take(cursor)

    def surround_with(self, opening: str, closing: str) -> None:
        """Write tags around what is selected, on lines of their own around whole lines."""
        cursor = self.textCursor()
        empty = _("Text for these people.")
        inline_edits.surround(cursor, opening, closing, empty=empty, chips=not self.tags_as_written)
        self._take(cursor)

    # --- finding ---------------------------------------------------------------------------------

    def show_line(self, number: int) -> None:
        """Select a line of the source, counted from 1."""
        start, end = self.span_of_line(number)
        self._select(start, end)
        self.ensureCursorVisible()
        self.setFocus()

    # --- inside ----------------------------------------------------------------------------------

    def draw_anew(self) -> None:
        """Take the theme's colours and sizes."""
        super().draw_anew()
        self.highlighter.draw_anew()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; an ordered list counts on past what came or went."""
        with self._counting(is_enter=event.key() in ENTER):
            super().keyPressEvent(event)

    def cut(self) -> None:
        """Take away what is chosen; an ordered list counts on."""
        with self._counting():
            super().cut()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose, or drag what is chosen: Qt takes it away here once it was moved elsewhere."""
        self._leaving = list_numbers.Leaving(self.textCursor())
        super().mouseMoveEvent(event)
        self._close_gap()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped; a list that it came from counts on as well."""
        self._leaving = list_numbers.Leaving(self.textCursor())
        super().dropEvent(event)
        self._close_gap()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste; an ordered list counts on."""
        self._close_gap()  # what is dropped here was taken away from its former place by now
        with self._counting():
            super().insertFromMimeData(source)

    def _close_gap(self) -> None:
        leaving, self._leaving = self._leaving, None
        if leaving is not None and not self.isReadOnly():
            leaving.close_gap()

    @contextmanager
    def _counting(self, *, is_enter: bool = False) -> Iterator[None]:
        document, cursor = self.document(), self.textCursor()
        before = document.blockCount()
        stood_here = list_numbers.number_at(document.findBlock(cursor.selectionStart()))
        yield
        after = document.blockCount()
        if self.isReadOnly() or (after == before and not is_enter):
            return
        cursor = self.textCursor()
        if cursor.hasSelection():
            return
        edit = QTextCursor(document)
        edit.joinPreviousEditBlock()
        list_numbers.count_on(cursor.block(), came=after - before, stood_here=stood_here)
        edit.endEditBlock()

    def _change_of(self, event: QKeyEvent) -> Callable[[], bool] | None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in ENTER and modifiers == Qt.KeyboardModifier.NoModifier:
            return self._new_line
        if key in ENTER and modifiers == Qt.KeyboardModifier.ShiftModifier:
            return self._bare_line
        if key == Qt.Key.Key_Tab and modifiers == Qt.KeyboardModifier.NoModifier:
            return lambda: self._tab(back=False)
        if key == Qt.Key.Key_Backtab:
            return lambda: self._tab(back=True)
        return super()._change_of(event)

    def _new_line(self) -> bool:
        """Begin the next item, or a paragraph: always one for each Return.

        Qt itself takes a Return on an empty line for the wish to be rid of the line's own format,
        which every line here has, and begins nothing.
        """
        cursor = self.textCursor()
        if not line_edits.continue_item(cursor):
            cursor.insertBlock()
        self._take(cursor)
        self.completion.follow()
        return True

    def _bare_line(self) -> bool:
        cursor = self.textCursor()
        cursor.insertBlock()
        self._take(cursor)
        return True

    def _tab(self, *, back: bool) -> bool:
        """Move to the next cell, an item one level in, or write two spaces within a line."""
        cursor = self.textCursor()
        if line_edits.go_to_cell(cursor, back=back) or line_edits.indent_items(cursor, out=back):
            self._take(cursor)
        elif not back and not cursor.hasSelection() and not cursor.atBlockStart():
            cursor.insertText("  ")
            self._take(cursor)
        return True

    def _take(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus()


def set_writing_direction(edit: QPlainTextEdit | QTextEdit, tag: str) -> None:
    """Write from the side where lines of a language begin."""
    right = is_right_to_left(tag)
    option = edit.document().defaultTextOption()
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    )
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    former = edit.document().defaultTextOption()
    same = (former.textDirection(), former.alignment())
    if same != (option.textDirection(), option.alignment()):  # all of it is laid out anew
        edit.document().setDefaultTextOption(option)
