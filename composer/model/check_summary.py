"""What the check of everybody gave: findings, kinds of message, how long the send takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from composer.findings import Finding, FindingCount
from composer.model.acceptance import Point
from composer.model.identifiers import Digest, RecipientId


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A kind of message: a real recipient who shows it, what is special, and how many are alike.

    Its language is not among the facts.
    """

    recipient_id: RecipientId
    address: str
    row: int
    locale: str
    facts: tuple[str, ...]
    people: int
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """What sets some messages apart: how many people have it, and the kinds that show it.

    `kinds` are positions among the variants; 0 people: of lengths, nobody counts.
    """

    fact: str
    people: int
    kinds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTable:
    """What the kinds show between them: so many of all the things that anybody has.

    `never` are (fact, locale) that templates have words for and nobody gets; without a locale, in
    none. `estimated`: there are so many shapes that the people like each kind were estimated.
    """

    covered: int = 0
    reachable: int = 0
    rows: tuple[KindRow, ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    estimated: bool = False


NO_KINDS = KindTable()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceLimit:
    """A domain whose own limit decides how long the whole send takes; `percent` of all people."""

    domain: str
    people: int
    percent: int
    per_second: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FasterWay:
    """A safe way to send faster: what changes, the pace then, the time then, and what it voids.

    `what` is rate, connections or batches; `voids` are of check, proof, test and approvals.
    """

    what: str
    per_second: Decimal
    connections: int
    batches: tuple[int, ...]
    total_s: int
    voids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSummary:
    """The result of checking everybody, bound to revision, audience and program.

    The last `examples` of the findings are about single people; where there are very many of a kind
    these are the first, and `counts` says how many there are.
    `points` are its warnings, one line each, and who accepted them. Dates in texts and cells were
    judged for a message that leaves on the day `judged_for`.
    """

    messages: int
    seconds: float
    findings: tuple[Finding, ...]
    variants: tuple[Variant, ...]
    coverage: float
    eta_total_s: int
    eta_per_domain: tuple[tuple[str, int], ...]
    root: Digest
    sampled: bool
    examples: int = 0
    counts: tuple[FindingCount, ...] = ()
    kinds: KindTable = NO_KINDS
    eta_limit: PaceLimit | None = None
    faster: tuple[FasterWay, ...] = ()
    points: tuple[Point, ...] = ()
    judged_for: date | None = None

    @property
    def not_accepted(self) -> tuple[Finding, ...]:
        """The findings without those that somebody accepted."""
        accepted = {
            item for point in self.points if point.accepted is not None for item in point.findings
        }
        return tuple(item for item in self.findings if item not in accepted)

    @property
    def messages_per_s(self) -> float:
        """How many messages were rendered and checked per second."""
        return self.messages / self.seconds if self.seconds else 0.0
