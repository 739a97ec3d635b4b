"""The latest time ever seen, and whether the computer's clock can be believed.

A clock that was set back would make what has expired count again, and one that was set ahead would
end a waiting time at once and make everything expire afterwards. How much time really passed is
known from the computer's own counter, which no setting moves; it begins anew at each start.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

LEAST_JUMP = timedelta(hours=24)
"""So much further than the counter a clock must not go."""
LONGEST_REST = timedelta(days=31)
"""So long a computer may rest, or this program not be used, before somebody must look."""
LEAST_STEP_BACK = timedelta(minutes=10)
"""Time services correct less than this without anybody's doing."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_THIS_PROCESS = uuid.uuid4().hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Seconds that no setting moves, since a start of the computer (or of this process)."""

    start: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSeen:
    """The latest time seen, what the counter showed then, and the last correction that counted."""

    at: datetime
    counter: Counter
    corrected: int = 0


def system_counter() -> Counter:
    """Give the computer's counter; where the start cannot be named, this process's."""
    start = _start_of_computer()
    if start and hasattr(time, "CLOCK_BOOTTIME"):
        return Counter(start=start, seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
    return Counter(start=_THIS_PROCESS, seconds=time.monotonic())


def is_believable(seen: ClockSeen, *, now: datetime, counter: Counter) -> bool:
    """Whether a clock that shows `now` was neither set back nor far ahead.

    >>> from datetime import UTC
    >>> may = datetime(2026, 5, 1, tzinfo=UTC)
    >>> seen = ClockSeen(at=may, counter=Counter(start="a", seconds=0))
    >>> hour = Counter(start="a", seconds=3600)
    >>> [is_believable(seen, now=may.replace(day=day), counter=hour) for day in (1, 2, 3)]
    [True, True, False]
    """
    if now < seen.at - LEAST_STEP_BACK:
        return False
    if counter.start != seen.counter.start:
        return now - seen.at <= LONGEST_REST
    passed = timedelta(seconds=max(0.0, counter.seconds - seen.counter.seconds))
    return now - seen.at <= passed + LEAST_JUMP


@cache
def _start_of_computer() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
