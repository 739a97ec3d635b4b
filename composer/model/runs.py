"""Reads a text block by block, and remembers long runs of blocks that come again and again.

Most of a campaign's message is the same for everybody, in long runs between the few lines that are
one recipient's own. A run that came before is known by comparing it once with what stands there;
what it was read as is the blocks' values joined, so whoever asks gets exactly what reading each
block alone would give. Runs are learnt from what was read and from nothing else: blocks that stand
beside each other and all stood in the text before become one, and one that turns out to differ
further on is cut to what was alike and never grows again. Memory is bounded by what is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from composer.model.recall import Recall

K = TypeVar("K", str, bytes)
V = TypeVar("V", str, bytes)

_LEAST_BLOCKS = 2
_BYTES_PER_ITEM = 3  # the run itself and what it was read as, also in wide letters
_OVERHEAD = 400


class _Run(NamedTuple, Generic[K, V]):
    """Blocks that follow each other, their values joined; `closed`: what follows them varies."""

    content: K
    value: V
    closed: bool


class Runs(Generic[K, V]):
    """Reads texts whose blocks end with `end`; `compute` reads one block, its end with it.

    Whatever `compute` gives must follow from the block alone; what it refuses is not remembered.
    """

    def __init__(self, compute: Callable[[K], V], *, end: K, nothing: V, room_bytes: int) -> None:
        self._blocks: Recall[K, V] = Recall(compute, room_bytes=room_bytes)
        self._end: K = end
        self._nothing: V = nothing
        self._runs: dict[K, _Run[K, V]] = {}
        self._before: frozenset[K] = frozenset()
        self._room = self._left = room_bytes

    def read(self, content: K) -> tuple[list[V], K]:
        """Give the values of a text's blocks, joined in runs, and what stands after the last."""
        end, width = self._end, len(self._end)
        find, starts = content.find, content.startswith
        run_at, known = self._runs.get, self._blocks
        values: list[V] = []
        alone: list[K] = []
        stretch: list[K] = []  # blocks beside each other that stood in the text before
        before, at, may_begin = self._before, 0, True
        while (stop := find(end, at)) >= 0:
            stop += width
            block = content[at:stop]
            run = run_at(block)
            if run is not None:
                if not starts(run.content, at):
                    run = self._cut(run.content, content[at : at + len(run.content)])
                values.append(run.value)
                stop = at + len(run.content)
            else:
                values.append(known[block])
                alone.append(block)
            if run is None and may_begin and block in before:
                stretch.append(block)
            elif stretch:
                self._learn(stretch)
                stretch = []
            may_begin = run is None or not run.closed or run.content == block
            at = stop
        self._learn(stretch)
        self._before = frozenset(alone)
        return values, content[at:]

    def held_bytes(self) -> int:
        """Tell about how much the runs take."""
        return self._room - self._left

    def _learn(self, stretch: list[K]) -> None:
        if len(stretch) >= _LEAST_BLOCKS:
            value = self._nothing.join([self._blocks[block] for block in stretch])
            self._keep(stretch[0], _Run(self._end[:0].join(stretch), value, closed=False))

    def _cut(self, known: K, content: K) -> _Run[K, V]:
        """Cut a run to the blocks that stand in this content too, and remember it so."""
        end = self._end
        first = known[: known.find(end) + len(end)]
        values: list[V] = []
        at = 0
        while True:
            stop = known.find(end, at) + len(end)
            block = known[at:stop]
            if content[at:stop] != block:
                break
            values.append(self._blocks[block])
            at = stop
        run = _Run(known[:at], self._nothing.join(values), closed=True)
        self._runs[first] = run
        return run

    def _keep(self, first: K, run: _Run[K, V]) -> None:
        weight = _OVERHEAD + _BYTES_PER_ITEM * len(run.content)
        if weight > self._left:
            self._runs.clear()
            self._left = self._room
        if weight <= self._left:
            self._left -= weight
            self._runs[first] = run
