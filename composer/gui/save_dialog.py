"""Asking where a file is to be kept, in the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(
    parent: QWidget,
    title: str,
    *,
    then: Callable[[Path], object],
    name: str = "",
    kinds: str = "",
) -> None:
    """Ask, and go on with the chosen file; nothing happens where nobody chooses one.

    `name` is proposed. `kinds` is a filter with one ending, "Messages (*.eml)". A name without an
    ending is given that one, or the proposed name's.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kinds.rpartition("(*.")[2].rstrip(")") or Path(name).suffix[1:])
    if kinds:
        dialog.setNameFilter(kinds)
    if name:
        dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
