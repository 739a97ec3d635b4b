"""What the operating system is told to keep a rendering worker from taking.

Called once by the worker itself, before it sees anything of a campaign. Linux: limits on CPU time
and address space. macOS: CPU time, and a thread that watches the memory, because the kernel does
not enforce a limit there. Windows: a job object. The wall clock is the parent's (`pool.py`).
"""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import Protocol

MEMORY_EXIT = 86
"""Exit status of a worker that ended itself because it took too much memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a worker may take: seconds for one item, bytes above its start, bytes of an answer."""

    item_s: float = 1.5
    setup_s: float = 20.0
    start_s: float = 60.0
    memory_bytes: int = 512 * 1024 * 1024
    answer_bytes: int = 64 * 1024 * 1024


class Confinement(Protocol):
    """How one operating system confines the process that calls it."""

    def confine(self, limits: Limits) -> None:
        """Set the limits that stay for the process's life."""

    def allow_cpu(self, seconds: float) -> None:
        """Allow this much more CPU time from now on; a last resort should the parent be gone."""


if sys.platform != "win32":
    import resource

    def _limit_cpu(seconds: float) -> None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = usage.ru_utime + usage.ru_stime
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, hard))

    class AddressSpace:
        """Linux: the kernel refuses memory and ends a process that computes for too long."""

        def confine(self, limits: Limits) -> None:
            """Limit the address space to what is mapped now plus the allowance; no core files."""
            with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - not a real path
                pages = int(statm.read().split()[0])
            most = pages * resource.getpagesize() + limits.memory_bytes
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        def allow_cpu(self, seconds: float) -> None:
            """Move the limit on CPU time."""
            _limit_cpu(seconds)

    class WatchedMemory:
        """macOS: a thread ends the process when it has become too large."""

        def confine(self, limits: Limits) -> None:
            """Start watching; no core files."""
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            threading.Thread(target=self._watch, args=(limits.memory_bytes,), daemon=True).start()

        def allow_cpu(self, seconds: float) -> None:
            """Move the limit on CPU time."""
            _limit_cpu(seconds)

        def _watch(self, allowance: int) -> None:
            most = self._peak() + allowance
            while self._peak() <= most:
                time.sleep(0.05)
            os._exit(MEMORY_EXIT)

        def _peak(self) -> int:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            return peak if sys.platform == "darwin" else peak * 1024


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _LIMIT_PROCESS_MEMORY = 0x100
    _LIMIT_ACTIVE_PROCESS = 0x8

    class _BasicLimits(ctypes.Structure):
        _fields_ = [
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        ]

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = [
            ("Basic", _BasicLimits),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        ]

    class JobObject:
        """Windows: the process puts itself into a job with a limit on memory and on children."""

        def confine(self, limits: Limits) -> None:
            """Enter the job; the handle stays open for the process's life."""
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            kernel.GetCurrentProcess.restype = wintypes.HANDLE
            wanted = _ExtendedLimits()
            wanted.Basic.LimitFlags = _LIMIT_PROCESS_MEMORY | _LIMIT_ACTIVE_PROCESS
            wanted.Basic.ActiveProcessLimit = 1
            wanted.ProcessMemoryLimit = 256 * 1024 * 1024 + limits.memory_bytes
            job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
            process = wintypes.HANDLE(kernel.GetCurrentProcess())
            size = ctypes.sizeof(wanted)
            done = kernel.SetInformationJobObject(
                job, _EXTENDED_LIMITS, ctypes.byref(wanted), size
            ) and kernel.AssignProcessToJobObject(job, process)
            if not done:
                raise ctypes.WinError(ctypes.get_last_error())

        def allow_cpu(self, seconds: float) -> None:
            """Leave CPU time to the parent, which ends the process."""

    def confinement_here() -> Confinement:
        """Give the confinement of this operating system."""
        return JobObject()

else:

    def confinement_here() -> Confinement:
        """Give the confinement of this operating system."""
        return WatchedMemory() if sys.platform == "darwin" else AddressSpace()
