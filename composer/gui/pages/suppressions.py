"""The do-not-write list: who gets no messages from this workspace, and why.

It belongs to the workspace, not to a campaign. Anybody may put somebody on it; taking somebody off
needs a reason, which is recorded. Who may do that is decided below; this page shows the answer.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QTableView

from composer.errors import ComposerError
from composer.gui.audience.drop_zone import dropped_file, file_dialog
from composer.gui.audience.suppression_sheets import AddSheet, RemoveSheet
from composer.gui.audience.suppressions_model import ADDRESS, FROM, NOTE, SuppressionsModel
from composer.gui.audience.sync_line import Key, SyncLine, SyncNews
from composer.gui.background import Task
from composer.gui.erasing import erase_sheet, erased_words
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.parts import Button, Card, SearchEdit, icon_button, label, row
from composer.gui.session import Session
from composer.gui.tables import dress_list, wide
from composer.i18n import N_, _, ngettext, place
from composer.model.audience import SuppressionLine
from composer.model.person import Role
from composer.model.privacy import Erased
from composer.model.suppression import SuppressionReason, SuppressionsAdded, SuppressionSync

SEARCH_PAUSE_MS = 150


class SuppressionsPage(Page):
    """The list, and the ways onto and off it."""

    title = N_("Do-not-write list")
    purpose = N_(
        "Whom no campaign of this workspace writes to. Who only unsubscribed gets no marketing."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self.model = SuppressionsModel(session)
        self.table = QTableView()
        self.search = SearchEdit(_("Search the list"))
        self.count = label(role="muted")
        self.sync = SyncLine()
        self.load = Button(_("Import a file…"), icon="upload", pressed=self.choose_file)
        self.take_off = icon_button("trash-2", _("Take off the list"), pressed=self._ask_why)
        self.adding = AddSheet(self)
        self.removing = RemoveSheet(self)
        self.body = QStackedWidget()
        self._is_syncing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_PAUSE_MS)
        self._build()
        self._timer.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.model.counted.connect(self._counted)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._look())
        self.adding.wanted.connect(self.add)
        self.removing.wanted.connect(self.remove)
        self.sync.wanted.connect(self.take_over_lists)

    def read(self) -> None:
        """Read the list again."""
        suppressions = self.session.workspace.suppressions

        def read(_task: Task) -> tuple[SuppressionSync | None, tuple[Key, ...]]:
            return suppressions.sync_state(), suppressions.keys()

        def take(found: tuple[SuppressionSync | None, tuple[Key, ...]]) -> None:
            if not self._is_syncing:
                self.sync.show_state(*found)

        self.ask(read, then=take)
        self._find()
        self.refresh()

    def refresh(self) -> None:
        """Show the one next step."""
        self.set_primary(_("Add an address…"))
        self._look()

    def press_primary(self) -> None:
        """Ask who must not be written to."""
        self.adding.ask(self.footer.primary)

    def choose_file(self) -> None:
        """Ask for a file of addresses."""
        dialog = file_dialog(self, title=_("Open a list of addresses"))
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.open()

    def take_file(self, file: Path) -> None:
        """Put everybody of a file on the list."""
        suppressions, person = self.session.workspace.suppressions, self.session.person

        def load(_task: Task) -> SuppressionsAdded:
            return suppressions.import_file(file, by=person)

        self.change(load, then=self._added, label=place(_("Reading {name}"), name=file.name))

    def add(self, address: str, reason: SuppressionReason, note: str) -> None:
        """Put one address on the list; the owner may have who asked for it erased everywhere."""
        if reason is SuppressionReason.ERASURE and self.session.person.has(Role.OWNER):
            erase_sheet(self.window(), address, then=lambda: self.erase(address)).open()
            return
        suppressions, person = self.session.workspace.suppressions, self.session.person

        def add(_task: Task) -> SuppressionsAdded:
            return suppressions.add(address, reason=reason, note=note, by=person)

        self.change(add, then=self._added)

    def erase(self, address: str) -> None:
        """Erase one person from every campaign and list."""
        privacy, person = self.session.workspace.privacy, self.session.person

        def erased(done: Erased) -> None:
            self.show_findings(())
            self.say(erased_words(done))
            self.read()

        self.change(
            lambda _task: privacy.erase(address, by=person), then=erased, label=_("Erasing")
        )

    def remove(self, address: str, why: str) -> None:
        """Take one address off the list."""
        suppressions, person = self.session.workspace.suppressions, self.session.person

        def remove(_task: Task) -> tuple[SuppressionLine, ...]:
            return suppressions.remove(address, why=why, by=person)

        def removed(_lines: tuple[SuppressionLine, ...]) -> None:
            self.show_findings(())
            self.say(_("Taken off the list."))
            self.read()

        self.change(remove, then=removed)

    def take_over_lists(self, key: str, service: str) -> None:
        """Take over the lists of a mail service, all or none."""
        suppressions, person = self.session.workspace.suppressions, self.session.person
        news = SyncNews()
        news.came.connect(self.sync.show_news)
        self._is_syncing = True
        self.sync.begin()

        def sync(_task: Task) -> SuppressionSync:
            return suppressions.sync(key=key, base_url=service, by=person, progress=news.came.emit)

        def taken(done: SuppressionSync) -> None:
            self._is_syncing = False
            words = ngettext(
                "{count} address was added.", "{count} addresses were added.", done.added
            )
            self.say(place(words, count=number(done.added)))
            self.read()

        def refused(error: Exception) -> None:
            self._is_syncing = False
            if isinstance(error, ComposerError):
                self.sync.show_error(error)
                self.session.announce(self.sync.words.text(), assertive=True)
            else:
                self.session.failed.emit(error)

        label = _("Reading SendGrid's lists")
        self.change(sync, then=taken, otherwise=refused, label=label)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put everybody of the file on the list."""
        file = dropped_file(event.mimeData())
        if file is not None:
            self.take_file(file)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        dress_list(table)
        table.setAccessibleName(_("Do-not-write list"))
        for column in range(NOTE):
            letters = {ADDRESS: 34, FROM: 18}.get(column, 17)
            table.setColumnWidth(column, wide(table, letters))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(320)
        line = row(self.search, self.count, gap=12)
        line.addStretch(1)
        line.addWidget(self.take_off)
        line.addWidget(self.load)
        self.body.addWidget(self._empty_state())
        self.body.addWidget(table)
        self.content.addLayout(line)
        self.content.addWidget(self.body, 1)
        self.content.addWidget(self.sync)

    @staticmethod
    def _empty_state() -> Card:
        card = Card(kind="drop")
        card.body.setContentsMargins(24, 24, 24, 24)
        card.body.addStretch(1)
        card.body.addWidget(label(_("Nobody is on the list."), role="section"))
        words = _(
            "Add whoever unsubscribed, complained, bounced or asked to be erased. "
            "Or drop a file here: one address in each row, the reason beside it."
        )
        card.body.addWidget(label(words, role="muted", wraps=True))
        card.body.addStretch(1)
        return card

    def _find(self) -> None:
        self.model.show_search(self.search.text().strip())

    def _counted(self, total: int) -> None:
        words = ngettext("{count} entry", "{count} entries", total)
        self.count.setText(place(words, count=number(total)))
        is_empty = not total and not self.search.text().strip()
        self.body.setCurrentIndex(0 if is_empty else 1)
        self._look()

    def _chosen(self) -> SuppressionLine | None:
        index = self.table.currentIndex()
        return self.model.line(index.row()) if index.isValid() else None

    def _look(self) -> None:
        chosen = self._chosen()
        self.take_off.setEnabled(chosen is not None and bool(chosen.address))

    def _ask_why(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.address:
            self.removing.ask(chosen.address, self.take_off)

    def _added(self, done: SuppressionsAdded) -> None:
        self.show_findings(done.findings)
        if done.findings:
            self.findings.open_list()
        words = ngettext("{count} address was added.", "{count} addresses were added.", done.added)
        if not done.added and done.known:
            words = _("It was on the list already.")
        self.say(place(words, count=number(done.added)))
        self.read()
