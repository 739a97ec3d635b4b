"""The translation memory's data: what was reviewed, and what of it fits a new text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePair:
    """From which language into which."""

    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUnit:
    """One reviewed translation. `by` is a public key, or a name that a file brought.

    `campaign` is an id; empty where a file brought the unit, then `origin` is the file's name.
    """

    source: str
    target: str
    pair: LanguagePair
    campaign: str
    by: str
    at: datetime
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUnit:
    """A unit of the memory as it is stored; `campaign_name` is what its campaign is called now."""

    number: int
    unit: MemoryUnit
    campaign_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryCount:
    """How many units the memory holds of one pair of languages; `at` is the newest."""

    pair: LanguagePair
    units: int
    at: datetime | None = None


class MatchKind(Enum):
    """How a stored unit fits: word for word, but for numbers, fields and links, or nearly."""

    EXACT = "exact"
    FILLED = "filled"
    FUZZY = "fuzzy"


class Change(Enum):
    """What happened to a stretch of a text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of text that two texts share, or that only one of them has."""

    text: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryMatch:
    """A stored translation that may help; `likeness` is 0 to 100.

    `target` has the new source's numbers, fields and links where `kind` is `FILLED`.
    `differences` lead from the stored source to the new one. `by` is a name; `campaign` is the
    campaign's name, or that of the file that the unit came from. `locale` is that of the
    translation where it is another region's.
    """

    number: int
    source: str
    target: str
    kind: MatchKind
    likeness: int
    campaign: str
    by: str
    at: datetime
    locale: str = ""
    differences: tuple[Stretch, ...] = ()
