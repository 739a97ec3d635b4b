"""Files for translators: saved where somebody says, brought back by menu or by dropping one here.

A file that comes back is only compared; its language is found in it, so that a file of another
language than the one that is open is never mistaken for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from composer.gui.background import Task
from composer.gui.page import Page
from composer.i18n import N_, _, isolate, ngettext, place
from composer.stages.brought_file import read_brought_file
from composer.stages.exchanging import SentFile, TakenOver
from composer.translation.exchange.comparison import Comparison
from composer.translation.exchange.model import ExchangeFormat
from composer.translation.locale_names import language_name

ENDINGS = (".po", ".xlsx", ".xlf", ".xliff")
_KINDS = "*.po *.xlsx *.xlf *.xliff"
_NAMES = {
    ExchangeFormat.PO: N_("PO file"),
    ExchangeFormat.XLSX: N_("Excel workbook"),
    ExchangeFormat.XLIFF_12: N_("XLIFF 1.2"),
    ExchangeFormat.XLIFF_2: N_("XLIFF 2"),
}


class FileExchange(QObject):
    """Takes files out and brings them back.

    Signals:
        compared(Comparison): look at this.
        unknown_language(tag, file): the file is of a language that the message does not have.
    """

    compared = Signal(object)
    unknown_language = Signal(str, object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page

    def export(self, tag: str, form: ExchangeFormat, *, only_unfinished: bool) -> None:
        """Ask where a file is to be kept, and write it."""
        name = self._page.session.content.campaign.name if self._page.session.content else ""
        suggested = f"{name} {tag}.{form.value}".replace("/", "-").strip()
        dialog = QFileDialog(self._page, _("Save for translators"), suggested)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{_(_NAMES[form])} (*.{form.value})")
        dialog.setDefaultSuffix(form.value)
        dialog.fileSelected.connect(
            lambda file: self.write(tag, form, Path(file), only_unfinished=only_unfinished)
        )
        dialog.open()

    def write(
        self, tag: str, form: ExchangeFormat, file: Path, *, only_unfinished: bool = False
    ) -> None:
        """Write a language's file."""
        session = self._page.session
        workspace, campaign, person = session.workspace, session.campaign, session.person

        def write(_task: Task) -> SentFile:
            sent = workspace.exchange.export(
                campaign, tag, form, by=person, only_unfinished=only_unfinished
            )
            file.write_bytes(sent.content)
            return sent

        def told(sent: SentFile) -> None:
            words = ngettext(
                "{count} part saved in {file}.", "{count} parts saved in {file}.", sent.units
            )
            self._page.say(place(words, count=sent.units, file=file.name))

        self._page.change(write, then=told, label=_("Saving a file for translators"))

    def choose(self, tag: str) -> None:
        """Ask for a file that comes back."""
        dialog = QFileDialog(self._page, _("Bring a file back"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = _("Files of translations")
        dialog.setNameFilter(f"{kinds} ({_KINDS})")
        dialog.fileSelected.connect(lambda file: self.bring(Path(file), open_tag=tag))
        dialog.open()

    def bring(self, file: Path, *, open_tag: str = "") -> None:
        """Compare a file with the language that it is of."""
        session = self._page.session
        content = session.content
        known = [item.locale for item in content.message.catalogues] if content else []
        workspace, campaign = session.workspace, session.campaign

        def compare(_task: Task) -> Comparison | str:
            brought = read_brought_file(file)
            tag = workspace.exchange.language_of(campaign, brought, file=file.name)
            wanted = tag if tag in known else open_tag
            if tag and tag not in known:
                return tag
            return workspace.exchange.compare(campaign, wanted, brought, file=file.name)

        def take(found: Comparison | str) -> None:
            if isinstance(found, str):
                self.unknown_language.emit(found, file)
            else:
                self.compared.emit(found)

        self._page.ask(compare, then=take)

    def take(
        self, comparison: Comparison, chosen: frozenset[int], *, then: Callable[[], None]
    ) -> None:
        """Take the chosen lines over."""
        session = self._page.session
        workspace, person = session.workspace, session.person

        def take(_task: Task) -> TakenOver:
            return workspace.exchange.take(comparison, chosen, by=person)

        def told(taken: TakenOver) -> None:
            then()
            words = ngettext(
                "{count} translation into {language} was taken over.",
                "{count} translations into {language} were taken over.",
                taken.translations,
            )
            language = isolate(language_name(comparison.locale))
            self._page.say(place(words, count=taken.translations, language=language))

        self._page.change(take, then=told, label=_("Taking translations over"))
