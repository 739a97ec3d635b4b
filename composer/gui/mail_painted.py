"""Tells when a message stands before somebody's eyes: what was loaded is not painted yet.

After *loaded* the view may go on showing the message before it for a while, longer on a busy
computer. The renderer itself notes when it first painted a page. It is asked by a line of our own
in a world apart from the message, whose own scripts stay off; a page begins without that note, so
the answer is never about the message before it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript
from shiboken6 import isValid

LOOK_EVERY_MS = 16
AT_MOST_MS = 3000
"""A message without anything to paint never has the note; what nobody looks at is not painted."""
_HAS_PAINTED = "performance.getEntriesByType('paint').length > 0"
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value


class Painting(QObject):
    """Asks one page, once it was loaded, until it was painted; then calls `then`."""

    def __init__(self, page: QWebEnginePage, *, then: Callable[[], None]) -> None:
        super().__init__(page)
        self._page = page
        self._then = then
        self._number = 0
        self._left = 0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_EVERY_MS)
        self._again.timeout.connect(self._ask)
        page.loadStarted.connect(self._stop)
        page.loadFinished.connect(self._begin)
        page.visibleChanged.connect(self._look_again)

    def _stop(self) -> None:
        """Forget the message before this one, and answers about it."""
        self._number += 1
        self._left = 0
        self._again.stop()

    def _begin(self) -> None:
        self._left = AT_MOST_MS // LOOK_EVERY_MS
        self._ask()

    def _look_again(self, visible: bool) -> None:  # noqa: FBT001 - a Qt slot
        if visible and self._left:
            self._begin()

    def _ask(self) -> None:
        number = self._number
        self._page.runJavaScript(
            _HAS_PAINTED, _WORLD, lambda answer: self._take(answer, number=number)
        )

    def _take(self, answer: object, *, number: int) -> None:
        if not isValid(self) or number != self._number or not self._left:
            return
        if not self._page.isVisible():
            return  # asked again when it is
        self._left -= 1
        if answer is True or not self._left:
            self._left = 0
            self._then()
        else:
            self._again.start()
