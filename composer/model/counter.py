"""The computer's own counter: seconds since its start, which no setting of the clock moves.

It goes on while the computer sleeps. A start has a name, so that two programs, or the same one
opened twice, know that they read the same counter. Where the system names none, only what passes
within this process is known, and every other process is a stranger.
"""

from __future__ import annotations

import ctypes
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_BOOT_NUMBER = (
    r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
)
_THIS_PROCESS = uuid.uuid4().hex

_CLOCK: int | None = None
"""Which of the system's clocks counts the time asleep; Windows' only one does by itself.

Source: clock_getres(2) of Linux; clock_gettime(3) of macOS, whose raw clock goes on asleep;
GetTickCount64 of Windows, which Python's monotonic time is made of.
"""
if sys.platform == "linux":
    _CLOCK = time.CLOCK_BOOTTIME
elif sys.platform == "darwin":
    _CLOCK = time.CLOCK_MONOTONIC_RAW


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Seconds that no setting moves, since a start of the computer (or of this process)."""

    start: str
    seconds: float


def system_counter() -> Counter:
    """Give the computer's counter; where the start cannot be named, this process's."""
    passed = time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)
    return Counter(start=_start_of_computer() or _THIS_PROCESS, seconds=passed)


@cache
def _start_of_computer() -> str:
    with suppress(OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            return _start_of_windows()
        if sys.platform == "darwin":
            return _start_of_macos()
        return _BOOT_ID.read_text(encoding="ascii").strip()
    return ""


if sys.platform == "win32":
    import winreg

    def _start_of_windows() -> str:
        """Give the number of the start, which each computer's Windows counts."""
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _BOOT_NUMBER) as key:
            return f"windows-{uuid.getnode():x}-{winreg.QueryValueEx(key, 'BootId')[0]}"


if sys.platform == "darwin":

    def _start_of_macos() -> str:
        """Give the name that macOS gives each start."""
        name, size = ctypes.create_string_buffer(128), ctypes.c_size_t(128)
        system = ctypes.CDLL(None, use_errno=True)
        failed = system.sysctlbyname(
            b"kern.bootsessionuuid", name, ctypes.byref(size), None, ctypes.c_size_t(0)
        )
        return "" if failed else name.value.decode("ascii")
