"""Asks before the window is closed over something that would be lost with it.

What can be saved by itself is saved without a question; this is for what was left open on purpose
(a brand that is half written) or could not be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from composer.gui.page import Page
from composer.gui.sheets import Sheet, ask_sheet
from composer.i18n import _


class Closing(QObject):
    """Whether a window may be closed, and the question when it may not yet.

    Signals:
        kept_open(): the question was answered: it stays open.
    """

    kept_open = Signal()

    def __init__(self, window: QWidget, *, show: Callable[[Page], None]) -> None:
        super().__init__(window)
        self._window = window
        self._show = show
        self._may_lose = False
        self._sheet: Sheet | None = None

    def may_close(self, pages: Iterable[Page]) -> bool:
        """Whether nothing would be lost; otherwise show the first page that would, and ask."""
        if self._may_lose:
            return True
        for page in pages:
            if (words := page.unsaved_words) is not None:
                self._show(page)
                self._ask(*words)
                return False
        return True

    def _ask(self, title: str, text: str) -> None:
        if self._sheet is not None:
            return
        self._sheet = ask_sheet(
            self._window,
            title=title,
            text=text,
            stay=_("Keep it open"),
            act=_("Close without saving"),
            kind="delete",
        )
        self._sheet.finished.connect(self._answered)
        self._sheet.open()

    def _answered(self, answer: int) -> None:
        self._sheet = None
        if answer == Sheet.DialogCode.Accepted:
            self._may_lose = True
            self._window.close()
        else:
            self.kept_open.emit()
