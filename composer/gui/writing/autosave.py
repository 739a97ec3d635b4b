"""Saves what is typed after a pause, keeps it every second until then, and says so in words.

Saved 800 ms after the last key and at the latest 5 s after the first unsaved one; until it is
saved, it is kept on disk once a second for after a crash. All of it runs off the GUI thread, one
after the other. What could not be saved stays in the fields and on disk, and is tried again.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from composer.errors import Blocked, ComposerError
from composer.findings import Finding
from composer.folder.load import SETTINGS_FILE
from composer.gui.background import Task
from composer.gui.page import Page
from composer.gui.times import clock_time
from composer.gui.writing.draft_keeper import DraftKeeper
from composer.gui.writing.page_draft import PageDraft
from composer.i18n import _, place
from composer.model.writing import MessageDraft

PAUSE_MS = 800
LATEST_MS = 5000
KEEP_EVERY_MS = 1000
RETRY_MS = 10_000
UNREADABLE = "folder."
"""How the codes begin of what keeps a setting from being written into the campaign's files."""


class SaveMark(Enum):
    """How it stands with what was typed."""

    STORED = "stored"
    TYPED = "typed"
    SAVING = "saving"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveState:
    """The mark and its words."""

    mark: SaveMark
    words: str = ""


class Autosave(QObject):
    """Brings the page's draft to disk.

    Signals:
        state_changed(SaveState): other words are true now.
        saved(tuple[Finding, ...]): it is recorded; what is wrong with the text.
    """

    state_changed = Signal(object)
    saved = Signal(object)

    def __init__(self, page: Page, draft: PageDraft) -> None:
        super().__init__(page)
        self._page = page
        self._draft = draft
        self._keeper = DraftKeeper(page.session.workspace, page.session.campaign)
        self._recorded: MessageDraft | None = None
        self._sent: MessageDraft | None = None
        self._stored: MessageDraft | None = None  # what was sent and arrived
        self._kept: MessageDraft | None = None
        self._saving = 0
        self._number = 0
        self._keeping: Task | None = None
        self.may_keep = False  # only after what a crash left was looked at
        self.state = SaveState(mark=SaveMark.STORED)
        self._pause = self._timer(PAUSE_MS, self._save_in_turn)
        self._latest = self._timer(LATEST_MS, self._save_in_turn)
        self._retry = self._timer(RETRY_MS, self._save_in_turn)
        self._second = QTimer(self)
        self._second.setInterval(KEEP_EVERY_MS)
        self._second.timeout.connect(self._keep)
        draft.changed.connect(self.typed)
        page.session.saving.requested.connect(self.save)

    @property
    def is_unsaved(self) -> bool:
        """Whether something stands in the fields that is not on its way to the record."""
        return self._sent is not None and self._draft.now != self._sent

    def take_recorded(self, recorded: MessageDraft) -> bool:
        """Learn what is stored now; True if it is another than the page knows of."""
        before, self._recorded = self._recorded, recorded
        if before is None:
            return True
        if recorded in (before, self._sent) or self._saving:
            return False
        # What was sent and refused in part (an unreadable From) is not somebody else's change.
        return not self._is_part_of_sent(before, recorded)

    def take_over(self, recorded: MessageDraft) -> None:
        """Count this as saved: the fields show it now."""
        self._sent = self._stored = recorded
        self._stop()
        self._say(SaveMark.STORED)

    def typed(self) -> None:
        """Begin to wait for a pause."""
        if self._sent is None or self._page.session.is_frozen:
            return
        if not self.is_unsaved and not self._saving:
            self._undone_to_stored()
            return
        if self.state.mark is not SaveMark.FAILED:
            self._say(SaveMark.TYPED)
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()
        if not self._second.isActive():
            self._second.start()

    def save(self) -> None:
        """Record what stands in the fields, if it is new."""
        for timer in (self._pause, self._latest, self._retry):
            timer.stop()
        draft, recorded, session = self._draft.now, self._recorded, self._page.session
        if recorded is None or draft == self._sent or session.is_frozen:
            return
        self._sent = draft
        self._number += 1
        self._saving += 1
        number, keeper, person = self._number, self._keeper, session.person
        self._say(SaveMark.SAVING)

        def write(_task: Task) -> tuple[Finding, ...] | None:
            return keeper.save(draft, number=number, stored=recorded, by=person)

        def written(findings: tuple[Finding, ...] | None) -> None:
            self._saving -= 1
            if findings is not None:
                self._stored = draft
                self._was_saved(findings)

        def missed(error: Exception) -> None:
            self._saving -= 1
            if self._sent == draft:
                self._sent = self._stored
            self._was_not_saved(error)

        task = self._page.change(write, then=written, otherwise=missed)
        session.saving.note(task)

    def leave(self) -> None:
        """Save what was typed in the last moment; the page is about to go."""
        self.save()
        self._stop()

    def drop_kept(self) -> None:
        """Forget what a crash left."""
        keeper = self._keeper
        self._page.ask(lambda _task: keeper.drop(), then=lambda _none: None)

    # --- inside ------------------------------------------------------------------------------

    def _save_in_turn(self) -> None:
        """Save after the one under way: many that wait would leave preview and marks no thread."""
        if self._saving:
            self._pause.start()
        else:
            self.save()

    def _timer(self, after_ms: int, then: object) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(after_ms)
        made.timeout.connect(then)
        return made

    def _stop(self) -> None:
        for timer in (self._pause, self._latest, self._retry, self._second):
            timer.stop()

    def _keep(self) -> None:
        draft = self._draft.now
        if draft == self._sent and not self._saving:
            self._second.stop()
            return
        waits = self._keeping is not None and not self._keeping.is_over
        if draft == self._kept or waits or not self.may_keep or self._page.session.is_frozen:
            return
        content = self._page.session.content
        self._number += 1
        number, keeper = self._number, self._keeper
        revision = content.revision if content else 0
        self._kept = draft

        def forget(_error: Exception) -> None:
            self._kept = None  # saving says what is wrong; the next second tries again

        self._keeping = self._page.session.ask(
            lambda _task: keeper.keep(draft, number=number, revision=revision),
            owner=self,
            then=lambda _done: None,
            otherwise=forget,
        )

    def _undone_to_stored(self) -> None:
        """Nothing is left to save; what was kept meanwhile says something else."""
        self._stop()
        if self._kept is not None and self._kept != self._sent:
            self._kept = None
            self.drop_kept()
        if self.state.mark is not SaveMark.STORED:
            self._say(SaveMark.STORED)

    def _was_saved(self, findings: tuple[Finding, ...]) -> None:
        self._kept = None
        self._draft.seal()
        if self._saving:
            return
        if self.is_unsaved:
            self._say(SaveMark.TYPED)
            self._keep()  # what was typed meanwhile is nowhere yet: saving dropped what was kept
        elif refused := [item for item in findings if _is_refusal(item)]:
            self._second.stop()
            self._say(SaveMark.FAILED, place(_("Not saved: {why}"), why=refused[0].text))
        else:
            self._second.stop()
            words = place(_("Saved {time}"), time=clock_time(datetime.now().astimezone()))
            self._say(SaveMark.STORED, words)
        self.saved.emit(findings)

    def _was_not_saved(self, error: Exception) -> None:
        self._say(SaveMark.FAILED, place(_("Not saved: {why}"), why=_reason(error)))
        if isinstance(error, Blocked):
            self._page._refused(error)  # noqa: SLF001 - the page's own way of saying it
            return
        self._second.start()
        self._retry.start()

    def _is_part_of_sent(self, before: MessageDraft, recorded: MessageDraft) -> bool:
        sent = self._sent
        return sent is not None and all(
            getattr(recorded, name) in (getattr(sent, name), getattr(before, name))
            for name in MessageDraft.__slots__
        )

    def _say(self, mark: SaveMark, words: str = "") -> None:
        if mark is SaveMark.SAVING:
            words = _("Saving…")
        elif mark is SaveMark.TYPED:
            words = _("Not saved yet")
        self.state = SaveState(mark=mark, words=words)
        self.state_changed.emit(self.state)


def _reason(error: Exception) -> str:
    """Say in a few words why it was not saved."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno == errno.ENOSPC:
            return _("the disk is full")
        if "is full" in str(cause):  # SQLite's own words
            return _("the disk is full")
        if isinstance(cause, PermissionError):
            return _("writing to the workspace's folder is not allowed")
        cause = cause.__cause__
    return (
        str(error).rstrip(".。") if isinstance(error, ComposerError) else _("something went wrong")
    )


def _is_refusal(item: Finding) -> bool:
    """Whether a setting was left as it was: the program keeps it in the draft only.

    What is wrong with a setting that was saved, such as a link to unsubscribe that marketing lacks,
    is no refusal: only what cannot be read back is.
    """
    in_settings = item.place_of("file") == SETTINGS_FILE
    return item.blocks and in_settings and item.code.startswith(UNREADABLE)
