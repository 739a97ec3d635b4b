"""Marks in a text: what is wrong where, with plain advice by pointer, by key and by voice.

A mark on letters is underlined, a mark on a chip makes the chip red. F8 goes to the next mark and
Shift+F8 to the one before; their advice is shown beside the text and said to screen readers. Chips
with unknown fields are marks too, before the core has looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QGuiApplication,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QWidget

from composer.findings import Severity
from composer.gui import theme
from composer.gui.parts import IconLabel, label
from composer.gui.writing.chip_text import chip_at, chips_of, span_of

if TYPE_CHECKING:
    from composer.gui.writing.chip_surface import ChipSurface

ADVICE_LETTERS = 56
_STATES = {Severity.BLOCK: "problem", Severity.WARN: "look", Severity.NOTE: ""}
TONES = {
    Severity.BLOCK: ("octagon-x", "danger"),
    Severity.WARN: ("triangle-alert", "look"),
    Severity.NOTE: ("info", "muted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One place of the source that somebody should look at.

    `line` and `column` count from 1; a `length` of 0 means the rest of the line.
    """

    line: int
    column: int = 1
    length: int = 0
    text: str = ""
    advice: str = ""
    severity: Severity = Severity.BLOCK


@dataclass(slots=True, kw_only=True)
class _Placed:
    """A mark and where it is now: its cursor moves with the text."""

    mark: Mark
    cursor: QTextCursor


class TextMarks(QObject):
    """The marks of one text field."""

    def __init__(self, edit: ChipSurface) -> None:
        super().__init__(edit)
        self._edit = edit
        self._placed: tuple[_Placed, ...] = ()
        self._found: tuple[QTextCursor, ...] = ()
        self._on_chips: tuple[tuple[QTextCursor, str], ...] = ()
        self._states: tuple[int, dict[int, str]] = (-1, {})
        self._advice: _Advice | None = None

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks instead of the former ones."""
        document = self._edit.document()
        placed: list[_Placed] = []
        for mark in marks:
            start, end = span_of(document, line=mark.line, column=mark.column, length=mark.length)
            cursor = QTextCursor(document)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            placed.append(_Placed(mark=mark, cursor=cursor))
        self._placed = tuple(placed)
        self._draw()

    def place_anew(self) -> None:
        """Find the marks' places again after all the text was written anew."""
        self.set_marks(tuple(item.mark for item in self._placed))

    def set_found(self, found: tuple[QTextCursor, ...]) -> None:
        """Show the places that a search found."""
        self._found = found
        self._draw()

    def state_at(self, position: int) -> str:
        """Say what the chip at a position is besides itself: `found`, `problem` or nothing."""
        revision = self._edit.document().revision()
        if self._states[0] != revision:  # the cursors have moved with the text
            places = {cursor.selectionStart(): state for cursor, state in self._on_chips}
            self._states = (revision, places)
        return self._states[1].get(position, "")

    def draw_anew(self) -> None:
        """Take the theme's colours."""
        self.hide_advice()
        self._draw()

    def go(self, *, back: bool = False) -> bool:
        """Select the next place with advice after the cursor, going round, and show it."""
        places = sorted(self._places(), key=lambda place: place[:2])
        if not places:
            return True
        cursor = self._edit.textCursor()
        if back:
            before = [item for item in places if item[1] < cursor.selectionEnd()]
            start, end, what = (before or places)[-1]
        else:
            after = [item for item in places if item[0] > cursor.selectionStart()]
            fresh = [item for item in places if item[0] >= cursor.position()]
            start, end, what = ((after if cursor.hasSelection() else fresh) or places)[0]
        mark = what if isinstance(what, Mark) else self._mark_of(what)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._edit.setTextCursor(cursor)
        self._edit.ensureCursorVisible()
        self._show(mark, self._edit.cursorRect())
        self._say(mark)
        return True

    def show_under(self, point: QPoint) -> None:
        """Show the advice, or the chip's whole words, under the pointer."""
        mark = self._mark_under(point)
        if mark is None:
            self.hide_advice()
            return
        at = QRect(point, point).adjusted(0, -4, 0, 12)
        self._show(mark, at)

    def hide_advice(self) -> None:
        """Take the advice away."""
        if self._advice is not None:
            self._advice.hide()

    @property
    def advice_shown(self) -> str:
        """The advice that is on screen."""
        shown = self._advice is not None and not self._advice.isHidden()
        return self._advice.said if shown and self._advice is not None else ""

    def _places(self) -> list[tuple[int, int, Mark | str]]:
        """Give all places to go to, each with its mark or a tag that names an unknown field."""
        places: list[tuple[int, int, Mark | str]] = [
            (item.cursor.selectionStart(), item.cursor.selectionEnd(), item.mark)
            for item in self._placed
        ]
        taken = {start for start, _end, _mark in places}
        places.extend(
            (chip.position, chip.position + 1, chip.source)
            for chip in chips_of(self._edit.document())
            if chip.position not in taken and self._edit.known.is_wrong(chip.source)
        )
        return places

    def _mark_of(self, source: str) -> Mark:
        return Mark(line=0, text=self._edit.known.advice(source))

    def _mark_under(self, point: QPoint) -> Mark | None:
        chip = self._edit.chip_under(point)
        at = chip.position if chip else self._letter_under(point)
        for item in self._placed:
            if item.cursor.selectionStart() <= at < item.cursor.selectionEnd():
                return item.mark
        if chip is None:
            return None
        if self._edit.known.is_wrong(chip.source):
            return self._mark_of(chip.source)
        sample = self._edit.known.sample_words(chip.source)
        words = self._edit.chip_words(chip.source)
        return Mark(line=0, text=words, advice=sample, severity=Severity.NOTE)

    def _letter_under(self, point: QPoint) -> int:
        cursor = self._edit.cursorForPosition(point)
        before = self._edit.cursorRect(cursor).center().x() > point.x()
        return cursor.position() - (1 if before else 0)

    def _draw(self) -> None:
        shown: list[QTextEdit.ExtraSelection] = []
        on_chips: list[tuple[QTextCursor, str]] = []
        for item in self._placed:
            if _is_chip(item.cursor):
                on_chips.append((item.cursor, _STATES[item.mark.severity]))
            else:
                shown.append(_selection(item.cursor, _mark_format(item.mark.severity)))
        for cursor in self._found:
            if _is_chip(cursor):
                on_chips.append((cursor, "found"))
            else:
                shown.insert(0, _selection(cursor, _found_format()))
        self._on_chips, self._states = tuple(on_chips), (-1, {})
        self._edit.setExtraSelections(shown)
        self._edit.viewport().update()

    def _show(self, mark: Mark, beside: QRect) -> None:
        if self._advice is None:
            self._advice = _Advice(self._edit)
        self._advice.show_mark(mark, beside)

    def _say(self, mark: Mark) -> None:
        said = " ".join(part for part in (mark.text, mark.advice) if part)
        event = QAccessibleAnnouncementEvent(self._edit, said)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)


