"""docs/privacy.md names every table and every column, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import composer.workspace
from composer.store import ledger_tables
from composer.store.check_tables import check_tables
from composer.store.people_tables import people_tables
from composer.store.tables import metadata

PAGE = Path(composer.workspace.__file__).parents[1] / "docs" / "privacy.md"
ROW = re.compile(r"^\| `([a-z_N]+)` \| ((?:`[a-z0-9_]+` ?)+)\|", re.MULTILINE)
SOME = "0" * 16


def columns_of_the_program() -> dict[str, list[str]]:
    parted = (*people_tables(SOME, 1).every, *check_tables(SOME, 1).every)
    every = (
        *metadata.sorted_tables,
        *ledger_tables.metadata.sorted_tables,
        *parted,
    )
    return {
        table.name.replace(f"{SOME}_1", "N"): [column.name for column in table.columns]
        for table in every
    }


def test_every_table_and_column_is_named_and_no_other():
    told = {
        name: re.findall(r"`([a-z0-9_]+)`", columns)
        for name, columns in ROW.findall(PAGE.read_text("utf-8"))
    }
    known = columns_of_the_program()
    assert sorted(told) == sorted(known)
    for name, columns in known.items():
        assert told[name] == columns, name
