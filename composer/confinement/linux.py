"""Linux: the kernel refuses memory to a worker, and ends one that computes for too long."""

from __future__ import annotations

import resource
from pathlib import Path

from composer.confinement.limits import Limits


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


def limit_cpu(seconds: float) -> None:
    """Let the kernel end this process once it has computed for so much longer (POSIX)."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, hard))
