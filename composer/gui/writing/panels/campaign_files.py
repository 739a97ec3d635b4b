"""Puts files into the campaign and takes them out, off the window's thread, with one step back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from composer.folder.reading import MAX_FILE_BYTES
from composer.gui.background import Task
from composer.gui.session import Session
from composer.gui.writing.panels.files_chosen import read_chosen

Then = Callable[[tuple[str, ...]], None]


class CampaignFiles(QObject):
    """The files of the open campaign.

    Signals:
        removed(str): a file was taken out, by its name; it can be brought back.
        refused(tuple): findings that say why nothing was done.
    """

    removed = Signal(str)
    refused = Signal(object)

    def __init__(self, session: Session, owner: QObject) -> None:
        super().__init__(owner)
        self._session = session
        self._removed: tuple[str, bytes] = ("", b"")

    def add_files(self, files: Sequence[Path], *, then: Then) -> None:
        """Read files and take them in; `then` gets their paths in the campaign."""

        def read() -> list[tuple[str, bytes]]:
            return [(file.name, read_chosen(file, most_bytes=MAX_FILE_BYTES)) for file in files]

        self._add(read, then=then)

    def add_contents(self, contents: Sequence[tuple[str, bytes]], *, then: Then) -> None:
        """Take in what is in memory already: (name, content) each."""
        self._add(lambda: contents, then=then)

    def remove(self, path: str, content: bytes) -> None:
        """Take a file out that nothing uses; its content is kept for one step back."""
        session, workspace = self._session, self._session.workspace
        campaign, person = session.campaign, session.person

        def remove(_task: Task) -> None:
            workspace.authoring.remove_file(campaign, path, by=person)

        def gone(_none: None) -> None:
            self._removed = (path.rpartition("/")[2], content)
            self.removed.emit(self._removed[0])

        session.change(remove, owner=self, then=gone, otherwise=self._refuse)

    def bring_back(self) -> None:
        """Take the last file that was removed in again."""
        self.add_contents([self._removed], then=lambda _paths: None)

    def _add(self, read: Callable[[], Sequence[tuple[str, bytes]]], *, then: Then) -> None:
        session, workspace = self._session, self._session.workspace
        campaign, person = session.campaign, session.person

        def add(_task: Task) -> tuple[str, ...]:
            return tuple(
                workspace.authoring.add_file(campaign, name, content, by=person)
                for name, content in read()
            )

        session.change(add, owner=self, then=then, otherwise=self._refuse)

    def _refuse(self, error: Exception) -> None:
        findings = getattr(error, "findings", ())
        if findings:
            self.refused.emit(findings)
        else:
            self._session.failed.emit(error)
