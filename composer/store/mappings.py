"""What people said of the columns of their sources, remembered for the next file of the same kind.

A source is recognised by the set of its columns' names, in whatever order. What was said last
counts. No cell of anybody is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

import orjson
from sqlalchemy import delete, insert, select

from composer.model.audience import ColumnRole, RememberedColumn
from composer.store.database import Database
from composer.store.tables import column_mapping


class MappingStore:
    """The remembered columns of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, columns: Iterable[str]) -> tuple[RememberedColumn, ...]:
        """Give what was said of a source with exactly these columns, or nothing."""
        query = select(column_mapping.c.record).where(
            column_mapping.c.source == source_key(columns)
        )
        with self._database.read() as connection:
            record = connection.execute(query).scalar()
        return () if record is None else tuple(_column(item) for item in orjson.loads(record))

    def remember(self, said: Iterable[RememberedColumn], *, at: datetime) -> None:
        """Keep what was said of all columns of a source."""
        columns = tuple(said)
        key = source_key(column.source for column in columns)
        record = [
            {
                "source": column.source,
                "name": column.name,
                "roles": sorted(role.value for role in column.roles),
            }
            for column in columns
        ]
        with self._database.write() as connection:
            connection.execute(delete(column_mapping).where(column_mapping.c.source == key))
            connection.execute(
                insert(column_mapping),
                {"source": key, "record": orjson.dumps(record).decode(), "at": at},
            )


def source_key(columns: Iterable[str]) -> str:
    """Give one key for all sources with these columns.

    >>> source_key(["a", "b"]) == source_key(["b", "a"]) != source_key(["ab"])
    True
    """
    return hashlib.sha256(orjson.dumps(sorted(set(columns)))).hexdigest()


def _column(record: dict[str, object]) -> RememberedColumn:
    match record:
        case {"source": str(source), "name": str(name), "roles": list(roles)}:
            return RememberedColumn(
                source=source, name=name, roles=frozenset(ColumnRole(role) for role in roles)
            )
        case _:
            raise ValueError("not the record of a column")
