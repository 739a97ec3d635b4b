"""Whether this computer runs on its battery, as its system says; False where nobody can tell.

A send ends when the computer falls asleep, so that whoever starts one is told.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
_PATIENCE_S = 5.0


def on_battery() -> bool:
    """Ask the system; may take a moment, so off the window's thread."""
    if sys.platform == "win32":
        return _windows_is()
    if sys.platform == "darwin":
        return _macos_is()
    return discharging(SUPPLIES)


def discharging(supplies: Path) -> bool:
    """Read Linux's power supplies: a battery of the computer itself gives, and no mains does.

    Source: the kernel's Documentation/ABI/testing/sysfs-class-power.
    """
    has_battery = False
    for supply in supplies.glob("*"):
        kind = _word(supply / "type")
        if kind in {"Mains", "USB", "Wireless"} and _word(supply / "online") == "1":
            return False
        is_own = kind == "Battery" and _word(supply / "scope") != "Device"
        has_battery |= is_own and _word(supply / "status") == "Discharging"
    return has_battery


def _word(path: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text(encoding="ascii").strip()
    return ""


def _macos_is() -> bool:
    pmset = shutil.which("pmset", path="/usr/bin")
    if pmset is None:
        return False
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(  # noqa: S603 - the system's own tool, by its path
            [pmset, "-g", "batt"], capture_output=True, timeout=_PATIENCE_S, check=False
        )
        return b"'Battery Power'" in done.stdout
    return False


def _windows_is() -> bool:
    status = (ctypes.c_byte * 12)()  # SYSTEM_POWER_STATUS; its first byte is ACLineStatus
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows has it
    return bool(kernel.GetSystemPowerStatus(status)) and status[0] == 0
