"""Files dropped anywhere on a window: approvals are taken in, proofs are opened.

Whatever lies under the pointer: an editor would otherwise take the file's name for text. Files of
other kinds go on to the part they were dropped on.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

PROOF, APPROVAL = ".proof", ".approval"
_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})


class Dropping(QObject):
    """Watches one window.

    Signals:
        proof_dropped(Path): somebody dropped a proof file.
        approval_dropped(Path): somebody dropped a signed file.
    """

    proof_dropped = Signal(object)
    approval_dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take our files before any part of the window does."""
        if event.type() not in _DRAGS or not isinstance(event, QDropEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        files = our_files(event.mimeData())
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(files)
        return True

    def take(self, files: tuple[Path, ...]) -> None:
        """Tell what was dropped, one file after the other."""
        for file in files:
            if file.suffix.lower() == PROOF:
                self.proof_dropped.emit(file)
            else:
                self.approval_dropped.emit(file)


def our_files(dropped: QMimeData | None) -> tuple[Path, ...]:
    """Give the proofs and signed files among what is dragged; none where there is anything else."""
    if dropped is None or not dropped.hasUrls():
        return ()
    urls = dropped.urls()
    files = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    ours = tuple(file for file in files if file.suffix.lower() in {PROOF, APPROVAL})
    return ours if len(ours) == len(urls) else ()
