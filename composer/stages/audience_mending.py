"""Mending the pending audience: a cell, a whole row, who is left out.

Whatever changes a row judges it again with the very judge of the reading, and those rows with it
that were the same address as it was. Each change is in the log: who changed which row and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import Connection

from composer.audience.judging import RowJudge, is_bar
from composer.errors import Blocked, NotFound, UsageError
from composer.findings import blocking, finding
from composer.i18n import _, place
from composer.model.campaign import LeaveOut
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.stages.audience_kinds import rows_meant
from composer.stages.audience_pending import (
    remember_change,
    require_pending,
)
from composer.stages.audience_reading import judge_for
from composer.stages.audience_records import PendingRecord, as_record
from composer.stages.audience_rejudging import Rejudging
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.store.pending_people import (
    StoredPending,
    cells_of,
    duplicates_of,
    leave_out_rows,
    left_out_counts,
    problems,
    remember,
    take_back_rows,
    write_rows,
)
from composer.store.people_duplicates import DUPLICATE
from composer.store.people_tables import PeopleTables
from composer.store.people_writing import unlist


@dataclass(slots=True, kw_only=True)
class Mending:
    """One change of a pending audience; made by `begin_mending`."""

    desk: Desk
    stored: StoredPending
    record: PendingRecord
    judge: RowJudge
    known: PeopleTables | None
    excluded: tuple[PeopleTables, ...]

    def judge_again(self, connection: Connection, changed: Mapping[int, tuple[str, ...]]) -> None:
        """Store rows anew with these cells, and judge whoever was the same address as they.

        Raises:
            Blocked: a cell holds half a character, which cannot be stored.
        """
        self._require_whole(changed)
        tables = self.stored.tables
        others = set(duplicates_of(connection, tables, changed.keys(), DUPLICATE))
        before = cells_of(connection, tables, others | changed.keys())
        unlist(connection, tables, list(before))
        again = Rejudging(
            connection=connection,
            stored=self.stored,
            email=self.record.settings.email,
            judge=self.judge,
            known=self.known,
            excluded=self.excluded,
            cells={**before, **changed},
            before=before,
        )
        write_rows(connection, tables, again.rows())

    def _require_whole(self, changed: Mapping[int, tuple[str, ...]]) -> None:
        for row, cells in changed.items():
            for column, cell in zip(self.stored.columns, cells, strict=False):
                if any("\ud800" <= sign <= "\udfff" for sign in cell):
                    where: dict[str, str | int] = {"row": row, "column": column}
                    where["file"] = self.record.file
                    found = finding("audience.control", where=where, row=row, column=column)
                    raise Blocked([found])

    def decide(self, decision: LeaveOut) -> None:
        """Put a decision in the place of the one about the same code; of no row, there is none."""
        settings = self.record.settings
        decided = [item for item in settings.leave_out if item.code != decision.code]
        if decision.rows:
            decided.append(decision)
        settings = replace(settings, leave_out=tuple(decided))
        self.record = replace(self.record, settings=settings)

    def remember(self, connection: Connection) -> None:
        """Store that rows were changed: whoever reads sees both or neither."""
        remember_change(connection, self.stored, self.record, self.record.settings)

    def remember_decisions(self, connection: Connection) -> None:
        """Store decisions that change nobody's place."""
        changed = replace(self.record, version=self.record.version + 1)
        remember(connection, self.stored.tables, as_record(changed))


def fix_cell(
    desk: Desk, campaign_id: CampaignId, *, row: int, column: str, value: str, by: Person
) -> None:
    """Write another value into one cell and judge its row again.

    Raises:
        NotFound: there is no such row or column.
        Blocked: a row of another length has no such cell; or the value cannot be stored.
    """
    mending = begin_mending(desk, campaign_id, by=by)
    columns = mending.stored.columns
    with desk.folder.database.read() as connection:
        cells = cells_of(connection, mending.stored.tables, [row]).get(row)
    if cells is None or column not in columns:
        raise NotFound(_("There is no such cell."), advice=_("Read the list again."))
    if len(cells) != len(columns):
        raise Blocked(
            [
                finding(
                    "audience.short_row" if len(cells) < len(columns) else "audience.long_row",
                    where={"file": mending.record.file, "row": row},
                    row=row,
                    expected=len(columns),
                    found=len(cells),
                )
            ]
        )
    at = columns.index(column)
    changed = (*cells[:at], value, *cells[at + 1 :])
    with desk.folder.database.write() as connection:
        mending.judge_again(connection, {row: changed})
        mending.remember(connection)
    log_mending(desk, campaign_id, by, "audience.fix", row=row, column=at + 1)


