"""The pending audience of each campaign: read, kept and mended, and in nobody's way.

Its people lie in tables of their own like those in use; this module keeps what else is to be known
about it, and changes single rows. Callers hold the campaign's lock for audiences, so that one of
them changes rows at a time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from composer.model.campaign import Purpose
from composer.store.database import Database
from composer.store.people_tables import FORMER, PeopleTables, people_tables
from composer.store.people_writing import insert_problems, keys_in_order, unlist
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.suppressions import spellings_that_stop
from composer.store.tables import audience_pending

_ID = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPending:
    """What is kept about a pending audience; `record` is for who reads and judges."""

    tables: PeopleTables
    columns: tuple[str, ...]
    record: Mapping[str, object]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """A row as it is to be stored: who it lists (None: nobody) and what is wrong with it."""

    row: int
    cells: tuple[str, ...]
    key: str | None
    address: str
    locale: str
    head: bytes | None
    problems: tuple[tuple[int, str, str, str], ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGroup:
    """All problems of one kind in one column: how many, and the first of them."""

    code: str
    column: str
    count: int
    first: tuple[int, str, str, str]


class PendingStore:
    """The pending audiences of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, campaign_id: str) -> StoredPending | None:
        """Give a campaign's pending audience."""
        query = select(audience_pending).where(audience_pending.c.campaign_id == campaign_id)
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _stored(row)

    def save(self, pending: StoredPending) -> None:
        """Keep this as the campaign's pending audience, in place of any other."""
        with self._database.write() as connection:
            _forget(connection, pending.tables.campaign_id)
            connection.execute(
                insert(audience_pending).values(
                    campaign_id=pending.tables.campaign_id,
                    people=pending.tables.number,
                    columns=orjson.dumps(pending.columns).decode(),
                    record=orjson.dumps(pending.record).decode(),
                    by=pending.by,
                    at=pending.at,
                )
            )

    def discard(self, campaign_id: str) -> None:
        """Forget it; its tables are dropped with whatever else nothing names."""
        with self._database.write() as connection:
            _forget(connection, campaign_id)


def remember(connection: Connection, tables: PeopleTables, record: Mapping[str, object]) -> None:
    """Keep another record about a pending audience, inside the caller's transaction."""
    connection.execute(
        update(audience_pending)
        .where(audience_pending.c.campaign_id == tables.campaign_id)
        .values(record=orjson.dumps(record).decode())
    )


def problem_groups(connection: Connection, tables: PeopleTables) -> list[ProblemGroup]:
    """Group the problems of rows that are not left out, by code and column."""
    problem = tables.problem.c
    query = (
        select(problem.code, problem.column, func.count(), func.min(problem.position))
        .where(_counts(tables))
        .group_by(problem.code, problem.column)
        .order_by(func.min(problem.position))
    )
    return [
        ProblemGroup(
            code=code,
            column=column,
            count=count,
            first=next(problems(connection, tables, code=code, column=column, rows=[first])),
        )
        for code, column, count, first in connection.execute(query).all()
    ]


def problems(
    connection: Connection,
    tables: PeopleTables,
    *,
    code: str = "",
    column: str = "",
    rows: Sequence[int] | None = None,
    limit: int | None = None,
    decided: bool = False,
) -> Iterator[tuple[int, str, str, str]]:
    """Give (row, code, column, values as JSON) in the order of rows; of some hundred, or of all.

    Rows that are left out are among them only when `decided`.
    """
    problem = tables.problem.c
    query = select(problem.position, problem.code, problem.column, problem.details)
    query = query.order_by(problem.position, problem.number).limit(limit)
    if not decided:
        query = query.where(_counts(tables))
    if code:
        query = query.where(problem.code == code)
    if column:
        query = query.where(problem.column == column)
    if rows is not None:
        query = query.where(problem.position.in_(rows))
    for found in connection.execute(query):
        yield found.position, found.code, found.column, found.details


def problems_of_rows(
    connection: Connection, tables: PeopleTables, rows: Sequence[int]
) -> dict[int, list[tuple[str, str]]]:
    """Give (column, code) of what is wrong with some rows."""
    problem = tables.problem.c
    found: dict[int, list[tuple[str, str]]] = {}
    query = select(problem.position, problem.column, problem.code).order_by(problem.number)
    for position, column, code in connection.execute(query.where(problem.position.in_(rows))):
        found.setdefault(position, []).append((column, code))
    return found


