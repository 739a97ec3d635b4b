"""Fold the root over everybody who is listed, in the order of address keys, and find duplicates.

Hashes are made in the order of rows, where a million are read one after the other, and kept by
position: 32 bytes each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import cast

from sqlalchemy import Connection

from composer.errors import WorkspaceError
from composer.i18n import _
from composer.model.identifiers import Digest
from composer.model.merkle import columns_digest, root_of_hashes, row_hashes
from composer.store.audience_changes import PeopleFacts
from composer.store.database import Database
from composer.store.people_making import PeopleTally
from composer.store.people_tables import FORMER, PeopleTables
from composer.store.people_writing import keys_in_order

_HASH_BYTES = 32
_AT_ONCE = 250

_Row = tuple[int, str, str | None, str, bytes, bytes, bytes]


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


@dataclass(slots=True)
class RowHashes:
    """The hash of each row, kept by position."""

    _kept: bytearray = field(default_factory=bytearray, init=False)

    def keep(self, rows: Sequence[int], hashes: bytes) -> None:
        """Keep the hashes of some rows, 32 bytes each; positions only grow."""
        kept = self._kept
        if rows[-1] - rows[0] + 1 == len(rows):
            kept += bytes(rows[0] * _HASH_BYTES - len(kept))
            kept += hashes
            return
        for at, row in enumerate(rows):
            kept += bytes(row * _HASH_BYTES - len(kept))
            kept += hashes[at * _HASH_BYTES : (at + 1) * _HASH_BYTES]

    def fold(self, connection: Connection, tables: PeopleTables) -> Folded:
        """Go through everybody in the order of keys, and find who has the same key as another."""
        kept = bytes(self._kept)
        self._kept.clear()
        duplicates: list[tuple[int, int]] = []
        count = 0

        def hashes() -> Iterator[list[bytes]]:
            nonlocal count
            before, first = "", 0
            for found in keys_in_order(connection, tables):
                keys = dict(found)
                has_twins = len(keys) < len(found) or before in keys
                some = _firsts(found, before, first, duplicates) if has_twins else found
                if some:
                    before, first = some[-1]
                count += len(some)
                yield [kept[row * _HASH_BYTES : (row + 1) * _HASH_BYTES] for _key, row in some]

        root = root_of_hashes(chain.from_iterable(hashes()))
        return Folded(listed=count, root=root, duplicates=duplicates)


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


def fold_again(database: Database, tables: PeopleTables, columns: Sequence[str]) -> Written:
    """Fold the root and count anew, from the rows as they are stored now.

    Raises:
        WorkspaceError: two rows list one address key; they must not be taken over.
    """
    digest, tally, hashes = columns_digest(columns), PeopleTally(), RowHashes()
    with database.read() as connection:
        for some in _listed_rows(connection, tables):
            rows, keys, addresses, locales, cells, ids, secrets = zip(*some, strict=True)
            sent = [address or key for address, key in zip(addresses, keys, strict=True)]
            heads = [id_ + secret for id_, secret in zip(ids, secrets, strict=True)]
            tally.add(rows, locales, sent)
            hashes.keep(rows, row_hashes(heads, sent, locales, cells, digest))
        folded = hashes.fold(connection, tables)
    if folded.duplicates:
        raise WorkspaceError(
            _("Two rows of the audience have the same address."),
            advice=_("Keep one row for each address, then import the file again."),
        )
    return Written(listed=folded.listed, known=0, root=folded.root, facts=tally.facts())


def _listed_rows(connection: Connection, tables: PeopleTables) -> Iterator[list[_Row]]:
    """Give everybody listed in the order of rows, some hundred at a time."""
    people = tables.people.name
    cursor = connection.connection.cursor()  # past what makes a million rows into objects
    try:
        cursor.execute(
            f"SELECT position, address_key, address, locale, cells, id, secrets FROM {people}"  # noqa: S608 - the name is ours
            f" WHERE address_key IS NOT NULL AND position < {FORMER} ORDER BY position"
        )
        while some := cursor.fetchmany(_AT_ONCE):
            yield cast("list[_Row]", some)
    finally:
        cursor.close()
