"""Read a CSV file as a table of text: encoding, delimiter, header and ragged rows.

Nothing is repaired: no guessing of encodings, no padding of short rows, no trimming of cells. Rows
are numbered as a spreadsheet shows them: the header is row 1. What an address or a locale is, is
not known here.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from composer.findings import Finding, finding

MAX_COLUMNS = 1000
BUILT_IN_NAMES = frozenset({"token", "unsubscribe_url"})
_DELIMITERS = (",", ";", "\t", "|")
_LATER_ENDINGS = (".xlsx", ".xls", ".ods", ".parquet", ".numbers")
_LATER_STARTS = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")
_TEMPLATE_WORDS = frozenset(
    {"and", "else", "false", "for", "if", "in", "is", "none", "not", "or", "true"}
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A readable file: its text, how cells are separated, and its columns."""

    text: str
    delimiter: str
    columns: tuple[str, ...]


def open_table(
    content: bytes, *, file: str, wanted_column: str
) -> tuple[Table | None, list[Finding]]:
    """Read a file's header; `wanted_column` helps to recognise the delimiter."""
    if file.lower().endswith(_LATER_ENDINGS) or content.startswith(_LATER_STARTS):
        return None, [finding("audience.format_later", where={"file": file}, file=file)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        where: dict[str, str | int] = {"file": file, "row": row}
        return None, [finding("audience.not_utf8", where=where, file=file, row=row)]
    delimiter = _detect_delimiter(text, wanted_column)
    try:
        header = next(_reader(text, delimiter), [])
    except csv.Error:
        return None, [_bad_csv(file, 1)]
    if not any(name.strip() for name in header):
        return None, [finding("audience.no_header", where={"file": file}, file=file)]
    table = Table(text=text, delimiter=delimiter, columns=tuple(header))
    return table, _find_header_problems(table.columns, file)


def read_rows(
    table: Table, *, file: str, findings: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    """Give each row after the header with its number; rows of another length become findings.

    Rows whose cells are all blank are left out with a note, silently so at the end of the file.
    """
    width = len(table.columns)
    rows = _reader(table.text, table.delimiter)
    number, blank, first_blank = 0, 0, 0
    pending = 0
    try:
        for number, cells in enumerate(rows, start=1):
            if number == 1:
                continue
            if not any(cells) or not any(cell.strip() for cell in cells):
                pending += 1
                first_blank = first_blank or number
                continue
            blank, pending = blank + pending, 0
            if len(cells) == width:
                yield number, cells
            else:
                findings.append(_ragged(file, number, expected=width, found=len(cells)))
    except csv.Error:
        findings.append(_bad_csv(file, number + 1))
    if blank:
        where: dict[str, str | int] = {"file": file, "row": first_blank}
        findings.append(finding("audience.blank_rows", where=where, count=blank, row=first_blank))


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Give the known name that looks most like this one, or all of them."""
    folded = {item.strip().casefold(): item for item in known}
    close = difflib.get_close_matches(name.strip().casefold(), list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else ", ".join(known[:20])


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _detect_delimiter(text: str, wanted_column: str) -> str:
    """Choose the delimiter that gives a header with the wanted column, else the most columns."""

    def fitness(delimiter: str) -> tuple[bool, int]:
        try:
            header = next(_reader(text, delimiter), [])
        except csv.Error:
            return False, 0
        return wanted_column in header, len(header)

    return max(_DELIMITERS, key=fitness)


def _find_header_problems(columns: tuple[str, ...], file: str) -> list[Finding]:
    findings: list[Finding] = []
    if len(columns) > MAX_COLUMNS:
        where: dict[str, str | int] = {"file": file, "row": 1}
        findings.append(finding("audience.too_many_columns", where=where, maximum=MAX_COLUMNS))
        return findings
    seen: set[str] = set()
    for number, name in enumerate(columns, start=1):
        code = _header_problem(name, seen)
        seen.add(name)
        if code:
            shown = name if name.strip() else str(number)
            where = {"file": file, "row": 1, "column": shown}
            findings.append(finding(code, where=where, column=shown))
    return findings


def _header_problem(name: str, seen: set[str]) -> str:
    if not name.strip():
        return "audience.header_empty"
    if CONTROL.search(name):
        return "audience.header_control"
    if name in seen:
        return "audience.header_duplicate"
    if name in BUILT_IN_NAMES:
        return "audience.header_reserved"
    if not name.isidentifier() or name.lower() in _TEMPLATE_WORDS:
        return "audience.header_not_identifier"
    return ""


def _ragged(file: str, row: int, *, expected: int, found: int) -> Finding:
    code = "audience.short_row" if found < expected else "audience.long_row"
    where: dict[str, str | int] = {"file": file, "row": row}
    return finding(code, where=where, row=row, expected=expected, found=found)


def _bad_csv(file: str, row: int) -> Finding:
    return finding("audience.bad_csv", where={"file": file, "row": row}, file=file, row=row)
