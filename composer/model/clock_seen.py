"""The latest time ever seen, and whether the computer's clock can be believed.

A clock that was set back would make what has expired count again, and one that was set ahead would
end a waiting time at once and make everything expire afterwards. How much time really passed is
known from the computer's own counter (`model/counter.py`), which no setting moves. So a clock is
held against the first look since the computer's start, never against the last one: steps that are
small enough for themselves do not add up. Across a restart the counter knows nothing, and up to a
month may have passed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from composer.model.counter import Counter

LEAST_JUMP = timedelta(minutes=5)
"""So much further than the counter a clock must not go; time services correct less than this."""
DRIFT = 1 / 1000
"""Of the time passed: so much a clock and a counter that nobody sets may go apart."""
LONGEST_REST = timedelta(days=31)
"""So long a computer may rest, or this program not be used, before somebody must look."""
LEAST_STEP_BACK = timedelta(minutes=10)
"""Time services correct less than this without anybody's doing."""
STARTS_KEPT = 8
"""Of so many starts the first look is kept: several computers may share one folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the clock and the counter showed at one moment."""

    at: datetime
    counter: Counter

    def expected(self, counter: Counter) -> datetime:
        """Give what a clock that nobody set shows when the counter shows this."""
        return self.at + self._passed(counter)

    def latest(self, counter: Counter) -> datetime:
        """Give the latest that a clock may show when the counter shows this."""
        passed = self._passed(counter)
        return self.at + passed + LEAST_JUMP + passed * DRIFT

    def _passed(self, counter: Counter) -> timedelta:
        return timedelta(seconds=max(0.0, counter.seconds - self.counter.seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSeen:
    """The latest time seen, the first look since each start, and the last correction that counted.

    The start that was seen last comes last.
    """

    at: datetime
    first_looks: tuple[Look, ...] = ()
    corrected: int = 0

    def since(self, start: str) -> Look | None:
        """Give the first look since a start; of two the stricter one."""
        looks = [look for look in self.first_looks if look.counter.start == start]
        return min(looks, key=_began_at, default=None)

    def seeing(self, now: datetime, counter: Counter) -> ClockSeen:
        """Give what is known after a look at a clock that is believed."""
        own = self.since(counter.start) or Look(at=now, counter=counter)
        others = [look for look in self.first_looks if look.counter.start != counter.start]
        looks = (*others[1 - STARTS_KEPT :], own)
        return replace(self, at=max(self.at, now), first_looks=looks)


def is_believable(seen: ClockSeen, *, now: datetime, counter: Counter) -> bool:
    """Whether a clock that shows `now` was neither set back nor ahead.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    >>> look = Look(at=noon, counter=Counter(start="a", seconds=0))
    >>> seen = ClockSeen(at=noon, first_looks=(look,))
    >>> hour = Counter(start="a", seconds=3600)
    >>> [is_believable(seen, now=noon.replace(hour=hour_), counter=hour) for hour_ in (11, 13, 14)]
    [False, True, False]
    """
    if now < seen.at - LEAST_STEP_BACK:
        return False
    first = seen.since(counter.start)
    if first is None:
        return now - seen.at <= LONGEST_REST
    return now <= first.latest(counter)


def expected_now(seen: ClockSeen, counter: Counter) -> datetime:
    """Give the time that it should be, as far as it is known: never before the latest time seen."""
    first = seen.since(counter.start)
    return seen.at if first is None else max(seen.at, first.expected(counter))


def _began_at(look: Look) -> float:
    return look.at.timestamp() - look.counter.seconds
