"""Dropped anywhere on a window: approvals are taken in, proofs opened, campaigns begun.

Whatever lies under the pointer: an editor would otherwise take the file's name for text. So what is
dragged is looked at where it enters, at the system's own window, before any part of ours has it.
Files of other kinds go on to the part they were dropped on.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent, QWindow
from PySide6.QtWidgets import QWidget

SETTINGS_FILE = "campaign.toml"
PROOF, APPROVAL = ".proof", ".approval"
_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})
_NEW_WINDOW = frozenset({QEvent.Type.Show, QEvent.Type.WinIdChange})


class Dropping(QObject):
    """Watches one window.

    Signals:
        proof_dropped(Path): somebody dropped a proof file.
        approval_dropped(Path): somebody dropped a signed file.
        folder_dropped(Path): somebody dropped a folder that holds a campaign.
    """

    proof_dropped = Signal(object)
    approval_dropped = Signal(object)
    folder_dropped = Signal(object)

    def __init__(self, window: QWidget, *, takes_campaigns: bool = False) -> None:
        super().__init__(window)
        self._window = window
        self._takes_campaigns = takes_campaigns
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
        dragged = event.mimeData()
        files = our_files(dragged) or (campaign_folder(dragged) if self._takes_campaigns else ())
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
            if file.suffix.lower() not in {PROOF, APPROVAL}:
                self.folder_dropped.emit(file)
            elif file.suffix.lower() == PROOF:
                self.proof_dropped.emit(file)
            else:
                self.approval_dropped.emit(file)


def our_files(dropped: QMimeData | None) -> tuple[Path, ...]:
    """Give the proofs and signed files among what is dragged; none where there is anything else."""
    files = _dragged(dropped)
    ours = tuple(file for file in files if file.suffix.lower() in {PROOF, APPROVAL})
    return ours if len(ours) == len(files) else ()


def campaign_folder(dropped: QMimeData | None) -> tuple[Path, ...]:
    """Give the one folder that is dragged, if it holds a campaign."""
    files = _dragged(dropped)
    return files if len(files) == 1 and (files[0] / SETTINGS_FILE).is_file() else ()


def _dragged(dropped: QMimeData | None) -> tuple[Path, ...]:
    """Give the files of this computer that are dragged; none where something else is among them."""
    urls = dropped.urls() if dropped is not None and dropped.hasUrls() else []
    files = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return files if len(files) == len(urls) else ()
