"""What a comparison of a file with the message says, and what of it may be taken over.

Without a choice either all of a file is taken over or nothing: one thing that stands against it
keeps everything out, so that nobody has to find out later which half came in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from composer.findings import Finding, blocking
from composer.model.identifiers import CampaignId
from composer.model.translation import UnitState
from composer.translation.exchange.model import NOWHERE, ExchangeComment, Place

NEVER = frozenset(
    {
        "exchange.other_language",
        "exchange.other_source_language",
        "exchange.several_languages",
    }
)
"""Findings that keep a file out, whatever somebody chooses."""


class LineKind(Enum):
    """What would become of one text."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    LEFT_EMPTY = "left_empty"
    NEWER_HERE = "newer_here"
    CHANGED_SOURCE = "changed_source"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHere:
    """A text of ours with its translation as it is now."""

    source: str
    kind: str
    target: str
    state: UnitState
    previous: str = ""
    notes: tuple[str, ...] = ()
    comments: tuple[ExchangeComment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentUnit:
    """What an export held of one text."""

    target: str
    state: UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonLine:
    """One text: here, in the file, and what stands against taking the file's over.

    `target` and `state` are what it would get, `comments` and `notes` what comes with it; `source`
    is the file's where the message has no such text.
    """

    number: int
    kind: LineKind
    source: str
    here: str
    here_state: UnitState
    target: str
    state: UnitState
    comments: tuple[ExchangeComment, ...] = ()
    notes: tuple[str, ...] = ()
    here_notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    place: Place = NOWHERE


class Take(Enum):
    """Which lines somebody wants: all if nothing stands against any, those that match, or theirs.

    `THEIRS` is what matches, and the file's translation where both sides have changed it.
    """

    ALL_OR_NOTHING = "all"
    MATCHING = "matching"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A file compared with one language of a campaign, at one revision.

    `format` is an ending. `findings` are about the file as a whole.
    """

    campaign: CampaignId
    locale: str
    file: str
    format: str
    revision: int
    export: str
    lines: tuple[ComparisonLine, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """What was noticed of the file and of its lines."""
        return (*self.findings, *(item for line in self.lines for item in line.findings))

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands against taking everything over."""
        return not blocking(self.all_findings)

    @property
    def counts(self) -> Mapping[LineKind, int]:
        """How many lines there are of each kind."""
        return Counter(line.kind for line in self.lines)

    def chosen(self, take: Take) -> frozenset[int]:
        """Give the numbers of the lines that a choice takes over."""
        kinds = {LineKind.TAKEN, LineKind.UNCHANGED, LineKind.LEFT_EMPTY}
        if any(item.code in NEVER for item in self.findings):
            return frozenset()
        if take is Take.ALL_OR_NOTHING and not self.is_clear:
            return frozenset()
        if take is Take.THEIRS:
            kinds.add(LineKind.NEWER_HERE)
        return frozenset(line.number for line in self.lines if line.kind in kinds)
