"""What a page of a translators' workbook tells beside its values: formulas, errors, looks.

The values themselves are read by a library. Cells need not say where they are: then each follows
the one before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from composer.audience.sources.sheet_scan import column_number
from composer.audience.sources.styles import Look, parse_plain

Cell = tuple[int, int]
"""A row from 1 and a column from 0."""


@dataclass(slots=True, kw_only=True)
class PageSigns:
    """What was noticed; `styled` are cells whose format shows a number otherwise than it is."""

    formulas: set[Cell] = field(default_factory=set)
    errors: set[Cell] = field(default_factory=set)
    styled: set[Cell] = field(default_factory=set)
    merged: int = 0
    hidden_rows: int = 0


def read_signs(page: bytes, looks: Mapping[int, Look]) -> PageSigns:
    """Look through a page; `looks` are the styles of the workbook that show numbers otherwise.

    Raises:
        Refusal: it is damaged, or has a document type.
    """
    reader = _Page(looks)
    parse_plain(page, reader.on_start)
    return reader.signs


class _Page:
    """The state of one pass over a page."""

    def __init__(self, looks: Mapping[int, Look]) -> None:
        self.signs = PageSigns()
        self._looks = looks
        self._row, self._column = 0, -1

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element in."""
        if name == "c":
            self._take_cell(attributes)
        elif name == "row":
            self._row, self._column = _number(attributes.get("r", ""), self._row + 1), -1
            self.signs.hidden_rows += attributes.get("hidden") in {"1", "true"}
        elif name == "f":
            self.signs.formulas.add((self._row, self._column))
        elif name == "mergeCell":
            self.signs.merged += 1

    def _take_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789").upper()
        is_placed = letters.isascii() and letters.isalpha() and len(letters) <= 3
        self._column = column_number(letters.encode()) if is_placed else self._column + 1
        cell = (self._row, self._column)
        if attributes.get("t") == "e":
            self.signs.errors.add(cell)
        if _number(attributes.get("s", ""), -1) in self._looks:
            self.signs.styled.add(cell)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
