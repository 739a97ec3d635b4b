"""The stand-in workspace's audiences: a list in use and one that waits, all in memory.

It judges little (an address is missing or has no @) and keeps what is decided, so that the page can
be walked through every state, slowly if a test holds it.
"""

from __future__ import annotations

import csv
import io
import threading
from array import array
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from composer.audience.segments import Segment, parse_segment
from composer.findings import Severity, finding
from composer.model.audience import (
    AudienceComparison,
    ColumnRole,
    ColumnStatistics,
    ColumnSuggestion,
    FindingGroup,
    LeftOut,
    PendingAudience,
    ReadingProgress,
    RowList,
    SourceKind,
    SourceView,
    TableRow,
)
from composer.model.campaign import AudienceSettings
from composer.model.overview import ImportResult

ROLES = {
    "email": ColumnRole.EMAIL,
    "locale": ColumnRole.LOCALE,
    "account": ColumnRole.ID,
}


class SampleAudiences:
    """What `workspace.audiences` gives."""

    def __init__(self, workspace, columns) -> None:
        self._workspace = workspace
        self._columns = {False: columns, True: ()}
        self._rows: list[TableRow] = []
        self._left_out: dict[str, int] = {}
        self._read_at = datetime.now(tz=UTC)
        self._file = ""
        self._path = None
        self._lock = threading.RLock()
        self.contract: dict[str, object] = {}
        self.settings: object = None
        self.go_on = threading.Event()
        self.go_on.set()
        self.doubtful = False
        self.since_proof: AudienceComparison | None = None

    # in

    def open(self, campaign_id, file, *, options=None):
        text = self._text(file)
        table = list(csv.reader(io.StringIO(text)))
        known = options.encoding if options is not None else ""
        return SourceView(
            file=file.name if isinstance(file, Path) else "",
            kind=SourceKind.CSV if isinstance(file, Path) else SourceKind.PASTED,
            size_bytes=len(text.encode()),
            encoding=known or ("windows-1252" if self.doubtful else "utf-8"),
            encoding_is_certain=not self.doubtful,
            encodings=("windows-1252", "windows-1250") if self.doubtful else ("utf-8",),
            delimiter=",",
            sheet="",
            sheets=(),
            columns=tuple(
                ColumnSuggestion(
                    source=name,
                    name=name.strip().lower().replace(" ", "_"),
                    roles=frozenset({ROLES[name]} if name in ROLES else {ColumnRole.FIELD}),
                    examples=tuple(row[at] for row in table[1:4]),
                    remembered=name == "account",
                )
                for at, name in enumerate(table[0])
            ),
            sample=tuple(tuple(row) for row in table[1:6]),
            rows=len(table) - 1,
            findings=(),
        )

    def read(self, campaign_id, file, *, settings=None, by, progress=None, cancelled=None):
        table = list(csv.reader(io.StringIO(self._text(file))))
        first = FindingGroup(
            code="address.empty",
            severity=Severity.BLOCK,
            column="email",
            count=1,
            first=finding("address.empty", where={"row": 2}),
            may_leave_out=True,
        )
        progress(ReadingProgress(rows=1, share=0.5, seconds_left=4, groups=(first,)))
        while not self.go_on.wait(0.01):
            if cancelled():
                return None
        with self._lock:
            names = dict(settings.columns)
            self._columns[True] = tuple(names.get(name, name) for name in table[0])
            self._rows = [
                self._judged(TableRow(row=number, cells=tuple(row)))
                for number, row in enumerate(table[1:], start=2)
            ]
            self._left_out, self._read_at = {}, datetime.now(tz=UTC)
            self._file = file.name if isinstance(file, Path) else "pasted"
            self._path = file if isinstance(file, Path) else None
        return self.pending(campaign_id)

    def pending(self, campaign_id):
        if not self._rows:
            return None
        with self._lock:
            codes = Counter(code for row in self._rows for _column, code in row.problems)
            groups = tuple(
                FindingGroup(
                    code=code,
                    severity=Severity.BLOCK,
                    column="email",
                    count=count,
                    first=finding(code, where={"row": self._first(code).row}),
                    may_leave_out=True,
                )
                for code, count in codes.items()
                if code not in self._left_out
            )
            bad = sum(group.count for group in groups)
            out = sum(self._left_out.values())
            return PendingAudience(
                file=self._file,
                rows=len(self._rows),
                people=len(self._rows) - bad - out,
                bad_rows=bad,
                suppressed=0,
                left_out=tuple(LeftOut(code=c, rows=n) for c, n in self._left_out.items()),
                groups=groups,
                findings=(),
                comparison=AudienceComparison(before=2000, added=3, removed=1997, changed=0),
                read_at=self._read_at,
            )

    def pending_settings(self, campaign_id):
        return AudienceSettings(file=self._file) if self._rows else None

    def pending_source(self, campaign_id):
        return self._path if self._rows else None

    def take_over(self, campaign_id, *, by, reading=None):
        pending = self.pending(campaign_id)
        if not pending.may_be_taken_over:
            return ImportResult(id="", name="", findings=tuple(g.first for g in pending.groups))
        self._rows = []
        return ImportResult(id=campaign_id, name="", findings=())

    def changes_since_proof(self, campaign_id):
        return self.since_proof

    def discard(self, campaign_id, *, by, reading=None):
        self._rows = []

    def fix_cell(self, campaign_id, *, row, column, value, by, reading=None):
        with self._lock:
            at = self._columns[True].index(column)
            for place, known in enumerate(self._rows):
                if known.row == row:
                    cells = (*known.cells[:at], value, *known.cells[at + 1 :])
                    self._rows[place] = self._judged(replace(known, cells=cells))
        return self.pending(campaign_id)

    def leave_out(self, campaign_id, code, *, by, reading=None):
        with self._lock:
            self._left_out[code] = sum(
                any(known == code for _column, known in row.problems) for row in self._rows
            )
        return self.pending(campaign_id)

    def take_back(self, campaign_id, code, *, by, reading=None):
        self._left_out.pop(code, None)
        return self.pending(campaign_id)

    def export_bad_rows(self, campaign_id, file):
        bad = [row for row in self._rows if row.problems]
        file.write_text("".join(f"{row.row},{','.join(row.cells)}\n" for row in bad))
        return len(bad)

    def bring_back(self, campaign_id, file, *, by, reading=None):
        for row in csv.reader(io.StringIO(file.read_text())):
            for column, value in zip(self._columns[True], row[1:], strict=False):
                self.fix_cell(campaign_id, row=int(row[0]), column=column, value=value, by=by)
        return self.pending(campaign_id)

    # looking

    def columns(self, campaign_id, *, pending=False):
        return self._columns[pending]

    def find_rows(
        self,
        campaign_id,
        *,
        search="",
        sort="",
        descending=False,
        problem="",
        segment="",
        pending=False,
    ):
        table, wanted = self._table(pending), search.casefold()
        found = [
            row.row
            for row in table
            if (not wanted or any(wanted in cell.casefold() for cell in row.cells))
            and (not problem or any(code == problem for _column, code in row.problems))
        ]
        if segment:
            kept = parse_segment(segment, self._columns[pending])
            assert isinstance(kept, Segment)
            found = [number for number in found if kept.keeps(table[number - 2].cells)]
        if sort:
            column = self._columns[pending].index(sort)
            found.sort(key=lambda number: table[number - 2].cells[column], reverse=descending)
        return RowList(total=len(found), positions=array("I", found))

    def rows(self, campaign_id, positions, *, pending=False):
        table = self._table(pending)
        return tuple(table[number - 2] for number in positions if number - 2 < len(table))

    def statistics(self, campaign_id, column, *, pending=False):
        at = self._columns[pending].index(column)
        counts = Counter(row.cells[at] for row in self._table(pending))
        filled = [value for value in counts if value]
        return ColumnStatistics(
            column=column,
            filled=sum(counts[value] for value in filled),
            empty=counts.get("", 0),
            distinct=len(filled),
            top=tuple(counts.most_common(5)),
            shortest=min(filled, key=len, default=""),
            longest=max(filled, key=len, default=""),
        )

    def count_segment(self, campaign_id, segment, *, pending=False):
        understood = parse_segment(segment, self._columns[pending])
        assert isinstance(understood, Segment)
        return sum(understood.keeps(row.cells) for row in self._table(pending))

    def set_contract(self, campaign_id, *, by, **contract):
        self.contract = contract

    def change_settings(self, campaign_id, settings, *, answered=None, by):
        self.settings = settings
        return ()

    # inside

    def _table(self, pending):
        if pending:
            return self._rows
        return [
            TableRow(row=one.row, cells=tuple(value for _name, value in one.fields))
            for one in self._workspace._recipients
        ]

    def _judged(self, row):
        at = self._columns[True].index("email")
        address = row.cells[at]
        code = "address.empty" if not address else "" if "@" in address else "address.no_at"
        return replace(row, problems=(("email", code),) if code else ())

    def _first(self, code):
        return next(row for row in self._rows if any(known == code for _c, known in row.problems))

    @staticmethod
    def _text(file):
        return file.read_text() if isinstance(file, Path) else file.replace("\t", ",")
