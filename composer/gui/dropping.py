"""Files dropped anywhere on a window: approvals are taken in, proofs are opened.

Whatever lies under the pointer: an editor would otherwise take the file's name for text. So what is
dragged is looked at where it enters, at the system's own window, before any part of ours has it.
Files of other kinds go on to the part they were dropped on.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent, QWindow
from PySide6.QtWidgets import QWidget

PROOF, APPROVAL = ".proof", ".approval"
_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})
_NEW_WINDOW = frozenset({QEvent.Type.Show, QEvent.Type.WinIdChange})


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
        self._watched: QWindow | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take our files before any part of the window does."""
        if watched is self._window:
            if event.type() in _NEW_WINDOW:
                self._watch_system_window()
            return False
        if event.type() not in _DRAGS or not isinstance(event, QDropEvent):
            return False
        files = our_files(event.mimeData())
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(files)
        return True

    def _watch_system_window(self) -> None:
        """Watch the system's window, which there is once ours was shown, and after each change."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

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
