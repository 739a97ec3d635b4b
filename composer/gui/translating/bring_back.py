"""A file that comes back: dropped or chosen, compared, line by line decided, taken over or left."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal

from composer.gui.audience.drop_zone import dropped_file
from composer.gui.page import Page
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.translating.comparison_view import ComparisonView
from composer.gui.translating.file_exchange import ENDINGS, FileExchange
from composer.i18n import _, isolate, place
from composer.translation.exchange.comparison import Comparison
from composer.translation.locale_names import language_name


class UnknownLanguage(Card):
    """Asks whether the language of a file is to be added."""

    def __init__(self) -> None:
        super().__init__(kind="well")
        self.tag = ""
        self.file = Path()
        self.words = label(wraps=True)
        self.leave = Button(_("Leave it"), kind="quiet", pressed=self.hide)
        self.act = Button()
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.addLayout(
            row(IconLabel("languages", "muted"), self.words, self.leave, self.act, stretch=1)
        )
        self.hide()

    def ask(self, tag: str, file: Path) -> None:
        """Ask about a file."""
        self.tag, self.file = tag, file
        language = isolate(language_name(tag))
        words = _("{file} is in {language}, which the message does not have yet.")
        self.words.setText(place(words, file=file.name, language=language))
        self.act.setText(place(_("Add {language} and compare"), language=language))
        self.show()
        self.leave.setFocus()


class BringBack(QObject):
    """The way of a file back into the page; `view` is shown in place of the texts meanwhile.

    Signals:
        closed(): no comparison is shown any more.
    """

    closed = Signal()

    def __init__(self, page: Page, view: ComparisonView, unknown: UnknownLanguage) -> None:
        super().__init__(page)
        self._page = page
        self._view = view
        self._unknown = unknown
        self._waiting: tuple[str, Path] | None = None
        self.files = FileExchange(page)
        self.files.unknown_language.connect(unknown.ask)
        unknown.act.clicked.connect(lambda _checked=False: self._add())
        view.changed.connect(self.offer)

    @property
    def is_open(self) -> bool:
        """Whether a comparison is shown."""
        return not self._view.isHidden()

    def takes(self, mime: QMimeData) -> bool:
        """Whether what is held over the page is a file of translations."""
        file = dropped_file(mime)
        known = file is not None and file.suffix.lower() in ENDINGS
        return known and not self._page.session.is_frozen

    def drop(self, mime: QMimeData, tag: str) -> None:
        """Compare the file that was dropped."""
        file = dropped_file(mime)
        if file is not None:
            self.files.bring(file, open_tag=tag)

    def show(self, comparison: Comparison) -> None:
        """Show a comparison; nothing is changed by that."""
        self._view.show()
        self._view.show_comparison(comparison)
        self.offer()

    def close(self) -> None:
        """Show no comparison any more."""
        if self.is_open:
            self._view.hide()
            self.closed.emit()

    def offer(self) -> None:
        """Offer to take over what is ticked."""
        if not self.is_open:
            return
        self._page.set_secondary(_("Leave it"), self._leave)
        something = self._view.is_something_chosen
        reason = "" if something else _("Nothing of this file is chosen.")
        self._page.set_primary(self._view.act_words, enabled=something, reason=reason)

    def take_over(self) -> None:
        """Take over what is ticked."""
        comparison = self._view.comparison
        if comparison is not None:
            self.files.take(comparison, self._view.model.chosen, then=self.close)

    def go_on(self, tags: tuple[str, ...]) -> None:
        """Compare the file that waited for its language to be added."""
        if self._waiting is not None and self._waiting[0] in tags:
            (tag, file), self._waiting = self._waiting, None
            self.files.bring(file, open_tag=tag)

    def _leave(self) -> None:
        self.close()
        self._page.refresh()

    def _add(self) -> None:
        session, tag = self._page.session, self._unknown.tag
        workspace, campaign, person = session.workspace, session.campaign, session.person
        self._waiting = (tag, self._unknown.file)
        self._unknown.hide()
        self._page.change(lambda _task: workspace.translating.add_locale(campaign, tag, by=person))