def left_out_of(
    connection: Connection, tables: PeopleTables, rows: Sequence[int]
) -> dict[int, str]:
    """Give why some rows are left out; rows that are not, are not among them."""
    left_out = tables.left_out.c
    query = select(left_out.position, left_out.code).where(left_out.position.in_(rows))
    return {int(row): str(code) for row, code in connection.execute(query)}


def stopped_of(
    connection: Connection, tables: PeopleTables, rows: Sequence[int], purpose: Purpose
) -> frozenset[int]:
    """Give those of some rows who are on the do-not-write list."""
    people, stopped = tables.people.c, spellings_that_stop(purpose).subquery()
    query = select(people.position).join_from(
        tables.people, stopped, people.address_key == stopped.c.address_key
    )
    return frozenset(connection.execute(query.where(people.position.in_(rows))).scalars())


def left_out_counts(connection: Connection, tables: PeopleTables) -> dict[str, int]:
    """Count the rows that are left out, by the code of why."""
    code = tables.left_out.c.code
    query = select(code, func.count()).group_by(code).order_by(code)
    return {str(why): int(count) for why, count in connection.execute(query)}


def left_out_rows(connection: Connection, tables: PeopleTables, code: str) -> frozenset[int]:
    """Give the rows that are left out for one reason."""
    left = tables.left_out.c
    query = select(left.position).where(left.code == code)
    return frozenset(connection.execute(query).scalars())


def rows_with_problem(connection: Connection, tables: PeopleTables, code: str) -> list[int]:
    """Give the rows that have a problem of this kind and are not left out."""
    problem = tables.problem.c
    query = select(problem.position).distinct().where(problem.code == code, _counts(tables))
    return list(connection.execute(query.order_by(problem.position)).scalars())


def leave_out_rows(
    connection: Connection, tables: PeopleTables, rows: Iterable[int], code: str
) -> None:
    """Take rows off the list by a decision."""
    for some in chunked(rows, KEYS_PER_QUERY):
        connection.execute(
            insert(tables.left_out), [{"position": row, "code": code} for row in some]
        )
        unlist(connection, tables, some)


def exclude_people(
    connection: Connection, tables: PeopleTables, others: PeopleTables, *, code: str
) -> int:
    """Take everybody off the list whom other tables list, and count them."""
    people, other = tables.people.c, others.people.c
    query = (
        select(people.position)
        .join_from(tables.people, others.people, people.address_key == other.address_key)
        .where(tables.listed, others.listed)
    )
    rows = list(connection.execute(query).scalars())
    leave_out_rows(connection, tables, rows, code)
    return len(rows)


def leave_out_others(
    database: Database, tables: PeopleTables, keys: Collection[str], *, code: str
) -> int:
    """Take everybody off the list whose address key is none of these, and count them."""
    with database.read() as connection:
        rows = [
            row
            for some in keys_in_order(connection, tables)
            for key, row in some
            if key not in keys
        ]
    with database.write(bulk=True) as connection:
        leave_out_rows(connection, tables, rows, code)
    return len(rows)


def count_stopped(connection: Connection, tables: PeopleTables, purpose: Purpose) -> int:
    """Count the listed people on the do-not-write list, without those erased from it."""
    people = tables.people.c
    stopped = spellings_that_stop(purpose).subquery()
    query = select(func.count(func.distinct(people.position))).join_from(
        tables.people, stopped, people.address_key == stopped.c.address_key
    )
    return connection.execute(query.where(tables.listed)).scalar_one()


def take_back_rows(connection: Connection, tables: PeopleTables, code: str) -> list[int]:
    """Undo a decision, and give the rows that must be judged again."""
    left_out = tables.left_out.c
    rows = list(
        connection.execute(
            select(left_out.position).where(left_out.code == code).order_by(left_out.position)
        ).scalars()
    )
    connection.execute(delete(tables.left_out).where(left_out.code == code))
    return rows


