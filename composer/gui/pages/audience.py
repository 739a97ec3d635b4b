"""Audience: the promise, then the list: chosen, read, mended, used; never the wrong one by mistake.

A list that was read lies beside the one in use until somebody presses *Use these people*. Every
change goes to the façade and can be taken back with Ctrl+Z. Which list is good enough to be used is
decided there; this page shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
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
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from composer.audience.sources.source import SourceOptions
from composer.findings import Finding, blocking
from composer.gui.audience.actions import AudienceActions
from composer.gui.audience.choices_panel import Around
from composer.gui.audience.drop_zone import DropZone, dropped_file, file_dialog, pasted_cells
from composer.gui.audience.filter_count import FilterCount
from composer.gui.audience.intake import Intake
from composer.gui.audience.languages import chain_words
from composer.gui.audience.pending_bar import PendingBar
from composer.gui.audience.people_model import PeopleModel
from composer.gui.audience.people_table import PeopleTable
from composer.gui.audience.people_view import PeopleView, Shown
from composer.gui.audience.problem_lines import finding_lines, pending_lines, reading_lines
from composer.gui.audience.problem_list import ProblemList
from composer.gui.audience.promise_card import PromiseCard
from composer.gui.audience.promise_words import Promise, promise_of
from composer.gui.audience.reading_pane import ReadingPane
from composer.gui.audience.source_pane import SourcePane
from composer.gui.audience.tool_row import ToolRow
from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.parts import SearchEdit
from composer.gui.session import Session
from composer.i18n import N_, _, ngettext, place
from composer.model.audience import PendingAudience, ReadingProgress, SourceView, TableRow
from composer.model.campaign import AudienceSettings
from composer.model.overview import CampaignContent, CampaignSummary, ImportResult
from composer.model.person import Role
from composer.model.stages import Stage


class Mode(Enum):
    """What the page is about at the moment."""

    EMPTY = auto()
    SOURCE = auto()
    READING = auto()
    PENDING = auto()
    IN_USE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    pending: PendingAudience | None = None
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
        self._settings: AudienceSettings | None = None
        self._asked = 0
        self.intake = Intake(self)
        self.actions_taken = AudienceActions(self)
        self.promise = PromiseCard()
        self.problems = ProblemList()
        self.pending_bar = PendingBar()
        self.drop = DropZone()
        self.source = SourcePane()
        self.reading = ReadingPane()
        self.people = PeopleView(session)
        self.body = QStackedWidget()
        self.tool_row = ToolRow()
        self.choose_tool = self.tool_row.add(_("Who gets it"), "funnel", checkable=True)
        self.replace = self.tool_row.add(_("Replace the list…"), "upload")
        self.list_tool = self.tool_row.add(_("Do-not-write list"), "circle-slash")
        self.counting = FilterCount(session, self.people.choices)
        self._lay_out_page()
        self._connect()

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
    def mode(self) -> Mode:
        """What is shown now."""
        content, known = self.session.content, self._known
        if self.intake.is_reading:
            return Mode.READING
        if self.intake.is_open:
            return Mode.SOURCE
        if known is not None and known.pending is not None:
            return Mode.PENDING
        return Mode.IN_USE if content is not None and content.audience else Mode.EMPTY

    @property
    def may_edit(self) -> bool:
        """Whether this person may change the audience now."""
        may = bool(self.session.person.roles & {Role.AUTHOR, Role.OWNER})
        return may and not self.session.is_frozen

    @property
    def pending(self) -> PendingAudience | None:
        """The list that waits, if there is one."""
        return self._known.pending if self._known is not None else None

    def refresh(self) -> None:
        """Show what is known and ask for what the campaign does not say itself."""
        self._show_all()
        self._asked += 1
        number, campaign = self._asked, self.session.campaign
        workspace = self.session.workspace

        def read(_task: Task) -> _Known:
            pending = workspace.audiences.pending(campaign)
            return _Known(
                pending=pending,
                columns=workspace.audiences.columns(campaign, pending=pending is not None),
                campaigns=tuple(one for one in workspace.campaigns() if one.id != campaign),
            )

        def take(known: _Known) -> None:
            if number == self._asked:
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
                self._take_over()
            case Mode.IN_USE:
                self.session.go_to(Stage.PREVIEW)
            case Mode.READING:
                pass

    def show_finding(self, finding: Finding) -> bool:
        """Select the row a finding speaks of."""
        address, number = finding.place_of("recipient"), finding.place_of("row")
        if self.mode not in {Mode.PENDING, Mode.IN_USE}:
            return False
        if isinstance(number, int):
            self.people.show_row(number)
        elif isinstance(address, str):
            self.people.search.setText(address)
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
        if not self.may_edit:
            return
        if "\n" in cells.strip():
            self.intake.open(cells)
        else:
            self.say(_("The clipboard holds no cells. Copy them in a spreadsheet first."))

    # --- drag and drop -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file while nothing is frozen."""
        if dropped_file(event.mimeData()) is not None and self.may_edit:
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
        for part in (self.drop, self.source, self.reading, self.people):
            self.body.addWidget(part)
        for widget in (self.promise, self.pending_bar, self.problems):
            self.content.addWidget(widget)
        self.content.addWidget(self.body, 1)
        self.content.setSpacing(12)
        self.pending_bar.hide()

    def _connect(self) -> None:
        intake, actions, people = self.intake, self.actions_taken, self.people
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
        self.problems.leave_out_wanted.connect(actions.leave_out)
        self.problems.take_back_wanted.connect(actions.take_back)
        self.pending_bar.save_wanted.connect(self._save_bad_rows)
        self.pending_bar.bring_wanted.connect(self._bring_rows)
        self.pending_bar.discard_wanted.connect(self._discard)
        people.model.edited.connect(self._mend)
        people.choices.answered.connect(self._answer)
        actions.pending_changed.connect(self._take_pending)
        actions.rows_changed.connect(people.refresh_rows)
        actions.did.connect(self.say)
        for keys, slot in (
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence.StandardKey.Undo, actions.undo),
            (QKeySequence.StandardKey.Redo, actions.redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _show_all(self) -> None:
        content = self.session.content
        if content is None:
            return
        mode, may_edit = self.mode, self.may_edit
        self._settings = content.campaign.audience
        self._show_promise(content, mode)
        self._show_problems(mode)
        self.pending_bar.setVisible(mode is Mode.PENDING)
        if self.pending is not None:
            self.pending_bar.show_pending(self.pending, may_edit=may_edit)
        self.body.setCurrentWidget(
            {Mode.EMPTY: self.drop, Mode.SOURCE: self.source, Mode.READING: self.reading}.get(
                mode, self.people
            )
        )
        has_people = mode in {Mode.PENDING, Mode.IN_USE}
        self.choose_tool.setVisible(has_people)
        self.replace.setVisible(has_people and may_edit)
        if has_people and self._known is not None:
            self._show_people(content, self._known)
        self._show_footer()

    def _show_promise(self, content: CampaignContent, mode: Mode) -> None:
        promise, pending = promise_of(content.campaign.audience), self.pending
        count = content.audience or None
        if mode in {Mode.SOURCE, Mode.READING}:
            count = None
        elif pending is not None:
            count = pending.people
        self.promise.show_promise(promise, count=count, may_edit=self.may_edit)

    def _show_problems(self, mode: Mode) -> None:
        if mode is Mode.PENDING and self.pending is not None:
            self.problems.show_lines(pending_lines(self.pending, may_edit=self.may_edit))
        elif mode is Mode.SOURCE and self.intake.view is not None:
            self.problems.show_lines(finding_lines(self.intake.view.findings))
        elif mode is not Mode.READING:
            self.problems.show_lines(())
        self.show_findings(self.stage_findings if mode is Mode.IN_USE else ())

    def _show_people(self, content: CampaignContent, known: _Known) -> None:
        settings, pending = content.campaign.audience, known.pending
        stamp: tuple[object, ...] = (content.revision, content.audience)
        if pending is not None:
            stamp = (pending.file, pending.read_at, pending.left_out)
        shown = Shown(
            pending=pending is not None,
            stamp=stamp,
            may_edit=pending is not None and self.may_edit,
            email=settings.email,
            locale=settings.locale,
        )
        self.people.show_list(shown, chain_words(content))
        locales = dict(content.locale_counts)
        around = Around(
            columns=known.columns,
            campaigns=known.campaigns,
            languages=(
                content.campaign.locale,
                *(catalogue.locale for catalogue in content.message.catalogues),
            ),
            without_language=locales.get("", 0),
            findings=pending.findings if pending is not None else self.stage_findings,
        )
        self.people.choices.show_settings(settings, around)
        self.people.choices.set_read_only(read_only=not self.may_edit)
        people = pending.people if pending is not None else content.audience
        out = (
            sum(left.rows for left in pending.left_out if left.code == "segment") if pending else 0
        )
        self.counting.follow(known.columns, pending=pending is not None, people=people + out)

    def _show_footer(self) -> None:
        content, mode = self.session.content, self.mode
        if content is None:
            return
        self.set_secondary("")
        if mode is Mode.EMPTY:
            reason = (
                "" if content.campaign.audience.expected else _("First say how many you expect.")
            )
            self.set_primary(_("Choose a file…"), enabled=self.may_edit, reason=reason)
        elif mode is Mode.SOURCE:
            reason = self.source.problem()
            self.set_primary(self._read_words(), enabled=not reason, reason=reason)
        elif mode is Mode.READING:
            self.set_primary(
                _("Use these people"), enabled=False, reason=_("The list is being read.")
            )
        elif mode is Mode.PENDING and self.pending is not None:
            reason = self._why_not(self.pending)
            self.set_primary(
                _use_words(self.pending.people), enabled=not reason and self.may_edit, reason=reason
            )
        else:
            stopped = bool(blocking(self.stage_findings))
            reason = _("What must be fixed is listed above.") if stopped else ""
            self.set_primary(_("Go to Preview"), enabled=not stopped, reason=reason)

    def _read_words(self) -> str:
        rows = self.intake.view.rows if self.intake.view is not None else None
        if rows is None:
            return _("Read this list")
        words = ngettext("Read {count} row", "Read {count} rows", rows)
        return place(words, count=f"{rows:,}")

    def _why_not(self, pending: PendingAudience) -> str:
        if not self.may_edit:
            return _("Only authors and the owner use another list.")
        if pending.may_be_taken_over:
            return ""
        worst = next((line for line in self.problems.lines if line.severity.value == "block"), None)
        if worst is None:
            return _("What must be fixed is listed above.")
        if not worst.may_leave_out:
            return worst.text
        return place(_("{problem}. Mend them, or leave these people out."), problem=worst.text)

    def _opened(self, view: SourceView, options: SourceOptions) -> None:
        self.source.show_source(view, options)
        if self._settings is not None and self._settings.expected is None:
            self.promise.edit()
        else:
            self.source.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        if self._settings is None or self.source.problem():
            return
        content = self.session.content
        has_former = bool(content and content.audience)
        self.problems.show_lines(())
        self.problems.toggle.setChecked(True)
        self.reading.begin(self.intake.name, has_former=has_former)
        self.intake.read(self.source.settings(self._settings))

    def _progressed(self, progress: ReadingProgress) -> None:
        if self.intake.is_reading:
            self.reading.show_progress(progress)
            self.problems.show_lines(reading_lines(progress.groups))

    def _was_read(self, pending: PendingAudience) -> None:
        self.actions_taken.steps.forget()
        self._take_pending(pending)
        self.problems.toggle.setChecked(bool(self.problems.lines))
        words = ngettext("{count} person was read.", "{count} people were read.", pending.people)
        self.session.announce(place(words, count=f"{pending.people:,}"))

    def _take_pending(self, pending: PendingAudience | None) -> None:
        known = self._known or _Known()
        self._asked += 1  # an answer that is under way is older than this one
        self._known = _Known(pending=pending, columns=known.columns, campaigns=known.campaigns)
        self._show_all()

    def _take_over(self) -> None:
        audiences, campaign, person = (
            self.session.workspace.audiences,
            self.session.campaign,
            self.session.person,
        )

        def taken(result: ImportResult) -> None:
            if result.id:
                self.actions_taken.steps.forget()
                self._take_pending(None)
                self.say(_("This list is in use now."))
            else:
                self.problems.show_lines(finding_lines(result.findings))
                self.problems.open_list()

        self.change(
            lambda _task: audiences.take_over(campaign, by=person),
            then=taken,
            label=_("Taking the list over"),
        )

    def _discard(self) -> None:
        audiences, campaign, person = (
            self.session.workspace.audiences,
            self.session.campaign,
            self.session.person,
        )
        self.actions_taken.steps.forget()

        def gone(_none: object) -> None:
            self._take_pending(None)
            self.say(_("The list was put away. The one in use is as it was."))

        self.change(lambda _task: audiences.discard(campaign, by=person), then=gone)

    def _keep_promise(self, promise: Promise) -> None:
        if self._settings is not None:
            self.actions_taken.keep_promise(promise_of(self._settings), promise)

    def _answer(self, settings: AudienceSettings, what: str) -> None:
        if self._settings is not None:
            self.actions_taken.change_settings(self._settings, settings, what)

    def _mend(self, row: TableRow, column: str, text: str) -> None:
        before = dict(zip(self.people.model.columns, row.cells, strict=False)).get(column, "")
        self.actions_taken.fix(row, column, before=before, after=text)

    def _show_problem(self, code: str) -> None:
        words = next((line.text for line in self.problems.lines if line.code == code), code)
        self.people.show_problem(code, words)

    def _save_bad_rows(self) -> None:
        dialog = QFileDialog(self, _("Save the bad rows"), "bad rows.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save_bad_rows(Path(path)))
        dialog.open()

    def save_bad_rows(self, file: Path) -> None:
        """Write the rows with problems, to be corrected elsewhere."""
        audiences, campaign = self.session.workspace.audiences, self.session.campaign

        def saved(count: int) -> None:
            words = ngettext("{count} row was saved.", "{count} rows were saved.", count)
            self.say(place(words, count=f"{count:,}"))

        self.ask(lambda _task: audiences.export_bad_rows(campaign, file), then=saved)

    def _bring_rows(self) -> None:
        dialog = file_dialog(self, title=_("Open the corrected rows"))
        dialog.fileSelected.connect(lambda path: self.actions_taken.bring_back(Path(path)))
        dialog.open()


def _use_words(people: int) -> str:
    words = ngettext("Use this {count} person", "Use these {count} people", people)
    return place(words, count=f"{people:,}")
