"""macOS: the kernel limits CPU time; the parent watches the memory, which it does not limit.

Not yet run on macOS: `footprint_of` is written after `libproc.h` and `sys/resource.h`, and what
uses it is tested with a stand-in.
"""

from __future__ import annotations

import ctypes
import resource
from collections.abc import Callable

from composer.confinement.limits import ROOM_FOR_PYTHON, Limits
from composer.confinement.linux import limit_cpu

_RUSAGE_INFO_V0 = 0


class _RusageInfo(ctypes.Structure):
    """`struct rusage_info_v0`; only the physical footprint is read."""

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


def footprint_of(worker: int) -> int:
    """Give the bytes of memory that a process takes; 0 when it is gone."""
    library = ctypes.CDLL("/usr/lib/libproc.dylib")
    info = _RusageInfo()
    failed = library.proc_pid_rusage(worker, _RUSAGE_INFO_V0, ctypes.byref(info))
    return 0 if failed else int(info.ri_phys_footprint)


class WatchedByParent:
    """The parent asks for the worker's memory while it waits, and ends one that has too much."""

    def __init__(self, footprint: Callable[[int], int] = footprint_of) -> None:
        self._footprint = footprint

    def confine(self, _limits: Limits) -> None:
        """Write no core files; the memory is the parent's to watch."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def allow_cpu(self, seconds: float) -> None:
        """Move the limit on CPU time."""
        limit_cpu(seconds)

    def has_exceeded(self, worker: int, limits: Limits) -> bool:
        """Tell whether the worker has taken more than Python and its allowance."""
        return self._footprint(worker) > ROOM_FOR_PYTHON + limits.memory_bytes
