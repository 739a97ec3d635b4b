"""Shows plain text line by line as it is sent: nothing is wrapped anew, 78 columns are 78 columns.

Where there is little room the letters become smaller, down to a size that can still be read; beyond
that the text scrolls sideways.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit

from composer.gui import theme
from composer.gui.editor import set_writing_direction
from composer.i18n import is_right_to_left

COLUMNS = 78
USUAL, SMALLEST = 0.95, 0.75  # of the base size
STEP = 0.05


class PlainText(QPlainTextEdit):
    """A field for plain text."""

    def __init__(self, name: str, *, read_only: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setReadOnly(read_only)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._taken: tuple[str, float] = ("", 0.0)
        self._zoom = 1.0
        self._fit()

    def set_zoom(self, factor: float) -> None:
        """Show the letters larger or smaller than what fits."""
        self._zoom = factor
        self._fit()

    def set_language(self, tag: str) -> None:
        """Begin lines, and scrolling, at the side where a language does."""
        set_writing_direction(self, tag)
        right = is_right_to_left(tag)
        side = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        if self.layoutDirection() != side:
            self.setLayoutDirection(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the largest letters with which a line fits."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * self.document().documentMargin()
        usual = theme.fixed_font()
        font, factor = usual, USUAL
        while QFontMetricsF(font).horizontalAdvance("0" * COLUMNS) > room:
            factor -= STEP
            if factor < SMALLEST:
                font = usual  # it has to scroll anyway
                break
            font = theme.fixed_font(factor)
        font.setPointSizeF(font.pointSizeF() * self._zoom)
        if (font.family(), font.pointSizeF()) != self._taken:
            self._taken = (font.family(), font.pointSizeF())
            self.setFont(font)
