"""Take personal data out of an audience's tables; who was written to stays known by random id.

A row that is emptied keeps its number, its random id, the language and, of a large enough domain,
the domain. In place of the address key stands a keyed digest: the same address is recognised, and
cannot be read. Token, salt and every cell go, and with them what the rows' problems say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import cast

import orjson
from sqlalchemy import Connection, delete, select

from composer.model.recipient import domain_of
from composer.store.people_tables import PeopleTables
from composer.store.suppression_hashes import HASHED

_AT_ONCE = 5000
_PAGES_AT_ONCE = 100
"""Each holds the values of some hundred rows."""
_NO_SECRETS = bytes(32)

Row = tuple[int, str | None, bytes, bytes | None]
Wanted = Callable[[str | None, list[str]], bool]


def empty_people(
    connection: Connection,
    tables: PeopleTables,
    *,
    digest_of: Callable[[str], str],
    domains: Collection[str] = (),
    wanted: Wanted = lambda _key, _cells: True,
) -> list[int]:
    """Empty the rows that are wanted, all unless told otherwise, and give their positions.

    `digest_of` gives what stands for an address key; `domains` are those that may stay. `wanted`
    is asked with a row's key, None where it is not listed, and its cells.
    """
    emptied: list[int] = []
    for some in _rows(connection, tables):
        changed = []
        for row in some:
            if not _is_empty(row[1]) and wanted(row[1], orjson.loads(row[2])):
                changed.append(_emptied(row, digest_of=digest_of, domains=domains))
                emptied.append(row[0])
        _write(connection, tables, changed)
    return emptied


def empty_some(
    connection: Connection,
    tables: PeopleTables,
    *,
    digest_of: Callable[[str], str],
    domains: Collection[str],
    after: int,
) -> int | None:
    """Empty the next some thousand rows after a position; give the last one's, None at the end.

    So a million rows go in pieces, and whoever wants to write waits for one of them only.
    """
    some = _some_rows(connection, tables, after=after)
    _write(
        connection,
        tables,
        [
            _emptied(row, digest_of=digest_of, domains=domains)
            for row in some
            if not _is_empty(row[1])
        ],
    )
    return some[-1][0] if some else None


def read_rows(
    connection: Connection, tables: PeopleTables
) -> Iterator[tuple[str | None, list[str]]]:
    """Give the key, None where nobody is listed, and the cells of every row that is not empty."""
    for some in _rows(connection, tables):
        for _position, key, cells, _id in some:
            if not _is_empty(key):
                yield key, orjson.loads(cells)


def forget_some_values(connection: Connection, tables: PeopleTables) -> bool:
    """Take some of what stands beside the rows and shows anybody's values; False: none is left."""
    gone = 0
    lots = ((tables.pages, "first", _PAGES_AT_ONCE), (tables.problem, "number", _AT_ONCE))
    for table, name, most in lots:
        first = select(table.c[name]).order_by(table.c[name]).limit(most)
        gone += connection.execute(delete(table).where(table.c[name].in_(first))).rowcount
    return gone > 0


def forget_values_of(connection: Connection, tables: PeopleTables, rows: Collection[int]) -> None:
    """Take the values of some rows out of what stands beside them."""
    gone = frozenset(rows)
    connection.execute(delete(tables.problem).where(tables.problem.c.position.in_(gone)))
    pages = tables.pages
    for first, positions, lines in connection.execute(select(pages)).all():
        numbers = memoryview(positions).cast("I")
        if gone.isdisjoint(numbers):
            continue
        written = bytes(lines).split(b"\n")
        for place, number in enumerate(numbers):
            if number in gone:
                written[place] = orjson.dumps([""] * len(orjson.loads(written[place])))
        connection.execute(
            pages.update().where(pages.c.first == first).values(lines=b"\n".join(written))
        )


def _is_empty(key: str | None) -> bool:
    return key is not None and key.startswith(HASHED)


def _rows(connection: Connection, tables: PeopleTables) -> Iterator[list[Row]]:
    """Give every row, also of people who are no longer listed, some thousand at a time."""
    after = -1
    while some := _some_rows(connection, tables, after=after):
        yield some
        after = some[-1][0]


def _some_rows(connection: Connection, tables: PeopleTables, *, after: int) -> list[Row]:
    cursor = connection.connection.cursor()  # past what makes a million rows into objects
    try:
        cursor.execute(
            f"SELECT position, address_key, cells, id FROM {tables.people.name}"  # noqa: S608 - the name is ours
            " WHERE position > ? ORDER BY position LIMIT ?",
            (after, _AT_ONCE),
        )
        return cast("list[Row]", cursor.fetchall())
    finally:
        cursor.close()


def _emptied(
    row: Row, *, digest_of: Callable[[str], str], domains: Collection[str]
) -> tuple[object, ...]:
    """Give what a row says from now on, its position last."""
    position, key, cells, id_ = row
    domain = domain_of(key or "")
    return (
        None if key is None else digest_of(key),
        None if key is None else domain if domain in domains else "",
        None if id_ is None else _NO_SECRETS,
        orjson.dumps([""] * len(orjson.loads(cells))),
        position,
    )


def _write(
    connection: Connection, tables: PeopleTables, changed: Sequence[tuple[object, ...]]
) -> None:
    if changed:
        connection.exec_driver_sql(
            f"UPDATE {tables.people.name} SET address_key = ?, address = ?, secrets = ?,"  # noqa: S608 - the name is ours
            " cells = ? WHERE position = ?",
            list(changed),
        )
