"""What the Audience page is about at the moment, and the one next step that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from composer.findings import Finding, Severity, blocking
from composer.gui.audience.problem_lines import ProblemLine
from composer.gui.numbers import number
from composer.i18n import _, ngettext, place
from composer.model.audience import PendingAudience, SourceView
from composer.model.overview import CampaignContent


class Mode(Enum):
    """What is shown."""

    EMPTY = auto()
    SOURCE = auto()
    READING = auto()
    PENDING = auto()
    IN_USE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The campaign, the list that waits, the list that is looked at or read.

    `is_taken`: what waited is in use already, which the campaign does not show yet.
    """

    content: CampaignContent
    pending: PendingAudience | None
    view: SourceView | None
    is_reading: bool
    may_edit: bool
    is_taken: bool = False

    @property
    def mode(self) -> Mode:
        """What is shown: the newest thing that somebody began."""
        if self.is_reading:
            return Mode.READING
        if self.view is not None:
            return Mode.SOURCE
        if self.pending is not None:
            return Mode.PENDING
        return Mode.IN_USE if self.content.audience else Mode.EMPTY

    @property
    def has_people(self) -> bool:
        """Whether a table of people is shown."""
        return self.mode in {Mode.PENDING, Mode.IN_USE}

    @property
    def count(self) -> int | None:
        """The people to compare with the promise; None while they are not known."""
        match self.mode:
            case Mode.PENDING if self.pending is not None:
                return self.pending.rows - sum(left.rows for left in self.pending.left_out)
            case Mode.IN_USE:
                return self.content.audience
        return None

    @property
    def stamp(self) -> tuple[object, ...]:
        """What identifies the rows that are shown."""
        pending = self.pending
        if pending is None:
            return self.content.revision, self.content.audience
        return pending.reading, pending.file, pending.read_at, pending.left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What the primary button says, and why it cannot be pressed."""

    text: str
    reason: str = ""
    enabled: bool = True


def next_step(
    now: Situation,
    *,
    source_problem: str,
    lines: Sequence[ProblemLine],
    findings: Sequence[Finding],
) -> NextStep:
    """Give the one next step; `lines` were found in a list, `findings` are the stage's."""
    match now.mode:
        case Mode.EMPTY:
            unsaid = now.content.campaign.audience.expected is None
            reason = _("First say how many you expect.") if unsaid else ""
            return NextStep(text=_("Choose a file…"), reason=reason, enabled=now.may_edit)
        case Mode.SOURCE:
            return _blocked_by(source_problem, text=_read_words(now.view))
        case Mode.READING:
            return _blocked_by(_("The list is being read."), text=_("Use these people"))
        case Mode.PENDING:
            assert now.pending is not None
            reason = _why_not(now, now.pending, lines)
            return _blocked_by(reason, text=_use_words(now.pending.people))
    stopped = _("What must be fixed is listed above.") if blocking(findings) else ""
    return _blocked_by(stopped, text=_("Go to Preview"))


def _blocked_by(reason: str, *, text: str) -> NextStep:
    return NextStep(text=text, reason=reason, enabled=not reason)


def _read_words(view: SourceView | None) -> str:
    if view is None or view.rows is None:
        return _("Read this list")
    words = ngettext("Read {count} row", "Read {count} rows", view.rows)
    return place(words, count=number(view.rows))


def _use_words(people: int) -> str:
    words = ngettext("Use this {count} person", "Use these {count} people", people)
    return place(words, count=number(people))


def _why_not(now: Situation, pending: PendingAudience, lines: Sequence[ProblemLine]) -> str:
    if now.is_taken:
        return _("Taking the list over")
    if not now.may_edit:
        return _("Only authors and the owner use another list.")
    if pending.may_be_taken_over:
        return ""
    worst = next((line for line in lines if line.severity is Severity.BLOCK), None)
    if worst is None:
        return _("What must be fixed is listed above.")
    if not worst.may_leave_out:
        return worst.text
    words = ngettext(
        "{problem}. Mend it, or leave this row out.",
        "{problem}. Mend them, or leave these rows out.",
        worst.count,
    )
    return place(words, problem=worst.text)
