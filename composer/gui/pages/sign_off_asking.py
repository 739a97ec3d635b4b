"""Asking people to approve: a ready message, the file that goes with it, and who was asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from composer.findings import Finding
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.sign_off_cards import AskCard
from composer.gui.pages.sign_off_facts import SignOffFacts, names_of
from composer.gui.pages.sign_off_words import ask_words
from composer.gui.save_dialog import ask_where_to_save
from composer.i18n import _, isolate_ltr, place
from composer.model.campaign import TransportKind
from composer.model.overview import CampaignContent, Status
from composer.stages.ask_by_mail import file_name
from composer.stages.ask_words import changed_text, reminder_words, request_text, subject_words


class Asking(QObject):
    """Fills the card of a page and does what is pressed on it."""

    def __init__(self, page: Page, card: AskCard) -> None:
        super().__init__(page)
        self._page = page
        self._card = card
        self._facts: SignOffFacts | None = None
        card.closed.connect(card.hide)
        card.asked.connect(self._record)
        card.file_wanted.connect(self.choose_file)
        card.mail_wanted.connect(self.send_requests)

    def show_request(self, content: CampaignContent, facts: SignOffFacts, status: Status) -> None:
        """Show a ready message to everybody who may review and has not decided."""
        session = self._page.session
        self._facts = facts
        asked = facts.to_ask
        text = request_text(content.campaign, content.audience, session.check, session.person)
        text = "\n\n".join(filter(None, (text, changed_text(status.changed))))
        self._card.show_request(
            [signer.person.email for signer in asked],
            title=place(ask_words(facts), names=names_of(asked), count=number(len(asked))),
            subject=subject_words(content.campaign),
            text=f"{reminder_words(content.campaign)}\n\n{text}" if facts.all_asked else text,
            has_account=content.campaign.transport.kind is not TransportKind.EML,
        )

    def choose_file(self) -> None:
        """Ask where the file for the reviewers is to be kept."""
        content = self._page.session.content
        name = file_name(content.campaign.name if content is not None else "")
        ask_where_to_save(self._page, _("Save the proof file"), then=self.save_file, name=name)

    def save_file(self, out: Path) -> None:
        """Write the frozen version for those who are asked; nobody else can open it."""
        session, page = self._page.session, self._page
        workspace, person, campaign = session.workspace, session.person, session.campaign
        readers = self._card.addresses

        def saved(_made: object) -> None:
            words = _("Saved as {file}. Attach it to the message.")
            page.say(place(words, file=isolate_ltr(out.name)))

        page.change(
            lambda _task: workspace.passing.export_proof(campaign, out, readers=readers, by=person),
            then=saved,
            label=_("Saving the proof file"),
        )

    def send_requests(self) -> None:
        """Send each of them one request with the file, by the campaign's own account."""
        session, page = self._page.session, self._page
        workspace, person, campaign = session.workspace, session.person, session.campaign
        people = self._card.addresses

        def sent(failed: tuple[Finding, ...]) -> None:
            self._card.hide()
            page.say(failed[0].text if failed else _("Asked by mail."))

        self._card.send.setEnabled(False)  # a second press would be a second message to each
        task = page.change(
            lambda _task: workspace.ask_in_own_process(campaign, people=people, by=person),
            then=sent,
            label=_("Asking by mail"),
        )
        task.ended.connect(self._may_ask_again)

    def _may_ask_again(self) -> None:
        self._card.send.setEnabled(True)

    def _record(self) -> None:
        """Write down who was asked, so that they can be reminded."""
        session, facts = self._page.session, self._facts
        workspace, person, campaign = session.workspace, session.person, session.campaign
        wanted = set(self._card.addresses)
        asked = [line.person for line in facts.to_ask] if facts is not None else []
        people = [one for one in asked if one.email in wanted]
        if people:
            self._page.change(lambda _task: workspace.record_asked(campaign, people, by=person))
