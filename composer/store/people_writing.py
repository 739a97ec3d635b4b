"""Write people into tables that nobody sees yet, in bulk, and fold the root over them.

The caller gives the transactions: each step is told its connection.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar, cast

from sqlalchemy import Connection, case, delete, func, insert, select, update

from composer.errors import WorkspaceError
from composer.i18n import _
from composer.model.identifiers import Digest
from composer.model.merkle import columns_digest, root_of_hashes, row_hashes
from composer.store.audience_changes import PeopleFacts
from composer.store.people_making import HEAD_BYTES, MadePeople, PeopleTally
from composer.store.people_tables import FORMER, PeopleTables, former_position
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked

_Bytes = TypeVar("_Bytes", bytes, bytearray)

HASH_BYTES = 32
_ID = 16
_AT_ONCE = 5000
_ROWS_OF_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Who is listed, and under which root; `known` counts those whom the campaign knew before."""

    listed: int
    known: int
    root: Digest
    facts: PeopleFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """The root over who is listed; `duplicates` are (row, first row) of one key, still listed."""

    listed: int
    root: Digest
    duplicates: list[tuple[int, int]]


@dataclass(slots=True, kw_only=True)
class PeopleWriter:
    """The writing of one audience's tables. It keeps the hash of each row, by position."""

    tables: PeopleTables
    columns: tuple[str, ...]
    _digest: bytes = field(default=b"", init=False)
    _hashes: bytearray = field(default_factory=bytearray, init=False)

    def __post_init__(self) -> None:
        """Digest what every row's hash holds."""
        self._digest = columns_digest(self.columns)

    def add(self, connection: Connection, batches: Iterable[MadePeople]) -> None:
        """Write some batches, none of them empty, in the order of their rows."""
        page = _Page()
        for made in batches:
            self._add_people(connection, made)
            insert_problems(connection, self.tables, made.problems)
            _insert(connection, self.tables.left_out.name, "position, code", made.left_out)
            page.add(made)
            if len(page.positions) >= _ROWS_OF_PAGE:
                self._add_page(connection, page)
                page = _Page()
        if page.positions:
            self._add_page(connection, page)

    def _add_people(self, connection: Connection, made: MadePeople) -> None:
        keys, addresses = made.keys, made.addresses
        heads = bytearray(made.heads)
        ids, secrets = _cut(heads, 0, _ID), _cut(heads, _ID, HEAD_BYTES)
        values: dict[str, Sequence[object]] = {
            "position": made.rows, "address_key": keys, "address": addresses,
            "locale": made.locales, "id": ids, "secrets": secrets,
            "cells": made.lines.decode().split("\n"),
        }  # fmt: skip
        if None in keys:
            values["id"] = [key and head for key, head in zip(keys, ids, strict=True)]
            values["secrets"] = [key and head for key, head in zip(keys, secrets, strict=True)]
        elif not any(addresses):
            del values["address"]
        marks = ["CAST(? AS BLOB)" if name == "cells" else "?" for name in values]
        _insert(
            connection, self.tables.people.name, ", ".join(values),
            list(zip(*values.values(), strict=True)), marks=", ".join(marks),
        )  # fmt: skip
        pairs = zip(addresses, keys, strict=True)
        sent = [address or key or "" for address, key in pairs]  # nobody's hash is never looked at
        cut = _cut(made.heads, 0, HEAD_BYTES)
        hashes = row_hashes(cut, sent, made.locales, made.lines.split(b"\n"), self._digest)
        self._keep_hashes(made.rows, hashes)

    def _add_page(self, connection: Connection, page: _Page) -> None:
        record = (page.positions[0], page.positions.tobytes(), b"\n".join(page.lines))
        _insert(connection, self.tables.pages.name, "first, positions, lines", [record])

    def fold(self, connection: Connection) -> Folded:
        """Go through everybody in the order of keys, and find who has the same key as another."""
        kept = bytes(self._hashes)
        self._hashes.clear()
        duplicates: list[tuple[int, int]] = []
        count = 0

        def hashes() -> Iterator[list[bytes]]:
            nonlocal count
            before, first = "", 0
            for found in keys_in_order(connection, self.tables):
                keys = dict(found)
                has_twins = len(keys) < len(found) or before in keys
                some = _firsts(found, before, first, duplicates) if has_twins else found
                if some:
                    before, first = some[-1]
                count += len(some)
                yield [kept[row * HASH_BYTES : (row + 1) * HASH_BYTES] for _key, row in some]

        root = root_of_hashes(chain.from_iterable(hashes()))
        return Folded(listed=count, root=root, duplicates=duplicates)

    def _keep_hashes(self, rows: Sequence[int], made: bytes) -> None:
        hashes = self._hashes
        if rows[-1] - rows[0] + 1 == len(rows):
            hashes += bytes(rows[0] * HASH_BYTES - len(hashes))
            hashes += made
            return
        for at, row in enumerate(rows):
            hashes += bytes(row * HASH_BYTES - len(hashes))
            hashes += made[at * HASH_BYTES : (at + 1) * HASH_BYTES]


@dataclass(slots=True)
class _Page:
    """The lines of some rows, to be looked through at once."""

    positions: array[int] = field(default_factory=lambda: array("I"))
    lines: list[bytes] = field(default_factory=list)

    def add(self, made: MadePeople) -> None:
        self.positions.extend(made.rows)
        self.lines.append(made.lines)


def _cut(heads: _Bytes, begin: int, end: int) -> list[_Bytes]:
    """Cut the same piece out of each row's head."""
    starts = range(0, len(heads), HEAD_BYTES)
    return [heads[start + begin : start + end] for start in starts]


