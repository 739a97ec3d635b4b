"""The rows of one sheet as text, with what its cells show and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet

from composer.audience.sources.cell_text import (
    WRITERS,
    shown_by_pattern,
    shown_with_decimals,
)
from composer.audience.sources.confined import Answer
from composer.audience.sources.sheet_scan import SheetSigns
from composer.audience.sources.styles import Look


@dataclass(slots=True, kw_only=True)
class SheetRows:
    """One pass over a sheet; the table begins at column `left` and has `width` columns.

    A value outside of the table is a problem of its row: nothing is left out, nothing is moved.
    """

    sheet: CalamineSheet
    signs: SheetSigns
    header_row: int
    left: int
    width: int
    _problems: list[list[Any]] = field(default_factory=list)
    _padded: dict[int, int] = field(default_factory=dict)
    _differing: dict[int, int] = field(default_factory=dict)

    def answers(self, size: int) -> Iterator[Answer]:
        """Give the rows after the header, `size` at a time, and at last what was noticed."""
        total = max(self.sheet.total_height, 1)
        rows = islice(self.sheet.iter_rows(), self.header_row, None)
        first, write = self.header_row + 1, WRITERS
        while chunk := list(islice(rows, size)):
            texts = [
                [value if type(value) is str else write[type(value)](value) for value in row]
                for row in chunk
            ]
            self._correct(first, chunk, texts)
            texts = self._within_table(first, texts)
            share = 0.5 + min(first / total, 1.0) / 2
            cells, self._problems = self._problems, []
            yield ["rows", {"first": first, "rows": texts, "share": share, "cells": cells}]
            first += len(chunk)
        yield ["notes", self._notes()]

    def _offset(self) -> int:
        """Give how many columns of the table stand before the sheet's first that is used."""
        return self.left - (self.sheet.start or (0, self.left))[1]

    def _within_table(self, first: int, texts: list[list[str]]) -> list[list[str]]:
        """Cut what is blank on both sides; what is not blank on the right makes a row too long."""
        begin, end = self._offset(), self._offset() + self.width
        if begin == 0 and all(len(cells) == end for cells in texts):
            return texts
        cut: list[list[str]] = []
        for number, cells in enumerate(texts, start=first):
            if any(map(str.strip, cells[:begin])):
                self._problems.append([number, 0, "audience.outside_table", {}])
            kept = cells[begin:] if any(map(str.strip, cells[end:])) else cells[begin:end]
            cut.append(kept + [""] * (self.width - len(kept)))
        return cut

    def _correct(self, first: int, values: list[list[Any]], texts: list[list[str]]) -> None:
        """Put in what cells show, and note the cells without a value of their own."""
        before = (self.sheet.start or (0, 0))[1]
        for number, (row, cells) in enumerate(zip(values, texts, strict=True), start=first):
            self._find_long_numbers(number, row, cells)
            for column, look in self.signs.looks.get(number, ()):
                at = column - before
                if 0 <= at < len(row) and type(row[at]) is float:
                    self._show(number, at, cells, look)
            for column, shown in self.signs.errors.get(number, ()):
                self._note_error(number, column - before, cells, shown)
            for column in self.signs.uncomputed.get(number, ()):
                if 0 <= column - before < len(row):
                    self._add(number, column - before, "audience.uncomputed")

    def _add(self, number: int, at: int, code: str, **values: str) -> None:
        self._problems.append([number, max(at - self._offset(), 0), code, values])

    def _show(self, number: int, at: int, cells: list[str], look: Look) -> None:
        place = max(at - self._offset(), 0)
        if look.differs:
            self._differing.setdefault(place, number)
        elif look.pattern:
            shown = shown_by_pattern(cells[at], look.pattern)
            if shown != cells[at]:
                self._padded.setdefault(place, number)
            cells[at] = shown
        else:
            cells[at] = shown_with_decimals(cells[at], look.decimals)

    def _note_error(self, number: int, at: int, cells: list[str], shown: str) -> None:
        if 0 <= at < len(cells):
            cells[at] = shown
            self._add(number, at, "audience.error_value", value=shown)

    def _find_long_numbers(self, number: int, row: list[Any], cells: list[str]) -> None:
        if "" not in cells:
            return
        for at, value in enumerate(row):
            if isinstance(value, float) and not cells[at]:
                cells[at] = repr(value)
                self._add(number, at, "audience.long_number")

    def _notes(self) -> dict[str, Any]:
        signs = self.signs
        return {
            "hidden_rows": signs.hidden_rows,
            "hidden_columns": signs.hidden_columns,
            "merged": signs.merged,
            "unplaced": signs.unplaced,
            "padded": [[at, row] for at, row in sorted(self._padded.items())],
            "differing": [[at, row] for at, row in sorted(self._differing.items())],
        }
