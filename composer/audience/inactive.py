"""People who have not been active since a day: left out by one decision, nobody by a guess.

A day is written as ISO 8601 has it, with or without a time behind it. An empty cell leaves nobody
out: the list does not say when that person was last active. Anything else is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.audience.fields import is_empty_cell
from composer.audience.segment_grammar import NotComparableError, comparable
from composer.audience.sources.columns import nearest
from composer.findings import Finding, finding
from composer.model.campaign import Inactive


@dataclass(frozen=True, slots=True, kw_only=True)
class InactiveRule:
    """The decision for a list's columns."""

    column: str
    place: int
    before: date

    def leaves_out(self, cells: Sequence[str]) -> bool:
        """Tell whether a row was last active before the day.

        Raises:
            NotComparableError: the cell holds something that is no day.
        """
        cell = cells[self.place]
        if is_empty_cell(cell):
            return False
        day = comparable(cell)
        if not isinstance(day, date):
            raise NotComparableError(self.column, cell)
        return day < self.before


def inactive_rule(
    decision: Inactive, columns: Sequence[str], *, file: str
) -> InactiveRule | Finding:
    """Understand the decision for these columns, or say which one is missing."""
    if decision.column not in columns:
        return finding(
            "audience.no_column",
            where={"file": file, "row": 1, "column": decision.column},
            file=file,
            column=decision.column,
            nearest=nearest(decision.column, tuple(columns)),
        )
    return InactiveRule(
        column=decision.column,
        place=list(columns).index(decision.column),
        before=date.fromisoformat(decision.before),
    )
