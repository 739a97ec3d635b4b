"""Never faster than the proof says: even spacing, and windows that cannot overflow.

Spacing keeps hand-overs apart; the windows count each end of a message from the moment that its
brink is begun until a second after it left, so that no second holds more than the rate allows,
whatever a commit or a connection does to the spacing. Both hold for all connections together and
for each limited domain. A minute's limit is spread evenly, a day's is used as fast as the pace
allows; both count what earlier runs sent, as the record tells it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from composer.model.campaign import Pace

MINUTE_S, DAY_S = 60.0, 24 * 3600.0
_MARGIN = 1.01
_PARTS = 1000  # in so many parts of a long window ends are counted together
_SHORTEST_WAIT_S = 0.002
_SLACK_S = 0.01  # how far the row may lag behind the time, so that late wake-ups are made good


class Spacing:
    """One row of slots in time for everybody and one for each limited lane.

    Times are the caller's monotonic seconds.
    """

    def __init__(self, pace: Pace, *, not_before_s: float = 0.0) -> None:
        self._intervals_s = intervals_s(pace)
        self.speed = 1.0  # the share of the pace that is used
        self._next_s = not_before_s
        self._lane_next_s = {lane: not_before_s for lane in self._intervals_s if lane}

    def opens_at_s(self, lane: int) -> float:
        """Tell when the next slot of a lane opens."""
        return max(self._next_s, self._lane_next_s.get(lane, 0.0))

    def take(self, lane: int, *, now_s: float) -> float:
        """Take the lane's next slot and give its time, now or later."""
        slot_s = max(now_s - _SLACK_S, self.opens_at_s(lane))
        self._next_s = slot_s + self._intervals_s[0] / self.speed
        if lane in self._lane_next_s:
            self._lane_next_s[lane] = slot_s + self._intervals_s[lane] / self.speed
        return slot_s


class Window:
    """How many ends may go out in any so many seconds.

    Ends of nearly the same time are counted together, as gone out at the last of them: a whole day
    takes no more room than a second.
    """

    def __init__(self, most: int, length_s: float) -> None:
        self._most = most
        self._length_s = length_s
        self._together_s = length_s / _PARTS if length_s > 1 else 0.0
        self._begun = 0
        self._count = 0
        self._ended: deque[_Ends] = deque()

    def wait_s(self, *, now_s: float) -> float:
        """Tell how long to wait before one more may begin; 0 when it may."""
        while self._ended and self._ended[0].last_s <= now_s - self._length_s:
            self._count -= self._ended.popleft().count
        if self._begun + self._count < self._most:
            return 0.0
        oldest_s = self._ended[0].last_s if self._ended else now_s
        return max(_SHORTEST_WAIT_S, oldest_s + self._length_s - now_s)

    def begin(self) -> None:
        """Count one whose end may go out from now on."""
        self._begun += 1

    def end(self, *, now_s: float) -> None:
        """Count it as gone out at that time."""
        self._begun -= 1
        self.note(now_s)

    def note(self, at_s: float) -> None:
        """Count an end of an earlier run, or of this one; in the order of their times."""
        self._count += 1
        newest = self._ended[-1] if self._ended else None
        if newest is not None and at_s - newest.first_s <= self._together_s:
            newest.count += 1
            newest.last_s = max(newest.last_s, at_s)
        else:
            self._ended.append(_Ends(first_s=at_s, last_s=at_s))

    def last_s(self, number: int, *, now_s: float) -> float:
        """Tell how long from now the last of so many more leaves, by this window alone."""
        rounds, more = divmod(max(0, number - 1), self._most)
        more += 1 - (self._most - self._begun - self._count)
        wait_s = 0.0
        for ends in self._ended if more > 0 else ():
            wait_s = max(0.0, ends.last_s + self._length_s - now_s)
            more -= ends.count
            if more <= 0:
                break
        return rounds * self._length_s + wait_s


@dataclass(slots=True)
class _Ends:
    first_s: float
    last_s: float
    count: int = 1


class Windows:
    """The windows of everybody, of a second, a minute and a day, and one for each limited lane."""

    def __init__(self, pace: Pace) -> None:
        self._all = (_of_a_second(pace.per_second),)
        self._minute = Window(pace.per_minute, MINUTE_S) if pace.per_minute else None
        self.day = Window(pace.per_day, DAY_S) if pace.per_day else None
        self._long = tuple(window for window in (self._minute, self.day) if window is not None)
        self._lanes = {
            lane: _of_a_second(rate) for lane, (_domain, rate) in enumerate(pace.per_domain, 1)
        }

    def of(self, lane: int) -> tuple[Window, ...]:
        """Give the windows that count a lane's messages."""
        own = (self._lanes[lane],) if lane in self._lanes else ()
        return (*self._all, *self._long, *own)

    def note_earlier(self, ends_at_s: Iterable[float]) -> None:
        """Count what an earlier run sent, in the order of time; shorter windows are waited out."""
        for at_s in ends_at_s:
            for window in self._long:
                window.note(at_s)

    def long_wait_s(self, *, now_s: float) -> float:
        """Tell how long the limits of a minute and a day keep everybody waiting."""
        return max((window.wait_s(now_s=now_s) for window in self._long), default=0.0)


def _of_a_second(per_second: Decimal) -> Window:
    """Give the window of a second, or of the rate's interval if that is longer."""
    length_s = 1.0 if per_second >= 1 else 1.0 / float(per_second)
    return Window(max(1, math.ceil(per_second)), length_s)


def lowered(pace: Pace, *, per_second: Decimal | None) -> Pace:
    """Give the pace with a lower rate; a higher one changes nothing."""
    if per_second is None or per_second >= pace.per_second:
        return pace
    return replace(pace, per_second=per_second)


def intervals_s(pace: Pace) -> dict[int, float]:
    """Give the seconds between two messages: of all together as 0, then of each limited lane."""
    rates = (pace.even_rate, *(rate for _domain, rate in pace.per_domain))
    return {lane: _interval_s(rate) for lane, rate in enumerate(rates)}


def longest_interval_s(pace: Pace) -> float:
    """Tell for how long a run waits after the last one's end, so that no short window holds both.

    Windows of a minute and a day count the ends of earlier runs one by one.
    """
    rates = (pace.per_second, *(rate for _domain, rate in pace.per_domain))
    return max(1.0, *(_interval_s(rate) for rate in rates))


def remembered_s(pace: Pace) -> float:
    """Tell how far back the ends of earlier runs matter to the pace."""
    longest_s = longest_interval_s(pace)
    if pace.per_minute:
        longest_s = max(longest_s, MINUTE_S)
    return max(longest_s, DAY_S) if pace.per_day else longest_s


def _interval_s(per_second: Decimal) -> float:
    return _MARGIN / float(per_second)
