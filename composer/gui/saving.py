"""What was typed is recorded before anything is done with the campaign that it belongs to.

A check or a freeze that began a moment earlier would be of the text as it was before, and would
count for nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from composer.gui.background import Task


class Saving(QObject):
    """The saves under way in one window.

    Signals:
        requested(): whatever page holds something typed, record it now.
    """

    requested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._under_way: list[Task] = []
        self._waiting: list[tuple[QObject, Callable[[], None]]] = []

    def note(self, task: Task) -> None:
        """Wait for this save, too."""
        self._under_way.append(task)
        task.ended.connect(self._look)

    def first(self, then: Callable[[], None], *, owner: QObject) -> None:
        """Record what was typed, and do something once that has ended, however it did."""
        self.requested.emit()
        self._waiting.append((owner, then))
        self._look()

    def _look(self) -> None:
        self._under_way = [task for task in self._under_way if not task.is_over]
        if self._under_way:
            return
        waiting, self._waiting = self._waiting, []
        for owner, then in waiting:
            if isValid(owner):
                then()
