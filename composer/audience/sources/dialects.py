"""Find out how the cells of a text file are separated and quoted, from its first lines.

A file with a header of several columns and rows of as many cells speaks for a delimiter; a column
that somebody has asked for in the header speaks louder. Rare delimiters and single quotes are taken
only where nothing usual fits and every row agrees. What was found is shown, and can be stated.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

USUAL = (",", ";", "\t", "|")
RARE = (":", "^")
_SAMPLE_ROWS = 100
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_LONE_BACKSLASH = re.compile(r"\\([\"'\\])|\\")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How cells are separated; `skipped` is the length of Excel's first line, `sep=;`."""

    delimiter: str = ","
    quote: str = '"'
    backslash_escapes: bool = False
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first letters of a file, and whether they are all of it."""

    text: str
    is_whole: bool


def find_dialect(head: Head, *, wanted: Collection[str], stated: str = "") -> Dialect:
    r"""Find the dialect of a file; `wanted` columns help, a `stated` delimiter is taken.

    Whether a quotation mark is escaped by a backslash is told by the whole file, not here.

    >>> find_dialect(Head(text="a;b\n1;2,5\n", is_whole=True), wanted=()).delimiter
    ';'
    """
    line = _SEPARATOR_LINE.match(head.text)
    skipped = len(line[0]) if line else 0
    rest = Head(text=head.text[skipped:], is_whole=head.is_whole)
    quote = "'" if _is_quoted_singly(rest.text) else '"'
    stated = stated or (line[1] if line and _may_separate(line[1]) else "")
    delimiter = stated or _find_delimiter(rest, quote, wanted)
    return Dialect(delimiter=delimiter, quote=quote, skipped=skipped)


def read_records(lines: Iterator[str] | io.TextIOBase, dialect: Dialect) -> Iterator[list[str]]:
    """Give the records of a text whose line ends are as written.

    With backslash escapes, a backslash before anything but a quotation mark or a backslash is a
    letter like others.
    """
    if dialect.backslash_escapes:
        lines = (_LONE_BACKSLASH.sub(_kept, line) for line in lines)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar="\\" if dialect.backslash_escapes else None,
        doublequote=True,
        strict=True,
    )


def _kept(match: re.Match[str]) -> str:
    return match[0] if match[1] else "\\\\"


def _find_delimiter(head: Head, quote: str, wanted: Collection[str]) -> str:
    fitting = {
        delimiter: _fitness(head, Dialect(delimiter=delimiter, quote=quote), wanted)
        for delimiter in (*USUAL, *RARE)
    }
    best = max(USUAL, key=lambda delimiter: fitting[delimiter])
    if fitting[best].width > 1:
        return best
    evident = [one for one in RARE if fitting[one].is_evident]
    return max(evident, key=lambda delimiter: fitting[delimiter]) if evident else best


@dataclass(frozen=True, slots=True, order=True)
class _Fitness:
    """How well a delimiter explains the first rows: what is compared first stands first."""

    has_wanted: bool
    has_columns: bool
    is_readable: bool
    agreement: float
    width: int
    rows: int

    @property
    def is_evident(self) -> bool:
        return self.is_readable and self.width > 1 and self.agreement == 1 and self.rows > 1


def _fitness(head: Head, dialect: Dialect, wanted: Collection[str]) -> _Fitness:
    records: list[list[str]] = []
    is_readable = True
    try:
        source = read_records(io.StringIO(head.text, newline=""), dialect)
        records.extend(islice(source, _SAMPLE_ROWS))
    except csv.Error:
        is_readable = not head.is_whole and len(records) > 0
    if not head.is_whole and len(records) < _SAMPLE_ROWS:
        records = records[:-1] or records  # the last one may be cut
    header = records[0] if records else []
    rows = [record for record in records if any(record)]
    agreeing = sum(len(record) == len(header) for record in rows)
    return _Fitness(
        has_wanted=any(name in header for name in wanted),
        has_columns=len(header) > 1,
        is_readable=is_readable,
        agreement=agreeing / len(rows) if rows else 0.0,
        width=len(header),
        rows=len(rows),
    )


def _is_quoted_singly(text: str) -> bool:
    """Tell whether cells stand in single quotes: on every line, and never in double ones."""
    begun = len(re.findall(r"(?m)(?:^|[,;\t|:^])'", text))
    ended = len(re.findall(r"(?m)'(?=[,;\t|:^\r]|$)", text))
    doubly = re.search(r'(?m)(?:^|[,;\t|:^])"', text)
    lines = len(text.splitlines())
    return doubly is None and begun >= max(lines, 1) and ended >= max(lines, 1)


def _may_separate(char: str) -> bool:
    return char not in "\"'\\\r\n \x00" and not char.isalnum()
