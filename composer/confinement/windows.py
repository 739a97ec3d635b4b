"""Windows: the worker puts itself into a job object that limits its memory and its children.

Not yet run on Windows: `WindowsKernel` is written after `winnt.h`, `jobapi2.h` and
`processthreadsapi.h`, and what uses it is tested with a stand-in. CPU time is left to the parent,
which asks for it and ends the process.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import Protocol

from composer.confinement.limits import ROOM_FOR_PYTHON, Limits

EXTENDED_LIMITS = 9
LIMIT_ACTIVE_PROCESS = 0x8
LIMIT_PROCESS_MEMORY = 0x100
LIMIT_DIE_ON_UNHANDLED = 0x400  # no window that asks what to do about a crash
MAY_ASK = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
HUNDRED_NS = 1e-7


class _BasicLimits(ctypes.Structure):
    _fields_ = [
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    ]


class ExtendedLimits(ctypes.Structure):
    """`JOBOBJECT_EXTENDED_LIMIT_INFORMATION`."""

    _fields_ = [
        ("Basic", _BasicLimits),
        ("IoInfo", ctypes.c_ulonglong * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    ]


class Kernel(Protocol):
    """The calls that are needed, and why the last one failed."""

    def create_job(self) -> int:
        """Give a new job's handle, or 0."""

    def set_limits(self, job: int, wanted: ExtendedLimits) -> bool:
        """Set a job's limits; false when refused."""

    def enter(self, job: int) -> bool:
        """Put this process into a job; false when refused."""

    def last_error(self) -> int:
        """Give the system's number for what went wrong."""

    def times_of(self, worker: int) -> tuple[int, int]:
        """Give a process's time in the kernel and outside, in 100 ns; zeros when it is gone."""


class JobObject:
    """A job with a limit on memory and no second process in it."""

    def __init__(self, kernel: Kernel | None = None) -> None:
        self._kernel = kernel

    def confine(self, limits: Limits) -> None:
        """Enter the job; the handle stays open for the process's life.

        Raises:
            OSError: the system refuses; the worker must not go on without limits.
        """
        kernel = self._kernel or windows_kernel()
        wanted = ExtendedLimits()
        wanted.Basic.LimitFlags = (
            LIMIT_PROCESS_MEMORY | LIMIT_ACTIVE_PROCESS | LIMIT_DIE_ON_UNHANDLED
        )
        wanted.Basic.ActiveProcessLimit = 1
        wanted.ProcessMemoryLimit = ROOM_FOR_PYTHON + limits.memory_bytes
        job = kernel.create_job()
        if not (job and kernel.set_limits(job, wanted) and kernel.enter(job)):
            raise OSError(kernel.last_error(), "the job object was refused")

    def allow_cpu(self, seconds: float) -> None:
        """Leave CPU time to the parent, which ends the process."""

    def has_exceeded(self, _worker: int, _limits: Limits) -> bool:
        """Leave it to the job."""
        return False

    def computed_s(self, worker: int) -> float:
        """Ask the system for the process's times."""
        kernel = self._kernel or windows_kernel()
        return sum(kernel.times_of(worker)) * HUNDRED_NS


def windows_kernel() -> Kernel:
    """Give the system's own calls.

    Raises:
        OSError: this is not Windows.
    """
    if sys.platform == "win32":
        return WindowsKernel()
    raise OSError("there are no job objects on this system")


if sys.platform == "win32":

    class WindowsKernel:
        """`kernel32.dll`."""

        def __init__(self) -> None:
            self._library = ctypes.WinDLL("kernel32", use_last_error=True)
            self._library.CreateJobObjectW.restype = wintypes.HANDLE
            self._library.GetCurrentProcess.restype = wintypes.HANDLE
            self._library.OpenProcess.restype = wintypes.HANDLE

        def create_job(self) -> int:
            """Give a new job's handle, or 0."""
            return int(self._library.CreateJobObjectW(None, None) or 0)

        def set_limits(self, job: int, wanted: ExtendedLimits) -> bool:
            """Set a job's limits; false when refused."""
            size = ctypes.sizeof(wanted)
            place = ctypes.byref(wanted)
            handle = wintypes.HANDLE(job)
            return bool(self._library.SetInformationJobObject(handle, EXTENDED_LIMITS, place, size))

        def enter(self, job: int) -> bool:
            """Put this process into a job; false when refused."""
            process = wintypes.HANDLE(self._library.GetCurrentProcess())
            return bool(self._library.AssignProcessToJobObject(wintypes.HANDLE(job), process))

        def last_error(self) -> int:
            """Give the system's number for what went wrong."""
            return ctypes.get_last_error()

        def times_of(self, worker: int) -> tuple[int, int]:
            """Give a process's time in the kernel and outside, in 100 ns; zeros when it is gone."""
            process = wintypes.HANDLE(self._library.OpenProcess(MAY_ASK, False, worker))
            if not process:
                return 0, 0
            # When it began and ended come first; each is 64 bits, as a FILETIME has them.
            begun, ended, inside, outside = (ctypes.c_uint64() for _ in range(4))
            places = [ctypes.byref(one) for one in (begun, ended, inside, outside)]
            self._library.GetProcessTimes(process, *places)
            self._library.CloseHandle(process)
            return inside.value, outside.value
