"""The tables that hold the people of one audience: made, filled, looked at, and dropped as a whole.

Each reading of a source fills tables of its own, `people_<campaign>_<number>`, which nobody sees
until an audience change or a pending audience names their number: so a reading that is cancelled or
cut off leaves what is in use as it was. Tables that nothing names are dropped later.

A row's position is its number in the source. Positions from `FORMER` on are people who are no
longer listed, carried along under their random id: the number of the audience change that listed
them last, shifted, and their row of then. Listed is who has an address key and a position below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    select,
)

from composer.store.database import LARGE_KEY
from composer.store.tables import audience_change, audience_pending, key_text

_ROW_BITS = 32
FORMER = 1 << _ROW_BITS
_NAME = re.compile(r"people_([0-9a-f]{16})_([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTables:
    """One audience's tables.

    `people` holds a row of the source each: the address where it is not the key itself, the id and
    the secrets (token and salt) of who is listed, the values as a JSON list. `pages` holds the
    values of some hundred rows at a time, one line each, for looking through all of them. `problem`
    is what is wrong with single rows; `left_out` is who was decided not to be listed, and why.
    """

    campaign_id: str
    number: int
    people: Table
    pages: Table
    problem: Table
    left_out: Table

    @property
    def listed(self) -> ColumnElement[bool]:
        """The condition for people that are listed.

        Nearly every position is below: as a bare comparison it would be taken for a way to find
        few, and everybody gone through for a handful of address keys.
        """
        people = self.people.c
        return people.address_key.is_not(None) & (people.position + 0 < FORMER)

    @property
    def every(self) -> tuple[Table, ...]:
        """Every table."""
        return (self.people, self.pages, self.problem, self.left_out)


@lru_cache(maxsize=64)
def people_tables(campaign_id: str, number: int) -> PeopleTables:
    """Give the tables of this number, whether they exist or not."""
    name, metadata = f"people_{campaign_id}_{number}", MetaData()
    return PeopleTables(
        campaign_id=campaign_id,
        number=number,
        people=Table(
            name,
            metadata,
            _position(),
            Column("address_key", key_text()),
            Column("address", Text),
            Column("locale", Text, nullable=False),
            Column("id", LargeBinary(16)),
            Column("secrets", LargeBinary(32)),
            Column("cells", LargeBinary, nullable=False),
        ),
        pages=Table(
            f"{name}_pages",
            metadata,
            Column("first", Integer, primary_key=True, autoincrement=False),
            Column("positions", LargeBinary, nullable=False),
            Column("lines", LargeBinary, nullable=False),
        ),
        problem=Table(
            f"{name}_problem",
            metadata,
            Column("number", Integer, primary_key=True),
            Column("position", Integer, nullable=False),
            Column("code", Text, nullable=False),
            Column("column", Text, nullable=False),
            Column("details", Text, nullable=False),
        ),
        left_out=Table(
            f"{name}_left_out",
            metadata,
            _position(),
            Column("code", Text, nullable=False),
        ),
    )


def _position() -> Column[int]:
    return Column("position", LARGE_KEY, primary_key=True, autoincrement=False)


def former_position(change: int, row: int) -> int:
    """Give where somebody stands whom this change listed last, in this row."""
    return (change << _ROW_BITS) | row


def change_and_row(position: int) -> tuple[int, int]:
    """Take `former_position` apart; the change is 0 for a row of the source itself."""
    return position >> _ROW_BITS, position & (FORMER - 1)


def make_tables(connection: Connection, tables: PeopleTables) -> None:
    """Make empty tables without indices: rows come faster so."""
    for table in tables.every:
        table.create(connection)


def index_keys(connection: Connection, tables: PeopleTables) -> None:
    """Make people findable by address key, ready to be read in its order; and their problems."""
    people, problem = tables.people.name, tables.problem.name
    connection.exec_driver_sql(f"CREATE INDEX {people}_key ON {people} (address_key)")
    connection.exec_driver_sql(f"CREATE INDEX {problem}_row ON {problem} (position)")


def index_ids(connection: Connection, tables: PeopleTables) -> None:
    """Make people findable by id, if they are not."""
    people = tables.people.name
    connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {people}_id ON {people} (id)")


def has_index_of_ids(connection: Connection, tables: PeopleTables) -> bool:
    """Whether people are findable by id."""
    people = tables.people.name
    return any(index["name"] == f"{people}_id" for index in inspect(connection).get_indexes(people))


def next_number(connection: Connection, campaign_id: str) -> int:
    """Give the number for new tables."""
    return max(_numbers(connection, campaign_id) | named_numbers(connection, campaign_id)) + 1


def named_numbers(connection: Connection, campaign_id: str) -> set[int]:
    """Give the numbers of the tables that an audience change or a pending audience names, and 0."""
    changes = select(audience_change.c.people).where(audience_change.c.campaign_id == campaign_id)
    pending = select(audience_pending.c.people).where(audience_pending.c.campaign_id == campaign_id)
    found = [*connection.execute(changes).scalars(), *connection.execute(pending).scalars()]
    return {number or 0 for number in found} | {0}


def forgotten_tables(connection: Connection, campaign_id: str) -> list[PeopleTables]:
    """Find the tables that nothing names: of readings cut off, and of former audiences."""
    forgotten = _numbers(connection, campaign_id) - named_numbers(connection, campaign_id)
    return [people_tables(campaign_id, number) for number in sorted(forgotten)]


def drop_tables(connection: Connection, tables: PeopleTables) -> None:
    """Drop what exists of an audience's tables."""
    for table in tables.every:
        table.drop(connection, checkfirst=True)


def campaigns_with_tables(connection: Connection) -> set[str]:
    """Give the campaigns that have tables of people, named or not."""
    return {found[1] for found in _found(connection)}


def _numbers(connection: Connection, campaign_id: str) -> set[int]:
    return {int(found[2]) for found in _found(connection) if found[1] == campaign_id}


def _found(connection: Connection) -> list[re.Match[str]]:
    names = inspect(connection).get_table_names()
    return [found for name in names if (found := _NAME.match(name))]
