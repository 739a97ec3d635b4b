"""Changes of an audience, one after the other, each with its way back.

Two quick edits of one cell must arrive in the order they were made, so a change waits for the one
before it. What the façade answers is the new state of the pending list, if there is one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from composer.gui.audience.promise_words import Promise
from composer.gui.audience.steps import Step, Steps
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.i18n import _, isolate, place
from composer.model.audience import PendingAudience, TableRow
from composer.model.campaign import AudienceSettings

Job = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One call of the façade, and what to do when it was done."""

    job: Job
    done: Callable[[], None]


class AudienceActions(QObject):
    """What the page does to the audience of the open campaign.

    Signals:
        pending_changed(PendingAudience): the list that waits has other people or problems.
        rows_changed(): only cells are others; the rows stay where they are.
        did(str): something was taken back or done again; say it.
        refused(tuple): findings; nothing was changed.
    """

    pending_changed = Signal(object)
    rows_changed = Signal()
    did = Signal(str)
    refused = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._session = page.session
        self._waiting: deque[Callable[[], _Work | None]] = deque()
        self._busy = False
        self.steps = Steps()

    def keep_promise(self, before: Promise, after: Promise) -> None:
        """Write the promise down."""
        audiences, campaign = self._session.workspace.audiences, self._session.campaign
        person = self._session.person

        def write(promise: Promise) -> Job:
            return lambda: audiences.set_contract(
                campaign,
                expected=promise.expected,
                tolerance=promise.tolerance,
                rule=promise.rule,
                agreed=promise.agreed,
                by=person,
            )

        self._do(Step(label=_("what you expect"), do=write(after), undo=write(before)))

    def fix(self, row: TableRow, column: str, *, before: str, after: str) -> None:
        """Mend a cell."""
        audiences, campaign = self._session.workspace.audiences, self._session.campaign
        person = self._session.person

        def write(value: str) -> Job:
            return lambda: audiences.fix_cell(
                campaign, row=row.row, column=column, value=value, by=person
            )

        words = place(_("{column} in row {row}"), column=isolate(column), row=number(row.row))
        self._do(Step(label=words, do=write(after), undo=write(before)))

    def leave_out(self, code: str) -> None:
        """Leave out the people with one kind of problem."""
        out, back = self._decisions(code)
        self._do(Step(label=_("leaving people out"), do=out, undo=back))

    def take_back(self, code: str) -> None:
        """Take the people with one kind of problem back."""
        out, back = self._decisions(code)
        self._do(Step(label=_("taking people back"), do=back, undo=out))

    def change_settings(self, before: AudienceSettings, after: AudienceSettings, what: str) -> None:
        """Answer one of the choices."""
        audiences, campaign = self._session.workspace.audiences, self._session.campaign
        person = self._session.person

        def write(settings: AudienceSettings) -> Job:
            def change() -> object:
                refused = audiences.change_settings(campaign, settings, by=person)
                return refused or audiences.pending(campaign)

            return change

        self._do(Step(label=what, do=write(after), undo=write(before)))

    def bring_back(self, file: Path) -> None:
        """Take corrected rows; there is no way back but the file that was before."""
        audiences, campaign = self._session.workspace.audiences, self._session.campaign
        person = self._session.person
        self.steps.forget()
        self._begin(
            lambda: _Work(
                job=lambda: audiences.bring_back(campaign, file, by=person), done=lambda: None
            )
        )

    def undo(self) -> None:
        """Take the last change back, after those that are still under way."""
        self._begin(lambda: self._again(self.steps.undo(), _("Taken back: {what}."), undo=True))

    def redo(self) -> None:
        """Do the last change again that was taken back."""
        self._begin(lambda: self._again(self.steps.redo(), _("Done again: {what}."), undo=False))

    # --- inside ------------------------------------------------------------------------------

    def _decisions(self, code: str) -> tuple[Job, Job]:
        audiences, campaign = self._session.workspace.audiences, self._session.campaign
        person = self._session.person
        return (
            lambda: audiences.leave_out(campaign, code, by=person),
            lambda: audiences.take_back(campaign, code, by=person),
        )

    def _do(self, step: Step) -> None:
        self._begin(lambda: _Work(job=step.do, done=lambda: self.steps.done(step)))

    def _again(self, step: Step | None, words: str, *, undo: bool) -> _Work | None:
        if step is None:
            return None
        said = place(words, what=step.label)
        return _Work(job=step.undo if undo else step.do, done=lambda: self.did.emit(said))

    def _begin(self, work: Callable[[], _Work | None]) -> None:
        self._waiting.append(work)
        self._next()

    def _next(self) -> None:
        while not self._busy and self._waiting:
            work = self._waiting.popleft()()
            if work is not None:
                self._start(work)

    def _start(self, work: _Work) -> None:
        self._busy = True

        def done(result: object) -> None:
            if isinstance(result, tuple) and result:
                self.refused.emit(result)
                return
            if isinstance(result, PendingAudience):
                self.pending_changed.emit(result)
            self.rows_changed.emit()
            work.done()

        task: Task = self._page.change(lambda _task: work.job(), then=done)
        task.ended.connect(self._ended)

    def _ended(self) -> None:
        self._busy = False
        self._next()
