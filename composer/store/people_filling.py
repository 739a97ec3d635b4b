"""Fill an audience's tables with people, in bulk, and hash each row on the way.

The caller gives the transactions. Nobody sees the tables yet.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection

from composer.model.merkle import columns_digest, row_hashes
from composer.store.people_folding import RowHashes
from composer.store.people_making import HEAD_BYTES, MadePeople
from composer.store.people_tables import PeopleTables
from composer.store.people_writing import insert_problems, insert_records

_Bytes = TypeVar("_Bytes", bytes, bytearray)

_ID = 16
_ROWS_OF_PAGE = 1000


@dataclass(slots=True, kw_only=True)
class PeopleWriter:
    """The writing of one audience's tables; `hashes` are those of all rows written so far."""

    tables: PeopleTables
    columns: tuple[str, ...]
    hashes: RowHashes = field(default_factory=RowHashes, init=False)
    _digest: bytes = field(default=b"", init=False)

    def __post_init__(self) -> None:
        """Digest what every row's hash holds."""
        self._digest = columns_digest(self.columns)

    def add(self, connection: Connection, batches: Iterable[MadePeople]) -> None:
        """Write some batches, none of them empty, in the order of their rows."""
        page = _Page()
        for made in batches:
            self._add_people(connection, made)
            insert_problems(connection, self.tables, made.problems)
            insert_records(connection, self.tables.left_out.name, "position, code", made.left_out)
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
        insert_records(
            connection, self.tables.people.name, ", ".join(values),
            list(zip(*values.values(), strict=True)), marks=", ".join(marks),
        )  # fmt: skip
        pairs = zip(addresses, keys, strict=True)
        sent = [address or key or "" for address, key in pairs]  # nobody's hash is never looked at
        cut = _cut(made.heads, 0, HEAD_BYTES)
        hashes = row_hashes(cut, sent, made.locales, made.lines.split(b"\n"), self._digest)
        self.hashes.keep(made.rows, hashes)

    def _add_page(self, connection: Connection, page: _Page) -> None:
        record = (page.positions[0], page.positions.tobytes(), b"\n".join(page.lines))
        insert_records(connection, self.tables.pages.name, "first, positions, lines", [record])


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
