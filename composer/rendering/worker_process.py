"""The near end of one worker: starts the process, hands it jobs, and watches its clock.

A worker that computes longer than an item may, or takes more memory where its system does not see
to that itself, dies, or is no longer wanted is ended and never used again; the pool starts another.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from composer.confinement.limits import Confinement, Limits, confinement_here
from composer.confinement.patience import Patience
from composer.confinement.undisturbed import start_undisturbed
from composer.errors import ComposerError, RenderError
from composer.rendering.failures import render_error
from composer.rendering.worker import serve

_LOOK_EVERY_S = 0.1
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker is to do: a function of a module, what it is about, and the time it has.

    `patience_s` is what this side waits for each of its items, as `Patience` does; `cpu_s` what all
    may compute.
    """

    function: Callable[[Any, Any], Any]
    item: Any
    patience_s: float
    cpu_s: float


class WorkerProcess:
    """One spawned process; used by one thread at a time."""

    def __init__(
        self,
        setup: Callable[[Any], Any],
        context: Any,
        *,
        limits: Limits,
        confinement: Confinement | None = None,
    ) -> None:
        self._limits = limits
        self._confinement = confinement or confinement_here()
        self._items = _SPAWN.Value("Q", 0, lock=False)
        self._connection, far = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=serve, args=(far, setup, context, limits, self._items), daemon=True
        )
        start_undisturbed(self._process)
        far.close()
        worker = self._process.pid or 0
        self._patience = Patience(lambda: self._confinement.computed_s(worker))
        self._ready = False
        self._ended = False
        self.told: deque[Job] = deque()  # what it has to do before its next job

    @property
    def number(self) -> int:
        """The system's number of the process; 0 before it was started."""
        return self._process.pid or 0

    @property
    def is_usable(self) -> bool:
        """Whether it can take another job."""
        return not self._ended and self._process.is_alive()

    def do(self, job: Job, *, stopped: Callable[[], bool]) -> Any:
        """Do a job and give its answer.

        Raises:
            ComposerError: what the job or the setup raised; `LimitExceeded`.
        """
        try:
            self._become_ready(stopped)
            self._connection.send((job.function, job.item, job.cpu_s))
            return self._answer(job.patience_s, stopped)
        except (EOFError, OSError):
            raise self._death() from None

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._ended = True
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._connection.close()

    def _become_ready(self, stopped: Callable[[], bool]) -> None:
        """Wait for start and setup, which do not count against the first item."""
        if not self._ready:
            self._answer(self._limits.start_s, stopped)
            self._answer(self._limits.setup_s, stopped)
            self._ready = True

    def _answer(self, patience_s: float, stopped: Callable[[], bool]) -> Any:
        """Wait for the next answer; each item that begins renews the patience."""
        begun = self._items.value
        self._patience.renew()
        while not self._connection.poll(_LOOK_EVERY_S):
            if stopped():
                self.end()
                raise render_error("render.failed")
            if self._confinement.has_exceeded(self._process.pid or 0, self._limits):
                self.end()
                raise render_error("render.memory")
            if self._items.value != begun:
                begun = self._items.value
                self._patience.renew()
            self._patience.look()
            if self._patience.is_over(patience_s):
                self.end()
                raise render_error("render.time")
        kind, value = self._connection.recv()
        if kind != "error":
            return value
        if not self._ready or _spoils_the_worker(value):
            self.end()
        raise value

    def _death(self) -> RenderError:
        """Say why a worker is gone: the system ends those that compute or take too much."""
        self.end()
        too_long = self._process.exitcode == -getattr(signal, "SIGXCPU", 0)
        return render_error("render.time" if too_long else "render.memory")


def _spoils_the_worker(error: ComposerError) -> bool:
    """After a lack of memory, nothing that the process holds can be relied upon."""
    return isinstance(error, RenderError) and error.code == "render.memory"
