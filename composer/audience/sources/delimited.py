"""Read delimited text from disk: a small buffer, every cell as written, every problem a finding.

The file is read twice: once whole for its encoding, and once for its rows. When it changed between
the two, or while rows are read, that is a finding, and what was read is not to be used.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from composer.audience.sources.dialects import Dialect, Head, find_dialect
from composer.audience.sources.encodings import EncodingFound, find_encoding
from composer.audience.sources.files import Stamp, open_ordinary, stamp_of
from composer.audience.sources.opened import SAMPLE_ROWS, Chunk, Opened, changed_chunk
from composer.audience.sources.records import count_faults, first_records, read_chunks
from composer.findings import Finding, finding
from composer.model.audience import SourceKind

_HEAD_CHARS = 64 * 1024
_SEARCHED_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """Where delimited text lies and how it is to be read."""

    path: Path
    file: str
    encoding: str
    dialect: Dialect
    stamp: Stamp


def open_delimited(
    path: Path, *, file: str, encoding: str, delimiter: str, wanted: Collection[str]
) -> Opened:
    """Look at a file of delimited text.

    Raises:
        OSError: it cannot be read.
    """
    with open_ordinary(path) as opened:
        stamp = stamp_of(opened)
        found = find_encoding(opened, stated=encoding)
        findings = _about_encoding(found, file)
        if not found.encoding or found.problem == "audience.encoding_wrong":
            return Opened(kind=SourceKind.CSV, encoding=found.encoding, findings=tuple(findings))
        dialect = find_dialect(_head(opened, found.encoding), wanted=wanted, stated=delimiter)
        text = _Text(path=path, file=file, encoding=found.encoding, dialect=dialect, stamp=stamp)
        if found.escapes_quotes and _is_better_with_backslashes(opened, text):
            text = replace(text, dialect=replace(dialect, backslash_escapes=True))
        header_row, header, sample = _beginning(opened, text, shows_letters=not found.is_certain)
    return Opened(
        kind=SourceKind.CSV,
        columns=header,
        header_row=header_row,
        encoding=found.encoding.removesuffix("-sig"),
        encoding_is_certain=found.is_certain,
        encodings=found.encodings,
        delimiter=dialect.delimiter,
        sample=sample,
        may_hold_errors=found.failed_formulas,
        findings=tuple(findings),
        chunks=lambda size: _chunks(text, size, header_row),
    )


def open_text(text: str, *, delimiter: str, wanted: Collection[str]) -> Opened:
    """Look at delimited text that was pasted; its line ends are as written."""
    head = Head(text=text[:_HEAD_CHARS], is_whole=len(text) <= _HEAD_CHARS)
    dialect = find_dialect(head, wanted=wanted, stated=delimiter)
    lines = io.StringIO(text[dialect.skipped :], newline="")
    header_row, records = first_records(lines, dialect, SAMPLE_ROWS + 1)
    return Opened(
        kind=SourceKind.PASTED,
        columns=tuple(records[0]) if records else (),
        header_row=header_row,
        delimiter=dialect.delimiter,
        sample=tuple(tuple(row) for row in records[1:]),
        may_hold_errors="#" in text,
        chunks=lambda size: _text_chunks(text, dialect, size, header_row),
    )


def _text_chunks(text: str, dialect: Dialect, size: int, header_row: int) -> Iterator[Chunk]:
    lines = io.StringIO(text[dialect.skipped :], newline="")
    yield from read_chunks(lines, dialect, size=size, file="", after=header_row)


def _chunks(text: _Text, size: int, header_row: int) -> Iterator[Chunk]:
    """Give the rows after the header; the file is closed when the generator is."""
    try:
        with open_ordinary(text.path) as opened, _decoded(opened, text.encoding) as lines:
            if stamp_of(opened) != text.stamp:
                yield changed_chunk(text.file)
                return
            lines.read(text.dialect.skipped)
            whole = max(text.stamp.size, 1)
            for chunk in read_chunks(
                lines, text.dialect, size=size, file=text.file, after=header_row
            ):
                yield replace(chunk, share=min(opened.tell() / whole, 1.0))
            if stamp_of(opened) != text.stamp:
                yield changed_chunk(text.file)
    except (OSError, UnicodeError):
        yield changed_chunk(text.file)


def _decoded(opened: BinaryIO, encoding: str) -> io.TextIOWrapper:
    opened.seek(0)
    return io.TextIOWrapper(opened, encoding=encoding, newline="")


def _head(opened: BinaryIO, encoding: str) -> Head:
    lines = _decoded(opened, encoding)
    text = lines.read(_HEAD_CHARS)
    is_whole = not lines.read(1)
    lines.detach()
    return Head(text=text, is_whole=is_whole)


def _is_better_with_backslashes(opened: BinaryIO, text: _Text) -> bool:
    """Tell whether fewer rows are at fault when a backslash escapes a quotation mark."""
    faults: list[int] = []
    for escapes in (False, True):
        lines = _decoded(opened, text.encoding)
        lines.read(text.dialect.skipped)
        faults.append(count_faults(lines, replace(text.dialect, backslash_escapes=escapes)))
        lines.detach()
    return faults[1] < faults[0]


def _beginning(
    opened: BinaryIO, text: _Text, *, shows_letters: bool
) -> tuple[int, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the header with its row, and the first rows, or the first with letters to look at."""
    lines = _decoded(opened, text.encoding)
    lines.read(text.dialect.skipped)
    wanted = _SEARCHED_ROWS if shows_letters else SAMPLE_ROWS
    header_row, records = first_records(lines, text.dialect, wanted + 1)
    lines.detach()
    rows = records[1:]
    if shows_letters:
        with_letters = (row for row in rows if not "".join(row).isascii())
        rows = list(islice(with_letters, SAMPLE_ROWS)) or rows[:SAMPLE_ROWS]
    header = tuple(records[0]) if records else ()
    return header_row, header, tuple(tuple(row) for row in rows)


def _about_encoding(found: EncodingFound, file: str) -> list[Finding]:
    findings: list[Finding] = []
    if found.problem:
        where: dict[str, str | int] = {"file": file, "row": found.row}
        findings.append(
            finding(found.problem, where=where, file=file, row=found.row, encoding=found.encoding)
        )
    if found.lost_letters:
        findings.append(finding("audience.lost_letters", where={"file": file}, file=file))
    return findings