def cells_of(
    connection: Connection, tables: PeopleTables, rows: Iterable[int]
) -> dict[int, tuple[str, ...]]:
    """Give the cells of some rows as they are now."""
    people = tables.people.c
    found: dict[int, tuple[str, ...]] = {}
    for some in chunked(rows, KEYS_PER_QUERY):
        query = select(people.position, people.cells).where(people.position.in_(some))
        found.update((row, tuple(orjson.loads(cells))) for row, cells in connection.execute(query))
    return found


def row_of_key(connection: Connection, tables: PeopleTables, key: str) -> int | None:
    """Give the row that lists this address key; asked for many rows, past what is slow."""
    people = tables.people.name
    query = f"SELECT position FROM {people} WHERE address_key = ? AND position < {FORMER}"  # noqa: S608 - the name is ours
    row = connection.exec_driver_sql(query, (key,)).scalar()
    return None if row is None else int(row)


def duplicates_of(
    connection: Connection, tables: PeopleTables, rows: Collection[int], code: str
) -> list[int]:
    """Give the rows that are not listed because one of these has the same address."""
    found = problems(connection, tables, code=code)
    return [other for other, _code, _column, details in found if _first(details) in rows]


def write_rows(connection: Connection, tables: PeopleTables, judged: Sequence[JudgedRow]) -> None:
    """Store rows anew: their cells, whom they list, and their problems."""
    if not judged:
        return
    cells = {one.row: orjson.dumps(one.cells) for one in judged}
    connection.exec_driver_sql(
        f"UPDATE {tables.people.name} SET address_key = ?, address = ?, locale = ?, id = ?,"  # noqa: S608 - the name is ours
        " secrets = ?, cells = ? WHERE position = ?",
        [(*_listed(one), cells[one.row], one.row) for one in judged],
    )
    for table in (tables.problem, tables.left_out):
        connection.exec_driver_sql(
            f"DELETE FROM {table.name} WHERE position = ?",  # noqa: S608 - the name is ours
            [(one.row,) for one in judged],
        )
    insert_problems(connection, tables, [problem for one in judged for problem in one.problems])
    out = [{"position": one.row, "code": one.left_out} for one in judged if one.left_out]
    if out:
        connection.execute(insert(tables.left_out), out)
    _write_lines(connection, tables, cells)


def _listed(judged: JudgedRow) -> tuple[str | None, str | None, str, bytes | None, bytes | None]:
    """Give key, address where it is not the key, locale, id and secrets."""
    head = judged.head
    if judged.key is None or head is None:
        return None, None, judged.locale, None, None
    address = None if judged.address == judged.key else judged.address
    return judged.key, address, judged.locale, head[:_ID], head[_ID:]


def _write_lines(connection: Connection, tables: PeopleTables, cells: Mapping[int, bytes]) -> None:
    """Put rows' cells into their pages, each page once."""
    pages = tables.pages
    firsts = list(connection.execute(select(pages.c.first).order_by(pages.c.first)).scalars())
    of_page: dict[int, list[int]] = {}
    for row in cells:
        of_page.setdefault(firsts[bisect_right(firsts, row) - 1], []).append(row)
    for first, rows in of_page.items():
        query = select(pages.c.positions, pages.c.lines).where(pages.c.first == first)
        positions, lines = connection.execute(query).one()
        places = {row: at for at, row in enumerate(array("I", positions))}
        written = lines.split(b"\n")
        for row in rows:
            written[places[row]] = cells[row]
        connection.execute(
            update(pages).where(pages.c.first == first).values(lines=b"\n".join(written))
        )


def _counts(tables: PeopleTables) -> ColumnElement[bool]:
    left_out = select(tables.left_out.c.position)
    return tables.problem.c.position.not_in(left_out)


def _first(details: str) -> object:
    return orjson.loads(details).get("first")


def _forget(connection: Connection, campaign_id: str) -> None:
    connection.execute(
        delete(audience_pending).where(audience_pending.c.campaign_id == campaign_id)
    )


def _stored(row: RowMapping) -> StoredPending:
    return StoredPending(
        tables=people_tables(row["campaign_id"], row["people"]),
        columns=tuple(orjson.loads(row["columns"])),
        record=orjson.loads(row["record"]),
        by=row["by"],
        at=row["at"],
    )
