"""Small questions to one audience's people: names before the @, the random ids of some rows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from composer.model.identifiers import RecipientId
from composer.store.people_tables import PeopleTables
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked

_AFTER_AT = chr(ord("@") + 1)


def count_names(
    connection: Connection, tables: PeopleTables, names: Iterable[str]
) -> dict[str, int]:
    """Count the listed people at each of these names before the @, where there are any."""
    people = tables.people.c
    found: dict[str, int] = {}
    for name in names:
        query = (
            select(func.count())
            .select_from(tables.people)
            .where(
                people.address_key >= f"{name}@",
                people.address_key < f"{name}{_AFTER_AT}",
                tables.listed,
            )
        )
        count = connection.execute(query).scalar_one()
        if count:
            found[name] = count
    return found


def ids_of_rows(
    connection: Connection, tables: PeopleTables, rows: Iterable[int]
) -> dict[int, RecipientId]:
    """Give the random ids of the people in some rows."""
    people = tables.people.c
    found: dict[int, RecipientId] = {}
    for some in chunked(rows, KEYS_PER_QUERY):
        query = select(people.position, people.id).where(people.position.in_(some))
        for row, id_ in connection.execute(query):
            found[row] = RecipientId(id_.hex())
    return found
