"""Collects garbage on the window's thread alone.

Python collects in whichever thread happens to make the next object. Widgets that only refer to each
other would then be destroyed by a thread of the background, which Qt does not survive. So the
automatic collector is off, and this looks at its counters from the window's thread.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 100
WHOLE_EVERY_S = 10.0
"""A look at everything takes some ten milliseconds: not more often than this."""


class Collecting(QObject):
    """Takes the collector's place for as long as the application lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._whole_s = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        gc.disable()
        self._timer.start()

    def look(self) -> None:
        """Collect what Python itself would collect by now."""
        young, middle, old = gc.get_count()
        most_young, most_middle, most_old = gc.get_threshold()
        now = time.monotonic()
        if old > most_old and now - self._whole_s > WHOLE_EVERY_S:
            gc.collect()
            self._whole_s = time.monotonic()
        elif middle > most_middle:
            gc.collect(1)
        elif young > most_young:
            gc.collect(0)
