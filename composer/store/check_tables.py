"""The tables that hold one run of a check of everybody: filled as it goes, dropped as a whole.

Each run fills tables of its own, `check_<campaign>_<number>`, which count for nothing until the
record of a finished check names their number. So a run that is cut off at any moment is never taken
for a whole one; it can be taken up again, or it is dropped later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import orjson
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    select,
)

from composer.findings import Finding, finding_from_record
from composer.store.tables import check

_NAME = re.compile(r"check_([0-9a-f]{16})_([0-9]+)")


ROWS_AT_ONCE = 5000


class RunState(NamedTuple):
    """What a run is about, and whether it has come to its end."""

    binding: str
    mark: str
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTables:
    """One run's tables.

    `result` holds each message's recipient, digest and wire SHA-256, in the audience's order.
    `found` is what is wrong with single people's. `state` has one row: what the run is about and
    how far it has come.
    """

    campaign_id: str
    number: int
    result: Table
    found: Table
    state: Table

    @property
    def every(self) -> tuple[Table, ...]:
        """Every table."""
        return (self.result, self.found, self.state)


@lru_cache(maxsize=64)
def check_tables(campaign_id: str, number: int) -> CheckTables:
    """Give the tables of this number, whether they exist or not."""
    name, metadata = f"check_{campaign_id}_{number}", MetaData()
    return CheckTables(
        campaign_id=campaign_id,
        number=number,
        result=Table(
            name,
            metadata,
            Column("position", Integer, primary_key=True, autoincrement=False),
            Column("recipient", LargeBinary(16), nullable=False),
            Column("digest", LargeBinary(32), nullable=False),
            Column("wire", LargeBinary(32), nullable=False),
        ),
        found=Table(
            f"{name}_found",
            metadata,
            Column("number", Integer, primary_key=True),
            Column("record", Text, nullable=False),
        ),
        state=Table(
            f"{name}_state",
            metadata,
            Column("binding", String(64), primary_key=True),
            Column("mark", String(64), nullable=False),
            Column("portions", Integer, nullable=False),
            Column("messages", Integer, nullable=False),
            Column("finished", Boolean, nullable=False),
            Column("record", Text, nullable=False),
        ),
    )


def make_check_tables(connection: Connection, tables: CheckTables) -> None:
    """Make them empty."""
    for table in tables.every:
        table.create(connection)


def drop_check_tables(connection: Connection, tables: CheckTables) -> None:
    """Drop what exists of them."""
    for table in tables.every:
        table.drop(connection, checkfirst=True)


def index_recipients(connection: Connection, tables: CheckTables) -> None:
    """Make results findable by recipient; nobody can have two."""
    name = tables.result.name
    connection.exec_driver_sql(
        f"CREATE UNIQUE INDEX IF NOT EXISTS {name}_who ON {name} (recipient)"
    )


def tables_of(connection: Connection, campaign_id: str) -> list[CheckTables]:
    """Give the tables of every run of a campaign's check, oldest first."""
    found = [_NAME.fullmatch(name) for name in inspect(connection).get_table_names()]
    numbers = {int(one[2]) for one in found if one and one[1] == campaign_id}
    return [check_tables(campaign_id, number) for number in sorted(numbers)]


def state_of(connection: Connection, tables: CheckTables) -> RunState | None:
    """Tell what a run is about; None where its tables were only half dropped."""
    if not inspect(connection).has_table(tables.state.name):
        return None
    state = tables.state.c
    found = connection.execute(select(state.binding, state.mark, state.finished)).first()
    return None if found is None else RunState(*found)


def finished_tables(connection: Connection, binding: str) -> CheckTables | None:
    """Give the tables of the check with this binding, or None."""
    query = select(check.c.campaign_id).where(check.c.binding == binding)
    campaign_id = connection.execute(query).scalar()
    if campaign_id is None:
        return None
    return newest_tables(connection, campaign_id, binding, finished=True)


def newest_tables(
    connection: Connection, campaign_id: str, binding: str, *, finished: bool = False
) -> CheckTables | None:
    """Give the tables of the newest run with this binding, perhaps only of one that is finished."""
    for tables in reversed(tables_of(connection, campaign_id)):
        state = state_of(connection, tables)
        if state is not None and state.binding == binding and (state.finished or not finished):
            return tables
    return None


def load_results(
    connection: Connection, tables: CheckTables
) -> Iterator[Sequence[tuple[bytes, bytes, bytes]]]:
    """Stream (recipient, digest, wire SHA-256) of everybody in order, some thousand at a time."""
    result = tables.result.c
    query = select(result.recipient, result.digest, result.wire).order_by(result.position)
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
    for some in found.partitions():
        yield [tuple(row) for row in some]


def load_findings(connection: Connection, tables: CheckTables) -> Iterator[Finding]:
    """Stream what was found about single people, in order."""
    query = select(tables.found.c.record).order_by(tables.found.c.number)
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
    for record in found.scalars():
        yield finding_from_record(orjson.loads(record))
