"""What was pressed while the program was opening is done in the window that is open now.

Keys wait until the campaign is there: before that its pages have nothing to do them with.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from composer.gui.first_frame import FirstFrame
from composer.gui.shortcuts import SHORTCUTS
from composer.gui.window import Window


def go_on(window: Window, frame: FirstFrame) -> None:
    """Open the stage or the list that was chosen, record a stop, and press the keys again."""
    if frame.was_stopped:
        window.session.sends.record_stop(frame.look.running)
    if frame.wants_list:
        window.show_campaigns()
    elif frame.stage is not None and window.session.campaign_id is not None:
        window.show_stage(frame.stage)
    if frame.keys:
        _Keys(window, tuple(frame.keys))


class _Keys(QObject):
    """Presses them once the campaign was read; at once where none is open."""

    def __init__(self, window: Window, keys: tuple[QKeyEvent, ...]) -> None:
        super().__init__(window)
        self._window, self._keys = window, keys
        if window.session.campaign_id is None:
            self._press_soon()
        else:
            window.session.campaign_changed.connect(self._press_soon)

    def _press_soon(self) -> None:
        QTimer.singleShot(0, self, self._press)

    def _press(self) -> None:
        keys, self._keys = self._keys, ()
        for event in keys:
            self._press_one(event)
        self.deleteLater()

    def _press_one(self, event: QKeyEvent) -> None:
        """Do what a shortcut says; any other key goes to what has the focus."""
        pressed = QKeySequence(event.keyCombination())
        for line in SHORTCUTS:
            for number, keys in enumerate(line.keys):
                if line.act is not None and QKeySequence(keys) == pressed:
                    self._window.keys.run(line.act, number)
                    return
        ground = QApplication.activeModalWidget() or self._window
        QApplication.sendEvent(ground.focusWidget() or ground, event)
