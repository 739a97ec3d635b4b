"""The team's glossary: its words, how each is said in every language, and what must not be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from composer.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """How a word is said in one language, the preferred way first, and how it must not be."""

    locale: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A word of the team's. `is_fixed`: it stays as it is in every language."""

    source: str
    source_locale: str
    is_fixed: bool = False
    note: str = ""
    sayings: tuple[Saying, ...] = ()

    def saying(self, locale: str) -> Saying:
        """Give how it is said in a language; nothing where nobody has said."""
        found = (item for item in self.sayings if item.locale == locale)
        return next(found, Saying(locale=locale))


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryLine:
    """A word as it is stored. `version` goes up with each change; `by` is a name or a key."""

    number: int
    term: GlossaryTerm
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTaken:
    """What taking a file over did; with findings that block, nothing was taken."""

    added: int = 0
    changed: int = 0
    known: int = 0
    findings: tuple[Finding, ...] = ()
