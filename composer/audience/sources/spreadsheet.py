"""Open a workbook, XLSX or ODS, by a confined process, and stream its rows.

Opening reads the first rows only; reading starts a process of its own, which is ended with the
reader. Nothing in the file is run, no link is followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from composer.audience.sources.confined import Allowance, answers, first_answer
from composer.audience.sources.files import Stamp, is_changed, open_ordinary, stamp_of
from composer.audience.sources.opened import (
    CellProblem,
    Chunk,
    Opened,
    changed_chunk,
    no_chunks,
)
from composer.audience.sources.workbook import look_at_workbook, read_workbook
from composer.findings import Finding, finding
from composer.model.audience import SourceKind

_MEGABYTE = 1024 * 1024
_LEAST_BYTES = 208 * _MEGABYTE  # of addresses: a thread reserves 72 that it does not use
_MOST_BYTES = 3 * 1024 * _MEGABYTE
_LEAST_CPU_S = 2.0
_BYTES_PER_BYTE = 4  # what a sheet takes in memory for each byte of its XML, and as much again
_MOST_USUAL_RATIO = 24
_BYTES_PER_CPU_S = 24 * _MEGABYTE
_NOTES = (
    ("hidden_rows", "audience.hidden_rows"),
    ("hidden_columns", "audience.hidden_columns"),
    ("merged", "audience.merged_cells"),
    ("unplaced", "audience.unplaced_cells"),
)


def open_spreadsheet(path: Path, *, file: str, sheet: str) -> Opened:
    """Look at a workbook.

    Raises:
        OSError: the file cannot be read.
    """
    with open_ordinary(path) as opened:
        stamp = stamp_of(opened)
    allowance = _allowance(stamp.size * _MOST_USUAL_RATIO)
    request = {"path": str(path), "sheet": sheet}
    answer = first_answer(look_at_workbook, request, allowance=allowance)
    if answer[0] != "opened":
        problem = finding(answer[1], where={"file": file}, file=file, **answer[2])
        return Opened(kind=SourceKind.XLSX, findings=(problem,))
    facts: dict[str, Any] = answer[1]
    columns = tuple(facts.get("columns", ()))
    return Opened(
        kind=SourceKind(facts["kind"]),
        columns=columns,
        header_row=facts.get("header_row", 1),
        sheet=facts["sheet"],
        sheets=tuple(facts["sheets"]),
        sample=tuple(tuple(row) for row in facts.get("sample", ())),
        may_hold_errors=facts["kind"] == SourceKind.ODS.value,
        findings=tuple(_about_opening(facts, file, sheet)),
        chunks=partial(_chunks, path, file, stamp, facts) if columns else no_chunks,
    )


def _chunks(
    path: Path, file: str, stamp: Stamp, facts: dict[str, Any], size: int
) -> Iterator[Chunk]:
    """Give the rows after the header; while there are none yet, chunks without rows."""
    if is_changed(path, stamp):
        yield changed_chunk(file)
        return
    request = {
        "path": str(path),
        "sheet": facts["sheet"],
        "header_row": facts["header_row"],
        "left": facts["left"],
        "width": len(facts["columns"]),
        "size": size,
    }
    allowance = _allowance(max(facts["unpacked"], stamp.size) * _BYTES_PER_BYTE)
    where: dict[str, str | int] = {"file": file}
    with closing(answers(read_workbook, request, allowance=allowance)) as stream:
        for kind, *rest in stream:
            if kind == "rows":
                yield _rows(rest[0])
            elif kind == "notes":
                found = tuple(_about_sheet(rest[0], file, facts["columns"]))
                yield Chunk(first=0, rows=[], share=1.0, findings=found)
            elif kind == "problem":
                problem = finding(rest[0], where=where, file=file, **rest[1])
                yield Chunk(first=0, rows=[], share=1.0, findings=(problem,))
            else:
                yield Chunk(first=0, rows=[], share=0.0)
    if is_changed(path, stamp):
        yield changed_chunk(file)


def _rows(answer: dict[str, Any]) -> Chunk:
    return Chunk(
        first=answer["first"],
        rows=answer["rows"],
        share=answer["share"],
        cells=tuple(
            CellProblem(row=row, column=column, code=code, values=tuple(values.items()))
            for row, column, code, values in answer["cells"]
        ),
    )


def _about_opening(facts: dict[str, Any], file: str, stated: str) -> list[Finding]:
    findings: list[Finding] = []
    where: dict[str, str | int] = {"file": file}
    names = ", ".join(facts["sheets"])
    if facts.get("unknown_sheet"):
        findings.append(
            finding("audience.no_sheet", where=where, file=file, sheet=stated, sheets=names)
        )
    elif not facts["sheet"] and facts["some_rows"]:
        findings.append(finding("audience.choose_sheet", where=where, file=file, sheets=names))
    if facts["links"]:
        findings.append(finding("audience.external_links", where=where, file=file))
    return findings


def _about_sheet(notes: dict[str, Any], file: str, columns: list[str]) -> Iterator[Finding]:
    where: dict[str, str | int] = {"file": file}
    for key, code in _NOTES:
        if notes[key]:
            yield finding(code, where=where, file=file, count=notes[key])
    for key, code in (
        ("padded", "audience.shown_zeros"),
        ("differing", "audience.shown_otherwise"),
    ):
        for at, row in notes[key]:
            if at < len(columns):
                place = where | {"row": row, "column": columns[at]}
                yield finding(code, where=place, column=columns[at], row=row)


def _allowance(size: int) -> Allowance:
    return Allowance(
        memory_bytes=min(_LEAST_BYTES + size, _MOST_BYTES),
        cpu_s=_LEAST_CPU_S + size / _BYTES_PER_CPU_S,
    )
