"""A check of everybody while it runs: what it brought so far is on the disk and counts for nothing.

Results are added in short transactions, together with how far the run has come, so that a run that
was cut off at any moment is taken up where it was, or dropped. Only `finish` makes it a check that
others find, and only when as many results are there as it says. The caller sees to it that only one
run of a campaign's check is made at a time.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import delete, func, insert, select, update

from composer.errors import WorkspaceError
from composer.findings import Finding
from composer.i18n import _
from composer.store.check_tables import (
    CheckTables,
    check_tables,
    drop_check_tables,
    finished_tables,
    index_recipients,
    load_findings,
    load_results,
    make_check_tables,
    state_of,
    tables_of,
)
from composer.store.database import Database
from composer.store.tables import check, proof

_RESULT = struct.Struct("16s32s32s")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunKey:
    """What a run is about: which state of the campaign (binding), and which rows (mark)."""

    campaign_id: str
    binding: str
    mark: str


class CheckRun:
    """One run, begun or taken up; `portions` and `record` tell how far it had come then."""

    def __init__(
        self,
        database: Database,
        tables: CheckTables,
        *,
        portions: int,
        record: Mapping[str, object],
    ) -> None:
        self.portions = portions
        self.record = record
        self._database = database
        self._tables = tables
        self._done = portions

    def results(self) -> Iterator[bytes]:
        """Stream the results, some thousand at a time: id, digest and wire SHA-256 of each."""
        with self._database.read() as connection:
            for some in load_results(connection, self._tables):
                yield b"".join([part for row in some for part in row])

    def findings(self) -> Iterator[Finding]:
        """Stream what was found about single people."""
        with self._database.read() as connection:
            yield from load_findings(connection, self._tables)

    def add(
        self,
        results: bytes,
        findings: Iterable[Finding],
        *,
        portions: int,
        record: Mapping[str, object],
    ) -> None:
        """Add what came since the last time, all of it or nothing.

        Raises:
            WorkspaceError: somebody else has changed this run.
        """
        state, result = self._tables.state, self._tables.result.name
        with self._database.write() as connection:
            known = connection.execute(select(state.c.messages, state.c.portions)).one()
            if known.portions != self._done:
                raise _changed()
            rows = [
                (known.messages + number, *parts)
                for number, parts in enumerate(_RESULT.iter_unpack(results))
            ]
            if rows:  # straight through the driver: at a million rows nothing else is fast enough
                connection.exec_driver_sql(
                    f"INSERT INTO {result} (position, recipient, digest, wire) VALUES (?, ?, ?, ?)",  # noqa: S608 - the name is ours
                    rows,
                )
            told = [{"record": orjson.dumps(item.as_record()).decode()} for item in findings]
            if told:
                connection.execute(insert(self._tables.found), told)
            connection.execute(
                update(state).values(
                    portions=portions,
                    messages=known.messages + len(rows),
                    record=orjson.dumps(dict(record)).decode(),
                )
            )
        self._done = portions

    def finish(self, record: Mapping[str, object], *, messages: int, at: datetime) -> None:
        """Make it the check that counts for its binding; former ones go unless proofs need them.

        Raises:
            WorkspaceError: there are not as many results as there were messages.
        """
        tables, campaign_id = self._tables, self._tables.campaign_id
        with self._database.write(bulk=True) as connection:
            count = connection.execute(select(func.count()).select_from(tables.result)).scalar()
            state = connection.execute(select(tables.state)).one()
            if count != messages or state.messages != messages or state.portions != self._done:
                raise _changed()
            index_recipients(connection, tables)
        with self._database.write() as connection:
            unproven = check.c.binding.not_in(select(proof.c.binding))
            connection.execute(delete(check).where(check.c.campaign_id == campaign_id, unproven))
            connection.execute(delete(check).where(check.c.binding == state.binding))
            connection.execute(
                insert(check).values(
                    binding=state.binding,
                    campaign_id=campaign_id,
                    record=orjson.dumps(dict(record)).decode(),
                    at=at,
                )
            )
            connection.execute(update(tables.state).values(finished=True))
        _drop_forgotten(self._database, tables)


def begin_run(database: Database, key: RunKey) -> CheckRun:
    """Take up the campaign's run that was cut off, if it is about the same; else begin anew."""
    tables = _cut_off(database, key) or _made(database, key)
    _drop_forgotten(database, tables)
    with database.read() as connection:
        found = connection.execute(select(tables.state)).one()
    record = dict(orjson.loads(found.record))
    return CheckRun(database, tables, portions=found.portions, record=record)


def _cut_off(database: Database, key: RunKey) -> CheckTables | None:
    with database.read() as connection:
        for tables in reversed(tables_of(connection, key.campaign_id)):
            state = state_of(connection, tables)
            if state is None or state.finished:
                continue
            if (state.binding, state.mark) == (key.binding, key.mark):
                return tables
    return None


def _made(database: Database, key: RunKey) -> CheckTables:
    with database.write() as connection:
        every = tables_of(connection, key.campaign_id)
        tables = check_tables(key.campaign_id, every[-1].number + 1 if every else 1)
        make_check_tables(connection, tables)
        connection.execute(
            insert(tables.state).values(
                binding=key.binding,
                mark=key.mark,
                portions=0,
                messages=0,
                finished=False,
                record="{}",
            )
        )
    return tables


def _drop_forgotten(database: Database, kept: CheckTables) -> None:
    """Drop the campaign's other tables that no check names, one run's at a time."""
    with database.read() as connection:
        query = select(check.c.binding).where(check.c.campaign_id == kept.campaign_id)
        bindings = list(connection.execute(query).scalars())
        named = {kept, *(finished_tables(connection, binding) for binding in bindings)}
        forgotten = [one for one in tables_of(connection, kept.campaign_id) if one not in named]
    for tables in forgotten:
        with database.write() as connection:
            drop_check_tables(connection, tables)


def _changed() -> WorkspaceError:
    return WorkspaceError(
        _("What this check has found so far was changed by somebody else."),
        advice=_("Check everybody again."),
    )