class _Advice(QFrame):
    """A small sheet beside the text; it takes neither focus nor pointer."""

    def __init__(self, edit: QTextEdit) -> None:
        super().__init__(edit, Qt.WindowType.ToolTip)
        self._edit = edit
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said = ""
        self._icon = IconLabel()
        self._text = label(wraps=True)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.setSpacing(8)
        inner.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(self._text)
        inner.addStretch(1)

    def show_mark(self, mark: Mark, beside: QRect) -> None:
        """Say what is wrong and what to do."""
        self.said = "\n".join(part for part in (mark.text, mark.advice) if part)
        self._icon.show_icon(*TONES[mark.severity])
        self._text.setText(self.said)
        letters = self.fontMetrics().averageCharWidth() * ADVICE_LETTERS
        lines = self.said.split("\n")
        wanted = max(self.fontMetrics().horizontalAdvance(line) for line in lines) + 4
        self._text.setFixedWidth(min(letters, wanted))
        self.adjustSize()
        self.move(self._place(beside))
        self.show()

    def _place(self, beside: QRect) -> QPoint:
        """Stand below the place, above it where the screen ends."""
        view: QWidget = self._edit.viewport()
        at = view.mapToGlobal(beside.bottomLeft()) + QPoint(0, 4)
        screen = self._edit.screen().availableGeometry()
        if at.y() + self.height() > screen.bottom():
            at.setY(view.mapToGlobal(beside.topLeft()).y() - self.height() - 4)
        if QGuiApplication.isRightToLeft():
            at.setX(view.mapToGlobal(beside.topRight()).x() - self.width())
        at.setX(max(screen.left() + 8, min(at.x(), screen.right() - self.width() - 8)))
        return at


def _selection(cursor: QTextCursor, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor
    made.format = shape
    return made


def _is_chip(cursor: QTextCursor) -> bool:
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    return end - start == 1 and chip_at(cursor.document(), start) is not None


def _found_format() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(theme.colour("look_soft"))
    return made


def _mark_format(severity: Severity) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    made.setUnderlineColor(QColor(theme.colour(TONES[severity][1])))
    return made
