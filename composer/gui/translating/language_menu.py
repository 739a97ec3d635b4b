"""What can be done with one language: files out and in, filling, sending later, taking it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from composer.i18n import N_, _, isolate, place
from composer.translation.exchange.model import ExchangeFormat
from composer.translation.locale_names import language_name

_FORMATS = (
    (ExchangeFormat.PO, N_("PO, for Poedit, Weblate and others…")),
    (ExchangeFormat.XLSX, N_("Excel workbook…")),
    (ExchangeFormat.XLIFF_12, N_("XLIFF 1.2, for agencies…")),
    (ExchangeFormat.XLIFF_2, N_("XLIFF 2…")),
)


class LanguageMenu(QObject):
    """Fills the menu of a language.

    Signals:
        export_wanted(tag, ExchangeFormat, bool): write a file; True: only what is unfinished.
        bring_wanted(tag): bring a file back.
        fill_wanted(tag, str): fill from `memory`, `numbers` or `source`.
        reader_wanted(tag, bool): ask for a reviewer who reads it, or not any more.
        later_wanted(tag): send this language later.
        back_wanted(): write to everybody at once again.
        remove_wanted(tag): take the language out.
    """

    export_wanted = Signal(str, object, bool)
    bring_wanted = Signal(str)
    fill_wanted = Signal(str, str)
    reader_wanted = Signal(str, bool)
    later_wanted = Signal(str)
    back_wanted = Signal()
    remove_wanted = Signal(str)

    def fill(
        self, menu: QMenu, tag: str, *, frozen: bool, has_later: bool, needs_reader: bool
    ) -> None:
        """Fill a menu anew."""
        menu.clear()
        name = isolate(language_name(tag))
        for only_open, title in (
            (False, _("Save all parts as a file")),
            (True, _("Save what is not finished as a file")),
        ):
            self._offer_files(menu.addMenu(title), tag, only_open=only_open)
        if frozen:
            return
        self._entry(menu, _("Bring a file back…"), lambda: self.bring_wanted.emit(tag))
        menu.addSeparator()
        self._offer_filling(menu, tag)
        menu.addSeparator()
        reader = menu.addAction(
            place(_("Somebody who reads {language} must review it"), language=name)
        )
        reader.setCheckable(True)
        reader.setChecked(needs_reader)
        reader.triggered.connect(lambda checked: self.reader_wanted.emit(tag, checked))
        later = place(_("Send {language} later…"), language=name)
        self._entry(menu, later, lambda: self.later_wanted.emit(tag))
        if has_later:
            back = _("Write to everybody at once again")
            self._entry(menu, back, self.back_wanted.emit)
        menu.addSeparator()
        remove = place(_("Take {language} out"), language=name)
        self._entry(menu, remove, lambda: self.remove_wanted.emit(tag))

    def _offer_files(self, menu: QMenu, tag: str, *, only_open: bool) -> None:
        for form, words in _FORMATS:
            wanted = partial(self.export_wanted.emit, tag, form, only_open)
            self._entry(menu, _(words), wanted)

    def _offer_filling(self, menu: QMenu, tag: str) -> None:
        for which, words in (
            ("memory", _("Fill from earlier translations")),
            ("numbers", _("Fill what needs no translating")),
            ("source", _("Copy the text where there is no translation")),
        ):
            self._entry(menu, words, partial(self.fill_wanted.emit, tag, which))

    @staticmethod
    def _entry(menu: QMenu, words: str, do: Callable[[], None]) -> QAction:
        made = menu.addAction(words)
        made.triggered.connect(lambda _checked=False: do())
        return made
