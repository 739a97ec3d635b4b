"""What keeps everybody waiting for longer than a breath, and until when.

The hours of sending, a planned start, the limits of a minute and a day, and a mail service that
asked for a pause. The gate is looked at before every claim and every brink, by the clock of the
day: after a sleep or a change of the clocks it says what is true then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from composer.delivery.clock import Clock
from composer.delivery.pace import Windows, intervals_s
from composer.model.campaign import Pace

SHORT_S = 5.0
"""A wait that a message may spend on its connection; whatever waits longer is given back."""
JUMP_S = 10.0
"""When the time of day goes so much further than the time waited, the computer slept."""


class Why(Enum):
    """Why everybody waits."""

    START = "start"
    WINDOW = "window"
    LIMIT = "limit"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Why everybody waits, and until when."""

    why: Why
    until: datetime


class Gate:
    """Open, or shut until a moment."""

    def __init__(self, pace: Pace, *, windows: Windows, clock: Clock) -> None:
        self._hours = pace.window
        self._windows = windows
        self._clock = clock
        # a slow pace waits longer than a breath between any two messages, with the gate open
        self._short_s = max(SHORT_S, 2 * intervals_s(pace)[0])
        self._known: tuple[datetime, datetime, datetime] | None = None
        self._start: datetime | None = None
        self._paused_until_s = 0.0

    def open_at(self, moment: datetime) -> None:
        """Stay shut until a planned start."""
        self._start = moment

    def pause(self, seconds: float) -> None:
        """Stay shut for so long, because the mail service asked for it."""
        self._paused_until_s = max(self._paused_until_s, self._clock.monotonic_s() + seconds)

    def wait(self) -> Wait | None:
        """Say what everybody waits for, or None when they may go."""
        now = self._clock.now()
        if self._start is not None and now < self._start:
            return Wait(why=Why.START, until=self._start)
        if (opens := self._opens_at(now)) > now:
            return Wait(why=Why.WINDOW, until=opens)
        now_s = self._clock.monotonic_s()
        limit_s = self._windows.long_wait_s(now_s=now_s)
        paused_s = self._paused_until_s - now_s
        if limit_s <= self._short_s and paused_s <= 0:
            return None
        why = Why.LIMIT if limit_s >= paused_s else Why.SERVICE
        return Wait(why=why, until=now + timedelta(seconds=max(limit_s, paused_s)))

    def over_limit_s(self) -> float:
        """Tell how long to take up nobody more, so that no connection waits long for a limit."""
        return self._windows.long_wait_s(now_s=self._clock.monotonic_s()) - SHORT_S

    def _opens_at(self, now: datetime) -> datetime:
        if self._hours is None:
            return now
        if self._known is None or not self._known[0] <= now < self._known[2]:
            self._known = now, *self._hours.next_hours(now)
        return max(now, self._known[1])


class Jumps:
    """Notices that the computer slept, or that its clock was put to another time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._apart_s = self._now_apart_s()
        self.count = 0

    def look(self) -> int:
        """Give how many jumps there were until now."""
        apart_s = self._now_apart_s()
        if abs(apart_s - self._apart_s) > JUMP_S:
            self.count += 1
            self._apart_s = apart_s
        return self.count

    def _now_apart_s(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic_s()
