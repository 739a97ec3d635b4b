"""The window's one idiom for work that takes time.

A job is a function that blocks (it waits for the disk, a worker process or the network); it runs on
a thread of a small pool and never touches a widget. Its result, its error and its progress are
delivered on the GUI thread, and only while the object that asked for them still exists. Python
threads are for waiting only: rendering and sending run in processes of their own below the façade.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from composer.crash_report import report_text
from composer.errors import ComposerError

log = logging.getLogger(__name__)

T = TypeVar("T")

REPORT_EVERY_S = 0.1


class Task(QObject):
    """One job on its way.

    Signals:
        progressed(done, total): at most ten times a second, and at the end.
        ended(): after the result or the error was delivered, or when it was cancelled.
    """

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, *, label: str = "", can_cancel: bool = False) -> None:
        super().__init__()
        self.label = label
        self.can_cancel = can_cancel
        self.is_over = False
        self.done = 0
        self.total = 0
        self.started_s = time.monotonic()
        self._cancelled = threading.Event()
        self._reported_s = 0.0

    def report(self, done: int, total: int) -> None:
        """Tell how far the job is; called by the job, on its thread."""
        self.done, self.total = done, total
        now = time.monotonic()
        if now - self._reported_s >= REPORT_EVERY_S or done >= total:
            self._reported_s = now
            self.progressed.emit(done, total)

    def cancel(self) -> None:
        """Ask the job to end early; what it returns afterwards is dropped."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether somebody asked the job to end; the job looks here."""
        return self._cancelled.is_set()

    @property
    def seconds_left(self) -> int | None:
        """Estimate the rest from what is done, once three seconds have passed."""
        passed = time.monotonic() - self.started_s
        if passed < 3 or not self.done or not self.total:
            return None
        return max(1, round(passed * (self.total - self.done) / self.done))


class _Run(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


class Background(QObject):
    """Runs jobs and delivers what they bring on the GUI thread.

    Signals:
        started(Task): a task with a label began (the rail's Activity shows it).
        failed(Exception): an error that the asker did not take.
    """

    started = Signal(object)
    failed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(6)
        self._running: set[Task] = set()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        job: Callable[[Task], T],
        *,
        owner: QObject,
        then: Callable[[T], None] | None = None,
        otherwise: Callable[[Exception], None] | None = None,
        label: str = "",
        can_cancel: bool = False,
    ) -> Task:
        """Start a job; `then` gets its result, `otherwise` its error, both on the GUI thread."""
        task = Task(label=label, can_cancel=can_cancel)
        self._running.add(task)

        def finish(result: T) -> None:
            if then is not None and isValid(owner) and not task.cancelled():
                then(result)

        def fail(error: Exception) -> None:
            if task.cancelled():
                return
            if otherwise is not None and isValid(owner):
                otherwise(error)
            else:
                self.failed.emit(error)

        if label:
            self.started.emit(task)
        self._pool.start(_Run(lambda: self._work(task, job, finish, fail)))
        return task

    def _work(
        self,
        task: Task,
        job: Callable[[Task], T],
        finish: Callable[[T], None],
        fail: Callable[[Exception], None],
    ) -> None:
        """Do the job on its thread and send what it brought to the GUI thread."""
        try:
            result = job(task)
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            if not isinstance(error, ComposerError):
                words = report_text(error)  # without what the error says: that may be an address
                log.error("A job of the window ended unexpectedly\n%s", words)  # noqa: TRY400
            failed = error
            self._arrived.emit((task, lambda: fail(failed)))
        else:
            self._arrived.emit((task, lambda: finish(result)))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._running

    def close(self) -> None:
        """Ask all jobs to end and wait for their threads."""
        for task in tuple(self._running):
            task.cancel()
        self._pool.waitForDone(5000)

    @Slot(object)
    def _deliver(self, arrival: object) -> None:
        task, deliver = cast("tuple[Task, Callable[[], None]]", arrival)
        self._running.discard(task)
        task.is_over = True
        try:
            deliver()
        finally:
            task.ended.emit()


class Latest(QObject):
    """Runs one job at a time and remembers only the newest wish: for previews while typing."""

    def __init__(self, background: Background, owner: QObject) -> None:
        super().__init__(owner)
        self._background = background
        self._owner = owner
        self._waiting: Callable[[], Task] | None = None
        self._busy = False
        self._number = 0

    def ask(
        self,
        job: Callable[[Task], T],
        *,
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """Run a job now, or after the one under way; wishes in between are dropped."""
        self._number += 1
        number = self._number

        def newest_only(result: T) -> None:
            if number == self._number:
                then(result)

        def newest_error(error: Exception) -> None:
            if number == self._number:
                otherwise(error)

        def start() -> Task:
            return self._background.run(
                job, owner=self._owner, then=newest_only, otherwise=newest_error
            )

        self._waiting = start
        self._next()

    def _next(self) -> None:
        if self._busy or self._waiting is None:
            return
        start, self._waiting = self._waiting, None
        self._busy = True
        start().ended.connect(self._ended)

    @Slot()
    def _ended(self) -> None:
        self._busy = False
        self._next()
