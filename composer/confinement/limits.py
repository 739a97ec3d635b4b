"""What keeps a worker process from taking too much: one interface, one way for each system.

Linux limits CPU time and address space in the kernel (`linux.py`), Windows memory and children by a
job object (`windows.py`), and on macOS, whose kernel limits no memory, the parent watches
(`macos.py`). The last two have not yet run on those systems; their tests use stand-ins for the
system's calls. The clock is the parent's everywhere (`patience.py`, which looks at what was
computed, too), in `rendering/worker_process.py` and `audience/sources/confined.py`; the kernel's
limit on CPU time is for when the parent is gone.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Protocol

ROOM_FOR_PYTHON = 256 * 1024 * 1024
"""What a worker takes before it has seen a campaign, where it cannot be measured beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a worker may take: seconds for one item, bytes above its start, bytes of an answer."""

    item_s: float = 1.5
    setup_s: float = 20.0
    start_s: float = 60.0
    memory_bytes: int = 512 * 1024 * 1024
    answer_bytes: int = 64 * 1024 * 1024


class Confinement(Protocol):
    """How one operating system confines a worker."""

    def confine(self, limits: Limits) -> None:
        """Set the limits that stay for the process's life; called by the worker, first of all."""

    def allow_cpu(self, seconds: float) -> None:
        """Allow the worker that calls this so much more CPU time, should its parent be gone."""

    def has_exceeded(self, worker: int, limits: Limits) -> bool:
        """Tell the parent, which asks while it waits, whether a process has taken too much."""

    def computed_s(self, worker: int) -> float:
        """Give the CPU time that a process has taken so far; 0 when it is gone."""


def confinement_here() -> Confinement:
    """Give the confinement of this operating system."""
    # Each module needs its own system's library.
    if sys.platform == "win32":
        from composer.confinement.windows import JobObject  # noqa: PLC0415

        return JobObject()
    if sys.platform == "darwin":
        from composer.confinement.macos import WatchedByParent  # noqa: PLC0415

        return WatchedByParent()
    from composer.confinement.linux import AddressSpace  # noqa: PLC0415

    return AddressSpace()
