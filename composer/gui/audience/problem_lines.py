"""What was found in a list as lines: kinds of problems, findings and decisions, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.findings import Finding, Severity
from composer.gui.audience.problem_words import group_text, left_out_text
from composer.model.audience import FindingGroup, LeftOut, PendingAudience

OTHER_DECISIONS = frozenset({"segment", "exclude", "inactive"})
"""Left out by a choice, which is shown where it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """One line: what it says, how much it matters, and what its buttons do."""

    severity: Severity
    text: str
    advice: str
    code: str
    count: int = 0
    may_show: bool = False
    may_leave_out: bool = False
    may_take_back: bool = False
    is_left_out: bool = False


def pending_lines(pending: PendingAudience, *, may_edit: bool) -> tuple[ProblemLine, ...]:
    """Say everything that was found in a list that waits, and what was decided about it."""
    kinds = {left.code: left for left in pending.left_out}
    decided = [left for code, left in kinds.items() if code not in OTHER_DECISIONS]
    return (
        *finding_lines(pending.findings),
        *(_group_line(group, may_show=True, may_edit=may_edit) for group in pending.groups),
        *(_left_out_line(left, may_edit=may_edit) for left in decided),
    )


def reading_lines(groups: Iterable[FindingGroup]) -> tuple[ProblemLine, ...]:
    """Say what was found so far; nothing can be done about it yet."""
    return tuple(_group_line(group, may_show=False, may_edit=False) for group in groups)


def finding_lines(findings: Iterable[Finding]) -> tuple[ProblemLine, ...]:
    """Say what was found about a whole source."""
    return tuple(_finding_line(found) for found in findings)


def _group_line(group: FindingGroup, *, may_show: bool, may_edit: bool) -> ProblemLine:
    return ProblemLine(
        severity=group.severity,
        text=group_text(group),
        advice=group.first.advice,
        code=group.code,
        count=group.count,
        may_show=may_show,
        may_leave_out=may_edit and group.may_leave_out,
    )


def _finding_line(found: Finding) -> ProblemLine:
    return ProblemLine(
        severity=found.severity, text=found.text, advice=found.advice, code=found.code
    )


def _left_out_line(left: LeftOut, *, may_edit: bool) -> ProblemLine:
    return ProblemLine(
        severity=Severity.NOTE,
        text=left_out_text(left),
        advice="",
        code=left.code,
        count=left.rows,
        may_take_back=may_edit,
        is_left_out=True,
    )
