"""What is known about a send that went wrong: when, who, what was seen; and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.model.bounce import BounceCounts
from composer.model.states import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentBatch:
    """One batch of a send: how many are in it, who has it, of whom it is unclear."""

    number: int
    people: int
    handed_over: int
    unclear: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCopies:
    """What arrived in the team's own mailboxes during the send.

    `parts` are the parts that arrived other than predicted. `shown` are addresses of people of the
    audience that stood in a copy which is kept: whoever got such a message saw them. `in_doubt`
    counts who was handed over since the last copy that arrived right.
    """

    sent: int = 0
    equal: int = 0
    different: int = 0
    missing: int = 0
    parts: tuple[str, ...] = ()
    kept: int = 0
    shown: tuple[str, ...] = ()
    in_doubt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentEvent:
    """Something that moved the send as a whole, in words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Everything that the record, the proof and the mailboxes tell of a send.

    `first_at` and `last_at` are when the first and the last message was handed over. `searched`
    counts the messages in which other people's addresses were looked for before it was frozen.
    """

    name: str
    subject: str
    proof: str
    began_at: datetime | None
    first_at: datetime | None
    last_at: datetime | None
    counts: Counts
    batches: tuple[IncidentBatch, ...]
    events: tuple[IncidentEvent, ...]
    searched: int
    copies: IncidentCopies
    bounces: BounceCounts
    is_running: bool = False

    @property
    def unclear(self) -> int:
        """Of how many it is unclear whether they have it."""
        return self.counts.unknown + self.counts.brink
