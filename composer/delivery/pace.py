"""Never faster than the proof says: even spacing, over all connections and per domain.

There are no bursts: hand-overs are spaced by slightly more than the rate's interval. The margin is
wider than what slack and a commit's jitter push together, so that no window of a second or a minute
holds more than the rate allows, also where one run follows another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from composer.model.campaign import Pace

_MARGIN = 1.04
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


def lowered(pace: Pace, *, per_second: Decimal | None) -> Pace:
    """Give the pace with a lower rate; a higher one changes nothing."""
    if per_second is None or per_second >= pace.per_second:
        return pace
    return replace(pace, per_second=per_second)


def longest_interval_s(pace: Pace) -> float:
    """Tell the longest spacing that the pace asks for anywhere."""
    return max(_interval_s(rate) for rate in (pace.per_second, *(x for _d, x in pace.per_domain)))


def _interval_s(per_second: Decimal) -> float:
    return _MARGIN / float(per_second)
