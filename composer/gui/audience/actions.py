"""Changes of an audience, one after the other, each with its way back.

Two quick edits of one cell must arrive in the order they were made, and a list is used only with
everything that was mended before: so each call waits for the one before it, and what still waits
when the page goes is done without it. What the façade answers is the new state of the pending list,
if there is one. A change that was refused is not taken for done: its step is put back, and the rows
are read again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from composer.errors import ComposerError
from composer.gui.audience.promise_words import Promise
from composer.gui.audience.steps import Step, Steps
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.i18n import _, isolate, place
from composer.model.audience import PendingAudience, TableRow
from composer.model.campaign import AudienceSettings

Job = Callable[[], object]


def _nothing() -> None:
    """Do nothing: what is done was recorded, and nobody waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One call of the façade, and what to do when it began, was done, or was refused.

    `then` gets what the façade gave; without it, that is the new state of the pending list.
    """

    job: Callable[[Task], object]
    then: Callable[[object], None] | None = None
    done: Callable[[], None] = _nothing
    missed: Callable[[], None] = _nothing
    began: Callable[[Task], None] | None = None
    label: str = ""
    can_cancel: bool = False


class AudienceActions(QObject):
    """What the page does to the audience of the open campaign.

    Signals:
        began(): something is being done; what was refused before is of the past.
        pending_changed(PendingAudience): the list that waits has other people or problems.
        rows_changed(): only cells are others; the rows stay where they are.
        did(str): something was taken back or done again; say it.
        refused(tuple): findings; nothing was changed.
    """

    began = Signal()
    pending_changed = Signal(object)
    rows_changed = Signal()
    did = Signal(str)
    refused = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._session = page.session
        self._campaign = page.session.campaign
        self._waiting: deque[Callable[[], Work | None]] = deque()
        self._current: Work | None = None
        self._was_done = False
        self._over = threading.Event()
        self.steps = Steps()
        self.reading: str | None = None
        """The reading of the list that is looked at: what is done is done to that one only."""

    def keep_promise(self, before: Promise, after: Promise) -> None:
        """Write the promise down."""
        audiences, campaign = self._session.workspace.audiences, self._campaign
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
        audiences, campaign = self._session.workspace.audiences, self._campaign
        person, reading = self._session.person, self.reading

        def write(value: str) -> Job:
            return lambda: audiences.fix_cell(
                campaign, row=row.row, column=column, value=value, by=person, reading=reading
            )

        words = place(_("{column} in row {row}"), column=isolate(column), row=number(row.row))
        self._do(Step(label=words, do=write(after), undo=write(before)))

    def fix_row(self, row: TableRow, cells: tuple[str, ...]) -> None:
        """Mend a row as a whole."""
        audiences, campaign = self._session.workspace.audiences, self._campaign
        person, reading = self._session.person, self.reading

        def write(written: tuple[str, ...]) -> Job:
            return lambda: audiences.fix_row(
                campaign, row=row.row, cells=written, by=person, reading=reading
            )

        words = place(_("row {row}"), row=number(row.row))
        self._do(Step(label=words, do=write(cells), undo=write(row.cells)))

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
        audiences, campaign = self._session.workspace.audiences, self._campaign
        person = self._session.person

        workspace = self._session.workspace

        def write(answers: dict[str, object]) -> Job:
            def change() -> object:
                # Only what was answered: something else may have been decided since it was shown.
                now = workspace.content(campaign).campaign.audience
                settings = replace(now, **answers)  # type: ignore[arg-type]  # names of fields
                refused = audiences.change_settings(
                    campaign, settings, answered=answers.keys(), by=person
                )
                return refused or audiences.pending(campaign)

            return change

        self._do(
            Step(label=what, do=write(_answers(before, after)), undo=write(_answers(after, before)))
        )

    def bring_back(self, file: Path) -> None:
        """Take corrected rows; there is no way back but the file that was before."""
        audiences, campaign = self._session.workspace.audiences, self._campaign
        person, reading = self._session.person, self.reading
        self.run(
            Work(
                job=lambda _task: audiences.bring_back(campaign, file, by=person, reading=reading),
                done=self.steps.forget,
            )
        )

    def undo(self) -> None:
        """Take the last change back, after those that are still under way."""
        self._begin(lambda: self._again(self.steps.undo(), _("Taken back: {what}."), undo=True))

    def redo(self) -> None:
        """Do the last change again that was taken back."""
        self._begin(lambda: self._again(self.steps.redo(), _("Done again: {what}."), undo=False))

    def run(self, work: Work) -> None:
        """Do something after the changes that are under way."""
        self._begin(lambda: work)

    def finish(self) -> None:
        """Do without the page what still waits: it is about to go."""
        over, works = self._over, [made for make in self._waiting if (made := make()) is not None]
        self._waiting.clear()
        if not works:
            return
        is_busy = self._current is not None

        def rest(task: Task) -> None:
            if is_busy:
                over.wait()
            failed: ComposerError | None = None
            for work in works:
                try:
                    work.job(task)
                except ComposerError as error:
                    failed = failed or error
            if failed is not None:
                raise failed

        self._session.change(rest, owner=self._session)

    # --- inside ------------------------------------------------------------------------------

    def _decisions(self, code: str) -> tuple[Job, Job]:
        audiences, campaign = self._session.workspace.audiences, self._campaign
        person, reading = self._session.person, self.reading
        return (
            lambda: audiences.leave_out(campaign, code, by=person, reading=reading),
            lambda: audiences.take_back(campaign, code, by=person, reading=reading),
        )

    def _do(self, step: Step) -> None:
        self.run(Work(job=lambda _task: step.do(), done=lambda: self.steps.done(step)))

    def _again(self, step: Step | None, words: str, *, undo: bool) -> Work | None:
        if step is None:
            return None
        said = place(words, what=step.label)
        return Work(
            job=lambda _task: step.undo() if undo else step.do(),
            done=lambda: self.did.emit(said),
            missed=lambda: self._put_back(undo=undo),
        )

    def _put_back(self, *, undo: bool) -> None:
        """Put a step back to where it was: it was refused."""
        if undo:
            self.steps.redo()
        else:
            self.steps.undo()

    def _begin(self, make: Callable[[], Work | None]) -> None:
        self._waiting.append(make)
        self._next()

    def _next(self) -> None:
        while self._current is None and self._waiting:
            work = self._waiting.popleft()()
            if work is not None:
                self._start(work)

    def _start(self, work: Work) -> None:
        self._current, self._was_done = work, False
        self.began.emit()
        over = self._over = threading.Event()

        def job(task: Task) -> object:
            try:
                return work.job(task)
            finally:
                over.set()

        task = self._page.change(
            job,
            then=lambda result: self._take(work, result),
            label=work.label,
            can_cancel=work.can_cancel,
        )
        task.ended.connect(self._ended)
        if work.began is not None:
            work.began(task)

    def _take(self, work: Work, result: object) -> None:
        if work.then is not None:
            self._was_done = True
            work.then(result)
            return
        if isinstance(result, tuple) and result:
            self.refused.emit(result)
            return
        self._was_done = True
        if isinstance(result, PendingAudience):
            self.pending_changed.emit(result)
        self.rows_changed.emit()
        work.done()

    def _ended(self) -> None:
        work, self._current = self._current, None
        if work is not None and not self._was_done:
            work.missed()
            self.rows_changed.emit()  # what was written stands in the table, but not in the list
        self._next()


def _answers(before: AudienceSettings, after: AudienceSettings) -> dict[str, object]:
    """Give the settings that were answered otherwise, by their names."""
    return {
        item.name: getattr(after, item.name)
        for item in fields(after)
        if getattr(after, item.name) != getattr(before, item.name)
    }
