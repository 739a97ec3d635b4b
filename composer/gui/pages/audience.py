"""Audience: the promise, then the list: chosen, read, mended, used; never the wrong one by mistake.

A list that was read lies beside the one in use until somebody presses *Use these people*. Every
change goes to the façade and can be taken back with Ctrl+Z. Which list is good enough to be used is
decided there; this page shows it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)

from composer.audience.sources.source import SourceOptions
from composer.findings import Finding
from composer.gui.audience.actions import AudienceActions
from composer.gui.audience.audience_view import AudienceView
from composer.gui.audience.bringing import Bringing
from composer.gui.audience.intake import Intake
from composer.gui.audience.known import KnownReader
from composer.gui.audience.pending_actions import PendingActions
from composer.gui.audience.problem_lines import reading_lines
from composer.gui.audience.row_sheet import RowSheet
from composer.gui.audience.situation import Mode, Situation, next_step
from composer.gui.audience.source_pane import SourcePane
from composer.gui.audience.tool_row import AudienceTools, bind_keys
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages.scrolling import scrolled
from composer.gui.session import Session
from composer.i18n import N_, _, ngettext, place
from composer.model.audience import (
    PendingAudience,
    ReadingProgress,
    SourceView,
    TableRow,
)
from composer.model.person import Role
from composer.model.stages import Stage


class AudiencePage(Page):
    """The author's page for the list of people."""

    stage = Stage.AUDIENCE
    title = N_("Audience")
    purpose = N_("Everybody who will get this message, one row and one address each.")
    fills = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self._reader = KnownReader(self)
        self._was_asked_to_promise = False
        self._refused_by: tuple[Finding, ...] = ()
        self.changes = AudienceActions(self)
        self.intake = Intake(self, self.changes)
        self.with_pending = PendingActions(self, self.changes)
        self.view = AudienceView(session)
        self.promise, self.problems = self.view.promise, self.view.problems
        self.pending_bar, self.drop = self.view.pending_bar, self.view.drop
        self.reading, self.people = self.view.reading, self.view.people
        self.model, self.table = self.people.model, self.people.table
        self.search = self.people.search
        self.tool_row = AudienceTools()
        self.choose_tool, self.replace = self.tool_row.choose, self.tool_row.replace
        self.bringing = Bringing(self, self.intake, self.drop, may_bring=lambda: self._may_bring)
        self.tools.addWidget(self.tool_row)
        self.content.addWidget(scrolled(self.view), 1)  # large text needs more than a small window
        self._connect()
        bind_keys(
            self,
            (QKeySequence.StandardKey.Paste, self.bringing.paste),
            (QKeySequence.StandardKey.Undo, self.changes.undo),
            (QKeySequence.StandardKey.Redo, self.changes.redo),
        )

    # --- what the page is about --------------------------------------------------------------

    @property
    def source(self) -> SourcePane:
        """The pane for a list that was opened."""
        return self.view.source

    @property
    def situation(self) -> Situation:
        """What there is at the moment; only asked for while a campaign is open."""
        content, known = self.session.content, self._reader.known
        assert content is not None
        may = bool(self.session.person.roles & {Role.AUTHOR, Role.OWNER})
        return Situation(
            content=content,
            pending=known.pending if known is not None else None,
            view=self.intake.view,
            is_reading=self.intake.is_reading,
            may_edit=may and not content.frozen,
            is_taken=self.with_pending.is_taken,
        )

    @property
    def mode(self) -> Mode:
        """What is shown now."""
        return self.situation.mode

    def refresh(self) -> None:
        """Show what is known and ask for what the campaign does not say itself."""
        self._show_all()
        self._reader.read()

    def leave(self) -> None:
        """Keep what is still being written: a cell, the promise, and changes that wait."""
        self.people.table.keep_written()
        self.promise.keep_written()
        self.changes.finish()

    def press_primary(self) -> None:
        """Do the next step."""
        match self.mode:
            case Mode.EMPTY:
                self.bringing.choose_file()
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
        if self.session.content is None or not self.situation.has_people:
            return False
        return self.people.show_finding(finding)

    def open_findings(self) -> None:
        """Open what was found, wherever it is shown now."""
        if self.problems.isVisible():
            self.problems.open_list()
        else:
            super().open_findings()

    # --- what Qt calls -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file while nothing is frozen."""
        if self.bringing.hold_over(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing is held over the page any more."""
        self.bringing.take_away()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into the file."""
        self.bringing.take_dropped(event.mimeData())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the tools' words where there is room."""
        super().resizeEvent(event)
        self.tool_row.fit(self.width() - self.heading.sizeHint().width() - 80)

    # --- inside ------------------------------------------------------------------------------

    @property
    def _may_bring(self) -> bool:
        """Whether another list may be brought now."""
        return (
            self.session.content is not None
            and self.situation.may_edit
            and not self.intake.is_reading
        )

    def _connect(self) -> None:
        intake, changes, people = self.intake, self.changes, self.people
        self._reader.came.connect(self._known_came)
        self._reader.compared.connect(self.view.show_since_proof)
        self.promise.kept.connect(changes.keep_promise)
        self.drop.paste_wanted.connect(self.bringing.paste)
        self.replace.clicked.connect(self.bringing.choose_file)
        self.tool_row.list.clicked.connect(self.session.suppressions_requested)
        self.choose_tool.toggled.connect(lambda on: people.show_panel(shown=on))
        intake.opened.connect(self._opened)
        intake.progressed.connect(self._progressed)
        intake.was_read.connect(self._was_read)
        intake.changed.connect(self._show_all)
        self.view.source_made.connect(self._source_made)
        self.reading.cancel_wanted.connect(intake.cancel)
        self.problems.show_wanted.connect(self._show_problem)
        self.problems.mend_wanted.connect(self._mend_first)
        self.problems.leave_out_wanted.connect(changes.leave_out)
        self.problems.take_back_wanted.connect(changes.take_back)
        self.pending_bar.columns_wanted.connect(intake.go_back)
        self.with_pending.follow(self.pending_bar)
        self.with_pending.gone.connect(lambda: self._take_pending(None))
        self.with_pending.taken.connect(self._keep_until_read)
        self.with_pending.refused.connect(self._show_refused)
        people.model.edited.connect(self._mend)
        people.table.row_wanted.connect(self._ask_for_row)
        people.side.answered.connect(changes.change_settings)
        changes.pending_changed.connect(self._take_pending)
        changes.rows_changed.connect(people.refresh_rows)
        changes.did.connect(self.say)
        changes.refused.connect(self._show_refused)
        changes.began.connect(self._forget_refused)

    def _source_made(self, source: SourcePane) -> None:
        source.reopened.connect(self.intake.open_anew)
        source.put_away.connect(self.intake.put_away)
        source.changed.connect(self._show_footer)

    def _keep_until_read(self) -> None:
        """Show the list that was taken over until the campaign has it: never an empty page."""
        pending = self._reader.known.pending if self._reader.known is not None else None
        self._reader.take_pending(pending)
        self._show_all()

    def _known_came(self) -> None:
        self.with_pending.is_taken = False
        known = self._reader.known
        if known is not None:
            self.intake.know_waiting(known.source, known.settings)
        self._show_all()

    def _show_all(self) -> None:
        if self.session.content is None:
            return
        now, known = self.situation, self._reader.known
        self.changes.reading = now.pending.reading if now.pending is not None else None
        self.view.show_situation(
            now, known, may_go_back=self.intake.may_go_back, refused=self._refused_by
        )
        self.show_findings(self.stage_findings if now.mode is Mode.IN_USE else ())
        self.tool_row.show_situation(now)
        if now.has_people and known is not None:
            self.view.show_people(now, known, self.stage_findings)
        self._show_footer()
        if now.mode is Mode.EMPTY and now.may_edit and known is not None:
            self._ask_for_promise(now)

    def _ask_for_promise(self, now: Situation) -> None:
        """Open the form once where nothing was said yet: it comes before the list."""
        if now.content.campaign.audience.expected is None and not self._was_asked_to_promise:
            self._was_asked_to_promise = True
            self.promise.edit()

    def _show_footer(self) -> None:
        if self.session.content is None:
            return
        step = next_step(
            self.situation,
            source_problem=self.view.source_problem,
            lines=self.problems.lines,
            findings=self.stage_findings,
        )
        self.set_primary(step.text, enabled=step.enabled, reason=step.reason)

    def _opened(self, view: SourceView, options: SourceOptions) -> None:
        content = self.session.content
        if content is None:
            return  # the campaign is being left
        self._refused_by = ()
        self.source.show_source(view, options)
        if self.promise.is_open:
            return  # what is being written there stays
        if content.campaign.audience.expected is None:
            self.promise.edit()
        else:
            self.source.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        if self.source.problem() or not self.promise.keep_written():
            return
        self.problems.show_lines(())
        self.problems.toggle.setChecked(True)
        has_former = bool(self.situation.content.audience)
        self.reading.begin(self.intake.name, has_former=has_former)
        self.intake.read(self.source.settings)

    def _progressed(self, progress: ReadingProgress) -> None:
        if self.intake.is_reading:
            self.reading.show_progress(progress)
            self.problems.show_lines(reading_lines(progress.groups))

    def _was_read(self, pending: PendingAudience) -> None:
        self.changes.steps.forget()
        self._take_pending(pending)
        self.problems.toggle.setChecked(bool(self.problems.lines))
        self._stand_on_result()
        words = ngettext("{count} person was read.", "{count} people were read.", pending.people)
        self.session.announce(place(words, count=number(pending.people)))

    def _stand_on_result(self) -> None:
        """Give the focus to what is next: it stood on what the reading took away."""
        if self.problems.lines:
            QTimer.singleShot(0, self, self.problems.open_list)  # its buttons are shown by then
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_pending(self, pending: PendingAudience | None) -> None:
        self._reader.take_pending(pending)
        before = self.problems.said
        self._show_all()
        if pending is not None and self.problems.said != before:
            self.session.announce(self.problems.said or _("Nothing must be fixed any more."))

    def _show_refused(self, findings: tuple[Finding, ...]) -> None:
        self._refused_by = findings
        self._show_all()
        self.problems.open_list()

    def _forget_refused(self) -> None:
        self._refused_by = ()

    def _mend(self, row: TableRow, column: str, text: str) -> None:
        before = dict(zip(self.model.columns, row.cells, strict=False)).get(column, "")
        self.changes.fix(row, column, before=before, after=text)

    def _ask_for_row(self, row: TableRow) -> None:
        sheet = RowSheet(self, row, self.model.columns)
        sheet.wanted.connect(lambda cells: self.changes.fix_row(row, cells))
        sheet.open()

    def _show_problem(self, code: str) -> None:
        self.people.show_problem(code, self._problem_words(code))

    def _mend_first(self, code: str) -> None:
        self.people.mend_first(code, self._problem_words(code))

    def _problem_words(self, code: str) -> str:
        return next((line.text for line in self.problems.lines if line.code == code), code)
