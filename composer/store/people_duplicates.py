"""Take rows off a list whose address an earlier row has, and say in which columns they differ."""

from __future__ import annotations

import orjson
from sqlalchemy import Connection, func, select

from composer.store.database import Database
from composer.store.people_making import PeopleTally
from composer.store.people_plan import Plan
from composer.store.people_writing import insert_problems, unlist
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked

DUPLICATE = "audience.duplicate"
_PAIRS_AT_ONCE = 250


def mark_duplicates(
    connection: Connection, plan: Plan, duplicates: list[tuple[int, int]], *, tally: PeopleTally
) -> None:
    """Take rows off the list whose key an earlier row has, and say in which columns they differ."""
    people = plan.tables.people
    wanted = (
        people.c.position,
        people.c.cells,
        people.c.locale,
        func.coalesce(people.c.address, people.c.address_key),
    )
    for some in chunked(duplicates, _PAIRS_AT_ONCE):
        rows = [row for pair in some for row in pair]
        found = connection.execute(select(*wanted).where(people.c.position.in_(rows)))
        both = {row: (cells, locale, address) for row, cells, locale, address in found}
        problems = []
        for row, first in some:
            cells, locale, address = both[row]
            tally.take_off(locale, address)
            differing = _differing(plan, cells, both[first][0])
            details = {"row": row, "first": first, "differing": differing, "recipient": address}
            problems.append((row, DUPLICATE, plan.email, orjson.dumps(details).decode()))
        insert_problems(connection, plan.tables, problems)
        unlist(connection, plan.tables, [row for row, _first in some])


def _differing(plan: Plan, cells: bytes, others: bytes) -> str:
    pairs = zip(plan.columns, orjson.loads(cells), orjson.loads(others), strict=True)
    names = [name for name, one, other in pairs if one != other and name != plan.email]
    return ", ".join(names) or "–"


def mark_spellings(database: Database, plan: Plan, spellings: list[tuple[int, str]]) -> bool:
    """Take rows off the list whose mailbox an earlier row has under another spelling.

    `spellings` are (row, key with the domain as A-labels). Tell whether there was any.
    """
    tables, people = plan.tables, plan.tables.people
    rows_of: dict[str, int] = {}
    pairs: set[tuple[int, int]] = set()
    with database.read() as connection:
        for some in chunked(spellings, KEYS_PER_QUERY):
            keys = [key for _row, key in some]
            query = select(people.c.address_key, people.c.position).where(tables.listed)
            found = connection.execute(query.where(people.c.address_key.in_(keys)))
            rows_of.update((key, row) for key, row in found)
            query = select(people.c.position).where(tables.listed)
            rows = [row for row, _key in some]
            listed = set(connection.execute(query.where(people.c.position.in_(rows))).scalars())
            for row, key in some:
                if row in listed:
                    other = rows_of.setdefault(key, row)
                    pairs |= {(max(row, other), min(row, other))} if row != other else set()
    if pairs:
        with database.write() as connection:
            mark_duplicates(connection, plan, sorted(pairs), tally=PeopleTally())
    return bool(pairs)
