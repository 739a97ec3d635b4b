"""A heading of the panel "Pictures and files" with its rows, or what to do while there are none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.parts import label
from composer.gui.writing.panels.file_row import FileRow, RowFacts


class FileSection(QWidget):
    """A heading with rows, or what to do while there are none."""

    def __init__(self, name: str, empty: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._empty = label(empty, role="caption", wraps=True)
        self._rows: dict[RowFacts, FileRow] = {}
        self._column.addWidget(label(name, role="strong"))
        self._column.addWidget(self._empty)

    @property
    def rows(self) -> tuple[FileRow, ...]:
        """The rows in their order."""
        return tuple(self._rows.values())

    def show_rows(
        self,
        facts: tuple[RowFacts, ...],
        act: Callable[[str], None],
        remove: Callable[[str], None],
    ) -> None:
        """Show these rows; one that says the same stays the very widget it was."""
        self._empty.setVisible(not facts and bool(self._empty.text()))
        if facts == tuple(self._rows):
            return
        kept = {item: self._rows.pop(item) for item in facts if item in self._rows}
        for gone in self._rows.values():
            gone.hide()
            gone.deleteLater()
        self._rows = {}
        for at, item in enumerate(facts):
            shown = kept.get(item) or FileRow(item, act=act, remove=remove)
            self._rows[item] = shown
            self._column.insertWidget(2 + at, shown)

    def draw(self, thumbnails: dict[str, QImage]) -> None:
        """Show the pictures in the rows."""
        for facts, shown in self._rows.items():
            shown.draw(thumbnails.get(facts.key))

    def set_read_only(self, *, read_only: bool) -> None:
        """Offer nothing while the message may not change."""
        for shown in self._rows.values():
            shown.set_read_only(read_only=read_only)
