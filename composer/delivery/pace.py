"""Never faster than the proof says: even spacing, and windows that cannot overflow.

Spacing keeps hand-overs apart; the windows count each end of a message from the moment that its
brink is begun until a second after it left, so that no second holds more than the rate allows,
whatever a commit or a connection does to the spacing. Both hold for all connections together and
for each limited domain.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from composer.model.campaign import Pace

_MARGIN = 1.01
_SHORTEST_WAIT_S = 0.002
_SLACK_S = 0.01  # how far the row may lag behind the time, so that late wake-ups are made good


class Spacing:
    """One row of slots in time for everybody and one for each limited lane.

    Times are the caller's monotonic seconds.
    """

    def __init__(self, pace: Pace, *, not_before_s: float = 0.0) -> None:
        self._interval_s = _interval_s(pace.per_second)
        self._lane_interval_s: Mapping[int, float] = {
            lane: _interval_s(rate) for lane, (_domain, rate) in enumerate(pace.per_domain, start=1)
        }
        self._next_s = not_before_s
        self._lane_next_s: dict[int, float] = dict.fromkeys(self._lane_interval_s, not_before_s)

    def opens_at_s(self, lane: int) -> float:
        """Tell when the next slot of a lane opens."""
        return max(self._next_s, self._lane_next_s.get(lane, 0.0))

    def take(self, lane: int, *, now_s: float) -> float:
        """Take the lane's next slot and give its time, now or later."""
        slot_s = max(now_s - _SLACK_S, self.opens_at_s(lane))
        self._next_s = slot_s + self._interval_s
        if lane in self._lane_interval_s:
            self._lane_next_s[lane] = slot_s + self._lane_interval_s[lane]
        return slot_s


class Window:
    """How many ends may go out in any second, or in the rate's interval if that is longer."""

    def __init__(self, per_second: Decimal) -> None:
        self._most = max(1, math.ceil(per_second))
        self._length_s = 1.0 if per_second >= 1 else 1.0 / float(per_second)
        self._begun = 0
        self._ended_at_s: deque[float] = deque()

    def wait_s(self, *, now_s: float) -> float:
        """Tell how long to wait before one more may begin; 0 when it may."""
        while self._ended_at_s and self._ended_at_s[0] <= now_s - self._length_s:
            self._ended_at_s.popleft()
        if self._begun + len(self._ended_at_s) < self._most:
            return 0.0
        oldest_s = self._ended_at_s[0] if self._ended_at_s else now_s
        return max(_SHORTEST_WAIT_S, oldest_s + self._length_s - now_s)

    def begin(self) -> None:
        """Count one whose end may go out from now on."""
        self._begun += 1

    def end(self, *, now_s: float) -> None:
        """Count it as gone out at that time."""
        self._begun -= 1
        self._ended_at_s.append(now_s)


class Windows:
    """The window of everybody and one for each limited lane."""

    def __init__(self, pace: Pace) -> None:
        self._all = Window(pace.per_second)
        self._lanes = {
            lane: Window(rate) for lane, (_domain, rate) in enumerate(pace.per_domain, start=1)
        }

    def of(self, lane: int) -> tuple[Window, ...]:
        """Give the windows that count a lane's messages."""
        return (self._all, self._lanes[lane]) if lane in self._lanes else (self._all,)


def lowered(pace: Pace, *, per_second: Decimal | None) -> Pace:
    """Give the pace with a lower rate; a higher one changes nothing."""
    if per_second is None or per_second >= pace.per_second:
        return pace
    return replace(pace, per_second=per_second)


def longest_window_s(pace: Pace) -> float:
    """Tell for how long a run must wait after the last one's end, so that no window holds both."""
    rates = (pace.per_second, *(rate for _domain, rate in pace.per_domain))
    return max(1.0, *(_interval_s(rate) for rate in rates))


def _interval_s(per_second: Decimal) -> float:
    return _MARGIN / float(per_second)
