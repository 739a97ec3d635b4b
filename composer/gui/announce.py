"""Says to screen readers what changed, without moving the focus: politely at most each 5 s."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

POLITE_EVERY_S = 5.0


class Announcer(QObject):
    """Sends announcements for one window; an assertive one interrupts and is never held back."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._window = window
        self._said_s = 0.0
        self._waiting = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._say_waiting)

    def say(self, text: str, assertive: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """Announce a text now, or the newest one when five seconds have passed."""
        wait_s = self._said_s + POLITE_EVERY_S - time.monotonic()
        if not assertive and wait_s > 0:
            self._waiting = text
            self._timer.start(int(wait_s * 1000))
            return
        self._said_s = time.monotonic()
        event = QAccessibleAnnouncementEvent(self._window, text)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
        QAccessible.updateAccessibility(event)

    def _say_waiting(self) -> None:
        text, self._waiting = self._waiting, ""
        if text:
            self.say(text)
