"""How long a send will still take, from what is left in each batch and lane, and from what it took.

The pace says how long the rest takes at best. How much longer it really takes, because connections
answer slowly, is measured over the last minutes, in which nothing is counted while everybody waits.
Hours without sending and a day's limit come on top. A wait for a person is not in it: nobody can
know how long that is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from composer.delivery.pace import Windows, intervals_s
from composer.model.campaign import Pace

_MEASURED_OVER_S = 120.0
_LEAST_MEASURED = 30  # messages at the sealed pace
_BEFORE = 3  # messages at the sealed pace, which is all that is known at the beginning
_SLOWEST = 1000.0

Left = Mapping[tuple[int, int], int]
"""How many are left in each (batch, lane)."""


class Forecast:
    """What is left of a send, and how long that takes."""

    def __init__(self, pace: Pace, left: Left) -> None:
        self._pace = pace
        self._intervals_s = intervals_s(pace)
        self._left: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (batch, lane), count in left.items():
            self._left[batch][lane] += count
        deciding_s = self._deciding_interval_s()
        self._took_s = self._paced_s = _BEFORE * deciding_s
        self._over_s = max(_MEASURED_OVER_S, _LEAST_MEASURED * deciding_s)
        self._looked_s: float | None = None
        self._best_s = self._at_best_s()

    @property
    def people(self) -> int:
        """How many are left."""
        return sum(sum(lanes.values()) for lanes in self._left.values())

    def done(self, batch: int, lane: int) -> None:
        """Count somebody as final; a late one may come from an earlier batch."""
        for number in (batch, *self._left):
            if self._left[number][lane] > 0:
                self._left[number][lane] -= 1
                return

    def look(self, *, now_s: float, speed: float, is_waiting: bool) -> None:
        """Measure what the time since the last look brought."""
        best_s, passed_s = self._at_best_s(), now_s - (self._looked_s or now_s)
        if not is_waiting and self._looked_s is not None and passed_s > 0:
            kept = math.exp(-passed_s / self._over_s)
            self._took_s = self._took_s * kept + passed_s
            self._paced_s = self._paced_s * kept + (self._best_s - best_s) / speed
        self._best_s, self._looked_s = best_s, now_s

    def sending_s(self, *, speed: float) -> float:
        """Tell how long the rest takes while it is sent, at the share of the pace that is used."""
        slower = self._took_s / self._paced_s if self._paced_s > 0 else _SLOWEST
        return self._best_s / speed * min(_SLOWEST, max(1.0, slower))

    def ends_in_s(
        self, *, begins: datetime, now: datetime, speed: float, windows: Windows, now_s: float
    ) -> float:
        """Tell how long from now the last one leaves, with the hours in which nothing may."""
        left_s = self.sending_s(speed=speed)
        ends_s = (self._pace.ends_at(begins, left_s) - now).total_seconds()
        if windows.day is None:
            return ends_s
        return max(ends_s, windows.day.last_s(self.people, now_s=now_s))

    def _at_best_s(self) -> float:
        return sum(self._batch_s(lanes) for lanes in self._left.values())

    def _deciding_interval_s(self) -> float:
        """Give the seconds between two messages of the lane that takes longest, or of all."""
        totals = {0: self.people}
        for lanes in self._left.values():
            for lane, count in lanes.items():
                totals[lane] = totals.get(lane, 0) + (count if lane else 0)
        slowest = max(totals, key=lambda lane: totals[lane] * self._intervals_s[lane])
        return self._intervals_s[slowest]

    def _batch_s(self, lanes: Mapping[int, int]) -> float:
        """Give the time of a batch, which is over when its slowest lane is."""
        everybody_s = sum(lanes.values()) * self._intervals_s[0]
        own = (self._intervals_s[lane] * count for lane, count in lanes.items() if lane)
        return max(everybody_s, *own, 0.0)
