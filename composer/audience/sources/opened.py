"""What a reader of one kind of file hands on: what the file is, and its rows in chunks of text.

Readers judge nothing but the file: no column is renamed, no row is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from composer.findings import Finding, finding
from composer.model.audience import SourceKind

SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """A cell that is not what it seems: its row and column number (from 0), and the finding's."""

    row: int
    column: int
    code: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some rows one after the other, the first of them numbered `first`; `share` of the file read.

    `findings` are about the file as a whole or about rows that could not be read at all.
    """

    first: int
    rows: list[list[str]]
    share: float
    cells: tuple[CellProblem, ...] = ()
    findings: tuple[Finding, ...] = ()


def no_chunks(_size: int) -> Iterator[Chunk]:
    """Give the rows of a file that cannot be read."""
    return iter(())


def changed_chunk(file: str) -> Chunk:
    """Say that a file changed since it was opened: what was read of it is not to be used."""
    found = finding("audience.file_changed", where={"file": file}, file=file)
    return Chunk(first=0, rows=[], share=1.0, findings=(found,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that was looked at; `chunks(size)` reads the rows after the header, once.

    `header_row` is the number of the row that holds the names of the columns, as written in
    `columns`. `rows` is how many rows the file says it has. `may_hold_errors`: somewhere may stand
    the text that spreadsheets write where a formula failed.
    """

    kind: SourceKind
    columns: tuple[str, ...] = ()
    header_row: int = 1
    encoding: str = ""
    encoding_is_certain: bool = True
    encodings: tuple[str, ...] = ()
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    rows: int | None = None
    may_hold_errors: bool = False
    findings: tuple[Finding, ...] = ()
    chunks: Callable[[int], Iterator[Chunk]] = field(default=no_chunks)
