"""Read the records of delimited text in chunks, and go on after a record that is wrongly quoted."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from itertools import islice

from composer.audience.sources.dialects import Dialect, read_records
from composer.audience.sources.opened import Chunk
from composer.findings import Finding, finding

_MOST_BAD_RECORDS = 100
_AT_ONCE = 5_000


def read_chunks(
    lines: io.TextIOBase, dialect: Dialect, *, size: int, file: str, after: int
) -> Iterator[Chunk]:
    """Give the records that stand after record number `after`, `size` at a time, numbered from 1.

    A record with text after a closing quotation mark is a finding, and the next line goes on. After
    one that is never closed, or far too long, nothing can be relied upon: it is the last.
    """
    records = read_records(lines, dialect)
    first, bad, ends = 1, 0, False
    while not ends:
        rows: list[list[str]] = []
        findings: tuple[Finding, ...] = ()
        try:
            rows.extend(islice(records, size))
            ends = len(rows) < size
        except csv.Error as error:
            bad += 1
            ends = "expected after" not in str(error) or bad >= _MOST_BAD_RECORDS
            findings = (_bad_record(file, first + len(rows)),)
        known = max(after - first + 1, 0)
        if rows[known:] or findings:
            yield Chunk(first=first + known, rows=rows[known:], share=1.0, findings=findings)
        first += len(rows) + len(findings)


def first_records(lines: io.TextIOBase, dialect: Dialect, most: int) -> tuple[int, list[list[str]]]:
    """Give the first records from the first that is not blank, and its number."""
    records: list[list[str]] = []
    with contextlib.suppress(csv.Error):  # told when the rows are read
        records.extend(islice(read_records(lines, dialect), most))
    for number, cells in enumerate(records, start=1):
        if any(cell.strip() for cell in cells):
            return number, records[number - 1 :]
    return 1, []


def count_faults(lines: io.TextIOBase, dialect: Dialect) -> int:
    """Count the records that are wrongly quoted, or longer or shorter than the first."""
    records = read_records(lines, dialect)
    faults, width, is_over = 0, 0, False
    while not is_over:
        rows: list[list[str]] = []
        try:
            rows.extend(islice(records, _AT_ONCE))
            is_over = len(rows) < _AT_ONCE
        except csv.Error:
            faults += 1
        width = width or (len(rows[0]) if rows else 0)
        faults += len(rows) - sum(len(row) == width for row in rows)
    return faults


def _bad_record(file: str, row: int) -> Finding:
    return finding("audience.bad_csv", where={"file": file, "row": row}, file=file, row=row)
