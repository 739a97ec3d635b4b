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
        # Not `focusChanged`: it names what had the focus, too, which may be in the midst of its end;
        # a Python object made for it then outlives it, and the next style ended the program.
        app.focusObjectChanged.connect(self._follow)

    def _follow(self, now: QObject | None) -> None:
        if isinstance(now, QWidget) and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            # What the focus went to may just have been shown, and not have its place yet.
            QTimer.singleShot(0, now, lambda: bring_into_sight(now))


def bring_into_sight(part: QWidget) -> None:
    """Scroll every area around a part so that it is seen."""
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part, 0, AROUND)
        above = above.parentWidget()
