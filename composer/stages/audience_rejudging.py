"""Judging rows of the pending audience again: all that one change touches, together.

The very judge of the reading says what is wrong with a row; what only the reader of the file could
find stays with cells that are as they were. Nobody is listed twice, in whatever spelling of the
domain, and nobody whom a campaign lists whose people are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import orjson
from sqlalchemy import Connection

from composer.audience.addresses import mailbox_spellings
from composer.audience.judging import RowJudge, is_bar, is_judged
from composer.stages.audience_pending import EXCLUDE
from composer.store.pending_people import (
    JudgedRow,
    StoredPending,
    cells_of,
    problems,
    row_of_key,
)
from composer.store.people_duplicates import DUPLICATE
from composer.store.people_known import heads_of
from composer.store.people_making import fresh_heads
from composer.store.people_tables import PeopleTables
from composer.store.recipient_rows import chunked

_AT_ONCE = 500

Problem = tuple[int, str, str, str]


@dataclass(slots=True, kw_only=True)
class Rejudging:
    """One change: `cells` are the rows as they are to be, `before` as they were.

    None of these rows is listed meanwhile: who takes whose address does not depend on the order.
    """

    connection: Connection
    stored: StoredPending
    email: str
    judge: RowJudge
    known: PeopleTables | None
    excluded: tuple[PeopleTables, ...]
    cells: Mapping[int, tuple[str, ...]]
    before: Mapping[int, tuple[str, ...]]
    _listed: dict[str, int] = field(default_factory=dict)

    def rows(self) -> list[JudgedRow]:
        """Give every row as it is to be stored, in order."""
        judged = [
            one for some in chunked(sorted(self.cells), _AT_ONCE) for one in self._judged(some)
        ]
        keys = [one.key for one in judged if one.key is not None]
        heads = dict(zip(keys, fresh_heads(len(keys)), strict=True))
        if self.known is not None:
            heads |= heads_of(self.connection, self.known, keys)
        return [one if one.key is None else replace(one, head=heads[one.key]) for one in judged]

    def _judged(self, rows: list[int]) -> Iterator[JudgedRow]:
        kept = self._of_the_file(rows)
        whole = [row for row in rows if len(self.cells[row]) == len(self.stored.columns)]
        batch = self.judge.judge(whole, [list(self.cells[row]) for row in whole])
        keys = dict(zip(whole, batch.keys, strict=True))
        locales = dict(zip(whole, batch.locales, strict=True))
        out = dict(batch.left_out)
        for problem in batch.problems:
            kept.setdefault(problem[0], []).insert(0, problem)
        place = self.stored.columns.index(self.email)
        for row in rows:
            cells = self.cells[row]
            if row not in keys:
                yield self._ragged(row, kept.get(row, []))
                continue
            told, key = kept.get(row, []), keys[row]
            if key is not None and self._is_excluded(key):
                out[row] = EXCLUDE
            if row in out or any(is_bar(code) for _row, code, _column, _details in told):
                key = None
            first = None if key is None else self._same_as(key)
            if key is not None and first is not None:
                told, key = [*told, self._duplicate(row, first)], None
            if key is not None:
                self._listed.update(dict.fromkeys(mailbox_spellings(key), row))
            yield JudgedRow(
                row=row,
                cells=cells,
                key=key,
                address=cells[place],
                locale=locales[row],
                head=None,
                problems=tuple(told),
                left_out=out.get(row, ""),
            )

    def _ragged(self, row: int, kept: list[Problem]) -> JudgedRow:
        """Keep a row of another length as it is: nobody knows which cell is whose."""
        expected, found = len(self.stored.columns), len(self.cells[row])
        code = "audience.short_row" if found < expected else "audience.long_row"
        details = orjson.dumps({"row": row, "expected": expected, "found": found}).decode()
        return JudgedRow(
            row=row,
            cells=self.cells[row],
            key=None,
            address="",
            locale="",
            head=None,
            problems=((row, code, "", details), *kept),
        )

    def _of_the_file(self, rows: list[int]) -> dict[int, list[Problem]]:
        """Give what only the reader of the file could find, of cells that are as they were."""
        places = {name: slice(at, at + 1) for at, name in enumerate(self.stored.columns)}
        kept: dict[int, list[Problem]] = {}
        for problem in problems(self.connection, self.stored.tables, rows=rows, decided=True):
            row, code, column, _details = problem
            if is_judged(code):
                continue
            place = places.get(column)
            if place is None or self.cells[row][place] == self.before[row][place]:
                kept.setdefault(row, []).append(problem)
        return kept

    def _is_excluded(self, key: str) -> bool:
        """Tell whether a campaign lists this address whose people are left out."""
        return any(
            row_of_key(self.connection, others, spelling) is not None
            for others in self.excluded
            for spelling in mailbox_spellings(key)
        )

    def _same_as(self, key: str) -> int | None:
        """Give the row that lists this address already, in any spelling of its domain."""
        for spelling in mailbox_spellings(key):
            other = self._listed.get(spelling)
            if other is None:
                other = row_of_key(self.connection, self.stored.tables, spelling)
            if other is not None:
                return other
        return None

    def _duplicate(self, row: int, first: int) -> Problem:
        email, columns, cells = self.email, self.stored.columns, self.cells
        tables = self.stored.tables
        others = cells.get(first) or cells_of(self.connection, tables, [first])[first]
        differing = [
            name
            for name, one, other in zip(columns, cells[row], others, strict=True)
            if one != other and name != email
        ]
        details = {
            "row": row,
            "first": first,
            "differing": ", ".join(differing) or "–",
            "recipient": cells[row][columns.index(email)],
        }
        return row, DUPLICATE, email, orjson.dumps(details).decode()
