"""Look through an OpenDocument table's XML for what its values alone do not tell.

The same signs as of a worksheet (`sheet_scan`): numbers that are shown with leading zeros or in
another way, formulas that failed or were never computed, what is hidden or merged. It is searched,
not parsed: only rows that hold such a sign are taken apart.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

from composer.audience.sources.cell_text import is_error_value
from composer.audience.sources.confined import Refusal
from composer.audience.sources.sheet_scan import MOST_DIFFERING, SheetSigns
from composer.audience.sources.styles import Look

_CHUNK_BYTES = 256 * 1024
_LONGEST_ROW_BYTES = 32 * 1024 * 1024
_MOST_REPEATED = 1000
_PART = re.compile(
    rb"<table:table\s([^>]*)>|<table:table-column\b([^>]*)>"
    rb"|<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)",
    re.DOTALL,
)
_NAME = re.compile(rb"""\btable:name=["']([^"']*)["']""")
_REPEATED = re.compile(rb"""\btable:number-(?:rows|columns)-repeated=["']([0-9]{1,7})["']""")
_IS_HIDDEN = re.compile(rb"""\btable:visibility=["'](?:collapse|filter)["']""")
_IS_MERGED = re.compile(rb"""\btable:number-(?:rows|columns)-spanned=["'](?!1["'])[0-9]""")
_IS_ODD = re.compile(
    rb"""table:formula=|-spanned=|=["'](?:percentage|currency)["']"""
    rb"""|=["']float["'][^>]*>\s*<text:p[^>]*>(?!-?(?:0|[1-9][0-9]*)<)"""
)
"""What makes a row worth taking apart; a number that is shown as its digits does not."""
_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_KIND = re.compile(rb"""\boffice:value-type=["']([a-z]+)["']""")
_VALUE = re.compile(rb"""\boffice:value=["']([^"']*)["']""")
_SHOWN = re.compile(rb"<text:p[^>]*>([^<]*)</text:p>")
_DECIMALS = re.compile(r"[0-9]{1,15}\.([0-9]{1,10})")


def scan_table(entry: IO[bytes], name: str) -> SheetSigns:
    """Look through the table of this name.

    Raises:
        Refusal: it has a row beyond all measure.
    """
    scanner = _Scanner()
    is_wanted = False
    for part in _parts(entry):
        table, column, row, content = part.groups()
        if table is not None:
            found = _NAME.search(table)
            is_wanted = found is not None and html.unescape(found[1].decode()) == name
        elif is_wanted and column is not None:
            scanner.look_at_column(column)
        elif is_wanted:
            scanner.look_at_row(row, content or b"")
    return scanner.signs


def _parts(entry: IO[bytes]) -> Iterator[re.Match[bytes]]:
    """Give the beginnings of tables, their columns and whole rows, in order."""
    rest = b""
    while chunk := entry.read(_CHUNK_BYTES):
        piece = rest + chunk
        end = 0
        if b"</table:table-row>" in chunk or len(rest) < _CHUNK_BYTES:
            for part in _PART.finditer(piece):
                yield part
                end = part.end()
        rest = piece[end:]
        if len(rest) > _LONGEST_ROW_BYTES:
            raise Refusal("audience.too_heavy")


class _Scanner:
    """One pass over a table: rows are numbered from 1, columns from 0."""

    def __init__(self) -> None:
        self.signs = SheetSigns()
        self._row = 0
        self._differing: Counter[int] = Counter()

    def look_at_column(self, column: bytes) -> None:
        """Note a column that is hidden."""
        if _IS_HIDDEN.search(column):
            self.signs.hidden_columns += 1

    def look_at_row(self, row: bytes, content: bytes) -> None:
        """Note what a row holds; most hold little of it."""
        repeated = _repeated(row)
        if b"office:value-type" in content and _IS_HIDDEN.search(row):
            self.signs.hidden_rows += repeated
        if _IS_ODD.search(content):
            for number in range(self._row + 1, self._row + 1 + min(repeated, _MOST_REPEATED)):
                self._look_at_cells(number, content)
        self._row += repeated

    def _look_at_cells(self, number: int, content: bytes) -> None:
        column = 0
        for cell in _CELL.finditer(content):
            self._look_at_cell(number, column, cell[1], cell[2] or b"")
            column += _repeated(cell[1])

    def _look_at_cell(self, number: int, column: int, cell: bytes, content: bytes) -> None:
        if _IS_MERGED.search(cell):
            self.signs.merged += 1
        found, paragraph = _KIND.search(cell), _SHOWN.search(content)
        kind = found[1] if found else b""
        shown = html.unescape(paragraph[1].decode("utf-8", "replace")) if paragraph else ""
        if b"table:formula=" in cell and not kind:
            self.signs.uncomputed.setdefault(number, []).append(column)
        elif b"table:formula=" in cell and is_error_value(shown):
            self.signs.errors.setdefault(number, []).append((column, shown))
        elif kind in {b"float", b"percentage", b"currency"}:
            self._note_look(number, column, _look(_VALUE.search(cell), shown))

    def _note_look(self, number: int, column: int, look: Look) -> None:
        if look == Look():
            return
        self._differing[column] += look.differs
        if not look.differs or self._differing[column] <= MOST_DIFFERING:
            self.signs.looks.setdefault(number, []).append((column, look))


def _repeated(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1


def _look(value: re.Match[bytes] | None, shown: str) -> Look:
    """Compare what a cell shows with what it stores: zeros before or behind, or anything else."""
    stored = value[1].decode("ascii", "replace") if value else ""
    digits = "".join(sign for sign in shown if sign.isdecimal() and sign.isascii())
    if stored.isdecimal() and digits.lstrip("0") == stored.lstrip("0") and len(digits) > 1:
        if digits[0] == "0":
            return Look(pattern="".join("0" if sign in digits else sign for sign in shown))
        return Look(differs=any(sign.isalpha() for sign in shown))
    decimals = _DECIMALS.fullmatch(shown)
    if decimals and shown.rstrip("0").rstrip(".") == stored:
        return Look(decimals=len(decimals[1]))
    return Look(differs=shown.strip() != stored)
