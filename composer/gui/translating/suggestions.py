"""What helps with one text: earlier translations, the team's words, and what only is to be copied.

It is read in the background whenever another text is shown; what is shown stays until then.
Whoever owns the panel writes into the translation: the panel only says what somebody chose.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.errors import ComposerError
from composer.gui.background import Latest, Task
from composer.gui.notice_bar import NoticeBar
from composer.gui.parts import Button, label
from composer.gui.session import Session
from composer.gui.translating.match_card import MatchCard, OfferLine
from composer.gui.translating.term_lines import TermLines
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.stages.remembering import Suggestions

KEYS = 3
"""So many matches have a key: Alt+1, Alt+2 and Alt+3."""


class SuggestionsPanel(QWidget):
    """The panel beside a text; `show_unit` with another text whenever another one is edited.

    Signals:
        use(str): put this in place of the translation.
        insert(str): put this in at the cursor.
    """

    use = Signal(str)
    insert = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._about: tuple[CampaignId, str, str] | None = None
        self._found = Suggestions()
        self._writable = True
        self.cards: list[MatchCard] = []
        self._matches = QVBoxLayout()
        self.nothing = label(_("Nothing like it was translated before."), role="muted", wraps=True)
        self.copied = OfferLine(_("Nothing here is to be translated:"))
        self.filled = OfferLine(_("With the numbers, dates, fields and links of the text:"))
        self.terms = TermLines()
        self.all_words = Button(_("All words of the team"), kind="link")
        self.notice = NoticeBar(self)
        self._lay_out()
        self._connect()

    def show_unit(self, campaign: CampaignId, locale: str, source: str) -> None:
        """Show what helps with another text."""
        self._about = (campaign, locale, source)
        memory = self._session.workspace.memory

        def read(_task: Task) -> Suggestions:
            return memory.suggest(campaign, locale, source)

        self._latest.ask(read, then=self._take, otherwise=self._fail)

    def read_again(self) -> None:
        """Show what helps with the same text, after words or translations have changed."""
        if self._about is not None:
            self.show_unit(*self._about)

    def set_writable(self, *, writable: bool) -> None:
        """Say whether the translation may be changed."""
        self._writable = writable
        buttons = [card.use for card in self.cards]
        for button in (*buttons, self.copied.use, self.filled.use):
            button.setEnabled(writable)
        self.terms.set_writable(writable=writable)

    def use_match(self, number: int) -> None:
        """Choose a match by its place, from 0."""
        if self._writable and number < len(self._found.matches):
            self.use.emit(self._found.matches[number].target)

    def take_out(self, number: int) -> None:
        """Take a wrong match out of the memory, with a way back."""
        session, match = self._session, self._found.matches[number]
        memory, person = session.workspace.memory, session.person

        def back() -> None:
            session.ask(
                lambda _task: memory.bring_back(match, by=person),
                owner=self,
                then=lambda _done: self.read_again(),
            )

        def gone(_done: None) -> None:
            self.notice.say(_("Taken out."), undo=back)
            self.read_again()

        session.ask(lambda _task: memory.forget(match, by=person), owner=self, then=gone)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.copied)
        column.addWidget(self.filled)
        column.addWidget(label(_("Earlier translations"), role="strong"))
        column.addWidget(self.nothing)
        self._matches.setSpacing(8)
        column.addLayout(self._matches)
        column.addSpacing(8)
        column.addWidget(label(_("Words of the team"), role="strong"))
        column.addWidget(self.terms)
        column.addWidget(self.all_words, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)

    def _connect(self) -> None:
        self._session.campaign_changed.connect(self.read_again)
        self.copied.wanted.connect(self.use)
        self.filled.wanted.connect(self.use)
        self.terms.wanted.connect(self.insert)
        self.all_words.clicked.connect(self._session.glossary_requested)
        for number in range(KEYS):
            key = QShortcut(QKeySequence(_key(number)), self)
            key.activated.connect(lambda at=number: self.use_match(at))

    def _take(self, found: Suggestions) -> None:
        if self._about is None or self._session.content is None:
            return
        _campaign, locale, _source = self._about
        source_locale = self._session.content.message.locale
        self._found = found
        self.nothing.setVisible(not found.matches)
        while len(self.cards) < len(found.matches):
            self._make_card()
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(found.matches))
            if number < len(found.matches):
                match = found.matches[number]
                card.show_match(match, source_locale=source_locale, locale=locale)
        self.copied.show_offer(found.copied, locale)
        self.filled.show_offer(found.filled, locale)
        self.terms.show_terms([item.term for item in found.terms])

    def _make_card(self) -> None:
        """Make a card when there is a match for it: most texts have one or two, many have none."""
        number = len(self.cards)
        card = MatchCard(_key(number))
        card.use.setEnabled(self._writable)
        card.wanted.connect(lambda: self.use_match(number))
        card.unwanted.connect(lambda: self.take_out(number))
        self.cards.append(card)
        self._matches.addWidget(card)

    def _fail(self, error: Exception) -> None:
        """Show nothing; a text that has just gone is no failure of anybody's."""
        self._take(Suggestions())
        if not isinstance(error, ComposerError):
            self._session.failed.emit(error)


def _key(number: int) -> str:
    return f"Alt+{number + 1}" if number < KEYS else ""
