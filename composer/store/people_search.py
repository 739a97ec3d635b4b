"""Look through all rows of an audience: by text, by column, in order; a page of rows at a time.

Pages hold the values of some hundred rows as JSON lines. A text is looked for in a whole page
before any of its rows is taken apart, so that a million rows take a fraction of a second; the next
pages are read meanwhile.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from functools import cache, partial

import orjson
from sqlalchemy import Connection, select

from composer.store.people_tables import FORMER, PeopleTables
from composer.store.read_ahead import read_ahead

Page = tuple["array[int]", list[list[str]]]

_AHEAD = 8
_FRAME = frozenset('[],"\\')
"""What stands around and between the values of a row; a text that holds any may be found there."""
_BACKSLASH = ord("\\")
_DOTTED_I = "i\u0307"  # what Python makes of the capital: the only letter that becomes two
_LAST_CAPITAL = 0x1E943


def find_text(connection: Connection, tables: PeopleTables, search: str) -> array[int]:
    """Give the positions of rows with a text in any cell, upper or lower case, in order."""
    needle = search.lower()
    stored = orjson.dumps(needle).decode()[1:-1]
    starts = partial(_starts, stored.encode()) if stored.isascii() else _starts_in_any_case(stored)
    is_doubtful = not _FRAME.isdisjoint(needle)
    found = array("I")
    for positions, lines in read_ahead(_pages(connection, tables), most=_AHEAD):
        folded = lines.lower()  # letters of ASCII only, but far faster than any other way
        row = last = 0
        for begin in starts(folded):
            row += folded.count(b"\n", last, begin)
            last = begin
            if (is_doubtful or folded[begin - 1] == _BACKSLASH) and not _says(lines, begin, needle):
                continue
            found.append(positions[row])
    return found


def _starts(text: bytes, lines: bytes) -> Iterator[int]:
    """Find the first place of a text in each line that holds it."""
    at = lines.find(text)
    while at >= 0:
        yield at
        end = lines.find(b"\n", at)
        at = lines.find(text, end) if end >= 0 else -1


def _starts_in_any_case(text: str) -> Callable[[bytes], Iterator[int]]:
    """Give the same for a text with letters outside of ASCII, which lines hold in either case."""
    written = "".join(map(_any_case, text)).replace(_DOTTED_I, f"(?:{_DOTTED_I}|\u0130)")
    pattern = re.compile(written.encode() + rb"[^\n]*")
    runs = "".join([char if char.isascii() else " " for char in text.replace(_DOTTED_I, " ")])
    clue = max(runs.split(), key=len, default="").encode()

    def starts(lines: bytes) -> Iterator[int]:
        if clue in lines:
            for match in pattern.finditer(lines):
                yield match.start()

    return starts


def _any_case(char: str) -> str:
    """Write a small letter so that it matches its capitals; those of ASCII are folded already."""
    capitals = () if char.isascii() else _capitals().get(char, ())
    return f"(?:{'|'.join((char, *capitals))})" if capitals else re.escape(char)


@cache
def _capitals() -> dict[str, tuple[str, ...]]:
    """Give the capitals of each small letter outside of ASCII; a last sigma's is sigma's."""
    found: dict[str, tuple[str, ...]] = {}
    for char in map(chr, range(0x80, _LAST_CAPITAL + 1)):
        small = char.lower()
        if small != char:
            found[small] = (*found.get(small, ()), char)
    found["\u03c2"] = found["\u03c3"]
    return found


def _says(lines: bytes, at: int, needle: str) -> bool:
    """Tell whether a cell of the line at this place holds a text, and not what is around cells."""
    end = lines.find(b"\n", at)
    line = lines[lines.rfind(b"\n", 0, at) + 1 : end if end >= 0 else None]
    return any(needle in cell.lower() for cell in orjson.loads(line))


def read_pages(connection: Connection, tables: PeopleTables) -> Iterator[Page]:
    """Give all rows of the source with their cells, some hundred at a time."""
    for positions, lines in _pages(connection, tables):
        yield positions, orjson.loads(b"[" + lines.replace(b"\n", b",") + b"]")


def column_values(
    connection: Connection, tables: PeopleTables, place: int
) -> Iterator[tuple[array[int], list[str]]]:
    """Give the values of one column with their rows; rows that are too short have none."""
    for positions, rows in read_pages(connection, tables):
        try:
            yield positions, [cells[place] for cells in rows]
        except IndexError:
            yield positions, [cells[place] if place < len(cells) else "" for cells in rows]


def unlisted(connection: Connection, tables: PeopleTables) -> frozenset[int]:
    """Give the positions of rows of the source that are not listed."""
    people = tables.people.c
    query = select(people.position).where(people.address_key.is_(None), people.position < FORMER)
    return frozenset(connection.execute(query).scalars())


def all_positions(connection: Connection, tables: PeopleTables) -> array[int]:
    """Give the position of every row of the source."""
    found = array("I")
    for (positions,) in connection.execute(
        select(tables.pages.c.positions).order_by(tables.pages.c.first)
    ):
        found.frombytes(positions)
    return found


def _pages(connection: Connection, tables: PeopleTables) -> Iterator[tuple[array[int], bytes]]:
    pages = tables.pages.c
    query = select(pages.positions, pages.lines).order_by(pages.first)
    for positions, lines in connection.execution_options(yield_per=16).execute(query):
        yield array("I", positions), lines
