"""Sending a language later: who that would be, the button with the number, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.parts import Button, Card, ElidedButton, IconLabel, label, row
from composer.i18n import _, isolate, ngettext, place
from composer.model.later import LaterPlan, LinkedCampaign
from composer.translation.locale_names import language_name, language_names


class LaterCard(Card):
    """Asks whether a language is sent later, and says which ones are.

    Signals:
        asked(): the question stands here.
        done(words): it was done.
    """

    asked = Signal()
    done = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(kind="well")
        self._page = page
        self._tag = ""
        self._links: tuple[LinkedCampaign, ...] = ()
        self.words = label(wraps=True)
        self.more = label(role="caption", wraps=True)
        self.leave = Button(_("Leave it"), kind="quiet", pressed=self._close)
        self.act = Button(pressed=self._send_later)
        self.back = Button(_("Bring back"), kind="quiet", pressed=self.bring_back)
        self.body.setContentsMargins(12, 8, 12, 8)
        line = row(
            IconLabel("clock", "muted"), self.words, self.leave, self.act, self.back, stretch=1
        )
        self.body.addLayout(line)
        self.body.addWidget(self.more)
        self.ways: list[ElidedButton] = []
        self._to_others = QVBoxLayout()
        self.body.addLayout(self._to_others)
        self.hide()

    @property
    def has_later(self) -> bool:
        """Whether languages of this campaign are sent later."""
        return any(link.is_later for link in self._links)

    def show_links(self, links: Sequence[LinkedCampaign], *, frozen: bool) -> None:
        """Say who is written to later, unless a question stands here."""
        self._links = tuple(links)
        if self._tag:
            return
        lines = [_link_words(link) for link in self._links]
        self.setVisible(bool(lines))
        self.words.setText("\n".join(lines))
        self.more.hide()
        self.leave.hide()
        self.act.hide()
        self.back.setVisible(self.has_later and not frozen)
        self._show_ways([link for link in self._links if link.name])

    def ask(self, tag: str) -> None:
        """Ask whether a language is sent later, with the number of its people."""
        workspace, campaign = self._page.session.workspace, self._page.session.campaign

        def take(plan: LaterPlan) -> None:
            self._show_plan(tag, plan)

        self._page.ask(lambda _task: workspace.later.plan(campaign, [tag]), then=take)

    def bring_back(self) -> None:
        """Write to everybody at once again."""
        session = self._page.session
        workspace, campaign, person = session.workspace, session.campaign, session.person

        def take(count: int) -> None:
            words = ngettext("{count} person came back.", "{count} people came back.", count)
            self.done.emit(place(words, count=number(count)))

        self._page.change(lambda _task: workspace.later.bring_back(campaign, by=person), then=take)

    def _show_ways(self, links: Sequence[LinkedCampaign]) -> None:
        """Offer to open the campaigns at the other end that are in this workspace."""
        for way in self.ways:
            way.deleteLater()
        self.ways = [self._way(link) for link in links]
        for way in self.ways:
            self._to_others.addWidget(way, 0, Qt.AlignmentFlag.AlignLeading)

    def _way(self, link: LinkedCampaign) -> ElidedButton:
        campaigns = self._page.session.campaign_requested
        way = ElidedButton(kind="link", pressed=lambda: campaigns.emit(str(link.id)))
        way.show_text(place(_("Open “{name}”"), name=isolate(link.name)))
        return way

    def _show_plan(self, tag: str, plan: LaterPlan) -> None:
        self._tag = tag
        self._show_ways(())
        language = isolate(language_name(tag))
        if not plan.people:
            self.words.setText(place(_("Nobody on the list reads {language}."), language=language))
        else:
            words = ngettext(
                "{count} person who reads {language} gets it later, by a campaign of its own.",
                "{count} people who read {language} get it later, by a campaign of their own.",
                plan.people,
            )
            self.words.setText(place(words, count=number(plan.people), language=language))
        left = ngettext(
            "{count} person is left in this campaign.",
            "{count} people are left in this campaign.",
            plan.left,
        )
        own = _("The other campaign is tested and signed by itself; nobody is in both.")
        self.more.setText(f"{place(left, count=number(plan.left))} {own}")
        self.more.setVisible(bool(plan.people))
        act = ngettext("Send to {count} person later", "Send to {count} people later", plan.people)
        self.act.setText(place(act, count=number(plan.people)))
        self.act.setVisible(plan.people > 0)
        self.leave.show()
        self.back.hide()
        self.show()
        self.leave.setFocus()
        self.asked.emit()

    def _send_later(self) -> None:
        session, tag = self._page.session, self._tag
        workspace, campaign, person = session.workspace, session.campaign, session.person

        def send(_task: Task) -> LinkedCampaign:
            return workspace.later.send_later(campaign, [tag], by=person)

        def take(link: LinkedCampaign) -> None:
            self.done.emit(_link_words(link))

        self._tag = ""
        self._page.change(send, then=take, label=_("Taking people out for later"))

    def _close(self) -> None:
        self._tag = ""
        self.hide()
        self._page.refresh()


def _link_words(link: LinkedCampaign) -> str:
    wishes = [wish for wish in link.wishes if wish]
    languages = isolate(language_names(wishes)) if wishes else _("no language")
    name = link.name or link.id
    if link.is_later:
        words = ngettext(
            "Written to later, by “{name}”: {count} person who reads {languages}.",
            "Written to later, by “{name}”: {count} people who read {languages}.",
            link.people,
        )
        return place(words, name=name, count=number(link.people), languages=languages)
    return place(
        _("Only people who read {languages}, whom “{name}” left for later."),
        languages=languages,
        name=name,
    )
