"""A source of people: any file, or pasted cells, opened and read as a stream of rows of text.

Opening never raises for what a file holds: its problems are `findings`. No row is padded, shifted
or repaired, and no column is renamed but those that the options rename. Rows are numbered as a
spreadsheet shows them. What an address or a locale is, is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from operator import itemgetter
from pathlib import Path

from composer.audience.sources.cell_text import is_error_value
from composer.audience.sources.columns import find_column_findings, named_for_message
from composer.audience.sources.delimited import open_delimited
from composer.audience.sources.kinds import PARQUET, TEXT, ZIPPED, kind_of
from composer.audience.sources.opened import CellProblem, Chunk, Opened
from composer.audience.sources.parquet import open_parquet
from composer.audience.sources.pasted import open_cells
from composer.audience.sources.spreadsheet import open_spreadsheet
from composer.findings import Finding, finding
from composer.model.audience import SourceKind

LOST_LETTER = "\ufffd"
_HALVES = re.compile("[\ud800-\udfff]")
BATCH_ROWS = 1_000
"""More rows at once are slower: they no longer fit the processor's caches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """What a person stated about a source; what is empty is found out.

    `columns` pairs names in the file with names for the message; `email` is the column that holds
    the addresses, under its name in the message: it helps to recognise the delimiter.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows in the order of the file, each with its number; `share` of the file is read.

    `rows` have as many cells as there are columns, and are not blank. `ragged` rows have more or
    fewer, and a finding for it. `cells` are findings about single cells of `rows`, by row: such a
    row is not to be used when one of them blocks. `findings` are about the file or about rows that
    could not be read at all.
    """

    rows: list[tuple[int, list[str]]]
    ragged: list[tuple[int, list[str], Finding]]
    share: float
    cells: list[tuple[int, Finding]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened source. `columns` are the names for the message; `found` is what the file says.

    When a finding blocks, `batches` still gives what can be read, so that it can be looked at.
    """

    file: str
    size_bytes: int
    columns: tuple[str, ...]
    findings: tuple[Finding, ...]
    found: Opened

    def batches(self, *, size: int = BATCH_ROWS) -> Iterator[Batch]:
        """Read the rows, once; whatever is open is closed when the generator ends or is closed."""
        width = len(self.columns)
        blank = _Blank(file=self.file)
        if not width:
            return
        chunks = self.found.chunks(size)
        try:
            for chunk in chunks:
                yield self._batch(chunk, blank)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        if blank.count:
            yield Batch(rows=[], ragged=[], share=1.0, findings=[blank.finding()])

    def _batch(self, chunk: Chunk, blank: _Blank) -> Batch:
        rows, ragged = self._sorted(chunk, blank)
        known = {(item.row, item.column) for item in chunk.cells}
        failed = _failed(rows) if self.found.may_hold_errors else ()
        problems = (*chunk.cells, *(one for one in failed if (one.row, one.column) not in known))
        return Batch(
            rows=rows,
            ragged=ragged,
            share=chunk.share,
            cells=[(problem.row, self._about_cell(problem)) for problem in problems],
            findings=list(chunk.findings),
        )

    def _sorted(
        self, chunk: Chunk, blank: _Blank
    ) -> tuple[list[tuple[int, list[str]]], list[tuple[int, list[str], Finding]]]:
        """Part rows from ragged and blank ones; a chunk without any takes no time."""
        width = len(self.columns)
        if set(map(len, chunk.rows)) == {width} and all(
            map(str.strip, map(itemgetter(0), chunk.rows))
        ):
            blank.end_of_pending()
            return list(zip(count(chunk.first), chunk.rows)), []
        rows: list[tuple[int, list[str]]] = []
        ragged: list[tuple[int, list[str], Finding]] = []
        for number, cells in enumerate(chunk.rows, start=chunk.first):
            if not any(map(str.strip, cells)):
                blank.add(number)
                continue
            blank.end_of_pending()
            if len(cells) == width:
                rows.append((number, cells))
            else:
                ragged.append((number, cells, self._about_length(number, len(cells))))
        return rows, ragged

    def _about_length(self, row: int, length: int) -> Finding:
        expected = len(self.columns)
        code = "audience.short_row" if length < expected else "audience.long_row"
        where: dict[str, str | int] = {"file": self.file, "row": row}
        return finding(code, where=where, row=row, expected=expected, found=length)

    def _about_cell(self, problem: CellProblem) -> Finding:
        number = problem.column
        column = self.columns[number] if number < len(self.columns) else str(number + 1)
        where: dict[str, str | int] = {"file": self.file, "row": problem.row, "column": column}
        return finding(
            problem.code, where=where, row=problem.row, column=column, **dict(problem.values)
        )


