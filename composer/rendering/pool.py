"""Worker processes that render under limits, so that no template can stop the program.

Guards rule 11. Workers are spawned (never forked), each with CPU, memory and answer limits of its
own (`confinement/`, `worker.py`); this side watches how long each item takes, ends a worker
that computes too long, and puts a fresh one in its place; the worker that was used last is taken
first. Results come in the order of the work, and
only a few chunks are ever ahead of the reader, so memory stays flat for any audience. Threads here
only wait. A pool serves one context, from any thread; close it, or use it in `with`: then no worker
is left, and whoever still asks or waits is told `Closed`.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from composer.confinement.limits import Confinement, Limits
from composer.errors import Closed, RenderError
from composer.rendering.worker_process import Job, WorkerProcess

C = TypeVar("C")
S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
P = TypeVar("P")
K = TypeVar("K", bound=Sized)

_AHEAD_OF_READER = 2  # chunks for each worker
_LOOK_EVERY_S = 0.1


class WorkerPool(Generic[C, S]):
    """A few worker processes, each holding the state that `setup(context)` makes there.

    `spares` more are started once the first has answered: they take the place of one that is ended,
    so that nobody waits until another has started.
    """

    def __init__(
        self,
        setup: Callable[[C], S],
        context: C,
        *,
        workers: int = 2,
        spares: int = 0,
        limits: Limits | None = None,
        confinement: Confinement | None = None,
    ) -> None:
        self._setup, self._context = setup, context
        self._limits = limits or Limits()
        self._confinement = confinement
        self._count = workers
        self._spares = spares
        self._made: list[WorkerProcess] = []
        self._change = threading.Condition()
        self._closed = threading.Event()
        self._idle: deque[WorkerProcess | None] = deque(self._spawn() for _ in range(workers))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The system's numbers of the workers that can take a job."""
        with self._change:
            return tuple(worker.number for worker in self._made if worker.is_usable)

    def run(
        self,
        job: Callable[[S, T], R],
        item: T,
        *,
        first: tuple[Callable[[S, P], None], P] | None = None,
    ) -> R:
        """Do one job in a worker and give its answer; `job` is a function of a module.

        `first` is a job with its item, done beforehand by the same worker in the time of a setup.

        Raises:
            Closed: the pool is closed, or was while the job ran.
            ComposerError: what a job raised; `LimitExceeded` when it took too much.
        """
        before = [] if first is None else [self._first(*first)]
        answer: R = self._do([*before, self._job(job, item, 1)], threading.Event())
        return answer

    def tell_all(self, job: Callable[[S, P], None], item: P) -> None:
        """Let each worker do this job before its next one, in the time of a setup.

        It is held no longer than that: a worker that takes the place of another was told nothing.
        """
        told = self._first(job, item)
        with self._change:
            self._made = [worker for worker in self._made if worker.is_usable]
            for worker in self._made:
                worker.told.append(told)

    def map_chunks(
        self,
        job: Callable[[S, K], R],
        chunks: Iterable[K],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[R]:
        """Do a job for each chunk, of one or more items, and give the answers in their order.

        The job calls `worker.begin_item` before each item, as `jobs.render_one` does; an item may
        take as long as the limits say. Once `cancelled()` is true the answers end early, without an
        error: ask it again before you take them for complete.

        Raises:
            Closed: the pool is closed, or was while a job ran.
            ComposerError: what a job raised; `LimitExceeded` when one took too much.
        """
        stop = threading.Event()
        pending: deque[Future[R]] = deque()
        threads = ThreadPoolExecutor(self._count, thread_name_prefix="render-wait")
        try:
            for chunk in chunks:
                pending.append(threads.submit(self._do, [self._job(job, chunk, len(chunk))], stop))
                while len(pending) >= self._count * _AHEAD_OF_READER:
                    if not _wait(pending[0], cancelled):
                        return
                    yield pending.popleft().result()
            while pending:
                if not _wait(pending[0], cancelled):
                    return
                yield pending.popleft().result()
        finally:
            stop.set()
            for future in pending:
                future.cancel()
            threads.shutdown()

    def close(self) -> None:
        """End every worker; jobs that run are given up."""
        with self._change:
            self._closed.set()
            workers, self._idle = list(self._idle), deque()
            self._change.notify_all()
        for worker in workers:
            if worker is not None:
                worker.end()

    def _job(self, function: Callable[[S, T], R], item: T, count: int) -> Job:
        """Give a job of `count` items the time that they have."""
        seconds = self._limits.item_s
        return Job(function=function, item=item, patience_s=seconds, cpu_s=seconds * (count + 2))

    def _first(self, function: Callable[[S, P], None], item: P) -> Job:
        """Give what makes a worker ready the time of a setup."""
        seconds = self._limits.setup_s
        return Job(function=function, item=item, patience_s=seconds, cpu_s=seconds)

    def _do(self, jobs: Sequence[Job], stop: threading.Event) -> Any:
        """Do jobs one after another in one worker, and give the last one's answer."""
        worker = self._take()
        answer = None

        def stopped() -> bool:
            return stop.is_set() or self._closed.is_set()

        try:
            while worker.told:
                worker.do(worker.told.popleft(), stopped=stopped)
            for job in jobs:
                answer = worker.do(job, stopped=stopped)
        except RenderError:
            if self._closed.is_set():  # it was given up, whatever it says
                raise Closed from None
            raise
        else:
            return answer
        finally:
            self._give_back(worker, is_wanted=not stop.is_set())

    def _spawn(self) -> WorkerProcess:
        made = WorkerProcess(
            self._setup, self._context, limits=self._limits, confinement=self._confinement
        )
        self._made.append(made)
        return made

    def _take(self) -> WorkerProcess:
        with self._change:
            self._change.wait_for(lambda: self._idle or self._closed.is_set())
            if self._closed.is_set():
                raise Closed
            return self._idle.pop() or self._spawn()

    def _give_back(self, worker: WorkerProcess, *, is_wanted: bool) -> None:
        """Put a worker back, or a fresh one in its place; after closing nobody would end either.

        Where nobody waits for it, because the work was cancelled, it is started when wanted again.
        """
        with self._change:
            if not self._closed.is_set():
                if worker.is_usable:
                    self._idle.append(worker)
                else:  # it still has to start: others first
                    self._idle.appendleft(self._spawn() if is_wanted else None)
                self._idle.extendleft(self._spawn() for _ in range(self._spares))
                self._spares = 0
                self._change.notify_all()
                return
        worker.end()


def _wait(future: Future[R], cancelled: Callable[[], bool]) -> bool:
    """Wait for an answer or an error; False when it was cancelled first."""
    while not future.done():
        if cancelled():
            return False
        try:
            future.exception(timeout=_LOOK_EVERY_S)
        except TimeoutError:
            continue
    return True
