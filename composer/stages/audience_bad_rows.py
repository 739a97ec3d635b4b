"""Bad rows of the pending audience as a file: corrected elsewhere, each brought back to its place.

A row goes back to the row of its number, and only into the list that it was saved from (or one in
which that row is the same). A row of another length is saved with each cell where it stood; empty
cells are added behind it so that the reason stands in its own column, and cells too many get
columns of their own. It counts as corrected when a cell was changed or its reason was emptied:
nobody knows else which cell is whose.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from composer.audience.judging import is_bar, problem_finding
from composer.audience.sources.source import Source, SourceOptions, open_source
from composer.errors import Blocked, NotFound
from composer.findings import Finding, blocking, finding
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages.audience_mending import Mending, begin_mending, log_mending
from composer.stages.audience_pending import require_pending
from composer.stages.audience_records import PendingRecord
from composer.stages.desk import Desk
from composer.store.files import write_atomically
from composer.store.pending_people import cells_of, problems

_ROW, _REASON, _LIST, _MORE = "row", "reason", "list", "cell {number}"

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The file's own columns beside those of the list, called so that none is there twice."""

    row: str
    reason: str
    list: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """A row of the file: the list it is of, whether its reason still stands, its cells."""

    mark: str
    has_reason: bool
    cells: Cells


def export_bad_rows(desk: Desk, campaign_id: CampaignId, file: Path) -> int:
    """Write rows that block as CSV: their number first, the reason behind; count them."""
    stored, record = require_pending(desk, campaign_id)
    reasons: dict[int, list[str]] = {}
    with desk.folder.database.read() as connection:
        for problem in problems(connection, stored.tables):
            if is_bar(problem[1]):
                reason = problem_finding(problem, file=record.file).text
                reasons.setdefault(problem[0], []).append(reason)
        cells = cells_of(connection, stored.tables, reasons)
    width = len(stored.columns)
    longest = max(map(len, cells.values()), default=width)
    names = _names(stored.columns, longest)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([names.row, *stored.columns, *names.more, names.reason, names.list])
    for row, told in reasons.items():
        if len(cells[row]) != width:
            told.append(_("Put each cell under its column; empty this one if all are right."))
        reason, mark = " ".join(told), _mark(record, cells[row])
        writer.writerow([row, *_padded(cells[row], max(longest, width)), reason, mark])
    write_atomically(file, text.getvalue().encode("utf-8-sig"))
    return len(reasons)


def bring_back(desk: Desk, campaign_id: CampaignId, file: Path, *, by: Person) -> None:
    """Take corrected rows from a file of `export_bad_rows`; each goes to the row of its number.

    Raises:
        Blocked: the file is not one of those; nothing was taken.
    """
    mending = begin_mending(desk, campaign_id, by=by)
    changed = _corrected(mending, file)
    with desk.folder.database.write() as connection:
        mending.judge_again(connection, changed)
        mending.remember(connection)
    log_mending(desk, campaign_id, by, "audience.bring_back", rows=len(changed))


def _corrected(mending: Mending, file: Path) -> dict[int, Cells]:
    """Read the corrected rows, each under the number of its row in the source."""
    if not file.is_file():
        raise NotFound(place(_("{file} is not a file."), file=file.name))
    source = open_source(file, options=SourceOptions(email=mending.record.settings.email))
    found = list(source.findings)
    brought = dict(_rows(mending.stored.columns, source, found))
    with mending.desk.folder.database.read() as connection:
        known = cells_of(connection, mending.stored.tables, brought)
    for row, one in brought.items():
        where: dict[str, str | int] = {"file": file.name}
        if row not in known:
            found.append(finding("audience.bad_number", where=where, row=row, value=str(row)))
        elif one.mark and not _is_of_this_list(one.mark, mending.record, known[row]):
            found.append(finding("audience.other_rows", where=where, row=row))
    if blocking(found):
        raise Blocked(blocking(found))
    return {
        row: one.cells
        for row, one in brought.items()
        if one.cells != known[row]
        and not (one.has_reason and _filled(one.cells) == _filled(known[row]))
    }


def _rows(
    columns: tuple[str, ...], source: Source, found: list[Finding]
) -> Iterator[tuple[int, _Brought]]:
    """Give the rows of the file by their numbers; what is wrong with them goes into `found`."""
    written = source.found.columns
    names = _names(columns, len(columns) + len(written))
    if written[:1] != (names.row,) or any(name not in written for name in columns):
        where: dict[str, str | int] = {"file": source.file, "row": 1}
        wrong = finding("audience.not_bad_rows", where=where, file=source.file)
        raise Blocked([*blocking(found), wrong])
    places = [written.index(name) for name in columns]
    more = [written.index(name) for name in names.more if name in written]
    seen: set[int] = set()
    for batch in source.batches():
        found += batch.findings
        found += [item for _row, _cells, item in batch.ragged]
        for number, cells in batch.rows:
            row = int(cells[0]) if cells[0].isdecimal() else 0
            if row in seen or not row:
                where = {"file": source.file, "row": number, "column": names.row}
                wrong = finding("audience.bad_number", where=where, row=number, value=cells[0])
                found.append(wrong)
                continue
            seen.add(row)
            yield (
                row,
                _Brought(
                    mark=_cell(names.list, written, cells),
                    has_reason=names.reason not in written
                    or bool(_cell(names.reason, written, cells).strip()),
                    cells=(*[cells[at] for at in places], *_filled(cells[at] for at in more)),
                ),
            )


def _cell(name: str, written: tuple[str, ...], cells: list[str]) -> str:
    return cells[written.index(name)] if name in written else ""


def _filled(cells: Iterable[str]) -> Cells:
    """Give cells up to the last one with something in it."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _padded(cells: Cells, width: int) -> Cells:
    return (*cells, *[""] * (width - len(cells)))


def _names(columns: tuple[str, ...], longest: int) -> _Names:
    taken = set(columns)

    def own(name: str) -> str:
        while name in taken:
            name += "_"
        taken.add(name)
        return name

    more = tuple(own(_MORE.format(number=at + 1)) for at in range(len(columns), longest))
    return _Names(row=own(_ROW), reason=own(_REASON), list=own(_LIST), more=more)


def _mark(record: PendingRecord, cells: Cells) -> str:
    """Name the list that a row is of, and the row as it was."""
    return f"{record.reading}-{hashlib.blake2s(orjson.dumps(cells), digest_size=6).hexdigest()}"


def _is_of_this_list(mark: str, record: PendingRecord, cells: Cells) -> bool:
    """Tell whether a row was saved from this reading, or from one in which it was the same."""
    reading, _dash, row = mark.rpartition("-")
    return reading == record.reading or row == _mark(record, cells).rpartition("-")[2]
