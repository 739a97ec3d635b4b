"""What is known about an audience while it is read, mended and looked at: answers, ready to show.

A *source* is a file or pasted cells. Reading it makes a *pending* audience beside the one in use:
its rows, its findings cell by cell, and the decisions about them. Taking it over makes it the
campaign's audience. Nothing here touches a file or a database.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from composer.findings import Finding, Severity


class SourceKind(Enum):
    """What kind of file an audience came in."""

    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"
    PARQUET = "parquet"
    PASTED = "pasted"


class ColumnRole(Enum):
    """What a column is for; an ordinary column is only a field of the message."""

    EMAIL = "email"
    LOCALE = "locale"
    ID = "id"
    CONTACT = "contact"
    PERSONAL = "personal"
    FIELD = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSuggestion:
    """One column of a source: its name there, the name for the message, and what it looks like.

    `roles` may be several (an account number is an id and personal). `remembered`: a person said so
    when a file with the same columns was read before.
    """

    source: str
    name: str
    roles: frozenset[ColumnRole]
    examples: tuple[str, ...]
    remembered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedColumn:
    """What a person once said of a column, when a source with the same columns was read."""

    source: str
    name: str
    roles: frozenset[ColumnRole]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source as it was opened, before its rows are read.

    `encoding_is_certain` is false when the letters were guessed: `sample` (first rows, cells as
    read) must then be looked at and the encoding confirmed. `encodings` are the guesses worth
    offering, the likeliest first. `rows` is the number of rows where the file says it, else None.
    """

    file: str
    kind: SourceKind
    size_bytes: int
    encoding: str
    encoding_is_certain: bool
    encodings: tuple[str, ...]
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[ColumnSuggestion, ...]
    sample: tuple[tuple[str, ...], ...]
    rows: int | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingProgress:
    """How far the reading of a source is: rows read, share of the file (0 to 1), seconds left.

    `groups` are the findings so far, counted by kind; they come while the file is being read.
    `domains` says about how many of how many mail domains the name service was asked, at the end.
    """

    rows: int
    share: float
    seconds_left: float | None
    groups: tuple[FindingGroup, ...] = ()
    domains: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """All findings of one kind as one line: how many, the first of them, and what can be done.

    `column` is the column they are all in, or empty. `may_leave_out`: the people concerned can be
    left out by one decision. `names` are what the group is of, where that has a name: domains.
    """

    code: str
    severity: Severity
    column: str
    count: int
    first: Finding
    may_leave_out: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Why rows of the source are not in the audience, and how many.

    `code` is `segment`, `exclude`, `inactive`, `later`, `other_language`, `not_held`,
    `not_followed`, or the code of the findings that were decided on.
    """

    code: str
    rows: int
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceComparison:
    """An audience beside an earlier one: who came, who went, whose row changed."""

    before: int
    added: int
    removed: int
    changed: int
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAudience:
    """A source that was read but not taken over.

    `rows` counts rows that are not blank, `people` those that would be listed, `suppressed` those
    of them who must not be written to. `comparison` is with the audience in use, `earlier` with the
    last campaign whose audience came from the same source. `reading` names this reading of it:
    whoever decides about what they see gives it back, so that nothing is done to another list.
    `warned` are people whom findings about the whole list mean: listed, but to be looked at.
    """

    file: str
    rows: int
    people: int
    bad_rows: int
    suppressed: int
    left_out: tuple[LeftOut, ...]
    groups: tuple[FindingGroup, ...]
    findings: tuple[Finding, ...]
    comparison: AudienceComparison | None
    read_at: datetime
    earlier: AudienceComparison | None = None
    reading: str = ""
    warned: tuple[FindingGroup, ...] = ()

    @property
    def may_be_taken_over(self) -> bool:
        """Whether nothing must be fixed first."""
        return not any(group.severity is Severity.BLOCK for group in self.groups) and not any(
            item.blocks for item in self.findings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowList:
    """Rows that were found, in the order of the table; `positions` (unsigned) name them."""

    total: int
    positions: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of the table: its number in the source, its cells in the order of the columns.

    `problems` are (column, code) of its findings; `state` is empty, `suppressed` or why it was left
    out.
    """

    row: int
    cells: tuple[str, ...]
    problems: tuple[tuple[str, str], ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnStatistics:
    """A column at a glance: how many cells are filled and empty, how many different values.

    `top` are the most frequent values with their number; `longest` and `shortest` are cells.
    """

    column: str
    filled: int
    empty: int
    distinct: int
    top: tuple[tuple[str, int], ...]
    shortest: str
    longest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionLine:
    """One entry of the do-not-write list.

    `reason` is bounce, complaint, erasure, legal or unsubscribe; `source` says where it came from.
    """

    address: str
    reason: str
    source: str
    at: datetime
    note: str = ""
