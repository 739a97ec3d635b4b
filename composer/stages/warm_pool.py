"""One pool of workers for as long as a workspace is open: started when first needed.

Whoever asks after it was closed is told so; no worker is started again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from composer.confinement.limits import Limits
from composer.errors import Closed
from composer.rendering.pool import WorkerPool

S = TypeVar("S")


class WarmPool(Generic[S]):
    """A pool whose workers make their state of nothing; safe to use from several threads."""

    def __init__(
        self, setup: Callable[[None], S], *, workers: int = 1, spares: int = 0, limits: Limits
    ) -> None:
        self._setup, self._limits = setup, limits
        self._workers, self._spares = workers, spares
        self._lock = threading.Lock()
        self._pool: WorkerPool[None, S] | None = None
        self._is_closed = False

    def workers(self) -> WorkerPool[None, S]:
        """Give the pool.

        Raises:
            Closed: this was closed.
        """
        with self._lock:
            if self._is_closed:
                raise Closed
            if self._pool is None:
                self._pool = WorkerPool(
                    self._setup,
                    None,
                    workers=self._workers,
                    spares=self._spares,
                    limits=self._limits,
                )
            return self._pool

    def close(self) -> None:
        """End the workers for good."""
        with self._lock:
            self._is_closed = True
            if self._pool is not None:
                self._pool.close()
