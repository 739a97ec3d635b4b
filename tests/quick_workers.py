"""Workers that start at once: forked from a process that has imported what each of them imports.

A worker computes longer to import the program than to do its work, and the tests start thousands.
Each is still a process of its own, with its own limits and end; what differs from the program is
only how it starts. Tests of that start (`tests/unit/rendering`, `tests/unit/confinement`,
`tests/faults`) leave it as it is. Where there is no fork nothing changes.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from multiprocessing import forkserver

import pytest

from composer.rendering import worker_process

READY_WORKER = "tests.ready_worker"


@pytest.fixture(scope="module", autouse=True)
def _quick_workers() -> Iterator[None]:
    """Let the workers of a file's tests be forked; a `conftest.py` that wants it imports this."""
    with pytest.MonkeyPatch.context() as patched:
        if sys.platform.startswith("linux"):
            patched.setattr(worker_process, "_SPAWN", forking())
        yield


def forking() -> multiprocessing.context.ForkServerContext:
    """Give the way of starting processes that forks one which is ready for work."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([READY_WORKER])
    return made


def fork_from_here_on() -> None:
    """Start the process to fork from, and let processes that are forked from this one use it."""
    worker_process._SPAWN = forking()
    forkserver.ensure_running()
    # It looks whether its own child still runs; for a process forked from here it is no child.
    forkserver._forkserver.ensure_running = lambda: None
