"""History: who did what and when, in the whole workspace; the log itself is never changed here.

The log is verified each time the page is opened; what speaks against it stands above the list.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.history_model import WHAT, WHEN, WHO, HistoryModel
from composer.gui.parts import Card, SearchEdit, label, row
from composer.gui.save_dialog import ask_where_to_save
from composer.gui.session import Session
from composer.gui.tables import dress_list, wide
from composer.i18n import N_, _, isolate, isolate_ltr, ngettext, place
from composer.model.history import HistoryChoices, HistoryQuery, HistoryState

SEARCH_PAUSE_MS = 150
Read = tuple[HistoryChoices, HistoryState]


class HistoryPage(Page):
    """The acts, sifted by person, campaign and kind, and searched."""

    title = N_("History")
    purpose = N_("Who did what and when. Each entry is tied to the one before it.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.model = HistoryModel(session)
        self.table = QTableView()
        self.search = SearchEdit(_("Search the history"))
        self.person = _choice(_("Person"))
        self.campaign = _choice(_("Campaign"))
        self.kind = _choice(_("Kind of act"))
        self.count = label(role="muted")
        self.sound = label(role="muted", wraps=True)
        self.body = QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_PAUSE_MS)
        self._build()
        self._timer.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        for choice in (self.person, self.campaign, self.kind):
            choice.currentIndexChanged.connect(lambda _index: self._find())
        self.model.counted.connect(self._counted)

    def read(self) -> None:
        """Read the log again, and verify it."""
        history = self.session.workspace.history

        def read(_task: Task) -> Read:
            return history.choices(), history.state()

        self.ask(read, then=self._show)
        self.refresh()
        self._find()

    def refresh(self) -> None:
        """Show the one next step."""
        self.set_primary(_("Export as a table…"))

    def press_primary(self) -> None:
        """Ask where the table is to be written."""
        table = _("Table")
        ask_where_to_save(
            self,
            _("Save the history"),
            then=self.export,
            name="history.csv",
            kinds=f"{table} (*.csv)",
        )

    def export(self, file: Path) -> None:
        """Write what is shown as a table."""
        history, query = self.session.workspace.history, self.query

        def write(_task: Task) -> int:
            return history.export(file, query)

        def written(_count: int) -> None:
            self.say(place(_("Saved as {name}."), name=isolate_ltr(file.name)))

        self.ask(write, then=written)

    @property
    def query(self) -> HistoryQuery:
        """What is wanted."""
        return HistoryQuery(
            person=self.person.currentData() or "",
            campaign=self.campaign.currentData() or "",
            kind=self.kind.currentData() or "",
            search=self.search.text().strip(),
        )

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        dress_list(table)
        table.setAccessibleName(_("History"))
        for column, letters in ((WHEN, 24), (WHO, 16), (WHAT, 52)):
            table.setColumnWidth(column, wide(table, letters))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(280)
        line = row(self.search, self.person, self.campaign, self.kind, self.count, gap=12)
        line.addStretch(1)
        self.body.addWidget(self._nothing())
        self.body.addWidget(table)
        self.content.addLayout(line)
        self.content.addWidget(self.body, 1)
        self.content.addWidget(self.sound)

    @staticmethod
    def _nothing() -> QWidget:
        card = Card()
        card.body.addWidget(label(_("Nothing like that was done."), role="section"))
        words = _("Choose another person, campaign or kind of act, or search for less.")
        card.body.addWidget(label(words, role="muted", wraps=True))
        held = QWidget()
        around = QVBoxLayout(held)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card)
        around.addStretch(1)
        return held

    def _find(self) -> None:
        self.model.show_query(self.query)

    def _counted(self, total: int) -> None:
        words = ngettext("{count} act", "{count} acts", total)
        self.count.setText(place(words, count=number(total)))
        self.body.setCurrentIndex(1 if total else 0)

    def _show(self, found: Read) -> None:
        choices, state = found
        _offer(self.person, _("Everybody"), choices.people)
        _offer(self.campaign, _("All campaigns"), choices.campaigns)
        _offer(self.kind, _("Everything"), choices.kinds)
        self.show_findings(state.findings)
        if state.findings:
            self.findings.open_list()
        words = ngettext(
            "{count} entry fits the one before it and what is remembered elsewhere.",
            "All {count} entries fit those before them and what is remembered elsewhere.",
            state.entries,
        )
        self.sound.setText(place(words, count=number(state.entries)))
        self.sound.setVisible(not state.findings)


def _choice(name: str) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setToolTip(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(12)
    choice.setMaximumWidth(220)
    return choice


def _offer(choice: QComboBox, everything: str, offers: tuple[tuple[str, str], ...]) -> None:
    """Offer anew what can be chosen, and keep what is."""
    chosen = choice.currentData() or ""
    choice.blockSignals(True)
    choice.clear()
    choice.addItem(everything, "")
    for value, words in offers:
        choice.addItem(isolate(words), value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.blockSignals(False)
