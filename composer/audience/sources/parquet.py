"""Open a Parquet file by a confined process, and stream its rows as text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from composer.audience.sources.confined import Allowance, answers, first_answer
from composer.audience.sources.files import Stamp, is_changed, open_ordinary, stamp_of
from composer.audience.sources.opened import CellProblem, Chunk, Opened, changed_chunk
from composer.audience.sources.parquet_rows import look_at_parquet, read_parquet
from composer.findings import Finding, finding
from composer.model.audience import SourceKind

_MEGABYTE = 1024 * 1024
_LOOKING = Allowance(memory_bytes=640 * _MEGABYTE, cpu_s=4.0)
_SECONDS_PER_MEGABYTE = 1.0


def open_parquet(path: Path, *, file: str) -> Opened:
    """Look at a Parquet file.

    Raises:
        OSError: it cannot be read.
    """
    with open_ordinary(path) as opened:
        stamp = stamp_of(opened)
    answer = first_answer(look_at_parquet, {"path": str(path.absolute())}, allowance=_LOOKING)
    if answer[0] != "opened":
        return Opened(kind=SourceKind.PARQUET, findings=(_problem(answer, file),))
    facts: dict[str, Any] = answer[1]
    return Opened(
        kind=SourceKind.PARQUET,
        columns=tuple(facts["columns"]),
        sample=tuple(tuple(row) for row in facts["sample"]),
        rows=facts["rows"],
        findings=tuple(
            finding(
                "audience.nested_column",
                where={"file": file, "row": 1, "column": column},
                file=file,
                column=column,
            )
            for column in facts["nested"]
        ),
        chunks=lambda size: _chunks(path, file, stamp, facts["rows"], size),
    )


def _chunks(path: Path, file: str, stamp: Stamp, total: int, size: int) -> Iterator[Chunk]:
    if is_changed(path, stamp):
        yield changed_chunk(file)
        return
    request = {"path": str(path.absolute()), "size": size}
    seconds = _LOOKING.cpu_s + stamp.size / _MEGABYTE * _SECONDS_PER_MEGABYTE
    allowance = Allowance(memory_bytes=_LOOKING.memory_bytes, cpu_s=seconds)
    with closing(answers(read_parquet, request, allowance=allowance)) as stream:
        for answer in stream:
            if answer[0] == "rows":
                _kind, first, rows, long_numbers = answer
                share = min((first + len(rows)) / max(total, 1), 1.0)
                yield Chunk(first=first, rows=rows, share=share, cells=_cells(long_numbers))
            elif answer[0] == "problem":
                yield Chunk(first=0, rows=[], share=1.0, findings=(_problem(answer, file),))
            else:
                yield Chunk(first=0, rows=[], share=0.0)
    if is_changed(path, stamp):
        yield changed_chunk(file)


def _cells(long_numbers: list[list[int]]) -> tuple[CellProblem, ...]:
    return tuple(
        CellProblem(row=row, column=column, code="audience.long_number")
        for row, column in long_numbers
    )


def _problem(answer: list[Any], file: str) -> Finding:
    return finding(answer[1], where={"file": file}, file=file, **answer[2])
