"""What the menu of a language does: files, filling, sending later, taking it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from composer.gui.translating.filling import fill_language
from composer.gui.translating.language_menu import LanguageMenu
from composer.i18n import _, isolate, place
from composer.translation.exchange.model import ExchangeFormat
from composer.translation.locale_names import language_name

if TYPE_CHECKING:
    from composer.gui.pages.translate import TranslatePage


class LanguageActs(QObject):
    """Answers the menu; what is typed is stored before anything else is done."""

    def __init__(self, page: TranslatePage) -> None:
        super().__init__(page)
        self._page = page
        self.menu = menu = LanguageMenu(self)
        page.languages.menu_wanted.connect(self.fill_menu)
        menu.export_wanted.connect(self._export)
        menu.bring_wanted.connect(page.bringing.files.choose)
        menu.fill_wanted.connect(self._fill)
        menu.later_wanted.connect(page.parts.later.ask)
        menu.back_wanted.connect(page.parts.later.bring_back)
        menu.remove_wanted.connect(self.remove)
        page.parts.later.done.connect(page.say)

    def fill_menu(self, tag: str, menu: QMenu) -> None:
        """Fill the menu of a language."""
        frozen = self._page.session.is_frozen
        self.menu.fill(menu, tag, frozen=frozen, has_later=self._page.parts.later.has_later)

    def remove(self, tag: str) -> None:
        """Take a language out, with a way back: adding it again brings all of it back."""
        page = self._page
        workspace, person = page.session.workspace, page.session.person
        campaign = page.session.campaign
        words = place(_("{language} was taken out."), language=isolate(language_name(tag)))

        def remove() -> None:
            page.change(
                lambda _task: workspace.translating.remove_locale(campaign, tag, by=person),
                then=lambda _done: page.say(words, undo=lambda: page.add_language(tag)),
            )

        page.save(then=remove)

    def _export(self, tag: str, form: ExchangeFormat, only_unfinished: bool) -> None:  # noqa: FBT001 - a Qt slot
        files = self._page.bringing.files
        self._page.save(then=lambda: files.export(tag, form, only_unfinished=only_unfinished))

    def _fill(self, tag: str, which: str) -> None:
        self._page.save(then=lambda: fill_language(self._page, tag, which))
