"""Stores what was typed: after a pause, when somebody goes on, and again when it was refused.

One revision at a time, in the order of typing. A text that could not be stored stays where it is,
and the line says why.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from composer.errors import Blocked, ComposerError
from composer.findings import Finding
from composer.gui.background import Task
from composer.gui.session import Session
from composer.gui.times import clock_time
from composer.gui.translating.drafts import UnitDrafts, UnitKey
from composer.i18n import _, place
from composer.model.translation import Translated

PAUSE_MS = 800


class UnitSaving(QObject):
    """The one way from the page's texts to the disk.

    Signals:
        stored(texts): these were stored, by `UnitKey`.
        written_over(str): somebody else's translation was, which they had not seen.
        changed(): what `words` and `problem` say has changed.
    """

    stored = Signal(object)
    written_over = Signal(str)
    changed = Signal()

    def __init__(self, session: Session, drafts: UnitDrafts) -> None:
        super().__init__()
        self._session = session
        self._drafts = drafts
        self._busy = False
        self._again = False
        self._waiting: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._number = self._newest = 0
        self.problem = ""
        self.words = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.save)
        session.saving.requested.connect(self.save)

    def start(self) -> None:
        """Store after a pause."""
        self._timer.start()

    def save(self, *, then: Callable[[], None] | None = None) -> None:
        """Store now what is open; `then` follows once all of it is stored."""
        self._timer.stop()
        if then is not None:
            self._waiting.append(then)
        if self._busy:
            self._again = True
            return
        texts = self._drafts.open
        if not texts or self._session.is_frozen or self._session.campaign_id is None:
            self._finished()
            return
        self._write(texts)

    def leave(self) -> None:
        """Store what is open without waiting for what is on its way: the page goes."""
        self._timer.stop()
        texts = self._drafts.open
        if texts and not self._session.is_frozen and self._session.campaign_id is not None:
            self._write(texts)

    def _write(self, texts: dict[UnitKey, str]) -> None:
        campaign, person = self._session.campaign, self._session.person
        workspace = self._session.workspace
        wanted = [
            Translated(
                locale=key.locale, source=key.source, target=text, seen=self._drafts.seen(key)
            )
            for key, text in texts.items()
        ]
        for key, text in texts.items():
            self._drafts.sent(key, text)
        self._busy = True
        self._number += 1
        number = self._number

        def write(_task: Task) -> tuple[Finding, ...]:
            with self._lock:  # an older text never lands after a newer one
                if number <= self._newest:
                    return ()
                found = workspace.translating.save_typed(campaign, wanted, by=person)
                self._newest = number
                return found

        def stored(found: tuple[Finding, ...]) -> None:
            self._busy = False
            for key, text in texts.items():
                self._drafts.stored(key, text)
            self.stored.emit(texts)
            self.problem = ""
            moment = clock_time(datetime.now(tz=UTC))
            self.words = place(_("Saved {time}"), time=moment)
            self.changed.emit()
            for item in found:
                self.written_over.emit(item.text)
            self._finished()

        def refused(error: Exception) -> None:
            self._busy = self._again = False
            self._waiting.clear()
            self.problem = why(error)
            self.words = ""
            self.changed.emit()
            self._session.announce(self.problem, assertive=True)
            if not isinstance(error, ComposerError):
                self._session.failed.emit(error)

        task = self._session.change(write, owner=self, then=stored, otherwise=refused)
        self._session.saving.note(task)

    def _finished(self) -> None:
        if self._again:
            self._again = False
            self.save()
            return
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()


def why(error: Exception) -> str:
    """Say in one sentence why a text could not be stored; it is still there."""
    reason = str(error)
    if isinstance(error, Blocked) and error.findings:
        reason = error.findings[0].text
    return place(_("Not saved, and kept here: {reason}"), reason=reason)
