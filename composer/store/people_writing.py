"""Write people into tables that nobody sees yet: in bulk, under their known ids, and fold the root.

A person keeps id, token and salt for as long as the campaign knows the address key; everybody else
gets random ones. A row with a key that an earlier row has is a duplicate, and is not listed. The
caller gives the transactions: each step is told its connection.
"""

from __future__ import annotations

import os
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, case, delete, func, insert, select, update

from composer.errors import WorkspaceError
from composer.i18n import _
from composer.model.identifiers import Digest
from composer.model.merkle import columns_digest, leaf_hash, root_of_hashes, row_leaf
from composer.store.audience_changes import PeopleFacts
from composer.store.people_tables import FORMER, PeopleTables, former_position
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked

_FEW_KNOWN = 100_000
"""So many known people are kept in memory; more are looked up, some hundred at a time."""
_HEAD = 48
_ID = 16
_HASH = 32
_AT_ONCE = 5000


class PeopleBatch(NamedTuple):
    """Some rows of a source in its order, ready to be written; lists have one entry for each row.

    `keys` are None for rows that are not to be listed; `addresses` are None where an address is its
    own key; `cells` are the values as orjson writes a list of texts. `problems` are (row, code of
    the finding, column or "", its values as JSON). Only plain values: a batch crosses to another
    process.
    """

    rows: list[int]
    keys: list[str | None]
    addresses: list[str | None]
    locales: list[str]
    cells: list[bytes]
    problems: list[tuple[int, str, str, str]]
    left_out: list[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Who is listed, and under which root; `known` counts those whom the campaign knew before."""

    listed: int
    known: int
    root: Digest
    facts: PeopleFacts


@dataclass(slots=True, kw_only=True)
class PeopleTally:
    """Counts of the listed people, as they are written."""

    locales: Counter[str] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, int] = field(default_factory=dict)

    def add(self, batch: PeopleBatch) -> None:
        """Count those of a batch who are listed."""
        listed = [
            (row, locale, address or key)
            for row, locale, address, key in zip(
                batch.rows, batch.locales, batch.addresses, batch.keys, strict=True
            )
            if key is not None
        ]
        if not listed:
            return
        rows, locales, addresses = zip(*listed, strict=True)
        self.locales.update(locales)
        self.domains.update([domain_of(address) for address in addresses])
        for locale in set(locales) - self.firsts.keys():
            self.firsts[locale] = rows[locales.index(locale)]

    def count(self, row: int, locale: str, address: str) -> None:
        """Count one person more."""
        self.locales[locale] += 1
        self.domains[domain_of(address)] += 1
        self.firsts[locale] = min(self.firsts.get(locale, row), row)

    def take_off(self, locale: str, address: str) -> None:
        """Count somebody no longer."""
        for counts, value in ((self.locales, locale), (self.domains, domain_of(address))):
            counts[value] -= 1
            if counts[value] <= 0:
                del counts[value]

    def facts(self) -> PeopleFacts:
        """Give the counts."""
        return PeopleFacts(
            locales=dict(self.locales), domains=dict(self.domains), firsts=dict(self.firsts)
        )


@dataclass(slots=True, kw_only=True)
class PeopleWriter:
    """The writing of one audience's tables; `known` are those of the audience in use, if any."""

    tables: PeopleTables
    columns: tuple[str, ...]
    known: PeopleTables | None
    _few: dict[str, bytes] | None = field(default=None, init=False)
    _matched: int = field(default=0, init=False)
    _hashes: bytearray = field(default_factory=bytearray, init=False)
    tally: PeopleTally = field(default_factory=PeopleTally, init=False)

    def begin(self, connection: Connection) -> None:
        """Look who is known; the tables to be filled are there already."""
        self._few = {} if self.known is None else few_known(connection, self.known)

    def add(self, connection: Connection, batch: PeopleBatch) -> None:
        """Write some rows."""
        if not batch.rows:
            return
        heads = self._heads(connection, batch.keys)
        ids = [head and head[:_ID] for head in heads]
        secrets = [head and head[_ID:] for head in heads]
        rows, keys, addresses, locales, cells, problems, left_out = batch
        _insert(
            connection,
            self.tables.people.name,
            "position, address_key, address, locale, id, secrets, cells",
            list(zip(rows, keys, addresses, locales, ids, secrets, cells, strict=True)),
        )
        lines = b"\n".join(cells)
        positions = array("I", rows).tobytes()
        _insert(
            connection,
            self.tables.pages.name,
            "first, positions, lines",
            [(rows[0], positions, lines)],
        )
        insert_problems(connection, self.tables, problems)
        _insert(connection, self.tables.left_out.name, "position, code", left_out)
        self.tally.add(batch)
        self._keep_hashes(batch, heads)

    def fold(self, connection: Connection) -> tuple[Written, list[tuple[int, int]]]:
        """Go through everybody in the order of keys; give also (row, first row) of duplicates."""
        duplicates: list[tuple[int, int]] = []
        count = 0

        def hashes() -> Iterator[bytes]:
            nonlocal count
            kept, before, first = self._hashes, "", 0
            for key, position in keys_in_order(connection, self.tables):
                if key == before:
                    duplicates.append((position, first))
                    continue
                before, first = key, position
                count += 1
                yield bytes(kept[position * _HASH : position * _HASH + _HASH])

        root = root_of_hashes(hashes())
        written = Written(listed=count, known=self._matched, root=root, facts=self.tally.facts())
        return written, duplicates

    def _heads(self, connection: Connection, keys: Sequence[str | None]) -> list[bytes | None]:
        """Give id, token and salt for each key: the known ones, or new."""
        known = self._known_heads(connection, keys)
        fresh = fresh_heads(len(keys))
        if not known and None not in keys:
            return list(fresh)
        self._matched += len(known)
        return [
            None if key is None else known.get(key, head)
            for key, head in zip(keys, fresh, strict=True)
        ]

    def _known_heads(self, connection: Connection, keys: Sequence[str | None]) -> dict[str, bytes]:
        if self._few is not None:
            few = self._few
            return {key: few[key] for key in keys if key in few} if few else {}
        if self.known is None:
            return {}
        return heads_of(connection, self.known, [key for key in keys if key is not None])

    def _keep_hashes(self, batch: PeopleBatch, heads: Sequence[bytes | None]) -> None:
        """Keep each leaf's hash by position: 32 bytes a row are all that stays in memory."""
        columns = columns_digest(self.columns)
        made = [
            bytes(_HASH)
            if head is None
            else leaf_hash(row_leaf(head, address or key or "", locale, cells, columns))
            for head, address, key, locale, cells in zip(
                heads, batch.addresses, batch.keys, batch.locales, batch.cells, strict=True
            )
        ]
        hashes, rows = self._hashes, batch.rows
        if rows[-1] - rows[0] + 1 == len(rows):
            hashes += bytes(rows[0] * _HASH - len(hashes))
            hashes += b"".join(made)
            return
        for row, leaf in zip(rows, made, strict=True):
            hashes += bytes(row * _HASH - len(hashes))
            hashes += leaf


def domain_of(address: str) -> str:
    """Give an address's domain, lower case, as written (U-labels stay)."""
    return address.rpartition("@")[2].lower()


def fresh_heads(count: int) -> list[bytes]:
    """Make id, token and salt for so many people."""
    random = os.urandom(_HEAD * count)
    return [random[at : at + _HEAD] for at in range(0, len(random), _HEAD)]


def few_known(connection: Connection, tables: PeopleTables) -> dict[str, bytes] | None:
    """Give everybody's id, token and salt by key, or None when there are too many of them."""
    people = tables.people
    total = connection.execute(select(func.max(people.c.position))).scalar() or 0
    several = total > _FEW_KNOWN and (
        connection.execute(select(func.count()).select_from(people)).scalar_one() > _FEW_KNOWN
    )
    if several:
        return None
    query = select(people.c.address_key, people.c.id, people.c.secrets)
    found = connection.execute(query.where(people.c.address_key.is_not(None)))
    return {key: id_ + secrets for key, id_, secrets in found}


def heads_of(connection: Connection, tables: PeopleTables, keys: Iterable[str]) -> dict[str, bytes]:
    """Look up id, token and salt of those of these keys that are known."""
    people = tables.people
    found: dict[str, bytes] = {}
    for some in chunked(keys, KEYS_PER_QUERY):
        query = select(people.c.address_key, people.c.id, people.c.secrets)
        rows = connection.execute(query.where(people.c.address_key.in_(some)))
        found.update((key, id_ + secrets) for key, id_, secrets in rows)
    return found


def keys_in_order(connection: Connection, tables: PeopleTables) -> Iterator[tuple[str, int]]:
    """Stream (key, position) of everybody listed, sorted by key, then by position."""
    people = tables.people.name
    rows = connection.exec_driver_sql(
        f"SELECT address_key, position FROM {people} WHERE address_key IS NOT NULL"  # noqa: S608 - the name is ours
        f" AND position < {FORMER} ORDER BY address_key, position",
        execution_options={"yield_per": _AT_ONCE},
    )
    for some in rows.partitions():
        yield from some


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
            yield leaf_hash(row_leaf(id_ + secrets, address or key, locale, cells, digest))

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
    both = new.people.join(old.people, one.address_key == other.address_key)
    query = (
        select(func.count(), func.sum(case((differs, 1), else_=0)))
        .select_from(both)
        .where(new.listed, old.listed)
    )
    common, changed = connection.execute(query).one()
    now, before = count_listed(connection, new), count_listed(connection, old)
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
    _insert(connection, tables.problem.name, 'position, code, "column", details', problems)


def unlist(connection: Connection, tables: PeopleTables, rows: Sequence[int]) -> None:
    """Take rows off the list; what they hold stays."""
    people = tables.people
    nobody = {"address_key": None, "address": None, "id": None, "secrets": None}
    for some in chunked(rows, KEYS_PER_QUERY):
        connection.execute(update(people).where(people.c.position.in_(some)).values(nobody))


def _insert(
    connection: Connection, table: str, columns: str, records: Sequence[tuple[object, ...]]
) -> None:
    """Insert records straight through the driver: at a million rows nothing else is fast enough."""
    if records:
        marks = ", ".join("?" * len(records[0]))
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - both are ours
            list(records),
        )
