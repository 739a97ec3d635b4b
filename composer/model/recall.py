"""Remembers what a pure function gave, so that a line met in every message is worked on once.

Most lines of a campaign's messages are the same for everybody. Whatever is remembered must follow
from the key alone, never from the recipient. A refusal is never remembered: it is raised anew each
time. Memory is bounded by what the keys weigh: two generations are kept, and when the younger is
full the older is forgotten; what is still in use moves to the younger.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import TypeVar

K = TypeVar("K", bound=Sized)
V = TypeVar("V")

_OVERHEAD = 200  # bytes of the objects and the place in the table, for each entry
_BYTES_PER_ITEM = 4  # a character of the key, and what was made of it
_LARGEST_SHARE = 4


class Recall(dict[K, V]):
    """Maps keys to `compute(key)`; `room_bytes` bounds each of the two generations."""

    __slots__ = ("_compute", "_left", "_older", "_room")

    def __init__(self, compute: Callable[[K], V], *, room_bytes: int) -> None:
        super().__init__()
        self._compute = compute
        self._older: dict[K, V] = {}
        self._room = self._left = room_bytes

    def __missing__(self, key: K) -> V:
        older = self._older
        value = older[key] if key in older else self._compute(key)
        weight = _OVERHEAD + _BYTES_PER_ITEM * len(key)
        if weight * _LARGEST_SHARE > self._room:
            return value
        if weight > self._left:
            self._older = dict(self)
            self.clear()
            self._left = self._room
        self._left -= weight
        self[key] = value
        return value
