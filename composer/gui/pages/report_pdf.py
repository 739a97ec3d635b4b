"""Writes the report as a PDF, by the web view's own printing; nothing is fetched, run or shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QTimer
from PySide6.QtGui import QPageLayout, QPageSize
from shiboken6 import delete, isValid

from composer.gui.mail_web import START, MailPage, make_profile

MARGIN_MM = 15


class ReportPdf(QObject):
    """Prints one page of HTML into a file, and then is done with."""

    def __init__(
        self, parent: QObject, *, html: str, file: Path, then: Callable[[bool], None]
    ) -> None:
        super().__init__(parent)
        self._file, self._then = file, then
        self._profile, self._store, _wall = make_profile(self)
        self._page = MailPage(self._profile, self)
        self._store.replace(html, {})
        self._page.loadFinished.connect(self._print)
        self._page.pdfPrintingFinished.connect(self._printed)
        self._page.load(START)

    def _print(self, is_loaded: bool) -> None:  # noqa: FBT001 - a Qt slot
        if not is_loaded:
            self._printed(str(self._file), False)
            return
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
        self._page.printToPdf(str(self._file), layout)

    def _printed(self, _file: str, is_written: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._then(is_written)
        QTimer.singleShot(0, self, self._close)  # the page is still at its own signal

    def _close(self) -> None:
        for thing in (self._page, self._profile):  # in the order that Qt demands
            if isValid(thing):
                delete(thing)
        self.deleteLater()
