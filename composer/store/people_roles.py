"""Counting the listed people whose address begins with certain names, by its index."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from composer.store.people_tables import PeopleTables

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
