"""The application, and files that the system asks it to open, as macOS does for a double click.

Elsewhere such a file stands on the command line (`--open`).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Listens to the system; no other event comes this way.

    Signals:
        asked(Path): somebody opened this file with the program.
    """

    asked = Signal(object)

    def event(self, event: QEvent) -> bool:
        """Tell a file that is asked for, and let everything else go on."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.asked.emit(Path(event.file()))
            return True
        return super().event(event)
