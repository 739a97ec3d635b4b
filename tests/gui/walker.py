"""Hands for a test in a real window: the mouse on real widgets, keys to whatever has the focus.

Every wait is for something a person would see; the message of a wait that is in vain says what
the window showed instead.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QWidget,
)

from composer.gui.page import Page
from composer.gui.sheets import Sheet
from composer.gui.window import Window
from composer.model.stages import Stage

SOON_MS = 20_000
LOOK_EVERY_MS = 20
ISOLATES = "\u2066\u2067\u2068\u2069"
LEFT = Qt.MouseButton.LeftButton


def plain(text: str) -> str:
    """Give a text as it is read, without the isolates around its values."""
    return "".join(letter for letter in text if letter not in ISOLATES)


class Walker:
    """One window and what a person does in it."""

    def __init__(self, qtbot, window: Window) -> None:
        self._qtbot = qtbot
        self.window = window

    @property
    def page(self) -> Page:
        """The page being shown."""
        return self.window.page

    # waiting

    def until(self, holds: Callable[[], object], what: str, *, ms: int = SOON_MS) -> None:
        """Wait until something holds."""

        def look() -> None:
            assert holds(), f"{what}; instead: {self.where()}"

        self._qtbot.waitUntil(look, timeout=ms)

    def until_page(self, stage: Stage) -> Page:
        """Wait until a stage's page is shown and has read its campaign."""
        self.until(lambda: self.page.stage is stage and not self.page._stale, f"page {stage.value}")
        return self.page

    def until_primary(self, text: str, *, ms: int = SOON_MS) -> None:
        """Wait until the one primary button says this and can be pressed."""

        def says_it() -> bool:
            primary = self.page.footer.primary
            return text in plain(primary.text()) and primary.isEnabled()

        self.until(says_it, f"button {text}", ms=ms)

    def where(self) -> str:
        """Say in one line what the window shows."""
        page, footer = self.page, self.page.footer
        sheets = [
            sheet.accessibleName() for sheet in self.window.findChildren(Sheet) if sheet.isVisible()
        ]
        details = [
            sheet.accessibleDescription()
            for sheet in self.window.findChildren(Sheet)
            if sheet.isVisible()
        ]
        found = (
            [finding.text for finding in page.findings.shown] if page.findings.isVisible() else []
        )
        return (
            f"{page.stage}, primary {footer.primary.text()!r} enabled={footer.primary.isEnabled()}, reason {footer.reason._whole!r},"
            f" sheets {sheets} {details}, findings {found}, band {self.window.band.words.text()!r}"
        )

    # mouse

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget that can be seen and used."""
        self.until(lambda: widget.isVisible() and widget.isEnabled(), f"{widget} can be clicked")
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())

    def click_item(self, view: QAbstractItemView, row: int) -> None:
        """Click a row of a list or table."""
        index = view.model().index(row, 0)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())

    def click_primary(self, text: str) -> None:
        """Click the primary button once it says this."""
        self.until_primary(text)
        self.click(self.page.footer.primary)

    def click_menu(self, opener: QWidget, menu: QMenu, text: str) -> None:
        """Open a menu with the mouse and click the line that holds a text.

        The menu may run an event loop of its own while it is open, so a timer does the second
        click.
        """

        def wanted() -> QAction | None:
            return next((action for action in menu.actions() if text in action.text()), None)

        def choose() -> None:
            action = wanted()
            if menu.isVisible() and action is not None:
                looking.stop()
                QTest.mouseClick(
                    menu, LEFT, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center()
                )

        looking = QTimer(menu)
        looking.timeout.connect(choose)
        looking.start(LOOK_EVERY_MS)
        self.click(opener)
        self.until(lambda: not looking.isActive() and not menu.isVisible(), f"menu line {text}")
        looking.deleteLater()

    # keys

    def keys(self, sequence: str) -> None:
        """Press a shortcut in the window."""
        self._qtbot.keySequence(self.window, sequence)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """Press one key in a widget that has the focus."""
        self._qtbot.keyClick(widget, key)

    def write(self, widget: QWidget, text: str) -> None:
        """Type a text into a widget."""
        self._qtbot.keyClicks(widget, text)

    def stage_by_key(self, number: int, stage: Stage) -> Page:
        """Open a stage with Ctrl and its number."""
        self.keys(f"Ctrl+{number}")
        return self.until_page(stage)

    # sheets and dialogs

    def name_file(self, file: Path) -> None:
        """Type a file's name into the dialog that asks for it, and save."""
        self.until(lambda: self.window.findChildren(QFileDialog), "a file dialog")
        dialog = self.window.findChildren(QFileDialog)[-1]
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        self._qtbot.keySequence(name, "Ctrl+A")
        self.write(name, str(file))
        save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)

        def saved() -> bool:
            if dialog.isVisible():
                QTest.mouseClick(
                    save, LEFT
                )  # the first one may only close the list of offered names
            return not dialog.isVisible()

        self.until(saved, "the dialog is closed")

    def sheet(self) -> Sheet:
        """Wait for a sheet and give it."""
        self.until(self._sheets, "a sheet")
        return self._sheets()[0]

    def _sheets(self) -> list[Sheet]:
        return [sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible()]
