"""Audience: what was promised about the list, and the list itself, row by row."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QTableView

from composer.findings import Finding
from composer.gui import theme
from composer.gui.audience_model import AudienceModel
from composer.gui.languages import language_name
from composer.gui.page import Page
from composer.gui.parts import Button, Card, ElidedLabel, IconLabel, SearchEdit, label, row
from composer.gui.session import Session
from composer.i18n import N_, _, isolate, ngettext, place
from composer.model.overview import CampaignContent, ImportResult
from composer.model.stages import Stage

SEARCH_PAUSE_MS = 200
COLUMN_WIDTHS = {0: 72, 1: 260}


class AudiencePage(Page):
    """The author's page for the list of people."""

    stage = Stage.AUDIENCE
    title = N_("Audience")
    purpose = N_("Everybody who will get this message, one row and one address each.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self._revision = 0
        self._wanted_row = 0
        self.model = AudienceModel(session)
        self.table = QTableView()
        self.search = SearchEdit(_("Search people"))
        self.count = label(role="muted")
        self.promise_mark = IconLabel("circle-check", "done", 20)
        self.promise = label(role="strong", wraps=True)
        self.promise_more = label(role="muted", wraps=True)
        self.languages = ElidedLabel(role="caption")
        self.file = ElidedLabel(role="muted")
        self.replace = Button(_("Replace the file…"), icon="upload", pressed=self.choose_file)
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_PAUSE_MS)
        self._timer.timeout.connect(lambda: self.model.show_search(self.search.text().strip()))
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.model.counted.connect(self._counted)
        self.model.modelReset.connect(self._size_columns)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)

    def refresh(self) -> None:
        """Show the promise; read the table anew when the revision is another."""
        content = self.session.content
        assert content is not None
        self._show_promise(content)
        self.replace.setVisible(not content.frozen)
        self.show_findings(self.stage_findings)
        if content.revision != self._revision:
            self._revision = content.revision
            self.model.show_search(self.search.text().strip())
        count = content.audience
        words = ngettext("Use this {count} person", "Use these {count} people", count)
        blocked = any(item.blocks for item in self.stage_findings)
        self.set_primary(
            place(words, count=f"{count:,}"),
            enabled=bool(count) and not blocked,
            reason="" if count and not blocked else self._reason(count),
        )

    def press_primary(self) -> None:
        """Go on to the preview."""
        self.session.go_to(Stage.PREVIEW)

    def show_finding(self, finding: Finding) -> bool:
        """Select the row a finding speaks of."""
        address, number = finding.place_of("recipient"), finding.place_of("row")
        if address is None and number is None:
            return False
        if isinstance(address, str):
            self.search.setText(address)
        elif isinstance(number, int):
            self.search.clear()
            self._wanted_row = number
            self._select_wanted()
        return True

    def choose_file(self) -> None:
        """Ask for another list of people."""
        dialog = QFileDialog(self, _("Open a list of people"))
        dialog.setNameFilter(_("Lists of people (*.csv *.tsv *.txt *.xlsx *.parquet)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.open()

    def take_file(self, file: Path) -> None:
        """Take another list over; if something is wrong with it, nothing changes."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign
        self.change(
            lambda _task: workspace.replace_audience(campaign, file, by=person),
            then=self._taken,
            label=place(_("Reading {name}"), name=file.name),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file while nothing is frozen."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self.session.is_frozen:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file over."""
        self.take_file(Path(event.mimeData().urls()[0].toLocalFile()))

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        promise = Card()
        promise.body.setSpacing(4)
        promise.body.addLayout(row(self.promise_mark, self.promise, self.replace, stretch=1))
        promise.body.addLayout(row(self.promise_more, self.file, stretch=0))
        promise.body.addLayout(row(self.languages, stretch=0))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(320)
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(_("People"))
        table.horizontalHeader().setSelectionModel(QItemSelectionModel(self.model, table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.row_height(36, 1.0))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.content.addWidget(promise)
        line = row(self.search, self.count)
        line.addStretch(1)
        self.content.addLayout(line)
        self.content.addWidget(table, 1)

    def _show_promise(self, content: CampaignContent) -> None:
        settings = content.campaign.audience
        count, expected = content.audience, settings.expected
        numbers = {"expected": f"{expected or 0:,}", "count": f"{count:,}"}
        if expected is None:
            self.promise_mark.show_icon("triangle-alert", "look")
            text = _("Nobody has said how many people to expect. This list has {count}.")
        elif abs(count - expected) <= expected * settings.tolerance:
            self.promise_mark.show_icon("circle-check", "done")
            text = _("You expected {expected} people. This list has {count}.")
        else:
            self.promise_mark.show_icon("octagon-x", "danger")
            text = _("You expected {expected} people, but this list has {count}.")
        self.promise.setText(place(text, **numbers))
        self.promise_more.setText(settings.rule or _("The rule for this list is not written down."))
        self.file.show_text(isolate(settings.file))
        parts = [
            place(
                _("{language} {count}"),
                language=language_name(tag) or _("not stated"),
                count=f"{number:,}",
            )
            for tag, number in sorted(content.locale_counts, key=lambda pair: -pair[1])
        ]
        self.languages.show_text(" · ".join(parts))

    def _reason(self, count: int) -> str:
        if not count:
            return _("The list is empty.")
        return _("What must be fixed is listed above.")

    def _counted(self, total: int) -> None:
        words = ngettext("{count} person", "{count} people", total)
        self.count.setText(place(words, count=f"{total:,}"))
        if self.search.text() and total == 1:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._select_wanted()

    def _select_wanted(self) -> None:
        if self._wanted_row and self.model.rowCount():
            at = min(self._wanted_row - 2, self.model.rowCount() - 1)
            self._wanted_row = 0
            index = self.model.index(max(0, at), 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _size_columns(self) -> None:
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, COLUMN_WIDTHS.get(column, 148))

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        recipient = self.model.recipient(current.row()) if current.isValid() else None
        if recipient is not None:
            self.session.inspected.emit(recipient)

    def _taken(self, result: ImportResult) -> None:
        self.show_findings(result.findings)
        if result.id:
            self.say(_("The list was taken over."))
        else:
            self.findings.open_list()
