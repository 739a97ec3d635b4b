"""The chips of a text field: what is known of them, where they are, what a pointer does to them.

A click selects a chip, a double click asks for it to be changed, and where the pointer rests its
whole words are shown, or what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
    QTextLine,
)
from PySide6.QtWidgets import QWidget

from composer.gui.writing.chip_reader import ChipReader
from composer.gui.writing.chip_text import (
    CHIP_TYPE,
    Chip,
    chip_at,
    chip_format,
    chips_between,
)
from composer.gui.writing.chips import ChipPainter
from composer.gui.writing.known_fields import KnownFields
from composer.gui.writing.source_edit import SourceEdit
from composer.gui.writing.tags import parse_tag
from composer.gui.writing.text_marks import Mark, TextMarks

LOOK_PAUSE_MS = 300
_LOOKS = frozenset({QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange})


class ChipSurface(SourceEdit):
    """A text field whose chips are drawn, selected, opened and marked.

    Signals:
        chip_activated(tag, position): somebody wants to change a chip (Enter, F2, double click).
    """

    chip_activated = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known = KnownFields()
        self._pressed_chip: Chip | None = None
        self.marks = TextMarks(self)
        self._painter = ChipPainter(
            self, is_wrong=self.known.is_wrong, state_at=self.marks.state_at
        )
        self.document().documentLayout().registerHandler(CHIP_TYPE, self._painter)
        self.reader = ChipReader(self)
        self.tags_as_written_changed.connect(self.marks.place_anew)
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(LOOK_PAUSE_MS)
        self._looking.timeout.connect(self._note_tags)
        self.source_changed.connect(self._looking.start)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self.draw_anew)

    def set_source(self, text: str) -> None:
        """Show another text; there is nothing to undo afterwards."""
        super().set_source(text)
        self._note_tags()

    def chip_here(self) -> Chip | None:
        """Give the chip that is selected, or that the cursor stands before or behind."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if end - start == 1:
            return chip_at(self.document(), start)
        if end > start:
            return None
        return chip_at(self.document(), start) or chip_at(self.document(), start - 1)

    def replace_tag(self, position: int, source: str) -> None:
        """Put another tag where a chip stands, as one step; empty takes the chip away."""
        if chip_at(self.document(), position) is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        self._insert(cursor, source)
        self.setTextCursor(cursor)

    def chip_rect(self, position: int) -> QRectF:
        """Give where a chip stands in the viewport, for what is shown beside it."""
        block = self.document().findBlock(position)
        inside = position - block.position()
        line = self._line_of(position)
        edges = [_x_of(line.cursorToX(at)) for at in (inside, inside + 1)]
        origin = self.document().documentLayout().blockBoundingRect(block).topLeft()
        origin -= QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        left, right = min(edges), max(edges)
        return QRectF(origin.x() + left, origin.y() + line.y(), right - left, line.height())

    def chip_under(self, point: QPoint) -> Chip | None:
        """Give the chip at a point of the viewport."""
        at = self.cursorForPosition(point).position()
        for position in (at, at - 1):
            chip = chip_at(self.document(), position)
            if chip is not None and self.chip_rect(position).contains(QPointF(point)):
                return chip
        return None

    def chip_words(self, source: str) -> str:
        """Say a tag as its chip does."""
        return self._painter.words(source).text

    def activate_chip(self, chip: Chip) -> None:
        """Ask for a chip to be changed."""
        self._select(chip.position, chip.position + 1)
        if not self.isReadOnly():
            self.chip_activated.emit(parse_tag(chip.source), chip.position)

    # --- fields and marks -----------------------------------------------------------------------

    def set_known_fields(self, fields: Mapping[str, str]) -> None:
        """Take the columns with samples: other names are red at once."""
        if self.known.set_names(fields):
            self._measure_chips()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Underline these places, with their advice."""
        self.marks.set_marks(marks)

    def draw_anew(self) -> None:
        """Take the theme's colours and sizes."""
        self._painter.forget()
        self.marks.draw_anew()
        self._measure_chips()

    # --- pointer --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the chip that was pressed."""
        self.marks.hide_advice()
        self._pressed_chip = self.chip_under(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select a chip by a click."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed_chip = self._pressed_chip, None
        if (
            pressed is not None
            and event.button() == Qt.MouseButton.LeftButton
            and not self.textCursor().hasSelection()
            and self.chip_under(event.position().toPoint()) == pressed
        ):
            self._select(pressed.position, pressed.position + 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a chip, or select a word."""
        chip = self.chip_under(event.position().toPoint())
        if chip is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.activate_chip(chip)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a mark's advice or a chip's whole words where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.marks.show_under(event.pos())
            return True
        return super().viewportEvent(event)

    # --- inside ---------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when font or theme change, once for all the events that this takes."""
        super().changeEvent(event)
        if event.type() in _LOOKS and hasattr(self, "_drawing"):
            self._drawing.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw selected chips as such: Qt itself would only veil them."""
        super().paintEvent(event)
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        area = self.viewport().rect()
        first = self.cursorForPosition(area.topLeft()).block().position()
        last = self.cursorForPosition(area.bottomRight()).position() + 1
        start, end = max(cursor.selectionStart(), first), min(cursor.selectionEnd(), last)
        for chip in chips_between(self.document(), start, end):
            made = self._shape_at(chip)
            line = self._line_of(chip.position)
            size = self._painter.intrinsicSize(self.document(), chip.position, made)
            rect = self.chip_rect(chip.position)
            rect.setTop(
                rect.top()
                + line.ascent()
                + self._painter.descent(self.document(), made)
                - size.height()
            )
            rect.setHeight(size.height())
            self._painter.draw_chosen(painter, rect, self.document(), made)
        painter.end()

    def _line_of(self, position: int) -> QTextLine:
        block = self.document().findBlock(position)
        return block.layout().lineForTextPosition(position - block.position())

    def _shape_at(self, chip: Chip) -> QTextCharFormat:
        """Give a chip's format with what the highlighter laid over it."""
        made = chip_format(chip.source)
        block = self.document().findBlock(chip.position)
        at = chip.position - block.position()
        for part in block.layout().formats():
            if part.start <= at < part.start + part.length:
                made.merge(part.format)
        return made

    def _measure_chips(self) -> None:
        self.document().markContentsDirty(0, self.document().characterCount())
        self.viewport().update()

    def _note_tags(self) -> None:
        """Take the names that repeats make: they are no unknown fields."""
        if self.known.note_names(self.source()):
            self._measure_chips()


def _x_of(found: object) -> float:
    """Qt answers with the place alone or with (place, position), by version."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