def fix_row(
    desk: Desk, campaign_id: CampaignId, *, row: int, cells: Sequence[str], by: Person
) -> None:
    """Write all cells of a row anew and judge it again; of another length, it stays a bad one.

    Raises:
        NotFound: there is no such row.
    """
    mending = begin_mending(desk, campaign_id, by=by)
    with desk.folder.database.read() as connection:
        known = cells_of(connection, mending.stored.tables, [row])
    if not known:
        raise NotFound(_("There is no such row."), advice=_("Read the list again."))
    with desk.folder.database.write() as connection:
        mending.judge_again(connection, {row: tuple(cells)})
        mending.remember(connection)
    log_mending(desk, campaign_id, by, "audience.fix", row=row)


def leave_out(desk: Desk, campaign_id: CampaignId, code: str, *, by: Person) -> None:
    """Leave out everybody whose row has a problem of this kind, or whom such a warning means.

    Raises:
        UsageError: nobody has.
    """
    mending = begin_mending(desk, campaign_id, by=by)
    tables = mending.stored.tables
    with desk.folder.database.write() as connection:
        rows = rows_meant(desk, connection, tables, code)
        if not rows and code in left_out_counts(connection, tables):
            return
        if not rows:
            raise UsageError(
                place(_("No row has a problem of the kind {code}."), code=code),
                advice=_("Give the code as the findings show it."),
            )
        while rows:
            leave_out_rows(connection, tables, rows, code)
            if is_bar(code):
                break
            # Whoever was the same address is listed in their place, and may be of the same kind.
            mending.judge_again(connection, _twins(connection, mending, rows))
            rows = rows_meant(desk, connection, tables, code)
        count = left_out_counts(connection, tables)[code]
        mending.decide(LeaveOut(code=code, rows=count))
        if is_bar(code):  # nobody is listed who would not be otherwise
            mending.remember_decisions(connection)
        else:
            mending.remember(connection)
    log_mending(desk, campaign_id, by, "audience.leave_out", code=code, rows=count)


def take_back(desk: Desk, campaign_id: CampaignId, code: str, *, by: Person) -> None:
    """Undo a decision to leave people out; their problems count again."""
    mending = begin_mending(desk, campaign_id, by=by)
    tables = mending.stored.tables
    mending.decide(LeaveOut(code=code, rows=0))
    with desk.folder.database.write() as connection:
        rows = take_back_rows(connection, tables, code)
        mending.judge_again(connection, cells_of(connection, tables, rows))
        mending.remember(connection)
    log_mending(desk, campaign_id, by, "audience.take_back", code=code, rows=len(rows))


def _twins(
    connection: Connection, mending: Mending, rows: Iterable[int]
) -> dict[int, tuple[str, ...]]:
    """Give the rows that were the same address as rows that are gone now."""
    gone = set(rows)
    tables = mending.stored.tables
    twins = [
        row
        for row, _code, _column, details in problems(connection, tables, code=DUPLICATE)
        if orjson.loads(details).get("first") in gone
    ]
    return cells_of(connection, tables, twins)


def begin_mending(desk: Desk, campaign_id: CampaignId, *, by: Person) -> Mending:
    """Make ready to change the pending audience; the caller holds its lock.

    Raises:
        Blocked: what was decided about the list cannot be used.
        NotFound: none waits.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    stored, record = require_pending(desk, campaign_id)
    judge, findings = judge_for(stored.columns, record.settings, file=record.file)
    if judge is None:
        raise Blocked(blocking(findings))
    listing = desk.recipients.listing(campaign_id)
    others = [desk.recipients.listing(other) for other in record.settings.exclude]
    return Mending(
        desk=desk,
        stored=stored,
        record=record,
        judge=judge,
        known=listing.tables if listing else None,
        excluded=tuple(other.tables for other in others if other is not None),
    )


def log_mending(
    desk: Desk, campaign_id: CampaignId, by: Person, action: str, **details: str | int
) -> None:
    """Write down who changed what; no cell and no address."""
    desk.audit.append(
        person=by.public_key, action=action, details={"campaign": campaign_id, **details}
    )
