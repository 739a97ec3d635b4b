"""Errors that nobody caught, in whatever part of the window: told once, and written down.

Python would print them with what they say, and that may be anybody's data; where the window was
started from the desktop it would lie in the system's journal.
"""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from composer.crash_report import say_on_error_stream
from composer.gui.sheets import error_sheet


class Uncaught(QObject):
    """Shows uncaught errors in the window's one error dialog, wherever they were raised.

    Signals:
        arrived(Exception): an error, on its way to the GUI thread.
    """

    arrived = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take errors from now on."""
        sys.excepthook = self.take
        threading.excepthook = self._take_of_thread

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take one error, as `sys.excepthook` gives it."""
        if not isinstance(error, Exception):  # somebody ends the program at the keyboard
            sys.__excepthook__(kind, error, trace)
            return
        self.arrived.emit(error)
        say_on_error_stream(error)

    def _take_of_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self.take(told.exc_type, told.exc_value, told.exc_traceback)

    def _show(self, error: Exception) -> None:
        parent = QApplication.activeModalWidget() or QApplication.activeWindow()
        window = parent or next(iter(QApplication.topLevelWidgets()), None)
        if window is not None and not _is_told(window):
            error_sheet(window, error).open()


def _is_told(window: QWidget) -> bool:
    """Whether an error is shown already: many at once are the same one."""
    return any(
        widget.objectName() == "error" and widget.isVisible()
        for widget in (window, *QApplication.topLevelWidgets())
    )
