"""Claimed and prepared messages waiting for their slot in time, by lane.

Whoever asks gets the message whose slot opens first; a limited domain never keeps others waiting.
While the gate is shut nobody gets any.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from composer.delivery.clock import Clock
from composer.delivery.gate import Gate
from composer.delivery.pace import Spacing, Window
from composer.delivery.turns import LastFirst
from composer.model.moves import Claimed
from composer.transports.handover import Prepared


@dataclass(slots=True)
class Item:
    """A message on its way, with the windows of the pace that count it.

    `jumps` is how many jumps of the clock there were when leave was last asked for it; `is_watched`
    whether the tripwires let its address over the brink and count it as being there.
    """

    claimed: Claimed
    prepared: Prepared
    jumps: int = 0
    is_watched: bool = False
    _windows: tuple[Window, ...] = ()

    def begin(self, windows: tuple[Window, ...]) -> None:
        """Be counted from now on: the end may go out."""
        self._windows = windows
        for window in windows:
            window.begin()

    def end(self, *, now_s: float) -> None:
        """Be counted as gone out, once; also when nobody could tell whether it did."""
        windows, self._windows = self._windows, ()
        for window in windows:
            window.end(now_s=now_s)


class LaneQueue:
    """The waiting messages; many takers, one feeder."""

    def __init__(
        self, spacing: Spacing, *, gate: Gate, clock: Clock, longest_pause_s: float
    ) -> None:
        self._spacing = spacing
        self._gate = gate
        self._clock = clock
        self._longest_pause_s = longest_pause_s
        self._lanes: dict[int, deque[Item]] = {}
        self._turn = LastFirst()
        self._changed = asyncio.Event()
        self._closed = False
        self._expected: frozenset[int] = frozenset()
        self._low = 0

    @property
    def runs_low(self) -> bool:
        """Whether more should be fetched for one of the lanes that may hold more."""
        return any(len(self._lanes.get(lane, ())) <= self._low for lane in self._expected)

    def expect(self, lanes: frozenset[int], *, low: int) -> None:
        """Note which lanes may hold more, and at how many waiting they run low."""
        self._expected, self._low = lanes, low

    @property
    def waiting(self) -> Mapping[int, int]:
        """How many wait in each lane."""
        return {lane: len(items) for lane, items in self._lanes.items()}

    def put(self, item: Item) -> None:
        """Let a message wait."""
        self._lanes.setdefault(item.claimed.lane, deque()).append(item)
        self._changed.set()

    def close(self) -> list[Item]:
        """Give no more to anybody; what still waits comes back."""
        self._closed = True
        self._changed.set()
        return self.drain()

    def drain(self) -> list[Item]:
        """Take out what still waits."""
        left = [item for items in self._lanes.values() for item in items]
        self._lanes.clear()
        return left

    async def take(self) -> Item | None:
        """Give the next message when its slot opens; None when the queue is closed."""
        async with self._turn:
            while not self._closed:
                now_s = self._clock.monotonic_s()
                lane = min(
                    (lane for lane, items in self._lanes.items() if items),
                    key=lambda lane: (self._spacing.opens_at_s(lane), lane),
                    default=None,
                )
                if lane is None:
                    self._changed.clear()
                    await self._changed.wait()
                    continue
                if self._gate.wait() is not None:
                    await self._clock.sleep(self._longest_pause_s)
                    continue
                wait_s = max(self._spacing.opens_at_s(lane) - now_s, self._gate.over_limit_s())
                if wait_s <= 0:
                    self._spacing.take(lane, now_s=now_s)
                    return self._lanes[lane].popleft()
                await self._clock.sleep(min(wait_s, self._longest_pause_s))
            return None
