"""The ways a list comes to the Audience page: a dialog, the clipboard, a file dropped on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject

from composer.gui.audience.drop_zone import DropZone, dropped_file, file_dialog, pasted_cells
from composer.gui.audience.intake import Intake
from composer.gui.page import Page
from composer.i18n import _


class Bringing(QObject):
    """Takes a list where one may be brought now, and hands it on to be looked at."""

    def __init__(
        self, page: Page, intake: Intake, drop: DropZone, *, may_bring: Callable[[], bool]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._intake = intake
        self._drop = drop
        self._may_bring = may_bring

    def choose_file(self) -> None:
        """Ask for a list of people."""
        dialog = file_dialog(self._page, title=_("Open a list of people"))
        dialog.fileSelected.connect(lambda path: self._intake.open(Path(path)))
        dialog.open()

    def paste(self) -> None:
        """Look at the cells that the clipboard holds."""
        if not self._may_bring():
            return
        cells = pasted_cells()
        if "\n" in cells.strip():
            self._intake.open(cells)
        else:
            self._page.say(_("The clipboard holds no cells. Copy them in a spreadsheet first."))

    def hold_over(self, mime: QMimeData) -> bool:
        """Say whether what is held over the page may be dropped, and show it."""
        takes = dropped_file(mime) is not None and self._may_bring()
        self._drop.show_over(over=takes)
        return takes

    def take_away(self) -> None:
        """Show that nothing is held over the page any more."""
        self._drop.show_over(over=False)

    def take_dropped(self, mime: QMimeData) -> None:
        """Look into the file that was dropped."""
        self.take_away()
        file = dropped_file(mime)
        if file is not None and self._may_bring():
            self._intake.open(file)
