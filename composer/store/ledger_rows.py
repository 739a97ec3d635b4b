"""The rows that a sender has in hand, and how many rows are written by one statement.

Whoever holds the record's lock is the only one that writes to it, so a row that was read for its
claim is not read again for its brink and its outcome. It is believed as far as the file agrees: a
row is written back only where its journal entry and its state in the file are still those that it
was read with. One statement writes many rows: each costs the machine's other threads a wait.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection

from composer.model.identifiers import RecipientId
from composer.model.moves import Claimed
from composer.model.states import RecipientState
from composer.store.ledger_file import damaged
from composer.store.ledger_tables import recipients

T = TypeVar("T")

MOST_IN_HAND = 4096
IN_HAND = frozenset({RecipientState.CLAIMED.value, RecipientState.BRINK.value})
_AT_ONCE = 64
_READ_WITH = ("position", "seq", "state")
_WRITTEN = (
    "plan", "batch", "state", "generation", "tries", "first_tried_at", "not_before", "code",
    "answer", "provider_id", "reason", "changed_at", "seq",
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """One recipient's row, its fields in the order of the table's columns."""

    position: int
    recipient_id: str
    key_digest: str
    kind: str
    plan: int
    batch: int
    lane: int
    state: str
    generation: int
    tries: int
    first_tried_at: float
    not_before: float
    code: int
    answer: str
    provider_id: str
    reason: str
    changed_at: str
    seq: int

    @property
    def claimed(self) -> Claimed:
        """The recipient as the sending machine takes it up."""
        return Claimed(
            recipient_id=RecipientId(self.recipient_id),
            lane=self.lane,
            tries=self.tries,
            first_tried_at=self.first_tried_at,
        )


class RowsInHand:
    """Rows of those who are being handed over; forgotten whole when a transaction fails."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def get(self, recipient_id: str) -> Row | None:
        """Give a row that is in hand; whoever changes it keeps or forgets it afterwards."""
        return self._rows.get(recipient_id)

    def keep(self, rows: Sequence[Row]) -> None:
        """Keep rows as they stand in the file now; who is not being handed over is let go."""
        for row in rows:
            if row.state in IN_HAND and len(self._rows) < MOST_IN_HAND:
                self._rows[row.recipient_id] = row
            else:
                self._rows.pop(row.recipient_id, None)

    def forget(self) -> None:
        """Read everybody anew."""
        self._rows.clear()


def insert_many(connection: Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Put rows into a table, many by one statement."""
    driver = _driver(connection)
    for some in _parts(rows):
        driver.execute(_insert(table, len(some[0]), len(some)), [x for row in some for x in row])


Was = tuple[int, str]
"""The journal entry and the state that a row was read with."""


def write_rows(connection: Connection, rows: Sequence[tuple[Row, Was]]) -> None:
    """Write changed rows, each where the file still holds what it was read with.

    Raises:
        LedgerError: a row in the file is not the one that was read.
    """
    driver = _driver(connection)
    for some in _parts(rows):
        values = [
            value
            for row, was in some
            for value in (
                row.position, *was, row.plan, row.batch, row.state, row.generation, row.tries,
                row.first_tried_at, row.not_before, row.code, row.answer, row.provider_id,
                row.reason, row.changed_at, row.seq,
            )
        ]  # fmt: skip
        if driver.execute(_update(len(some)), values).rowcount != len(some):
            raise damaged()


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut rows into parts of 64 and smaller powers of two: few statements are ever prepared."""
    at = 0
    while left := len(rows) - at:
        size = min(_AT_ONCE, 1 << (left.bit_length() - 1))
        yield rows[at : at + size]
        at += size


@cache
def _insert(table: str, columns: int, rows: int) -> str:
    row = f"({','.join('?' * columns)})"
    return f"INSERT INTO {table} VALUES {','.join([row] * rows)}"  # noqa: S608 - no value in it


@cache
def _update(rows: int) -> str:
    row = f"({','.join('?' * (len(_READ_WITH) + len(_WRITTEN)))})"
    first = len(_READ_WITH) + 1
    columns = ", ".join(f"{name} = n.column{at}" for at, name in enumerate(_WRITTEN, start=first))
    same = " AND ".join(
        f"{recipients.name}.{name} = n.column{at}" for at, name in enumerate(_READ_WITH, start=1)
    )
    return (  # no value in it
        f"UPDATE {recipients.name} SET {columns} "  # noqa: S608
        f"FROM (VALUES {','.join([row] * rows)}) AS n WHERE {same}"
    )
