"""Segments: a small typed expression that says who stays, such as `status = "admitted"`.

A value is a word, a number, a day (2026-01-31) or anything in quotation marks. Texts are compared
without upper and lower case and without blanks around them. `<` and `>` compare numbers or days: a
cell that is neither is never guessed, it is a finding. A column that the list lacks is a finding,
and so is a value that nobody has: a filter never means "all" by mistake.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from composer.audience.segment_grammar import (
    Cells,
    Literal,
    NotUnderstoodError,
    Parser,
    Test,
    folded,
    read_tokens,
)
from composer.findings import Finding, finding

VALUES_KEPT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """An understood expression for a list's columns."""

    text: str
    columns: tuple[str, ...]
    literals: tuple[Literal, ...]
    keeps: Test
    """Tell whether a row stays; raises NotComparableError."""


def parse_segment(text: str, columns: Sequence[str]) -> Segment | list[Finding]:
    """Understand an expression for these columns, or say what is wrong with it."""
    parser = Parser(tokens=read_tokens(text), columns=tuple(columns))
    try:
        test = parser.whole()
    except NotUnderstoodError as error:
        return [*parser.findings, error.finding]
    if parser.findings:
        return parser.findings
    named = tuple(dict.fromkeys(parser.named))
    return Segment(text=text, columns=named, literals=tuple(parser.literals), keeps=test)


@dataclass(slots=True, kw_only=True)
class SegmentTally:
    """What a segment met while a list was read, to find filters that cannot be meant."""

    segment: Segment
    seen: int = 0
    kept: int = 0
    _values: dict[str, set[str]] = field(default_factory=dict)

    def keeps(self, cells: Cells) -> bool:
        """Judge a row and remember it; raises NotComparableError."""
        self.seen += 1
        for literal in self.segment.literals:
            values = self._values.setdefault(literal.column, set())
            if len(values) < VALUES_KEPT:
                values.add(cells[literal.place].strip())
        stays = self.segment.keeps(cells)
        self.kept += stays
        return stays

    def findings(self, *, file: str) -> list[Finding]:
        """Say what is suspicious about the whole."""
        if not self.seen:
            return []
        where: dict[str, str | int] = {"file": file, "key": "audience.segment"}
        found = [item for literal in self.segment.literals for item in self._unmet(literal, where)]
        if not self.kept:
            found.append(finding("segment.keeps_nobody", where=where))
        elif self.kept == self.seen:
            found.append(finding("segment.keeps_everybody", where=where, count=self.seen))
        return found

    def _unmet(self, literal: Literal, where: dict[str, str | int]) -> list[Finding]:
        values = self._values.get(literal.column, set())
        by_fold = {folded(value): value for value in values}
        if len(values) >= VALUES_KEPT or folded(literal.value) in by_fold:
            return []
        place = where | {"column": literal.column}
        close = difflib.get_close_matches(folded(literal.value), list(by_fold), n=1, cutoff=0.8)
        told = {"column": literal.column, "value": literal.value}
        if close:
            return [finding("segment.typo", where=place, **told, nearest=by_fold[close[0]])]
        return [finding("segment.no_such_value", where=place, **told)]
