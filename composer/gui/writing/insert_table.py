"""The popover for a table: a grid on which one points at its size, by mouse or by arrows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QStyle, QWidget

from composer.gui import theme
from composer.gui.editor import MessageEditor
from composer.gui.parts import label
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.popover import Popover
from composer.i18n import _, ngettext, place

ROWS, COLUMNS = 8, 6
CELL, GAP = 24, 4
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class SizeGrid(QWidget):
    """Cells to point at.

    Signals:
        pointed(int, int): rows and columns that are pointed at.
        chosen(): a press decides.
    """

    pointed = Signal(int, int)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows, self.columns = 3, 3
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Ask for room for every cell and the focus ring."""
        return QSize(COLUMNS * (CELL + GAP) + GAP, ROWS * (CELL + GAP) + GAP)

    def point_at(self, rows: int, columns: int) -> None:
        """Point at a size."""
        self.rows = min(max(rows, 1), ROWS)
        self.columns = min(max(columns, 1), COLUMNS)
        self.setAccessibleName(size_words(self.rows, self.columns))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.pointed.emit(self.rows, self.columns)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        across = event.position().x()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            across = self.width() - across
        step = CELL + GAP
        self.point_at(int(event.position().y() // step) + 1, int(across // step) + 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the size under the pointer."""
        self.mouseMoveEvent(event)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make it larger or smaller by arrows."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        turned = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        self.point_at(self.rows + step[0], self.columns + step[1] * turned)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cells, the chosen ones filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(ROWS):
            for column in range(COLUMNS):
                inside = row < self.rows and column < self.columns
                painter.setPen(theme.colour("accent" if inside else "control"))
                painter.setBrush(theme.colour("accent_soft" if inside else "surface"))
                at = GAP + column * (CELL + GAP), GAP + row * (CELL + GAP)
                cell = QStyle.visualRect(
                    self.layoutDirection(), self.rect(), QRect(*at, CELL - 1, CELL - 1)
                )
                painter.drawRoundedRect(cell, 3, 3)
        painter.end()


class TablePopover(Popover):
    """Inserts an empty table of a size."""

    def __init__(self, parent: QWidget, *, editor: MessageEditor, draft: PageDraft) -> None:
        super().__init__(parent, title=_("Table"), act=_("Insert"))
        self.setMinimumWidth(0)
        self._editor = editor
        self._draft = draft
        self.grid = SizeGrid()
        self.size_line = label(role="caption")
        self.form.addWidget(self.grid)
        self.form.addWidget(self.size_line)
        self.grid.pointed.connect(
            lambda rows, columns: self.size_line.setText(size_words(rows, columns))
        )
        self.grid.chosen.connect(self._accept)

    def open(self, where: QWidget | QRect) -> None:
        """Open with a usual size."""
        self.grid.point_at(3, 3)
        self.open_at(where, first=self.grid, back=self._editor)

    def accept(self) -> None:
        """Write it."""
        with self._draft.named(_("table")):
            self._editor.insert_table(self.grid.rows, self.grid.columns)


def size_words(rows: int, columns: int) -> str:
    """Say a size: rows below the headings, and columns."""
    down = place(ngettext("{count} row", "{count} rows", rows), count=rows)
    across = place(ngettext("{count} column", "{count} columns", columns), count=columns)
    return place(_("{rows}, {columns}, and a line of headings"), rows=down, columns=across)
