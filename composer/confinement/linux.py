"""Linux: the kernel refuses memory to a worker, and ends one that computes for too long."""

from __future__ import annotations

import os
import resource
from pathlib import Path

from composer.confinement.limits import Limits

STANDSTILL_S = 30
"""Above what a process may compute: the parent sees to that. A computer that stood still may put
all of that time down to the process that was computing."""


class AddressSpace:
    """Limits on address space and CPU time (`setrlimit`)."""

    def confine(self, limits: Limits) -> None:
        """Limit the address space to what is mapped now plus the allowance; no core files."""
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def allow_cpu(self, seconds: float) -> None:
        """Move the limit on CPU time."""
        limit_cpu(seconds)

    def has_exceeded(self, _worker: int, _limits: Limits) -> bool:
        """Leave it to the kernel."""
        return False

    def computed_s(self, worker: int) -> float:
        """Read it where the kernel tells it: user and system time, in ticks."""
        try:
            told = Path(f"/proc/{worker}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return 0.0
        times = told.rpartition(")")[2].split()[11:13]  # the name before may hold anything
        return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def limit_cpu(seconds: float) -> None:
    """Let the kernel end this process some time after it has computed so much longer (POSIX)."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + STANDSTILL_S, hard))
