"""Prints the message as it is shown, or writes it as a PDF, by the web view's own printing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from composer.gui.mail_view import MailPane
from composer.gui.save_dialog import ask_where_to_save
from composer.i18n import _, isolate_ltr, place


class Printing(QObject):
    """Asks where to, then prints.

    Signals:
        done(str): what was done, or that it could not be done, as a sentence.
    """

    done = Signal(str)

    def __init__(self, pane: MailPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._printer: QPrinter | None = None

    def ask_pdf(self) -> None:
        """Ask for a file, then write it."""
        kinds = _("PDF (*.pdf)")
        ask_where_to_save(self._pane, _("Save as PDF"), then=self.save_pdf, kinds=kinds)

    def save_pdf(self, file: Path) -> None:
        """Write what is shown into a file."""

        def say(is_written: bool) -> None:  # noqa: FBT001 - Qt's word
            words = _("Saved as {name}") if is_written else _("{name} could not be written.")
            self.done.emit(place(words, name=isolate_ltr(file.name)))

        self._pane.save_pdf(str(file), then=say)

    def ask_print(self) -> None:
        """Ask which printer, then print."""
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, self._pane)
        dialog.setWindowTitle(_("Print"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._decided)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _decided(self, result: int) -> None:
        if self._printer is None or result != QPrintDialog.DialogCode.Accepted:
            return

        def say(is_printed: bool) -> None:  # noqa: FBT001 - Qt's word
            self.done.emit(_("Printed.") if is_printed else _("It could not be printed."))

        self._pane.print_on(self._printer, then=say)
