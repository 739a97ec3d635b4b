"""The list of campaigns, and the ways to begin one: open a folder, or drop it here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QListView, QMenu, QStackedLayout, QWidget

from composer.gui.background import Task
from composer.gui.campaign_list import ArchiveLine, CampaignsDelegate, CampaignsModel
from composer.gui.page import Page
from composer.gui.parts import Button, Card, IconLabel, SearchEdit, label, row, set_tone
from composer.gui.session import Session
from composer.i18n import N_, _, place
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignSummary, ImportResult

AT_ONCE = 20
"""So many campaigns are read between two looks at the list."""
LOOK_AGAIN_MS = 15_000


class CampaignsPage(Page):
    """All campaigns of the workspace.

    Signals:
        opened(CampaignId): a campaign was chosen or taken over from a folder.
    """

    title = N_("Campaigns")
    purpose = N_("Every message to every audience, and what it waits for.")

    opened = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self.footer.show_back(shown=False)
        self._summaries: dict[CampaignId, CampaignSummary] = {}
        self._round = 0
        self._archive_open = False
        self._again = QTimer(self)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self.read)
        self.search = SearchEdit(_("Search campaigns"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(280)
        self.tools.addWidget(self.search)
        self.brand = Button(_("Brand…"), kind="quiet", icon="palette")
        self.brand.clicked.connect(session.brand_requested)
        self.tools.addWidget(self.brand)
        self._model = CampaignsModel()
        self.rows = QListView()
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(CampaignsDelegate(self.rows))
        self.rows.setMouseTracking(True)
        self.rows.setAccessibleName(_("Campaigns"))
        self.rows.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._empty = self._make_empty()
        self._stack = QStackedLayout()
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        self.content.addLayout(self._stack, 1)
        self.search.textChanged.connect(lambda _text: self._show())
        self.rows.clicked.connect(self._open)
        self.rows.activated.connect(self._open)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._open_menu)
        gone = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.rows)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(lambda: self._put_away(self.rows.currentIndex()))
        self.set_primary(_("New campaign"))
        session.person_changed.connect(self._show)

    def read(self) -> None:
        """Read the list again: all lines at once, then where each of them stands."""
        self._round += 1
        number, listing = self._round, self.session.workspace.listing
        self.ask(lambda _task: listing.lines(), then=lambda lines: self._take(lines, number))

    def showEvent(self, event: QShowEvent) -> None:
        """Look again now and then: others work on campaigns, too."""
        super().showEvent(event)
        program = self.session.workspace.program
        self.ask(lambda _task: program.other_program_findings(), then=self.show_findings)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing more."""
        super().hideEvent(event)
        self._again.stop()
        self._round += 1

    def press_primary(self) -> None:
        """Choose how a campaign begins."""
        self.session.new_campaign_requested.emit()

    def choose_folder(self) -> None:
        """Choose a campaign folder."""
        dialog = QFileDialog(self, _("Open a campaign folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take_folder(Path(path)))
        dialog.open()

    def take_folder(self, folder: Path) -> None:
        """Take a campaign over from a folder; what is wrong with it is shown, nothing changes."""
        workspace, person = self.session.workspace, self.session.person
        self.change(
            lambda _task: workspace.import_folder(folder, by=person),
            then=self._taken,
            label=place(_("Opening {name}"), name=folder.name),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one folder."""
        if self._dropped_folder(event) is not None:
            event.acceptProposedAction()
            set_tone(self._empty, "true", name="over")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Look as before."""
        set_tone(self._empty, "false", name="over")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the folder over."""
        set_tone(self._empty, "false", name="over")
        folder = self._dropped_folder(event)
        if folder is not None:
            self.take_folder(folder)

    @staticmethod
    def _dropped_folder(event: QDropEvent) -> Path | None:
        urls = event.mimeData().urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return None
        path = Path(urls[0].toLocalFile())
        return path if path.is_dir() else None

    def _make_empty(self) -> QWidget:
        card = Card(kind="drop")
        card.body.setSpacing(12)
        card.body.addStretch(1)
        mark = IconLabel("folder-open", "muted", 24)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label(_("No campaigns yet."), role="section")
        words = label(
            _("Start from a layout, copy an old one, or drop a folder here."),
            role="muted",
            wraps=True,
        )
        for widget in (mark, title, words):
            if widget is not mark:
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            card.body.addWidget(widget)
        opener = Button(_("Open a folder…"), icon="folder-open", pressed=self.choose_folder)
        line = row(opener)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card.body.addLayout(line)
        card.body.addStretch(1)
        return card

    def _take(self, lines: tuple[CampaignSummary, ...], number: int) -> None:
        if number != self._round:
            return
        known = self._summaries
        self._summaries = {line.id: _with_stage(line, known.get(line.id)) for line in lines}
        self._show()
        self._look_up([line.id for line in lines if not line.is_over], number)

    def _look_up(self, wanted: list[CampaignId], number: int) -> None:
        """Have a few campaigns read, show them, and go on with the others."""
        listing, now, later = self.session.workspace.listing, wanted[:AT_ONCE], wanted[AT_ONCE:]
        if not now:
            return

        def look(_task: Task) -> tuple[CampaignSummary, ...]:
            return listing.with_stages(now, cancelled=lambda: number != self._round)

        def take(lines: tuple[CampaignSummary, ...]) -> None:
            if number == self._round:
                self._summaries |= {line.id: line for line in lines}
                self._show()
                self._look_up(later, number)

        self.session.ask(look, owner=self, then=take)

    def _show(self) -> None:
        search, person = self.search.text(), self.session.person
        kept = self.rows.currentIndex().data(Qt.ItemDataRole.UserRole)
        scrolled = self.rows.verticalScrollBar().value()
        self._model.replace(
            tuple(self._summaries.values()),
            person=person,
            search=search,
            archive_open=self._archive_open,
        )
        if isinstance(kept, CampaignSummary) and not self.rows.currentIndex().isValid():
            self.rows.setCurrentIndex(self._model.index(self._model.row_of(kept.id), 0))
            self.rows.verticalScrollBar().setValue(scrolled)
        self._stack.setCurrentWidget(self.rows if self._summaries else self._empty)
        self.search.setVisible(bool(self._summaries))

    def _taken(self, result: ImportResult) -> None:
        self.show_findings(result.findings)
        if result.id:
            self.opened.emit(CampaignId(result.id))
        else:
            self.findings.open_list()

    def _open_menu(self, at: QPoint) -> None:
        """Offer what can be done with the campaign under the pointer, or with the chosen one.

        With that one: the list may be read anew, in another order, while the menu stands open.
        """
        line = self.rows.indexAt(at).data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, CampaignSummary):
            return
        ask = self.session.shelf_requested
        menu = QMenu(self.rows)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open")).triggered.connect(lambda: self.opened.emit(line.id))
        away = menu.addAction(_("Delete or archive…"))
        away.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        away.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        away.triggered.connect(lambda: ask.emit(line.id))
        menu.popup(self.rows.viewport().mapToGlobal(at))

    def _put_away(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, CampaignSummary):
            self.session.shelf_requested.emit(line.id)

    def _open(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, CampaignSummary):
            self.opened.emit(line.id)
        elif isinstance(line, ArchiveLine):
            self._archive_open = not line.is_open
            self._show()


def _with_stage(line: CampaignSummary, known: CampaignSummary | None) -> CampaignSummary:
    """Keep what was looked up before in a line until it is looked up again."""
    if line.stage is not None or known is None:
        return line
    return replace(line, stage=known.stage, turns=line.turns or known.turns)
