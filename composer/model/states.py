"""The states of a recipient in a send, and the numbers that must always add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum


class RecipientState(Enum):
    """Exactly one of these holds for each recipient, after any crash (facts: sending)."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    BRINK = "brink"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    HELD = "held"
    CANCELLED = "cancelled"


FINAL_STATES = frozenset(
    {
        RecipientState.ACCEPTED,
        RecipientState.REFUSED,
        RecipientState.SUPPRESSED,
        RecipientState.CANCELLED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many recipients are in each state; they sum to the audience."""

    planned: int = 0
    claimed: int = 0
    brink: int = 0
    accepted: int = 0
    refused: int = 0
    deferred: int = 0
    unknown: int = 0
    suppressed: int = 0
    held: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        """The sum of all states."""
        return sum(asdict(self).values())

    @property
    def open(self) -> int:
        """How many may still be handed the message over, or are being."""
        return self.planned + self.claimed + self.brink + self.deferred + self.held
