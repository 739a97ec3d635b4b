"""What is known about a send that went wrong: when, who, what was seen; and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.model.bounce import BounceCounts
from composer.model.states import Counts

PROOF_LETTERS = 16
"""How much of a fingerprint names a version in a group: nobody can make a second one like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentBatch:
    """One batch of a send: how many are in it, who has it, of whom it is unclear.

    Each frozen version begins with a batch 1: `proof` says of which one it is, where there are
    several. `group` is how a follow-up names it.
    """

    number: int
    people: int
    handed_over: int
    unclear: int
    proof: str = ""

    @property
    def group(self) -> str:
        """How a follow-up names it.

        >>> IncidentBatch(number=2, people=1, handed_over=1, unclear=0, proof="ab" * 32).group
        'batch 2 of abababababababab'
        """
        version = f" of {self.proof[:PROOF_LETTERS]}" if self.proof else ""
        return f"batch {self.number}{version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentVersion:
    """One frozen version that people got: what it said, who has it, of whom it is unclear."""

    proof: str
    subject: str
    handed_over: int
    unclear: int
    first_at: datetime | None
    last_at: datetime | None


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

    `first_at` and `last_at` are when the first and the last message was handed over. `versions` are
    the frozen versions that people got, in the order of sending: more than one, when it was frozen
    anew after some had it. `subject` and `proof` are those of the last. `searched` counts the
    messages in which other people's addresses were looked for before it was frozen.
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
    versions: tuple[IncidentVersion, ...] = ()

    @property
    def unclear(self) -> int:
        """Of how many it is unclear whether they have it."""
        return self.counts.unknown + self.counts.brink
