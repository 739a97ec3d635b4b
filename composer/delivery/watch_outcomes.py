"""Tripwires at the brink: they look at what leaves, and believe neither record nor program.

Before each end of a message: nobody may be handed one over whose address has one already in this
run, and no more people may be than were open when the run began. After each answer: refusals may
not become many. The record refuses the same by its own rules; whoever breaks those meets these.
"""

from __future__ import annotations

from array import array
from collections import deque

from composer.delivery.verdicts import HoldCause
from composer.model.recipient import address_key
from composer.model.states import RecipientState

LOOKED_BACK = 200
"""How many of the newest outcomes are looked at for refusals."""
FEWEST_REFUSED = 5
REFUSED_SHARE = 0.05
_FIRST_ROOM = 1024
_HASH = (1 << 64) - 1
_MAY_HAVE_IT = frozenset({RecipientState.ACCEPTED, RecipientState.UNKNOWN})
_ANSWERED = frozenset({RecipientState.ACCEPTED, RecipientState.REFUSED})


class OutcomeWatch:
    """What one run of a send hands over to its audience; at most to `most` people."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._at_brink: set[int] = set()
        self._have_it = NumberSet()
        self._answers: deque[bool] = deque(maxlen=LOOKED_BACK)
        self._refused = 0

    def begin(self, address: str) -> HoldCause | None:
        """Say why a message may not be ended now; None: it may, and counts as being at the brink.

        The numbers of addresses are hashes of this process alone, and are never written down.
        """
        number = _number(address)
        if number in self._at_brink or number in self._have_it:
            return HoldCause(code="send.address_twice")
        if len(self._have_it) + len(self._at_brink) >= self._most:
            return HoldCause(code="send.more_than_audience", values=(("count", self._most),))
        self._at_brink.add(number)
        return None

    def end(
        self, address: str, state: RecipientState, *, was_begun: bool = True
    ) -> HoldCause | None:
        """Take note of what became of it, and say when too many are refused.

        Who was never let to the brink takes nobody else of the same address away from there.
        """
        number = _number(address)
        if was_begun:
            self._at_brink.discard(number)
        if state in _MAY_HAVE_IT:
            self._have_it.add(number)
        if state in _ANSWERED:
            self._note(is_refused=state is RecipientState.REFUSED)
        return self._too_many_refused() if state is RecipientState.REFUSED else None

    def _note(self, *, is_refused: bool) -> None:
        if len(self._answers) == LOOKED_BACK:
            self._refused -= self._answers[0]
        self._answers.append(is_refused)
        self._refused += is_refused

    def _too_many_refused(self) -> HoldCause | None:
        looked_at = len(self._answers)
        if self._refused < max(FEWEST_REFUSED, REFUSED_SHARE * looked_at):
            return None
        values = (("count", self._refused), ("all", looked_at))
        return HoldCause(code="send.refused_many", values=values)


class NumberSet:
    """A set of 64-bit numbers that costs 16 to 32 bytes each, also when there are a million."""

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_ROOM))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, number: int) -> bool:
        return self._slots[self._place(self._slots, number)] == number

    def add(self, number: int) -> None:
        """Put a number in; 0 stands for an empty place and cannot be."""
        place = self._place(self._slots, number)
        if self._slots[place] == number:
            return
        self._slots[place] = number
        self._count += 1
        if 2 * self._count > len(self._slots):
            self._grow()

    def _grow(self) -> None:
        slots = array("Q", bytes(16 * len(self._slots)))
        for number in self._slots:
            if number:
                slots[self._place(slots, number)] = number
        self._slots = slots

    @staticmethod
    def _place(slots: array[int], number: int) -> int:
        """Find where a number stands, or the empty place where it would."""
        last = len(slots) - 1
        place = number & last
        while slots[place] not in {0, number}:
            place = (place + 1) & last
        return place


def _number(address: str) -> int:
    return hash(address_key(address)) & _HASH or 1
