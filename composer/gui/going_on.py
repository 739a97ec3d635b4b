"""What was pressed while the program was opening is done in the window that is open now.

Keys wait until the campaign is there: before that its pages have nothing to do them with. No button
is pressed by them: nobody has seen yet what the next step of a page is, and it may be sending.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication

from composer.gui.first_frame import FirstFrame
from composer.gui.shortcuts import SHORTCUTS, Act
from composer.gui.window import Window

_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


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
                    self._do(line.act, number)
                    return
        ground = QApplication.activeModalWidget() or self._window
        target = ground.focusWidget() or ground
        if not (isinstance(target, QAbstractButton) and event.key() in _PRESS):
            QApplication.sendEvent(target, event)

    def _do(self, act: Act, number: int) -> None:
        """Do it; of the next step of a page only the way there: somebody looks, and presses it."""
        if act is Act.PRIMARY:
            self._window.page.footer.primary.setFocus()
        else:
            self._window.keys.run(act, number)
