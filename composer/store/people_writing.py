"""Go through whole audiences, compare them, and change what their tables say of many people.

The caller gives the transactions: each step is told its connection.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, case, delete, func, insert, select, update

from composer.store.people_tables import FORMER, PeopleTables, former_position
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked

_AT_ONCE = 5000


def keys_in_order(connection: Connection, tables: PeopleTables) -> Iterator[list[tuple[str, int]]]:
    """Give (key, position) of everybody listed, sorted so, some thousand at a time."""
    people = tables.people.name
    cursor = connection.connection.cursor()  # past what makes a million rows into objects
    try:
        cursor.execute(
            f"SELECT address_key, position FROM {people} WHERE address_key IS NOT NULL"  # noqa: S608 - the name is ours
            f" AND position < {FORMER} ORDER BY address_key, position"
        )
        while some := cursor.fetchmany(_AT_ONCE):
            yield cast("list[tuple[str, int]]", some)
    finally:
        cursor.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two audiences side by side: how many are in the older one, came, went, have another row."""

    before: int
    added: int
    removed: int
    changed: int


def compare_people(connection: Connection, new: PeopleTables, old: PeopleTables) -> Difference:
    """Compare two audiences by address key."""
    one, other = new.people.c, old.people.c
    differs = (
        (one.cells != other.cells)
        | (one.locale != other.locale)
        | (func.coalesce(one.address, "") != func.coalesce(other.address, ""))
    )
    now, before = count_listed(connection, new), count_listed(connection, old)
    few, many = (new, old) if now < before else (old, new)
    # The first of a join is gone through, and each of its people looked up in the other.
    both = few.people.join(many.people, one.address_key == other.address_key)
    query = (
        select(func.count(), func.sum(case((differs, 1), else_=0)))
        .select_from(both)
        .where(new.listed, old.listed)
    )
    common, changed = connection.execute(query).one()
    return Difference(
        before=before, added=now - common, removed=before - common, changed=changed or 0
    )


def count_listed(connection: Connection, tables: PeopleTables) -> int:
    """Count who is listed."""
    return connection.execute(
        select(func.count()).select_from(tables.people).where(tables.listed)
    ).scalar_one()


def copy_former(
    connection: Connection, former: PeopleTables, tables: PeopleTables, *, change: int
) -> None:
    """Copy who is known and not listed any more: by change and row of when they were listed last.

    Anything copied before goes first, so that this may be cut off and done again.
    """
    old, new = former.people, tables.people
    connection.execute(delete(new).where(new.c.position >= FORMER))
    listed = new.alias()
    is_listed = select(listed.c.position).where(listed.c.address_key == old.c.address_key)
    position = case(
        (old.c.position < FORMER, old.c.position + former_position(change, 0)),
        else_=old.c.position,
    )
    rest = [column for column in old.c if column.name != "position"]
    copied = select(position, *rest).where(old.c.address_key.is_not(None), ~is_listed.exists())
    connection.execute(insert(new).from_select([column.name for column in new.c], copied))


def insert_problems(
    connection: Connection, tables: PeopleTables, problems: Sequence[tuple[int, str, str, str]]
) -> None:
    """Write what is wrong with rows: (row, code, column, values as JSON)."""
    columns = 'position, code, "column", details'
    insert_records(connection, tables.problem.name, columns, problems)


def unlist(connection: Connection, tables: PeopleTables, rows: Sequence[int]) -> None:
    """Take rows off the list; what they hold stays."""
    people = tables.people
    nobody = {"address_key": None, "address": None, "id": None, "secrets": None}
    for some in chunked(rows, KEYS_PER_QUERY):
        connection.execute(update(people).where(people.c.position.in_(some)).values(nobody))


def insert_records(
    connection: Connection,
    table: str,
    columns: str,
    records: Sequence[tuple[object, ...]],
    *,
    marks: str = "",
) -> None:
    """Insert records straight through the driver: at a million rows nothing else is fast enough.

    For each value that is bytes or None, the driver looks for an adapter first, which takes longer
    than to write it. So what is much comes as str or bytearray, for which it never looks; `marks`
    says where a text is to be stored as the bytes that it has in UTF-8.
    """
    if records:
        marks = marks or ", ".join("?" * len(records[0]))
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - all is ours
            list(records),
        )
