"""A field of one line with chips: for the subject and the words that follow it in the inbox.

It looks and moves like any line to write in: Enter and Tab go on, line ends in what is pasted
become spaces. Everything about chips, marks and offered fields is `ChipEdit`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from composer.gui.writing.chip_edit import ENTER, ChipEdit

_ENDS = re.compile(r"[ \t]*\n\s*")
EDGES = 12  # padding and border of the sheet, above and below
AROUND_LETTERS = 4


class SubjectEditor(ChipEdit):
    """One line of text with chips.

    Signals:
        left(): Enter was pressed; the focus has gone on.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(off)
        self.setVerticalScrollBarPolicy(off)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_source(self, text: str) -> None:
        """Show another text."""
        super().set_source(self.cleaned(text))

    def insert_source(self, text: str) -> None:
        """Write source at the cursor, as one line."""
        super().insert_source(self.cleaned(text))

    def text(self) -> str:
        """Give the source."""
        return self.source()

    def setText(self, text: str) -> None:
        """Show another text."""
        self.set_source(text)

    def cleaned(self, text: str) -> str:
        """Make one line of several."""
        return _ENDS.sub(" ", text.strip("\n"))

    def sizeHint(self) -> QSize:
        """Ask for the height of one line with room for a chip."""
        line = self.fontMetrics().height() + AROUND_LETTERS
        return QSize(super().sizeHint().width(), max(32, line + EDGES))

    def minimumSizeHint(self) -> QSize:
        """Stay as high as one line."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: there is nothing to scroll to."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _change_of(self, event: QKeyEvent) -> Callable[[], bool] | None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER and plain:
            return self._go_on
        return super()._change_of(event)

    def _action_of(self, event: QKeyEvent) -> Callable[[], bool] | None:
        found = super()._action_of(event)
        if found is None and self.isReadOnly() and event.key() in ENTER:
            return self._go_on
        return found

    def _go_on(self) -> bool:
        self.focusNextPrevChild(True)
        self.left.emit()
        return True

    def _leave(self, *, forward: bool) -> bool:
        self.focusNextPrevChild(forward)
        return True
