"""What an answer or an error means for a recipient, and for the campaign (facts: sending).

The one place that turns what a transport says into moves of the record. A fault before the brink
may be tried again by machine; after it the outcome is what the server said, or unknown.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from composer.errors import (
    AccountRefused,
    GuardRefused,
    OutcomeUnknown,
    RefusedByServer,
    StrangeAnswer,
    TransportError,
    TryLater,
    Unreachable,
    UnsafeConnection,
)
from composer.model.moves import Claimed, Move
from composer.model.states import RecipientState
from composer.transports.handover import Answer

MOST_TRIES = 5
LONGEST_S = 24 * 3600.0
UNREACHABLE_IN_A_ROW = 5
ALIKE_IN_A_ROW = 3
UNKNOWN_IN_A_ROW = 3
WITHOUT_ID_IN_A_ROW = 3
ACCEPTED_BY_HTTP = 202
LONGEST_WAIT_S = 3600.0
_WAITS_S = (60.0, 300.0, 900.0, LONGEST_WAIT_S)
_ENHANCED = re.compile(r"^[0-9]{3} (5\.([0-9]{1,3})\.[0-9]{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCause:
    """Why the campaign must wait for a person: a finding's code and its values."""

    code: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What happens to the recipient, and whether the campaign holds."""

    moves: tuple[Move, ...]
    hold: HoldCause | None = None

    @property
    def leads_to(self) -> RecipientState:
        """The state in which the recipient is left."""
        return self.moves[-1].to if self.moves else RecipientState.PLANNED


def taken(claimed: Claimed, answer: Answer) -> Verdict:
    """Judge a hand-over that the server took."""
    return Verdict(
        moves=(
            Move(
                recipient_id=claimed.recipient_id,
                to=RecipientState.ACCEPTED,
                code=answer.code,
                answer=answer.text,
                provider_id=answer.provider_id,
            ),
        )
    )


def not_taken(
    claimed: Claimed, error: TransportError | GuardRefused, *, now_s: float, chance: float
) -> Verdict:
    """Judge a hand-over that failed; `chance` in [0, 1) spreads the next tries."""
    match error:
        case GuardRefused():
            return Verdict(moves=(back(claimed),), hold=HoldCause(code="send.guard_refused"))
        case UnsafeConnection() | AccountRefused():
            return Verdict(moves=(back(claimed),), hold=cannot_ask(error, tries=1))
        case RefusedByServer():
            return Verdict(moves=(_move(claimed, RecipientState.REFUSED, error),))
        case OutcomeUnknown():
            unknown = _move(claimed, RecipientState.UNKNOWN, error)
            return Verdict(moves=(unknown,), hold=_strange(error))
        case _:
            return Verdict(moves=_deferral(claimed, error, now_s=now_s, chance=chance))


def cannot_ask(error: TransportError, *, tries: int) -> HoldCause:
    """Say why a mail service that was asked so many times in a row holds the campaign."""
    match error:
        case UnsafeConnection():
            return HoldCause(code="send.unsafe_connection")
        case AccountRefused():
            values = (("answer", error.answer or str(error)),)
            return HoldCause(code="send.account_refused", values=values)
        case _:
            return _enough("send.unreachable", tries)


def _deferral(
    claimed: Claimed, error: TransportError, *, now_s: float, chance: float
) -> tuple[Move, ...]:
    tries = claimed.tries + 1
    wait_s = _WAITS_S[min(tries, len(_WAITS_S)) - 1] * (1 + chance / 10)
    if isinstance(error, TryLater) and error.after_s is not None:
        wait_s = max(wait_s, error.after_s)
    deferred = Move(
        recipient_id=claimed.recipient_id,
        to=RecipientState.DEFERRED,
        not_before=now_s + min(wait_s, LONGEST_WAIT_S),
        code=error.code or 0,
        answer=error.answer,
        reason=str(error),
    )
    is_late = claimed.first_tried_at and now_s - claimed.first_tried_at >= LONGEST_S
    if tries < MOST_TRIES and not is_late:
        return (deferred,)
    return deferred, _move(claimed, RecipientState.HELD, error)


def _strange(error: OutcomeUnknown) -> HoldCause | None:
    if not isinstance(error, StrangeAnswer):
        return None
    return HoldCause(code="send.strange_answer", values=(("answer", error.answer),))


def back(claimed: Claimed) -> Move:
    """Give somebody back whose message's end did not go out."""
    return Move(recipient_id=claimed.recipient_id, to=RecipientState.PLANNED)


