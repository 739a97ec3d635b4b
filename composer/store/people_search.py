"""Look through all rows of an audience: by text, by column, in order; a page of rows at a time.

Pages hold the values of some hundred rows as JSON lines. A text is looked for in a whole page
before any of its rows is taken apart, so that a million rows take a fraction of a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import orjson
from sqlalchemy import Connection, select

from composer.store.people_tables import FORMER, PeopleTables

_SHORTEST_CLUE = 3

Page = tuple["array[int]", list[list[str]]]


def find_text(connection: Connection, tables: PeopleTables, search: str) -> array[int]:
    """Give the positions of rows with a text in any cell, upper or lower case, in order."""
    found = array("I")
    needle = _as_stored(search.lower())
    clue = max(_ascii_runs(needle), key=len, default=b"")
    for positions, lines in _pages(connection, tables):
        folded = lines.lower()  # letters of ASCII only, but far faster than any other way
        if clue and clue not in folded:
            continue
        if needle.isascii():
            sought = needle.encode()
            hits = [at for at, line in enumerate(folded.split(b"\n")) if sought in line]
        else:
            hits = _hits_in_text(lines, folded, clue, needle)
        found.extend(positions[at] for at in hits)
    return found


def _hits_in_text(lines: bytes, folded: bytes, clue: bytes, needle: str) -> list[int]:
    """Find a text in any script: lines that have the clue are read letter by letter."""
    texts = lines.split(b"\n")
    if not clue:
        return [at for at, line in enumerate(lines.decode().lower().split("\n")) if needle in line]
    return [
        at
        for at, line in enumerate(folded.split(b"\n"))
        if clue in line and needle in texts[at].decode().lower()
    ]


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


def _as_stored(text: str) -> str:
    return orjson.dumps(text).decode()[1:-1]


def _ascii_runs(text: str) -> list[bytes]:
    """Give the parts of a text that are in ASCII: letters that fold alike in every way."""
    return [
        run.encode()
        for run in "".join(char if char.isascii() else "\n" for char in text).split("\n")
        if run
    ]
