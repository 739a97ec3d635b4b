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
        for position, key, cells, id_ in some:
            read = orjson.loads(cells)
            if _is_empty(key) or not wanted(key, read):
                continue
            domain = domain_of(key or "")
            changed.append(
                (
                    None if key is None else digest_of(key),
                    None if key is None else domain if domain in domains else "",
                    None if id_ is None else _NO_SECRETS,
                    orjson.dumps([""] * len(read)),
                    position,
                )
            )
        _write(connection, tables, changed)
        emptied += [row[-1] for row in changed]
    return emptied


def read_rows(
    connection: Connection, tables: PeopleTables
) -> Iterator[tuple[str | None, list[str]]]:
    """Give the key, None where nobody is listed, and the cells of every row that is not empty."""
    for some in _rows(connection, tables):
        for _position, key, cells, _id in some:
            if not _is_empty(key):
                yield key, orjson.loads(cells)


def forget_values(connection: Connection, tables: PeopleTables) -> None:
    """Take out everything that stands beside the rows and shows values of anybody."""
    connection.execute(delete(tables.pages))
    connection.execute(delete(tables.problem))


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
    while True:
        cursor = connection.connection.cursor()  # past what makes a million rows into objects
        try:
            cursor.execute(
                f"SELECT position, address_key, cells, id FROM {tables.people.name}"  # noqa: S608 - the name is ours
                " WHERE position > ? ORDER BY position LIMIT ?",
                (after, _AT_ONCE),
            )
            some = cast("list[Row]", cursor.fetchall())
        finally:
            cursor.close()
        if not some:
            return
        yield some
        after = some[-1][0]


def _write(
    connection: Connection, tables: PeopleTables, changed: Sequence[tuple[object, ...]]
) -> None:
    if changed:
        connection.exec_driver_sql(
            f"UPDATE {tables.people.name} SET address_key = ?, address = ?, secrets = ?,"  # noqa: S608 - the name is ours
            " cells = ? WHERE position = ?",
            list(changed),
        )