def _move(claimed: Claimed, to: RecipientState, error: TransportError) -> Move:
    return Move(
        recipient_id=claimed.recipient_id,
        to=to,
        code=error.code or 0,
        answer=error.answer,
        reason=str(error),
    )


class Streaks:
    """Counts what happens in a row, to tell a fault of ours from one of a recipient.

    A network that goes takes every open connection with it: that is one time, not one for each. So
    a connection that worked before the last failure was counted, and not since, belongs to that
    one, whenever it is found broken. A connection that cannot be made counts each time; so does
    what is unclear, because somebody must decide about each.
    """

    def __init__(self) -> None:
        self._unreachable = 0
        self._counted_at_s = -math.inf
        self._unknown = 0
        self._alike = 0
        self._kind = ""
        self._without_id = 0
        self.taken_without_id = 0

    def note_taken(self, answer: Answer) -> HoldCause | None:
        """Take note of a message that was taken: SendGrid names every one that it took."""
        self.note(None)
        if answer.code != ACCEPTED_BY_HTTP or answer.provider_id:
            self._without_id = 0
            return None
        self.taken_without_id += 1
        self._without_id += 1
        if self._without_id < WITHOUT_ID_IN_A_ROW:
            return None
        return _enough("send.without_id_in_a_row", self._without_id)

    def note(
        self,
        error: TransportError | GuardRefused | None,
        *,
        worked_at_s: float | None = None,
        now_s: float = 0,
    ) -> HoldCause | None:
        """Take note of an outcome (None: taken), and say when it is enough.

        `worked_at_s` is when its connection last worked, None where none could be made.
        """
        match error:
            case RefusedByServer():
                return self._note_refusal(error)
            case OutcomeUnknown():
                self._unknown += 1
                if self._unknown >= UNKNOWN_IN_A_ROW:
                    return _enough("send.unclear_in_a_row", self._unknown)
            case Unreachable() if worked_at_s is not None and worked_at_s < self._counted_at_s:
                pass
            case Unreachable():
                self._counted_at_s = now_s
                self._unreachable += 1
                if self._unreachable >= UNREACHABLE_IN_A_ROW:
                    return _enough("send.unreachable", self._unreachable)
            case None:
                self._unreachable = self._unknown = self._alike = 0
            case _:
                self._unreachable = 0
        return None

    def _note_refusal(self, error: RefusedByServer) -> HoldCause | None:
        self._unreachable = self._unknown = 0
        kind = refusal_kind(error)
        self._alike = self._alike + 1 if self._alike and kind == self._kind else 1
        self._kind = kind
        if self._alike < ALIKE_IN_A_ROW:
            return None
        values = (("count", self._alike), ("answer", error.answer))
        return HoldCause(code="send.refused_alike", values=values)


def _enough(code: str, count: int) -> HoldCause:
    return HoldCause(code=code, values=(("count", count),))


def refusal_kind(error: RefusedByServer) -> str:
    """Tell which refusals are alike: the same enhanced code, any x.7.x, else the same code.

    >>> refusal_kind(RefusedByServer("", code=550, answer="550 5.7.1 relaying denied"))
    '5.7'
    """
    found = _ENHANCED.match(error.answer)
    if found is None:
        return str(error.code or 0)
    return "5.7" if found[2] == "7" else found[1]
