"""Bringing a list in: opened, looked at, read with news on the way, or put away again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from composer.audience.sources.source import SourceOptions
from composer.gui.audience.actions import AudienceActions, Work
from composer.gui.audience.reading_pane import ReadingNews
from composer.gui.background import Task
from composer.gui.page import Page
from composer.i18n import _, isolate, place
from composer.model.audience import PendingAudience, ReadingProgress, SourceView
from composer.model.campaign import AudienceSettings

Given = Path | str
"""A file, or pasted cells as text."""


class Intake(QObject):
    """One list on its way in; the list in use is never touched here.

    Signals:
        opened(SourceView, SourceOptions): it can be looked at.
        progressed(ReadingProgress): it is being read.
        was_read(PendingAudience): it lies beside the one in use now.
        changed(): something of the above began or ended.
    """

    opened = Signal(object, object)
    progressed = Signal(object)
    was_read = Signal(object)
    changed = Signal()

    def __init__(self, page: Page, changes: AudienceActions) -> None:
        super().__init__(page)
        self._changes = changes
        self._page = page
        self._session = page.session
        self._given: Given | None = None
        self._options = SourceOptions()
        self._waiting: tuple[Given, SourceOptions] | None = None
        self._looks = 0
        self._reading = False
        self._cancel_wanted = False
        self._task: Task | None = None
        self.view: SourceView | None = None

    @property
    def is_open(self) -> bool:
        """Whether a list is being looked at."""
        return self.view is not None

    @property
    def is_reading(self) -> bool:
        """Whether a list is being read."""
        return self._reading

    @property
    def name(self) -> str:
        """The list's name."""
        return self._given.name if isinstance(self._given, Path) else _("Pasted cells")

    def open(self, given: Given, options: SourceOptions | None = None) -> None:
        """Look into a file or pasted cells."""
        if self.is_reading:
            return
        campaign, audiences = self._session.campaign, self._session.workspace.audiences
        wanted = options or SourceOptions()
        self._looks += 1
        asked = self._looks

        def look(_task: Task) -> SourceView:
            return audiences.open(campaign, given, options=wanted)

        def take(view: SourceView) -> None:
            if asked != self._looks or self.is_reading:
                return  # another list was chosen since, or this one is read already
            self._given, self._options, self.view = given, wanted, view
            self.opened.emit(view, wanted)
            self.changed.emit()

        self._page.ask(look, then=take)

    def know_waiting(self, source: Path | None, settings: AudienceSettings | None) -> None:
        """Know where the list that waits was read from; cells that were pasted are known here."""
        if source is not None and settings is not None:
            options = SourceOptions(
                encoding=settings.encoding, delimiter=settings.delimiter, sheet=settings.sheet
            )
            self._waiting = (source, options)
        elif self._waiting is not None and isinstance(self._waiting[0], Path):
            self._waiting = None

    @property
    def may_go_back(self) -> bool:
        """Whether the list that waits can be opened again."""
        return self._waiting is not None

    def go_back(self) -> None:
        """Look again at the list that waits: its letters, its sheet, its columns."""
        if self._waiting is not None:
            self.open(*self._waiting)

    def open_anew(self, options: SourceOptions) -> None:
        """Look into the same list in another way."""
        if self._given is not None:
            self.open(self._given, options)

    def put_away(self) -> None:
        """Forget the list; nothing was taken from it."""
        self._looks += 1
        self.view = None
        self.changed.emit()

    def read(self, settings_of: Callable[[AudienceSettings], AudienceSettings]) -> None:
        """Read all rows beside the list in use, under the settings there are by then.

        It waits for the changes before it: a promise that is being written down counts.
        """
        given, options = self._given, self._options
        if given is None or self.is_reading:
            return
        campaign, audiences = self._session.campaign, self._session.workspace.audiences
        workspace, person, news = self._session.workspace, self._session.person, ReadingNews()
        news.came.connect(self.progressed)

        def read(task: Task) -> PendingAudience:
            def tell(progress: ReadingProgress) -> None:
                total = round(progress.rows / progress.share) if progress.share else 0
                task.report(progress.rows, total)
                news.tell(progress)

            return audiences.read(
                campaign,
                given,
                settings=settings_of(workspace.content(campaign).campaign.audience),
                by=person,
                progress=tell,
                cancelled=task.cancelled,
            )

        def take(pending: object) -> None:
            self.view, self._waiting = None, (given, options)
            self.was_read.emit(pending)

        words = place(_("Reading {name}"), name=isolate(self.name))
        self._reading, self._cancel_wanted = True, False
        self._changes.run(
            Work(job=read, then=take, began=self._began, label=words, can_cancel=True)
        )
        self.changed.emit()

    def cancel(self) -> None:
        """End the reading; what was read is dropped."""
        self._cancel_wanted = True
        if self._task is not None:
            self._task.cancel()

    def _began(self, task: Task) -> None:
        self._task = task
        task.ended.connect(self._ended)
        if self._cancel_wanted:
            task.cancel()

    def _ended(self) -> None:
        self._task, self._reading = None, False
        self.changed.emit()
