"""Look through a worksheet's XML for what its values alone do not tell.

Which cells show leading zeros or decimals, hold an error, or a formula that nobody computed; what
is hidden or merged. It is searched, not parsed: a million cells have to go by in a second, and the
values themselves are read by a library. A document type is refused: tables have none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO

from composer.audience.sources.confined import Refusal
from composer.audience.sources.styles import Look

_CHUNK_BYTES = 256 * 1024
_LONGEST_ROW_BYTES = 32 * 1024 * 1024
_ROOT = re.compile(rb"<((?:[A-Za-z][\w.-]{0,30}:)?)worksheet\b")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v>([^<]{0,40})<")
_IS_TEXT = re.compile(rb"""\st=["']str["']""")
MOST_DIFFERING = 20


@dataclass(slots=True, kw_only=True)
class SheetSigns:
    """What was noticed in a sheet: rows are numbered from 1, columns from 0.

    `looks` has the cells that show a number in their own way, by row. `errors` hold one of a
    spreadsheet's error values, `uncomputed` a formula without a value; `unplaced` counts such cells
    that do not say where they are.
    """

    looks: dict[int, list[tuple[int, Look]]] = field(default_factory=dict)
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    uncomputed: dict[int, list[int]] = field(default_factory=dict)
    unplaced: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    merged: int = 0


def scan_sheet(entry: IO[bytes], looks: Mapping[int, Look]) -> SheetSigns:
    """Look through a whole sheet.

    Raises:
        Refusal: it has a document type, or is not UTF-8.
    """
    signs = SheetSigns()
    scanner: _Scanner | None = None
    for piece in sheet_pieces(entry):
        scanner = scanner or _Scanner(prefix=prefix_of(piece), looks=looks, signs=signs)
        scanner.look_at(piece)
    return signs


def sheet_pieces(entry: IO[bytes]) -> Iterator[bytes]:
    """Give a sheet in pieces that end where a row does.

    Raises:
        Refusal: it has a document type, is not UTF-8, or has a row beyond all measure.
    """
    rest = b""
    while chunk := entry.read(_CHUNK_BYTES):
        if b"<!" in chunk or b"\0" in chunk or (rest.endswith(b"<") and chunk.startswith(b"!")):
            _refuse_strange(rest + chunk)
        piece = rest + chunk
        end = piece.rfind(b"<", 0, max(piece.rfind(b"row>"), 0)) if b"row>" in chunk else -1
        end = piece.find(b">", end) + 1 if end >= 0 else 0
        if end:
            yield piece[:end]
        rest = piece[end:]
        if len(rest) > _LONGEST_ROW_BYTES:
            raise Refusal("audience.too_heavy")
    if rest:
        yield rest


def prefix_of(piece: bytes) -> bytes:
    """Give the prefix that a sheet's tags have, mostly none."""
    root = _ROOT.search(piece)
    return root[1] if root else b""


def column_number(letters: bytes) -> int:
    """Give a column's number from 0 for its letters.

    >>> [column_number(one) for one in (b"A", b"Z", b"AA", b"XFD")]
    [0, 25, 26, 16383]
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _refuse_strange(piece: bytes) -> None:
    if b"<!D" in piece or b"<!E" in piece or b"\0" in piece:
        raise Refusal("audience.hostile_xml")


class _Scanner:
    """Patterns for one sheet's prefix and styles, and what they found."""

    def __init__(self, *, prefix: bytes, looks: Mapping[int, Look], signs: SheetSigns) -> None:
        tag = re.escape(prefix)
        numbers = b"|".join(str(number).encode() for number in looks)
        self._looks = looks
        self._signs = signs
        self._differing: Counter[bytes] = Counter()
        self._last_row = 0
        self._styled = _compiled(
            rb"<%bc(?=[^>]*?\ss=[\"'](%b)[\"'])[^>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']"
            % (tag, numbers)
        )
        self._error = _compiled(
            rb"<%bc\s([^>]*?\bt=[\"']e[\"'][^>]*)>(.{0,9000}?)</%bc>" % (tag, tag)
        )
        self._formula = _compiled(
            rb"<%bc\b([^>]*)>\s*<%bf\b[^>]*(?:/>|>[^<]*</%bf>)\s*"
            rb"(?:<%bv>\s*</%bv>\s*|<%bv\s*/>\s*)?</%bc>" % ((tag,) * 7)
        )
        self._row = _compiled(rb"<%brow\b[^>]*?\sr=[\"']([0-9]{1,7})[\"']" % tag)
        self._hidden_row = _compiled(rb"<%brow\b[^>]*\shidden=[\"'](?:1|true)[\"']" % tag)
        self._hidden_column = _compiled(rb"<%bcol\b[^>]*\shidden=[\"'](?:1|true)[\"']" % tag)
        self._merged = _compiled(rb"<%bmergeCell\b" % tag)

    def look_at(self, piece: bytes) -> None:
        """Note what a piece holds; most pieces hold little of it."""
        self._require_order(piece)
        if self._looks:
            self._note_looks(piece)
        if b't="e"' in piece or b"t='e'" in piece:
            self._note_errors(piece)
        if b"f>" in piece or b"f/>" in piece:
            self._note_formulas(piece)
        if b"hidden=" in piece:
            self._signs.hidden_rows += _count(self._hidden_row, piece)
            self._signs.hidden_columns += _count(self._hidden_column, piece)
        if b"mergeCell" in piece:
            self._signs.merged += _count(self._merged, piece)

    def _require_order(self, piece: bytes) -> None:
        """Refuse a row that stands there twice: one of the two would be lost without a word."""
        rows = [self._last_row, *map(int, self._row.findall(piece))]
        if any(after <= row for row, after in pairwise(rows)):
            raise Refusal("audience.damaged")
        self._last_row = rows[-1]

    def _note_looks(self, piece: bytes) -> None:
        found, differing = self._signs.looks, self._differing
        for style, letters, digits in self._styled.findall(piece):
            look = self._looks[int(style)]
            if look.differs:
                differing[letters] += 1
                if differing[letters] > MOST_DIFFERING:
                    continue
            found.setdefault(int(digits), []).append((column_number(letters), look))

    def _note_errors(self, piece: bytes) -> None:
        for match in self._error.finditer(piece):
            place, value = _PLACE.search(b" " + match[1]), _VALUE.search(match[2])
            if place is None:
                self._signs.unplaced += 1
                continue
            shown = value[1].decode("utf-8", "replace") if value else "#N/A"
            cells = self._signs.errors.setdefault(int(place[2]), [])
            cells.append((column_number(place[1]), shown))

    def _note_formulas(self, piece: bytes) -> None:
        for match in self._formula.finditer(piece):
            if _IS_TEXT.search(match[1]):  # a formula whose value is an empty text
                continue
            place = _PLACE.search(match[1])
            if place is None:
                self._signs.unplaced += 1
                continue
            self._signs.uncomputed.setdefault(int(place[2]), []).append(column_number(place[1]))


def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


def _count(pattern: re.Pattern[bytes], piece: bytes) -> int:
    return sum(1 for _match in pattern.finditer(piece))
