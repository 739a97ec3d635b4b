"""A line for the path of a file, with a button that chooses it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from composer.gui.parts import Button
from composer.i18n import _, place


class FileField(QWidget):
    """The path stands in `edit`; `folders` chooses a folder instead of a file."""

    def __init__(self, name: str, *, folders: bool = False) -> None:
        super().__init__()
        self._name = name
        self._folders = folders
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.choose = Button(_("Choose…"), pressed=self.ask)
        self.choose.setAccessibleName(place(_("Choose: {what}"), what=name))
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.edit, 1)
        inner.addWidget(self.choose)

    def showEvent(self, event: QShowEvent) -> None:
        """Hold the height that the letters need; the sheet's own minimum would let it shrink."""
        super().showEvent(event)
        self.edit.setMinimumHeight(self.edit.sizeHint().height())

    @property
    def path(self) -> str:
        """What stands in the line."""
        return self.edit.text().strip()

    def ask(self) -> None:
        """Choose on the disk."""
        dialog = QFileDialog(self, self._name)
        kind = QFileDialog.FileMode
        dialog.setFileMode(kind.Directory if self._folders else kind.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.edit.setText)
        dialog.open()
