"""Paints the cells of the people, a few hundred in each frame while somebody scrolls.

The style with its sheet takes too long for that: each cell is drawn here by hand, from what the
model says about it in one answer. What screen readers hear still comes from the model's roles.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from composer.findings import Severity
from composer.gui import icons, theme
from composer.gui.audience.people_model import PeopleModel

AnyIndex = QModelIndex | QPersistentModelIndex
TOKENS = {Severity.BLOCK: "danger", Severity.WARN: "look", Severity.NOTE: "control"}
INKS = ("text", "muted", "placeholder", "border", "accent", "accent_soft", *TOKENS.values())
MARGIN = 11
ICON, GAP = 16, 6
KEPT = 8192


class PeopleDelegate(QStyledItemDelegate):
    """Draws text, mark, a border round what must be looked at, a ring round the current cell.

    Signals:
        began(): somebody writes in a cell.
    """

    began = Signal()

    def __init__(self, parent: QWidget, model: PeopleModel) -> None:
        super().__init__(parent)
        self._editor: QWidget | None = None
        self._model = model
        self.forget_looks()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """Let a cell be written in."""
        self._editor = super().createEditor(parent, option, index)
        self.began.emit()
        return self._editor

    def take_written(self) -> None:
        """Take what stands in the cell that is written in."""
        if self._editor is not None and isValid(self._editor):
            self.commitData.emit(self._editor)
            self.closeEditor.emit(self._editor)

    def forget_looks(self) -> None:
        """Take the colours and fonts of the theme in use."""
        names = (
            "text",
            "muted",
            "placeholder",
            "border",
            "accent",
            "accent_soft",
            *TOKENS.values(),
        )
        self._colours: dict[str, QColor] = {name: theme.colour(name) for name in names}
        self._font, self._digits = theme.scaled_font(), theme.scaled_font(digits=True)
        self._right_to_left = QGuiApplication.isRightToLeft()
        metrics = QFontMetrics(self._font)

        @lru_cache(maxsize=KEPT)
        def laid_out(text: str, room: int, *, digits: bool) -> tuple[QStaticText, int, int]:
            made = QStaticText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room))
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.prepare(font=self._digits if digits else self._font)
            size = made.size().toSize()
            return made, size.width(), size.height()

        self._laid_out = laid_out

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        look = self._model.look(index.row(), index.column())
        rect, state = option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._colours["accent_soft"])
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._colours["border"])
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if look.icon:
            at = QRect(inner.left(), inner.center().y() - ICON // 2 + 1, ICON, ICON)
            where = QStyle.visualRect(option.direction, inner, at)
            painter.drawPixmap(where.topLeft(), icons.pixmap(*look.icon))
            room = inner.adjusted(ICON + GAP, 0, 0, 0)
            inner = QStyle.visualRect(option.direction, inner, room)
        painter.setFont(self._digits if index.column() == 0 else self._font)
        painter.setPen(self._colours[look.ink])
        text, wide, high = self._laid_out(look.text, inner.width(), digits=index.column() == 0)
        left = inner.right() + 1 - wide if self._right_to_left else inner.left()
        painter.drawStaticText(left, inner.top() + (inner.height() - high) // 2, text)
        if look.severity is not None:
            self._frame(painter, rect, TOKENS[look.severity], 1)
        if state & QStyle.StateFlag.State_HasFocus:
            self._frame(painter, rect, "accent", 2)

    def _frame(self, painter: QPainter, rect: QRect, token: str, width: int) -> None:
        painter.setPen(QPen(self._colours[token], width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(2, 3, -2, -3), 4, 4)
