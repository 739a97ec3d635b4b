"""Start processes that Ctrl+C does not reach: it goes to all of a terminal's processes at once.

Who started them decides when they end. One that is still starting could not ignore the signal yet
and would print how far it came.
"""

from __future__ import annotations

import signal
from multiprocessing import resource_tracker
from typing import Protocol


class Startable(Protocol):
    """A process of `multiprocessing`."""

    def start(self) -> None:
        """Start it."""


def start_undisturbed(process: Startable) -> None:
    """Start a process with Ctrl+C held back in it; here it is only late."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows starts no process in the midst of ours
        process.start()
        return
    resource_tracker.ensure_running()  # the first start would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
