"""Find those whom a campaign knows already: they keep their id, token and salt.

Few are kept in memory. Of many, those are read at once who stand where the list stands now: most
often it is the former one with some rows changed. Whoever is not among them is looked up by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from composer.store.database import Database
from composer.store.people_tables import FORMER, PeopleTables
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked

_FEW = 100_000
_WINDOW = 1000
_LONGEST_PAUSE = 256
"""In a list of another order, one batch of so many is still tried by place."""


@dataclass(slots=True, kw_only=True)
class KnownPeople:
    """The people that some tables list or ever listed, by address key."""

    database: Database
    tables: PeopleTables
    _few: dict[str, bytes] | None = field(default=None, init=False)
    _near: dict[str, bytes] = field(default_factory=dict, init=False)
    _near_until: int = field(default=0, init=False)
    _shift: int = field(default=0, init=False)
    _pause: int = field(default=0, init=False)
    _waits: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Take in who is known, if they are few."""
        people = self.tables.people
        with self.database.read() as connection:
            last = connection.execute(select(func.max(people.c.position))).scalar() or 0
            counted = select(func.count()).select_from(people)
            if last <= _FEW or connection.execute(counted).scalar_one() <= _FEW:
                query = select(people.c.address_key, people.c.id, people.c.secrets)
                found = connection.execute(query.where(people.c.address_key.is_not(None)))
                self._few = {key: id_ + secrets for key, id_, secrets in found}

    def heads(self, rows: Sequence[int], keys: Sequence[str | None]) -> dict[str, bytes]:
        """Give id, token and salt of those of these keys that are known; rows in their order."""
        few = self._few
        if few is not None:
            return {key: few[key] for key in keys if key is not None and key in few}
        with self.database.read() as connection:
            found = self._beside(connection, rows, keys)
            row_of = {
                key: row
                for row, key in zip(rows, keys, strict=True)
                if key is not None and key not in found
            }
            shift = self._look_up(connection, row_of, found)
        self._learn(shift, is_lost=len(row_of) * 2 > len(keys))
        return found

    def _beside(
        self, connection: Connection, rows: Sequence[int], keys: Sequence[str | None]
    ) -> dict[str, bytes]:
        """Give those who stood where these rows stand, as far as the last ones had moved."""
        if self._waits:
            return {}
        begin, end = rows[0] + self._shift, rows[-1] + self._shift
        if end >= self._near_until:
            self._near_until = max(begin + _WINDOW, end + 1)
            self._near = _between(connection, self.tables, begin, self._near_until)
        near = self._near
        return {key: near[key] for key in keys if key is not None and key in near}

    def _look_up(
        self, connection: Connection, row_of: dict[str, int], found: dict[str, bytes]
    ) -> int:
        """Add whoever of these is known, and tell by how much the last of them had moved."""
        people, shift = self.tables.people.c, self._shift
        query = select(people.position, people.address_key, people.id, people.secrets)
        for some in chunked(row_of, KEYS_PER_QUERY):
            wanted = query.where(people.address_key.in_(some))
            for position, key, id_, secrets in connection.execute(wanted):
                found[key] = id_ + secrets
                shift = position - row_of[key] if position < FORMER else shift
        return shift

    def _learn(self, shift: int, *, is_lost: bool) -> None:
        """Look elsewhere where the place told little, and later again where that helps little."""
        if self._waits:
            self._waits -= 1
        elif is_lost:
            self._pause = min(self._pause * 2 + 1, _LONGEST_PAUSE)
            self._waits = self._pause
        else:
            self._pause = 0
        if is_lost:
            self._shift, self._near_until = shift, 0


def _between(
    connection: Connection, tables: PeopleTables, begin: int, end: int
) -> dict[str, bytes]:
    """Give everybody who stands at these positions."""
    cursor = connection.connection.cursor()  # past what makes a million rows into objects
    try:
        cursor.execute(
            f"SELECT address_key, id, secrets FROM {tables.people.name}"  # noqa: S608 - the name is ours
            " WHERE address_key IS NOT NULL AND position >= ? AND position < ?",
            (begin, end),
        )
        return {key: id_ + secrets for key, id_, secrets in cursor.fetchall()}
    finally:
        cursor.close()


def heads_of(connection: Connection, tables: PeopleTables, keys: Iterable[str]) -> dict[str, bytes]:
    """Look up id, token and salt of those of these keys that are known."""
    people = tables.people
    found: dict[str, bytes] = {}
    for some in chunked(keys, KEYS_PER_QUERY):
        query = select(people.c.address_key, people.c.id, people.c.secrets)
        rows = connection.execute(query.where(people.c.address_key.in_(some)))
        found.update((key, id_ + secrets) for key, id_, secrets in rows)
    return found