def keys_in_order(connection: Connection, tables: PeopleTables) -> Iterator[list[tuple[str, int]]]:
    """Give (key, position) of everybody listed, sorted so, some thousand at a time."""
    people = tables.people.name
    cursor = connection.connection.cursor()  # past what makes a million rows into objects
    try:
        cursor.execute(
            f"SELECT address_key, position FROM {people} WHERE address_key IS NOT NULL"  # noqa: S608 - the name is ours
            f" AND position < {FORMER} ORDER BY address_key, position"
        )
        while some := cursor.fetchmany(_AT_ONCE):
            yield cast("list[tuple[str, int]]", some)
    finally:
        cursor.close()


def _firsts(
    some: list[tuple[str, int]], before: str, first: int, duplicates: list[tuple[int, int]]
) -> list[tuple[str, int]]:
    """Keep the first row of each key; the others go to `duplicates` with it."""
    firsts = []
    for key, row in some:
        if key == before:
            duplicates.append((row, first))
        else:
            before, first = key, row
            firsts.append((key, row))
    return firsts


def fold_stored(connection: Connection, tables: PeopleTables, columns: Sequence[str]) -> Written:
    """Fold the root over the rows as they are stored, and count them.

    Raises:
        WorkspaceError: two rows list one address key; they must not be taken over.
    """
    people, digest, tally = tables.people.c, columns_digest(columns), PeopleTally()
    query = (
        select(
            people.position, people.address_key, people.address, people.locale, people.cells,
            people.id, people.secrets,
        )
        .where(tables.listed)
        .order_by(people.address_key)
        .execution_options(yield_per=_AT_ONCE)
    )  # fmt: skip
    count = 0

    def hashes() -> Iterator[bytes]:
        nonlocal count
        before = ""
        for row, key, address, locale, cells, id_, secrets in connection.execute(query):
            if key == before:
                raise WorkspaceError(
                    _("Two rows of the audience have the same address."),
                    advice=_("Keep one row for each address, then import the file again."),
                )
            before = key
            count += 1
            tally.count(row, locale, address or key)
            yield row_hashes([id_ + secrets], [address or key], [locale], [cells], digest)

    root = root_of_hashes(hashes())
    return Written(listed=count, known=0, root=root, facts=tally.facts())


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two audiences side by side: how many are in the older one, came, went, have another row."""

    before: int
    added: int
    removed: int
    changed: int


def compare_people(connection: Connection, new: PeopleTables, old: PeopleTables) -> Difference:
    """Compare two audiences by address key."""
    one, other = new.people.c, old.people.c
    differs = (
        (one.cells != other.cells)
        | (one.locale != other.locale)
        | (func.coalesce(one.address, "") != func.coalesce(other.address, ""))
    )
    now, before = count_listed(connection, new), count_listed(connection, old)
    few, many = (new, old) if now < before else (old, new)
    # The first of a join is gone through, and each of its people looked up in the other.
    both = few.people.join(many.people, one.address_key == other.address_key)
    query = (
        select(func.count(), func.sum(case((differs, 1), else_=0)))
        .select_from(both)
        .where(new.listed, old.listed)
    )
    common, changed = connection.execute(query).one()
    return Difference(
        before=before, added=now - common, removed=before - common, changed=changed or 0
    )


def count_listed(connection: Connection, tables: PeopleTables) -> int:
    """Count who is listed."""
    return connection.execute(
        select(func.count()).select_from(tables.people).where(tables.listed)
    ).scalar_one()


def copy_former(
    connection: Connection, former: PeopleTables, tables: PeopleTables, *, change: int
) -> None:
    """Copy who is known and not listed any more: by change and row of when they were listed last.

    Anything copied before goes first, so that this may be cut off and done again.
    """
    old, new = former.people, tables.people
    connection.execute(delete(new).where(new.c.position >= FORMER))
    listed = new.alias()
    is_listed = select(listed.c.position).where(listed.c.address_key == old.c.address_key)
    position = case(
        (old.c.position < FORMER, old.c.position + former_position(change, 0)),
        else_=old.c.position,
    )
    rest = [column for column in old.c if column.name != "position"]
    copied = select(position, *rest).where(old.c.address_key.is_not(None), ~is_listed.exists())
    connection.execute(insert(new).from_select([column.name for column in new.c], copied))


def insert_problems(
    connection: Connection, tables: PeopleTables, problems: Sequence[tuple[int, str, str, str]]
) -> None:
    """Write what is wrong with rows: (row, code, column, values as JSON)."""
    columns = 'position, code, "column", details'
    _insert(connection, tables.problem.name, columns, problems)


def unlist(connection: Connection, tables: PeopleTables, rows: Sequence[int]) -> None:
    """Take rows off the list; what they hold stays."""
    people = tables.people
    nobody = {"address_key": None, "address": None, "id": None, "secrets": None}
    for some in chunked(rows, KEYS_PER_QUERY):
        connection.execute(update(people).where(people.c.position.in_(some)).values(nobody))


def _insert(
    connection: Connection,
    table: str,
    columns: str,
    records: Sequence[tuple[object, ...]],
    *,
    marks: str = "",
) -> None:
    """Insert records straight through the driver: at a million rows nothing else is fast enough.

    For each value that is bytes or None, the driver looks for an adapter first, which takes longer
    than to write it. So what is much comes as str or bytearray, for which it never looks; `marks`
    says where a text is to be stored as the bytes that it has in UTF-8.
    """
    if records:
        marks = marks or ", ".join("?" * len(records[0]))
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - all is ours
            list(records),
        )
