"""What was done on the Audience page and can be taken back with Ctrl+Z, in the order it happened.

A step is a pair of calls of the façade; both are recorded, because a mended cell that was mended
back is two facts. Steps of one list are forgotten when another list is read or taken over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MOST_STEPS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: how to do it and how to take it back; both block and run in the background."""

    label: str
    do: Callable[[], object]
    undo: Callable[[], object]


class Steps:
    """The history of one list."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def done(self, step: Step) -> None:
        """Take a step that was done."""
        self._done.append(step)
        self._undone.clear()
        del self._done[:-MOST_STEPS]

    def undo(self) -> Step | None:
        """Give the step that is to be taken back."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Step | None:
        """Give the step that is to be done again."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def forget(self) -> None:
        """Forget everything: the list is another."""
        self._done.clear()
        self._undone.clear()
