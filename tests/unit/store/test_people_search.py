"""A text is found in the cells of a million rows, in any script and case, and nowhere else."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator

import pytest

from composer.store.database import Database
from composer.store.people_search import find_text
from composer.store.read_ahead import read_ahead
from tests.unit.store.people import NewRow, load_people

CELLS = (
    "Müller", "MÜLLER", "Mueller", "İzmir", "Ὀδυσσεύς", "ΟΔΟΣ", "Straße", "STRAẞE", "Å", "東京",
    'say "hi"', "a, b", "C:\\new\\bin", "one\ntwo", "tab\there", "end]", "[x]", "", "nnn", "plain",
)  # fmt: skip


SEARCHES = (
    "müller", "MÜLLER", "ü", "muel", "izmir", "i̇zmir", "İZ", "zm", "οδος", "ὀδ", "straße", "ß",
    "å", "東", "京", '"', 'y "h', ",", ", b", "\\", "\\n", "n", "\n", "ne\ntw", "\t", "t", "]",
    "[", "d]", "@", "p1@", "p19@example.com", "nnn", "nowhere", '","', "b", "\\b", "u",
)  # fmt: skip


def test_exactly_the_rows_are_found_whose_cells_hold_the_text(
    database: Database, campaign_id: str
) -> None:
    rows = [
        NewRow(
            row=2 + at,
            address=f"p{at}@example.com",
            locale="",
            fields=(("email", f"p{at}@example.com"), ("cell", cell)),
        )
        for at, cell in enumerate(CELLS)
    ]
    tables = load_people(database, campaign_id, rows, columns=("email", "cell")).tables
    with database.read() as connection:
        for search in SEARCHES:
            wanted = [
                row.row
                for row in rows
                if any(search.lower() in cell.lower() for _name, cell in row.fields)
            ]
            assert list(find_text(connection, tables, search)) == wanted, search


def test_what_is_read_ahead_comes_in_order_and_raises_what_reading_raised() -> None:
    def broken() -> Iterator[int]:
        yield from range(5)
        raise OSError("the disk is gone")

    assert array("I", read_ahead(iter(range(100)), most=3)) == array("I", range(100))
    found: list[int] = []
    with pytest.raises(OSError, match="the disk is gone"):
        found.extend(read_ahead(broken(), most=2))
    assert found == list(range(5))


def test_who_stops_early_leaves_no_thread_that_still_reads() -> None:
    reading = read_ahead(iter(range(1_000_000)), most=2)
    assert next(reading) == 0
    reading.close()
    assert "reading ahead" not in {thread.name for thread in threading.enumerate()}
