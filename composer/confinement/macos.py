"""macOS: the kernel limits CPU time; the parent watches the memory, which it does not limit.

Not yet run on macOS: `usage_of` is written after `libproc.h`, `sys/resource.h` and
`mach/mach_time.h`, and what uses it is tested with a stand-in.
"""

from __future__ import annotations

import ctypes
import resource
from collections.abc import Callable
from dataclasses import dataclass

from composer.confinement.limits import ROOM_FOR_PYTHON, Limits
from composer.confinement.linux import limit_cpu

_RUSAGE_INFO_V0 = 0


class _RusageInfo(ctypes.Structure):
    """`struct rusage_info_v0`; the two times and the physical footprint are read."""

    _fields_ = [
        ("ri_uuid", ctypes.c_uint8 * 16),
        ("ri_user_time", ctypes.c_uint64),
        ("ri_system_time", ctypes.c_uint64),
        ("ri_pkg_idle_wkups", ctypes.c_uint64),
        ("ri_interrupt_wkups", ctypes.c_uint64),
        ("ri_pageins", ctypes.c_uint64),
        ("ri_wired_size", ctypes.c_uint64),
        ("ri_resident_size", ctypes.c_uint64),
        ("ri_phys_footprint", ctypes.c_uint64),
        ("ri_proc_start_abstime", ctypes.c_uint64),
        ("ri_proc_exit_abstime", ctypes.c_uint64),
    ]


class _Timebase(ctypes.Structure):
    """`mach_timebase_info_data_t`: nanoseconds are ticks by numerator over denominator."""

    _fields_ = [("numer", ctypes.c_uint32), ("denom", ctypes.c_uint32)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a process takes: bytes of memory, and seconds of computing so far."""

    memory_bytes: int = 0
    computed_s: float = 0.0


def usage_of(worker: int) -> Usage:
    """Give what a process takes; nothing when it is gone."""
    info, timebase = _RusageInfo(), _Timebase()
    library = ctypes.CDLL("/usr/lib/libproc.dylib")
    if library.proc_pid_rusage(worker, _RUSAGE_INFO_V0, ctypes.byref(info)):
        return Usage()
    ctypes.CDLL("/usr/lib/libSystem.dylib").mach_timebase_info(ctypes.byref(timebase))
    ticks = int(info.ri_user_time) + int(info.ri_system_time)
    return Usage(
        memory_bytes=int(info.ri_phys_footprint),
        computed_s=ticks * int(timebase.numer) / int(timebase.denom) / 1e9,
    )


class WatchedByParent:
    """The parent asks for the worker's memory while it waits, and ends one that has too much."""

    def __init__(self, usage: Callable[[int], Usage] = usage_of) -> None:
        self._usage = usage

    def confine(self, _limits: Limits) -> None:
        """Write no core files; the memory is the parent's to watch."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def allow_cpu(self, seconds: float) -> None:
        """Move the limit on CPU time."""
        limit_cpu(seconds)

    def has_exceeded(self, worker: int, limits: Limits) -> bool:
        """Tell whether the worker has taken more than Python and its allowance."""
        return self._usage(worker).memory_bytes > ROOM_FOR_PYTHON + limits.memory_bytes

    def computed_s(self, worker: int) -> float:
        """Give the time that the kernel counted."""
        return self._usage(worker).computed_s
