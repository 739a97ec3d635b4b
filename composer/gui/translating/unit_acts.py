"""What is done about one unit besides writing: reviewing, sending back, comments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.translating.review_words import Reviewing, needs_look
from composer.i18n import _
from composer.model.translation import Translated, UnitAct, UnitComment, UnitLine, UnitState


class UnitActs:
    """The acts of one page; each says what it did."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def judge(self, locale: str, unit: UnitLine, who: Reviewing | None, *, edited: bool) -> None:
        """Say that a unit is right as far as this person may, or who may."""
        if who is None or (who.may(unit) and not edited):
            self.looks_right(locale, unit.source, unit.target)
        elif needs_look(unit) and not edited:
            self.still_right(locale, unit.source, unit.target)
        else:
            mine = UnitAct(by=who.me.name, at=datetime.now(tz=UTC))
            self._page.say(who.sentence(replace(unit, translated=mine) if edited else unit))

    def looks_right(self, locale: str, source: str, target: str) -> None:
        """Say that somebody else's translation is right, as it was read."""
        workspace, person = self._page.session.workspace, self._page.session.person
        campaign = self._page.session.campaign
        self._do(
            lambda: workspace.translating.review(campaign, locale, {source: target}, by=person),
            _("Reviewed."),
        )

    def still_right(self, locale: str, source: str, target: str) -> None:
        """Keep one's own translation of a text that has changed; it waits for review again."""
        workspace, person = self._page.session.workspace, self._page.session.person
        campaign = self._page.session.campaign
        kept = Translated(locale=locale, source=source, target=target, state=UnitState.DRAFT)
        self._do(
            lambda: workspace.translating.save_many(campaign, [kept], by=person),
            _("Kept. It waits for review."),
        )

    def send_back(self, locale: str, source: str, text: str) -> None:
        """Say what is wrong with a translation."""
        workspace, person = self._page.session.workspace, self._page.session.person
        campaign = self._page.session.campaign
        self._do(
            lambda: workspace.translating.send_back(campaign, locale, source, text, by=person),
            _("Sent back. The part needs work now."),
        )

    def comment(self, locale: str, source: str, text: str) -> None:
        """Say something about a unit."""
        workspace, person = self._page.session.workspace, self._page.session.person
        campaign = self._page.session.campaign
        self._do(
            lambda: workspace.translating.comment(campaign, locale, source, text, by=person),
            _("The comment is saved."),
        )

    def remove_comment(self, locale: str, source: str, said: UnitComment) -> None:
        """Take back what one said oneself, with a way to say it again."""
        session = self._page.session
        workspace, person, campaign = session.workspace, session.person, session.campaign

        def remove(_task: Task) -> None:
            workspace.translating.remove_comment(campaign, locale, source, said, by=person)

        def told(_done: None) -> None:
            words = _("The comment is taken back.")
            self._page.say(words, undo=lambda: self.comment(locale, source, said.text))

        self._page.change(remove, then=told)

    def _do(self, act: Callable[[], object], words: str) -> None:
        self._page.change(lambda _task: act(), then=lambda _done: self._page.say(words))
