"""Where a list comes in: dropped, chosen as a file, or pasted as cells; it teaches while empty."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from composer.gui.parts import Button, Card, IconLabel, label, set_tone
from composer.i18n import _

FILE_KINDS = "*.csv *.tsv *.txt *.xlsx *.ods *.parquet"


class DropZone(Card):
    """The place for a list while there is none.

    Signals:
        paste_wanted(): the button; choosing a file is the page's next step.
    """

    paste_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(kind="drop")
        self.paste = Button(_("Paste cells"), icon="clipboard-list")
        self.paste.clicked.connect(self.paste_wanted)
        middle = Qt.AlignmentFlag.AlignHCenter
        title = label(_("Drop a list of people here"), role="section")
        title.setAlignment(middle)
        kinds = label(
            _("CSV, TSV, Excel, OpenDocument or Parquet. One row and one address for each person."),
            role="muted",
            wraps=True,
        )
        kinds.setAlignment(middle)
        more = label(
            _("Ctrl+V pastes cells from a spreadsheet, with their first row of names."),
            role="caption",
            wraps=True,
        )
        more.setAlignment(middle)
        self.body.setContentsMargins(24, 24, 24, 24)
        self.body.addStretch(1)
        self.body.addWidget(IconLabel("users", "muted", 24), 0, middle)
        self.body.addWidget(title)
        self.body.addWidget(kinds)
        self.body.addSpacing(8)
        self.body.addWidget(self.paste, 0, middle)
        self.body.addWidget(more)
        self.body.addStretch(1)

    def show_over(self, *, over: bool) -> None:
        """Show that what is held over the window may be dropped."""
        set_tone(self, "true" if over else "", name="over")


def dropped_file(mime: QMimeData) -> Path | None:
    """Give the one file that is held over the window, or None."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())


def pasted_cells() -> str:
    """Give what the clipboard holds as cells, or nothing."""
    mime = QGuiApplication.clipboard().mimeData()
    return mime.text() if mime is not None and mime.hasText() else ""


def file_dialog(parent: QWidget, *, title: str) -> QFileDialog:
    """Make the dialog that asks for a list."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    kinds = _("Lists of people")
    dialog.setNameFilter(f"{kinds} ({FILE_KINDS})")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
