"""Asking people to approve: a ready message, the file that goes with it, and who was asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from composer.gui.dropping import PROOF
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.sign_off_cards import AskCard
from composer.gui.pages.sign_off_facts import SignOffFacts, names_of
from composer.gui.pages.sign_off_words import ask_words, changed_text, reminder_text, request_text
from composer.i18n import _, isolate_ltr, place
from composer.model.overview import CampaignContent, Status


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

    def show_request(self, content: CampaignContent, facts: SignOffFacts, status: Status) -> None:
        """Show a ready message to everybody who may review and has not decided."""
        session = self._page.session
        self._facts = facts
        asked = facts.to_ask
        text = request_text(content, session.check, session.person)
        text = "\n\n".join(filter(None, (text, changed_text(status))))
        self._card.show_request(
            [signer.person.email for signer in asked],
            title=place(ask_words(facts), names=names_of(asked), count=number(len(asked))),
            subject=place(_("Please look at “{name}”"), name=content.campaign.name),
            text=reminder_text(text, status) if facts.all_asked else text,
        )

    def choose_file(self) -> None:
        """Ask where the file for the reviewers is to be kept."""
        dialog = QFileDialog(self._page, _("Save the proof file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        content = self._page.session.content
        name = content.campaign.name if content is not None else ""
        dialog.selectFile(f"{''.join(c if c.isalnum() else '-' for c in name)}{PROOF}")
        dialog.fileSelected.connect(lambda file: self.save_file(Path(file)))
        dialog.open()

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

    def _record(self) -> None:
        """Write down who was asked, so that they can be reminded."""
        session, facts = self._page.session, self._facts
        workspace, person, campaign = session.workspace, session.person, session.campaign
        wanted = set(self._card.addresses)
        asked = [line.person for line in facts.to_ask] if facts is not None else []
        people = [one for one in asked if one.email in wanted]
        if people:
            self._page.change(lambda _task: workspace.record_asked(campaign, people, by=person))
