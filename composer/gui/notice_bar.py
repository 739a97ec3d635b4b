"""A 6-second bar for what was done, over the foot of its parent; never for errors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from composer.gui.parts import Button, label
from composer.i18n import _

NOTICE_MS = 6000
BESIDE, PADDING, GAP = 24, 12, 8


class NoticeBar(QFrame):
    """The bar: one line where there is room for it, or as many as the words need."""

    def __init__(self, parent: QWidget, *, above: int = 0) -> None:
        super().__init__(parent)
        self._above = above
        self._ground = parent
        self.setProperty("kind", "notice")
        self._text = label(wraps=True)
        self._undo: Callable[[], None] | None = None
        self.undo = Button(_("Undo"), kind="link", pressed=self._undone)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(PADDING, 8, PADDING, 8)
        inner.setSpacing(GAP)
        inner.addWidget(self._text)
        inner.addWidget(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NOTICE_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Show a text for six seconds, with a way to undo it where there is one."""
        self._text.setText(text)
        self._undo = undo
        self.undo.setVisible(undo is not None)
        self.show()
        self.place_it()
        self.raise_()
        self._timer.start()

    def _undone(self) -> None:
        self.hide()
        if self._undo is not None:
            self._undo()

    def place_it(self) -> None:
        """Stand in the middle above the footer; the parent calls this when it is resized."""
        if self.isHidden():
            return
        ground = self._ground
        beside = self.undo.sizeHint().width() + GAP if self._undo is not None else 0
        room = ground.width() - 2 * (BESIDE + PADDING) - beside
        words = self._text
        wide = max(0, min(words.fontMetrics().horizontalAdvance(words.text()) + 2, room))
        words.setMinimumSize(0, 0)  # else the former words bound what these need
        words.setFixedSize(wide, words.heightForWidth(wide))
        self.adjustSize()
        left = (ground.width() - self.width()) // 2
        self.move(left, ground.height() - self.height() - self._above - 16)
