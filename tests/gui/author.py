"""Somebody who writes: a window at its Write page on a real workspace with forty people."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

SOON = 20_000


class Author:
    """A window on the small example, at its Write page."""

    def __init__(self, qtbot, window, workspace, campaign, person) -> None:
        self.qtbot = qtbot
        self.window = window
        self.workspace = workspace
        self.campaign = campaign
        self.person = person

    @property
    def page(self):
        return self.window.page

    @property
    def stored(self):
        return self.workspace.authoring.draft(self.campaign)

    def open(self, kind):
        panel = self.page.side.show_panel(kind)
        self.idle()
        return panel

    def until(self, holds) -> None:
        self.qtbot.waitUntil(holds, timeout=SOON)

    def idle(self) -> None:
        self.until(lambda: self.window.session.background.is_idle)

    def saved(self, holds) -> None:
        """Wait until what is stored is as wanted, by the page's own saving."""
        self.page.save()
        self.until(lambda: holds(self.stored))
        self.idle()

    def undo(self) -> None:
        self.page.text.undo()

    def write(self, edit, text: str) -> None:
        """Write into a line as a person does, and leave it."""
        edit.setFocus()
        edit.selectAll()
        self.qtbot.keyClick(edit, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(edit, text)
        self.qtbot.keyClick(edit, Qt.Key.Key_Return)

    def click(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def picture(path: Path, *, width: int = 2000, height: int = 1000) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    assert image.save(str(path))
    return path
