"""The log of who did what, as people look at it: one line for each act, found and sifted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """Which acts are wanted; empty means all. `search` is looked for in names and reasons."""

    person: str = ""
    campaign: str = ""
    kind: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One act: who did it when, what it was in words, and the campaign it was about, if any."""

    number: int
    at: datetime
    person: str
    campaign: str
    words: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Some lines, the newest first, and how many there are in all."""

    lines: tuple[HistoryLine, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryChoices:
    """What can be sifted by, as (value, words): people, campaigns, kinds of act."""

    people: tuple[tuple[str, str], ...]
    campaigns: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryState:
    """How far the log goes, and what speaks against it; empty means that it holds together."""

    entries: int
    findings: tuple[Finding, ...]
