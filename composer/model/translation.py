"""What a translator sees of one language: its units with their translations, and who did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from composer.findings import Finding


class UnitState(Enum):
    """How far one unit's translation is.

    A draft waits for somebody else to look at it; what needs work does not fit its source any more,
    or somebody has sent it back.
    """

    NEW = "new"
    DRAFT = "draft"
    NEEDS_WORK = "needs_work"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """One unit's translation that is to be kept.

    Without a `state` the same text keeps its state, another one is a draft and none is new; without
    `notes` the remarks of the file stay. `seen` are the translations that whoever typed this one
    had before them; None where nobody typed it.
    """

    locale: str
    source: str
    target: str
    state: UnitState | None = None
    notes: tuple[str, ...] | None = None
    seen: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitComment:
    """What somebody said about one unit in one language; `by` is a name, `at` in UTC."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAct:
    """Who brought a translation where it is; `is_declared`: by taking a file over."""

    by: str
    at: datetime
    is_declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit beside its translation; `state` is the value of a `UnitState`.

    `context` is the heading that the unit stands under, `author_note` what the author says about
    it to every translator; `notes` are the file's remarks in this language. `previous` is the
    source that the target was made for, where it has changed since.
    """

    source: str
    target: str
    kind: str
    state: str
    findings: tuple[Finding, ...]
    context: str = ""
    author_note: str = ""
    previous: str = ""
    notes: tuple[str, ...] = ()
    comments: tuple[UnitComment, ...] = ()
    translated: UnitAct | None = None
    reviewed: UnitAct | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleProgress:
    """How many units of one language are in each state; they sum to `total`."""

    locale: str
    total: int
    reviewed: int
    draft: int
    needs_work: int
    new: int
    people: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to translate or review."""
        return self.reviewed == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of the team's and how it is said in one language; `locale` is that language.

    `targets` are the ways it may be said, the preferred one first; `is_fixed` says that it stays as
    it is in every language; `forbidden` is what must not be said for it.
    """

    source: str
    targets: tuple[str, ...]
    locale: str
    is_fixed: bool = False
    note: str = ""
    forbidden: tuple[str, ...] = ()
