"""What was found in a list as lines: kinds of problems, findings and decisions, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from composer.findings import Finding, Severity
from composer.gui.audience.problem_words import group_text, left_out_text
from composer.gui.finding_groups import FindingGroup as AlikeFindings
from composer.gui.finding_groups import group_findings
from composer.model.audience import FindingGroup, LeftOut, PendingAudience

RAGGED = frozenset({"audience.short_row", "audience.long_row"})
"""Rows that are mended as a whole."""

OTHER_DECISIONS = frozenset(
    {
        "segment",
        "exclude",
        "inactive",
        "later",
        "other_language",
        "not_held",
        "not_followed",
    }
)
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
    may_mend: bool = False
    may_leave_out: bool = False
    may_take_back: bool = False
    is_left_out: bool = False


def pending_lines(pending: PendingAudience, *, may_edit: bool) -> tuple[ProblemLine, ...]:
    """Say everything that was found in a list that waits, and what was decided about it."""
    groups = _by_code((*pending.groups, *pending.warned))
    told = {group.code for group in groups} | {"audience.more_findings", "audience.more_alike"}
    decided = [left for left in pending.left_out if left.code not in OTHER_DECISIONS]
    return (
        *finding_lines(found for found in pending.findings if found.code not in told),
        *(_group_line(group, may_show=True, may_edit=may_edit) for group in groups),
        *(_left_out_line(left, may_edit=may_edit) for left in decided),
    )


def reading_lines(groups: Iterable[FindingGroup]) -> tuple[ProblemLine, ...]:
    """Say what was found so far; nothing can be done about it yet."""
    return tuple(_group_line(one, may_show=False, may_edit=False) for one in _by_code(groups))


def finding_lines(findings: Iterable[Finding]) -> tuple[ProblemLine, ...]:
    """Say what was found about a whole source."""
    return tuple(_finding_line(alike) for alike in group_findings(findings))


def _by_code(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
    """Make one kind of the same problem in several columns: it is decided about as one."""
    found: dict[str, FindingGroup] = {}
    for group in groups:
        known = found.get(group.code)
        found[group.code] = replace(known, count=known.count + group.count) if known else group
    return list(found.values())


def _group_line(group: FindingGroup, *, may_show: bool, may_edit: bool) -> ProblemLine:
    return ProblemLine(
        severity=group.severity,
        text=group_text(group),
        advice=group.first.advice,
        code=group.code,
        count=group.count,
        may_show=may_show,
        may_mend=may_edit and group.code in RAGGED,
        may_leave_out=may_edit and group.may_leave_out,
    )


def _finding_line(alike: AlikeFindings) -> ProblemLine:
    first = alike.first
    return ProblemLine(
        severity=first.severity, text=alike.text, advice=first.advice, code=first.code
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