@dataclass(slots=True, kw_only=True)
class _Blank:
    """Blank rows so far; those at the end of a file are no matter."""

    file: str
    count: int = 0
    first: int = 0
    pending: int = 0
    pending_first: int = 0

    def add(self, row: int) -> None:
        self.pending += 1
        self.pending_first = self.pending_first or row

    def end_of_pending(self) -> None:
        if self.pending:
            self.count += self.pending
            self.first = self.first or self.pending_first
            self.pending = self.pending_first = 0

    def finding(self) -> Finding:
        where: dict[str, str | int] = {"file": self.file, "row": self.first}
        return finding("audience.blank_rows", where=where, count=self.count, row=self.first)


def open_source(path: Path, *, options: SourceOptions, name: str = "") -> Source:
    """Look at a file; `name` is how findings call it. What it holds decides, not its ending."""
    file = name or path.name
    try:
        opened = _opened(path, file, options)
        size_bytes = path.stat().st_size
    except (OSError, ValueError):
        problem = finding("audience.unreadable", where={"file": file}, file=file)
        return _source(Opened(kind=SourceKind.CSV, findings=(problem,)), file, 0, options)
    return _source(opened, file, size_bytes, options)


def _opened(path: Path, file: str, options: SourceOptions) -> Opened:
    kind = kind_of(path)
    if kind == ZIPPED:
        return open_spreadsheet(path, file=file, sheet=options.sheet)
    if kind == PARQUET:
        return open_parquet(path, file=file)
    if kind != TEXT:
        problem = finding(kind, where={"file": file}, file=file)
        return Opened(kind=SourceKind.CSV, findings=(problem,))
    return open_delimited(
        path,
        file=file,
        encoding=options.encoding,
        delimiter=options.delimiter,
        wanted=_wanted(options),
    )


def open_pasted(text: str, *, options: SourceOptions) -> Source:
    """Look at cells that were pasted: with names of columns, or one address on each line.

    Half a character, which no file can hold, is shown as a lost letter and told.
    """
    whole = _HALVES.sub(LOST_LETTER, text)
    opened = open_cells(whole, delimiter=options.delimiter, wanted=_wanted(options))
    if LOST_LETTER in whole:
        lost = finding("audience.lost_letters", where={"file": ""}, file="")
        opened = replace(opened, findings=(*opened.findings, lost))
    return _source(opened, "", len(whole.encode()), options)


def _failed(rows: list[tuple[int, list[str]]]) -> Iterator[CellProblem]:
    """Find cells with what a spreadsheet writes where a formula failed."""
    for number, cells in rows:
        for at, cell in enumerate(cells):
            if cell and cell[0] in "#E" and is_error_value(cell):
                values = (("value", cell),)
                yield CellProblem(row=number, column=at, code="audience.error_value", values=values)


def _source(opened: Opened, file: str, size_bytes: int, options: SourceOptions) -> Source:
    findings = [*opened.findings]
    columns = named_for_message(opened.columns, dict(options.columns))
    if not any(item.blocks for item in findings) or columns:
        findings += find_column_findings(
            opened.columns, options.columns, file=file, row=opened.header_row
        )
    return Source(
        file=file,
        size_bytes=size_bytes,
        columns=columns,
        findings=tuple(findings),
        found=opened,
    )


def _wanted(options: SourceOptions) -> tuple[str, ...]:
    """Give the names that the header should have."""
    renamed = {name: source for source, name in options.columns}
    email = renamed.get(options.email, options.email)
    return tuple(name for name in (email, *(source for source, _ in options.columns)) if name)
