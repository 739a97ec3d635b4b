"""Audience: the promise, then the list: chosen, read, mended, used; never the wrong one by mistake.

A list that was read lies beside the one in use until somebody presses *Use these people*. Every
change goes to the façade and can be taken back with Ctrl+Z. Which list is good enough to be used is
decided there; this page shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.audience.sources.source import SourceOptions
from composer.findings import Finding
from composer.gui.audience.actions import AudienceActions
from composer.gui.audience.choices_panel import Around
from composer.gui.audience.drop_zone import DropZone, dropped_file, file_dialog, pasted_cells
from composer.gui.audience.filter_count import FilterCount
from composer.gui.audience.intake import Intake
from composer.gui.audience.languages import chain_words
from composer.gui.audience.panes import Panes
from composer.gui.audience.pending_actions import PendingActions
from composer.gui.audience.pending_bar import PendingBar
from composer.gui.audience.people_model import PeopleModel
from composer.gui.audience.people_table import PeopleTable
from composer.gui.audience.people_view import PeopleView, Shown
from composer.gui.audience.problem_lines import finding_lines, pending_lines, reading_lines
from composer.gui.audience.problem_list import ProblemList
from composer.gui.audience.promise_card import PromiseCard
from composer.gui.audience.promise_words import Promise, promise_of
from composer.gui.audience.reading_pane import ReadingPane
from composer.gui.audience.situation import Mode, Situation, next_step
from composer.gui.audience.source_pane import SourcePane
from composer.gui.audience.tool_row import ToolRow
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import SearchEdit
from composer.gui.session import Session
from composer.i18n import N_, _, ngettext, place
from composer.model.audience import PendingAudience, ReadingProgress, SourceView, TableRow
from composer.model.campaign import AudienceSettings
from composer.model.overview import CampaignSummary
from composer.model.person import Role
from composer.model.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the campaign's content does not say."""

    pending: PendingAudience | None = None
    settings: AudienceSettings | None = None
    columns: tuple[str, ...] = ()
    campaigns: tuple[CampaignSummary, ...] = ()


