"""What the menu of a language does: files, filling, sending later, taking it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from composer.gui.translating.filling import fill_language
from composer.gui.translating.language_menu import LanguageMenu
from composer.i18n import N_, _, isolate, place
from composer.stages.translation_reviews import wants_reader
from composer.translation.exchange.model import ExchangeFormat
from composer.translation.locale_names import language_name

_INSTEAD = N_("People who read {locale} get the message in {served}, as the fallbacks say.")
_NOTHING = N_("There are people who read {locale}, but no translation into it.")

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
        menu.reader_wanted.connect(self.want_reader)
        page.languages.instead_wanted.connect(self.send_instead)
        menu.later_wanted.connect(page.parts.later.ask)
        menu.back_wanted.connect(page.parts.later.bring_back)
        menu.remove_wanted.connect(self.remove)
        page.parts.later.done.connect(page.say)

    def fill_menu(self, tag: str, menu: QMenu) -> None:
        """Fill the menu of a language."""
        page, content = self._page, self._page.session.content
        self.menu.fill(
            menu,
            tag,
            frozen=page.session.is_frozen,
            has_later=page.parts.later.has_later,
            needs_reader=content is not None and wants_reader(content, tag),
        )

    def want_reader(self, tag: str, wanted: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Ask for a reviewer who reads a language, or not any more."""
        page = self._page
        translating, person = page.session.workspace.translating, page.session.person
        campaign = page.session.campaign
        page.change(lambda _task: translating.want_reader(campaign, tag, wanted=wanted, by=person))

    def send_instead(self, tag: str, other: str) -> None:
        """Let people who wish for a language that is not there get another one, and say it."""
        page = self._page
        translating, person = page.session.workspace.translating, page.session.person
        campaign, content = page.session.campaign, page.session.content
        former = dict(content.campaign.fallback).get(tag, "") if content else ""
        words = _(_INSTEAD if other else _NOTHING)
        said = place(words, locale=language_name(tag), served=language_name(other))
        page.change(
            lambda _task: translating.state_fallback(campaign, tag, other, by=person),
            then=lambda _done: page.say(said, undo=lambda: self.send_instead(tag, former)),
        )

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
