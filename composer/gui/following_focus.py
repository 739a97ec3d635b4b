"""What gets the focus is brought into sight, also where a page put it there and not the Tab key.

With large text much of a page stands below its edge, and somebody without a mouse would type into
what they do not see. A press of the mouse moves nothing: what was pressed was seen.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

AROUND = 8


class FollowingFocus(QObject):
    """Follows the focus of one application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        # What got the focus may just have been shown, and not have its place yet.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._follow)
        app.focusChanged.connect(self._wait)

    def _wait(self) -> None:
        """Look soon, and take neither widget now: one of them may be in the midst of its end."""
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._soon.start(0)

    def _follow(self) -> None:
        now = QApplication.focusWidget()
        if now is not None:
            bring_into_sight(now)


def bring_into_sight(part: QWidget) -> None:
    """Scroll every area around a part so that it is seen."""
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part, 0, AROUND)
        above = above.parentWidget()