class AudiencePage(Page):
    """The author's page for the list of people."""

    stage = Stage.AUDIENCE
    title = N_("Audience")
    purpose = N_("Everybody who will get this message, one row and one address each.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self._known: _Known | None = None
        self._asked = 0
        self._was_asked_to_promise = False
        self.intake = Intake(self)
        self.changes = AudienceActions(self)
        self.with_pending = PendingActions(self, self.changes)
        self.promise = PromiseCard()
        self.problems = ProblemList()
        self.pending_bar = PendingBar()
        self.drop = DropZone()
        self.source = SourcePane()
        self.reading = ReadingPane()
        self.people = PeopleView(session)
        self.body = Panes(self.drop, self.source, self.reading, self.people)
        self.tool_row = ToolRow()
        self.choose_tool = self.tool_row.add(_("Who gets it"), "funnel", checkable=True)
        self.replace = self.tool_row.add(_("Replace the list…"), "upload")
        self.list_tool = self.tool_row.add(_("Do-not-write list"), "circle-slash")
        self.counting = FilterCount(session, self.people.choices)
        self._lay_out_page()
        self._connect()
        self._bind_keys()

    # --- what the page is about --------------------------------------------------------------

    @property
    def model(self) -> PeopleModel:
        """The rows of the table."""
        return self.people.model

    @property
    def table(self) -> PeopleTable:
        """The table of people."""
        return self.people.table

    @property
    def search(self) -> SearchEdit:
        """The line to search people in."""
        return self.people.search

    @property
    def situation(self) -> Situation:
        """What there is at the moment; only asked for while a campaign is open."""
        content = self.session.content
        assert content is not None
        may = bool(self.session.person.roles & {Role.AUTHOR, Role.OWNER})
        return Situation(
            content=content,
            pending=self._known.pending if self._known is not None else None,
            view=self.intake.view,
            is_reading=self.intake.is_reading,
            may_edit=may and not content.frozen,
        )

    @property
    def mode(self) -> Mode:
        """What is shown now."""
        return self.situation.mode

    def refresh(self) -> None:
        """Show what is known and ask for what the campaign does not say itself."""
        self._show_all()
        self._asked += 1
        asked, campaign, workspace = self._asked, self.session.campaign, self.session.workspace

        def read(_task: Task) -> _Known:
            pending = workspace.audiences.pending(campaign)
            return _Known(
                pending=pending,
                settings=workspace.audiences.pending_settings(campaign),
                columns=workspace.audiences.columns(campaign, pending=pending is not None),
                campaigns=tuple(one for one in workspace.campaigns() if one.id != campaign),
            )

        def take(known: _Known) -> None:
            if asked == self._asked:
                self._known = known
                self._show_all()

        self.ask(read, then=take)

    def press_primary(self) -> None:
        """Do the next step."""
        match self.mode:
            case Mode.EMPTY:
                self.choose_file()
            case Mode.SOURCE:
                self._read()
            case Mode.PENDING:
                self.with_pending.take_over()
            case Mode.IN_USE:
                self.session.go_to(Stage.PREVIEW)
            case Mode.READING:
                pass

    def show_finding(self, finding: Finding) -> bool:
        """Select the row a finding speaks of."""
        address, row = finding.place_of("recipient"), finding.place_of("row")
        if not self.situation.has_people:
            return False
        if isinstance(row, int):
            self.people.show_row(row)
        elif isinstance(address, str):
            self.search.setText(address)
        else:
            return False
        return True

    def open_findings(self) -> None:
        """Open what was found, wherever it is shown now."""
        if self.problems.isVisible():
            self.problems.open_list()
        else:
            super().open_findings()

    def choose_file(self) -> None:
        """Ask for a list of people."""
        dialog = file_dialog(self, title=_("Open a list of people"))
        dialog.fileSelected.connect(lambda path: self.intake.open(Path(path)))
        dialog.open()

    def paste(self) -> None:
        """Look at the cells that the clipboard holds."""
        cells = pasted_cells()
        if not self.situation.may_edit:
            return
        if "\n" in cells.strip():
            self.intake.open(cells)
        else:
            self.say(_("The clipboard holds no cells. Copy them in a spreadsheet first."))

    # --- what Qt calls -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file while nothing is frozen."""
        if dropped_file(event.mimeData()) is not None and self.situation.may_edit:
            event.acceptProposedAction()
            self.drop.show_over(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing is held over the page any more."""
        self.drop.show_over(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into the file."""
        self.drop.show_over(over=False)
        file = dropped_file(event.mimeData())
        if file is not None:
            self.intake.open(file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the tools' words where there is room."""
        super().resizeEvent(event)
        self.tool_row.fit(self.width() - self.heading.sizeHint().width() - 80)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out_page(self) -> None:
        self.tools.addWidget(self.tool_row)
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.promise, self.pending_bar, self.problems):
            column.addWidget(widget)
        column.addWidget(self.body, 1)
        self.content.addWidget(scrolled(ground), 1)  # large text needs more than a small window
        self.pending_bar.hide()

    def _connect(self) -> None:
        intake, changes, people = self.intake, self.changes, self.people
        self.promise.kept.connect(self._keep_promise)
        self.drop.paste_wanted.connect(self.paste)
        self.replace.clicked.connect(self.choose_file)
        self.list_tool.clicked.connect(self.session.suppressions_requested)
        self.choose_tool.toggled.connect(lambda on: people.show_panel(shown=on))
        intake.opened.connect(self._opened)
        intake.progressed.connect(self._progressed)
        intake.was_read.connect(self._was_read)
        intake.changed.connect(self._show_all)
        self.source.reopened.connect(intake.open_anew)
        self.source.put_away.connect(intake.put_away)
        self.source.changed.connect(self._show_footer)
        self.reading.cancel_wanted.connect(intake.cancel)
        self.problems.show_wanted.connect(self._show_problem)
        self.problems.leave_out_wanted.connect(changes.leave_out)
        self.problems.take_back_wanted.connect(changes.take_back)
        self.pending_bar.save_wanted.connect(self.with_pending.ask_where_to_save)
        self.pending_bar.bring_wanted.connect(self.with_pending.ask_for_rows)
        self.pending_bar.columns_wanted.connect(intake.go_back)
        self.pending_bar.discard_wanted.connect(self.with_pending.discard)
        self.with_pending.gone.connect(lambda: self._take_pending(None))
        self.with_pending.refused.connect(self._show_refused)
        people.model.edited.connect(self._mend)
        people.choices.answered.connect(self._answer)
        changes.pending_changed.connect(self._take_pending)
        changes.rows_changed.connect(people.refresh_rows)
        changes.did.connect(self.say)
        changes.refused.connect(self._show_refused)

    def _bind_keys(self) -> None:
        for keys, slot in (
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence.StandardKey.Undo, self.changes.undo),
            (QKeySequence.StandardKey.Redo, self.changes.redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _show_all(self) -> None:
        if self.session.content is None:
            return
        now = self.situation
        promise = promise_of(now.content.campaign.audience)
        self.promise.show_promise(promise, count=now.count, may_edit=now.may_edit)
        self._show_problems(now)
        self.pending_bar.setVisible(now.mode is Mode.PENDING)
        if now.pending is not None:
            self.pending_bar.show_pending(
                now.pending, may_edit=now.may_edit, may_go_back=self.intake.may_go_back
            )
        panes = {Mode.EMPTY: self.drop, Mode.SOURCE: self.source, Mode.READING: self.reading}
        self.body.show_pane(panes.get(now.mode, self.people))
        self.choose_tool.setVisible(now.has_people)
        self.replace.setVisible(now.has_people and now.may_edit)
        if now.has_people and self._known is not None:
            self._show_people(now, self._known)
        self._show_footer()
        if now.mode is Mode.EMPTY and now.may_edit and promise.expected is None:
            self._ask_for_promise()

    def _ask_for_promise(self) -> None:
        """Open the form once where nothing was said yet: it comes before the list."""
        if not self._was_asked_to_promise:
            self._was_asked_to_promise = True
            self.promise.edit()

    def _show_problems(self, now: Situation) -> None:
        if now.mode is Mode.PENDING and now.pending is not None:
            self.problems.show_lines(pending_lines(now.pending, may_edit=now.may_edit))
        elif now.mode is Mode.SOURCE and now.view is not None:
            self.problems.show_lines(finding_lines(now.view.findings))
        elif now.mode is not Mode.READING:
            self.problems.show_lines(())
        self.show_findings(self.stage_findings if now.mode is Mode.IN_USE else ())

    def _show_people(self, now: Situation, known: _Known) -> None:
        content, pending = now.content, known.pending
        settings, message = content.campaign.audience, content.message
        read_by = known.settings or settings
        shown = Shown(
            pending=pending is not None,
            stamp=now.stamp,
            may_edit=pending is not None and now.may_edit,
            email=read_by.email,
            locale=read_by.locale,
        )
        around = Around(
            columns=known.columns,
            campaigns=known.campaigns,
            languages=(content.campaign.locale, *(one.locale for one in message.catalogues)),
            without_language=dict(content.locale_counts).get("", 0),
            findings=pending.findings if pending is not None else self.stage_findings,
        )
        self.people.show_list(shown, chain_words(content))
        self.people.choices.show_settings(settings, around)
        self.people.choices.set_read_only(read_only=not now.may_edit)
        everybody = pending.rows if pending is not None else content.audience
        self.counting.follow(known.columns, pending=pending is not None, people=everybody)

    def _show_footer(self) -> None:
        if self.session.content is None:
            return
        step = next_step(
            self.situation,
            source_problem=self.source.problem(),
            lines=self.problems.lines,
            findings=self.stage_findings,
        )
        self.set_primary(step.text, enabled=step.enabled, reason=step.reason)

    def _opened(self, view: SourceView, options: SourceOptions) -> None:
        self.source.show_source(view, options)
        if self.situation.content.campaign.audience.expected is None:
            self.promise.edit()
        else:
            self.source.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        if self.source.problem():
            return
        content = self.situation.content
        self.problems.show_lines(())
        self.problems.toggle.setChecked(True)
        self.reading.begin(self.intake.name, has_former=bool(content.audience))
        self.intake.read(self.source.settings(content.campaign.audience))

    def _progressed(self, progress: ReadingProgress) -> None:
        if self.intake.is_reading:
            self.reading.show_progress(progress)
            self.problems.show_lines(reading_lines(progress.groups))

    def _was_read(self, pending: PendingAudience) -> None:
        self.changes.steps.forget()
        self._take_pending(pending)
        self.problems.toggle.setChecked(bool(self.problems.lines))
        words = ngettext("{count} person was read.", "{count} people were read.", pending.people)
        self.session.announce(place(words, count=number(pending.people)))

    def _take_pending(self, pending: PendingAudience | None) -> None:
        self._asked += 1  # an answer that is under way is older than this one
        self._known = replace(self._known or _Known(), pending=pending)
        before = self.problems.words.text()
        self._show_all()
        if pending is not None and self.problems.words.text() != before:
            self.session.announce(self.problems.words.text())

    def _show_refused(self, findings: tuple[Finding, ...]) -> None:
        self.problems.show_lines(finding_lines(findings))
        self.problems.open_list()

    def _keep_promise(self, promise: Promise) -> None:
        before = promise_of(self.situation.content.campaign.audience)
        self.changes.keep_promise(before, promise)

    def _answer(self, settings: AudienceSettings, what: str) -> None:
        before = self.situation.content.campaign.audience
        self.changes.change_settings(before, settings, what)

    def _mend(self, row: TableRow, column: str, text: str) -> None:
        before = dict(zip(self.model.columns, row.cells, strict=False)).get(column, "")
        self.changes.fix(row, column, before=before, after=text)

    def _show_problem(self, code: str) -> None:
        words = next((line.text for line in self.problems.lines if line.code == code), code)
        self.people.show_problem(code, words)
