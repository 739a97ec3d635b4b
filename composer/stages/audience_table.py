"""The table of an audience, in use or pending: found rows, their cells, columns at a glance.

In use, the rows are the people who are listed; pending, they are all rows of the source.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from composer.audience.fields import is_empty_cell
from composer.audience.segment_grammar import NotComparableError, Test
from composer.audience.segments import parse_segment
from composer.errors import Blocked, NotFound
from composer.i18n import _, place
from composer.model.audience import ColumnStatistics, RowList, TableRow
from composer.model.identifiers import CampaignId
from composer.stages.audience_kinds import rows_meant
from composer.stages.audience_pending import require_pending
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.store.pending_people import (
    cells_of,
    left_out_of,
    problems_of_rows,
    stopped_of,
)
from composer.store.people_search import (
    all_positions,
    column_values,
    find_text,
    read_pages,
    unlisted,
)
from composer.store.people_tables import PeopleTables

_TOP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows: with this text, problem, in this segment; and in which order."""

    search: str = ""
    sort: str = ""
    descending: bool = False
    problem: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is looked at; `state` changes with every change of the rows."""

    tables: PeopleTables
    columns: tuple[str, ...]
    pending: bool
    state: tuple[object, ...]


def open_table(desk: Desk, campaign_id: CampaignId, *, pending: bool) -> Table | None:
    """Give the table in use or pending, None where there is none."""
    if pending:
        stored, record = require_pending(desk, campaign_id)
        state = (
            "table", campaign_id, record.reading, stored.tables.number, record.version,
        )  # fmt: skip
        return Table(tables=stored.tables, columns=stored.columns, pending=True, state=state)
    listing = desk.recipients.listing(campaign_id)
    if listing is None:
        return None
    return Table(
        tables=listing.tables,
        columns=listing.change.columns,
        pending=False,
        state=("table", campaign_id, listing.tables.number),
    )


def find_rows(desk: Desk, table: Table | None, wanted: Wanted) -> RowList:
    """Find the rows that are wanted."""
    if table is None:
        return RowList(total=0, positions=array("I"))
    with desk.folder.database.read() as connection:
        if wanted.problem:
            found = array("I", rows_meant(desk, connection, table.tables, wanted.problem))
        elif wanted.search:
            found = find_text(connection, table.tables, wanted.search)
        else:
            found = _every_row(desk, table)
    if wanted.problem and wanted.search:
        with desk.folder.database.read() as connection:
            with_text = frozenset(find_text(connection, table.tables, wanted.search))
        found = array("I", [row for row in found if row in with_text])
    hidden = frozenset[int]() if table.pending else _hidden(desk, table)
    if hidden and (wanted.problem or wanted.search):
        found = array("I", [row for row in found if row not in hidden])
    if wanted.segment:
        kept = _kept(desk, table, wanted.segment)
        found = array("I", [row for row in found if row in kept])
    if wanted.sort:
        found = _sorted(desk, table, found, wanted)
    return RowList(total=len(found), positions=found)


def table_rows(desk: Desk, table: Table | None, positions: Sequence[int]) -> tuple[TableRow, ...]:
    """Give rows by their positions, in the order asked for."""
    if table is None:
        return ()
    with desk.folder.database.read() as connection:
        cells = cells_of(connection, table.tables, positions)
        wrong = problems_of_rows(connection, table.tables, positions)
        left_out = left_out_of(connection, table.tables, positions)
        purpose = load_content(desk, CampaignId(table.tables.campaign_id)).campaign.purpose
        stopped = stopped_of(connection, table.tables, positions, purpose)
    return tuple(
        TableRow(
            row=row,
            cells=cells[row],
            problems=tuple(wrong.get(row, ())),
            state=left_out.get(row) or ("suppressed" if row in stopped else ""),
        )
        for row in positions
        if row in cells
    )


def column_statistics(desk: Desk, table: Table | None, column: str) -> ColumnStatistics:
    """Give a column at a glance.

    Raises:
        NotFound: there is no such column.
    """
    if table is None or column not in table.columns:
        raise NotFound(
            place(_("There is no column {column}."), column=column),
            advice=_("Choose one of the audience's columns."),
        )
    return desk.kept(("column", *table.state, column), lambda: _count_column(desk, table, column))


def count_segment(desk: Desk, table: Table | None, segment: str) -> int:
    """Count the rows that a segment keeps.

    Raises:
        Blocked: the segment cannot be understood.
    """
    if table is None:
        return 0
    if not segment.strip():
        return len(_every_row(desk, table))
    hidden = frozenset[int]() if table.pending else _hidden(desk, table)
    return len(_kept(desk, table, segment) - hidden)


def _every_row(desk: Desk, table: Table) -> array[int]:
    def look() -> array[int]:
        with desk.folder.database.read() as connection:
            every = all_positions(connection, table.tables)
        hidden = frozenset[int]() if table.pending else _hidden(desk, table)
        return array("I", [row for row in every if row not in hidden]) if hidden else every

    return desk.kept(("rows", *table.state), look)


def _hidden(desk: Desk, table: Table) -> frozenset[int]:
    """Give the rows that are not shown: in use, those that are not listed."""

    def look() -> frozenset[int]:
        with desk.folder.database.read() as connection:
            return unlisted(connection, table.tables)

    return desk.kept(("hidden", *table.state), look)


def _kept(desk: Desk, table: Table, segment: str) -> frozenset[int]:
    parsed = parse_segment(segment, table.columns)
    if isinstance(parsed, list):
        raise Blocked(parsed)
    kept: set[int] = set()
    with desk.folder.database.read() as connection:
        for positions, rows in read_pages(connection, table.tables):
            for row, cells in zip(positions, rows, strict=True):
                if len(cells) == len(table.columns) and _keeps(parsed.keeps, cells):
                    kept.add(row)
    return frozenset(kept)


def _keeps(keeps: Test, cells: list[str]) -> bool:
    try:
        return keeps(cells)
    except NotComparableError:
        return False


def _sorted(desk: Desk, table: Table, found: array[int], wanted: Wanted) -> array[int]:
    """Sort rows by a column: texts without upper and lower case, numbers by their value."""
    if wanted.sort not in table.columns:
        return found
    values: dict[int, str] = {}
    with desk.folder.database.read() as connection:
        at = table.columns.index(wanted.sort)
        for positions, column in column_values(connection, table.tables, at):
            values.update(zip(positions, map(str.casefold, column), strict=True))
    rows = sorted(found, key=values.__getitem__, reverse=wanted.descending)
    return array("I", rows)


def _count_column(desk: Desk, table: Table, column: str) -> ColumnStatistics:
    counts: Counter[str] = Counter()
    for values in _shown_values(desk, table, table.columns.index(column)):
        counts.update(values)
    filled = {value: count for value, count in counts.items() if not is_empty_cell(value)}
    longest = max(filled, key=len, default="")
    shortest = min(filled, key=len, default="")
    number = sum(filled.values())
    return ColumnStatistics(
        column=column,
        filled=number,
        empty=counts.total() - number,
        distinct=len(filled),
        top=tuple(Counter(filled).most_common(_TOP)),
        shortest=shortest,
        longest=longest,
    )


def _shown_values(desk: Desk, table: Table, at: int) -> Iterator[list[str]]:
    hidden = frozenset[int]() if table.pending else _hidden(desk, table)
    with desk.folder.database.read() as connection:
        for positions, values in column_values(connection, table.tables, at):
            if hidden:
                yield [
                    value for row, value in zip(positions, values, strict=True) if row not in hidden
                ]
            else:
                yield values
