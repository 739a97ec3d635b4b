"""Every move between a recipient's states that exists, who may make it, and no other.

The table is the whole law of a send (rules 4 to 7 of the design): the record refuses whatever is
not in it, and a test tries every forbidden pair. It decides nothing about answers; that is
`composer.delivery.verdicts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from composer.errors import LedgerError
from composer.i18n import _
from composer.model.identifiers import RecipientId
from composer.model.states import RecipientState as State


class Mover(Enum):
    """Who moves a recipient: the sending machine, its restart, a person, or a new proof."""

    MACHINE = "machine"
    RESTART = "restart"
    PERSON = "person"
    PROOF = "proof"


_BY = {
    Mover.MACHINE: (
        (State.PLANNED, State.CLAIMED),
        (State.PLANNED, State.SUPPRESSED),
        (State.DEFERRED, State.CLAIMED),
        (State.DEFERRED, State.HELD),
        (State.DEFERRED, State.SUPPRESSED),
        (State.CLAIMED, State.PLANNED),
        (State.CLAIMED, State.DEFERRED),
        (State.CLAIMED, State.REFUSED),
        (State.CLAIMED, State.BRINK),
        (State.BRINK, State.ACCEPTED),
        (State.BRINK, State.REFUSED),
        (State.BRINK, State.DEFERRED),
        (State.BRINK, State.PLANNED),
        (State.BRINK, State.UNKNOWN),
    ),
    Mover.RESTART: (
        (State.CLAIMED, State.PLANNED),
        (State.BRINK, State.UNKNOWN),
    ),
    Mover.PERSON: (
        (State.UNKNOWN, State.ACCEPTED),
        (State.UNKNOWN, State.PLANNED),
        (State.REFUSED, State.PLANNED),
        (State.HELD, State.PLANNED),
        (State.PLANNED, State.CANCELLED),
        (State.DEFERRED, State.CANCELLED),
        (State.HELD, State.CANCELLED),
        (State.PLANNED, State.SUPPRESSED),
        (State.DEFERRED, State.SUPPRESSED),
        (State.HELD, State.SUPPRESSED),
    ),
    Mover.PROOF: (
        (State.PLANNED, State.CANCELLED),
        (State.DEFERRED, State.CANCELLED),
        (State.HELD, State.CANCELLED),
        (State.CANCELLED, State.PLANNED),
        (State.PLANNED, State.SUPPRESSED),
        (State.DEFERRED, State.SUPPRESSED),
        (State.HELD, State.SUPPRESSED),
    ),
}

ALLOWED_MOVES: frozenset[tuple[Mover, State, State]] = frozenset(
    (mover, here, there) for mover, pairs in _BY.items() for here, there in pairs
)
"""All that may happen. Nothing leads from a hand-over that may have happened back to a machine."""

NEW_GENERATION: frozenset[tuple[State, State]] = frozenset(
    {(State.UNKNOWN, State.PLANNED), (State.REFUSED, State.PLANNED)}
)
"""Moves after which a recipient may be handed over once more; only a person makes them."""


HOLD_ENDED = "send.ended"
"""The hold that nobody lifts: a person ended the send for those who had not got it."""
ENDED = "ended before it was sent"
LEFT_TO_CORRECTION = "left to the campaign that corrects this one"
"""Why somebody was cancelled by an end; unlike people whom a proof left out, for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One recipient's step to another state, with what is worth keeping about it.

    `not_before` is seconds since 1970 and is set with deferred only; `code` is the server's reply
    code or 0; `answer` holds the server's words without addresses; `reason` says why, for people.
    """

    recipient_id: RecipientId
    to: State
    by: Mover = Mover.MACHINE
    not_before: float = 0.0
    code: int = 0
    answer: str = ""
    provider_id: str = ""
    reason: str = ""


def require_allowed(here: State, there: State, *, by: Mover) -> None:
    """Refuse a move that the table does not hold.

    Raises:
        LedgerError: always an error of the program or a damaged record; nothing was changed.
    """
    if (by, here, there) not in ALLOWED_MOVES:
        raise LedgerError(
            _("The record of this send does not allow that step."),
            advice=_("Nothing was changed. Look at the campaign's status."),
        )


class Kind(Enum):
    """Whom a line of the record stands for: somebody of the audience, or a test mailbox."""

    AUDIENCE = "audience"
    SEED = "seed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRecipient:
    """Somebody whom a proof covers, as the record knows them.

    `key_digest` is the keyed digest of the address key; `lane` is 0, or n for the n-th domain that
    has a pace of its own. `suppressed` says why the do-not-write list stops them, and is empty for
    everybody else.
    """

    recipient_id: RecipientId
    key_digest: str
    lane: int = 0
    suppressed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A recipient that the sending machine took up; `tries` counts earlier ones of this kind."""

    recipient_id: RecipientId
    lane: int
    tries: int
    first_tried_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why nobody more is written to until a person lifts it; `code` is a finding's code."""

    code: str
    values: tuple[tuple[str, str | int], ...]
    by: str
    at: str

    @property
    def is_end(self) -> bool:
        """Whether the send was ended for good."""
        return self.code == HOLD_ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One recipient's line in the record; `plan` numbers the proofs that were sent under."""

    recipient_id: RecipientId
    state: State
    generation: int
    plan: int
    batch: int
    at: str
    code: int
    answer: str
    provider_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One entry of the chain; `recipient_id` and `state` are empty for what concerns nobody."""

    seq: int
    at: str
    kind: str
    recipient_id: str
    state: str
    generation: int
    content: str
    hash: str
