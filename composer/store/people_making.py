"""Make people of judged rows: id, token and salt, the hash for the audience's root, the counts.

A person keeps id, token and salt for as long as the campaign knows the address key; everybody else
gets random ones.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from composer.model.merkle import columns_digest, row_hashes
from composer.store.audience_changes import PeopleFacts
from composer.store.database import Database
from composer.store.people_tables import PeopleTables
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked

HASH_BYTES = 32
_FEW_KNOWN = 100_000
"""So many known people are kept in memory; more are looked up, some hundred at a time."""
_HEAD = 48
_ID = 16
_NO_HASH = bytes(HASH_BYTES)
_DOMAINS = re.compile("@([^@\n]*)$", re.MULTILINE)


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


class MadePeople(NamedTuple):
    """A batch with ids, secrets and hashes for who is listed; only plain values.

    `hashes` are 32 bytes a row, zeros for who is not listed.
    """

    rows: list[int]
    keys: list[str | None]
    addresses: list[str | None]
    locales: list[str]
    cells: list[bytes]
    ids: list[bytes | None]
    secrets: list[bytes | None]
    hashes: bytes
    problems: list[tuple[int, str, str, str]]
    left_out: list[tuple[int, str]]


@dataclass(slots=True, kw_only=True)
class PeopleTally:
    """Counts of the listed people, as they are written."""

    locales: Counter[str] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, int] = field(default_factory=dict)

    def add(self, batch: PeopleBatch) -> None:
        """Count those of a batch who are listed."""
        rows, keys, addresses, locales = batch.rows, batch.keys, batch.addresses, batch.locales
        if None in keys:
            listed = [at for at, key in enumerate(keys) if key is not None]
            rows = [rows[at] for at in listed]
            keys, addresses = [keys[at] for at in listed], [addresses[at] for at in listed]
            locales = [locales[at] for at in listed]
        written = "\n".join(
            [address or key or "" for address, key in zip(addresses, keys, strict=True)]
        )
        self.locales.update(locales)
        self.domains.update(_DOMAINS.findall(written.lower()))
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
class PeopleMaker:
    """The making of one audience's people; `known` are those of the audience in use, if any."""

    columns: tuple[str, ...]
    known: PeopleTables | None
    database: Database
    tally: PeopleTally = field(default_factory=PeopleTally, init=False)
    matched: int = field(default=0, init=False)
    _few: dict[str, bytes] | None = field(default=None, init=False)
    _digest: bytes = field(default=b"", init=False)

    def __post_init__(self) -> None:
        """Look who is known."""
        self._digest = columns_digest(self.columns)
        if self.known is None:
            self._few = {}
        else:
            with self.database.read() as connection:
                self._few = few_known(connection, self.known)

    def make(self, batch: PeopleBatch) -> MadePeople:
        """Make people of a batch."""
        self.tally.add(batch)
        heads = self._heads(batch.keys)
        rows, keys, addresses, locales, cells, problems, left_out = batch
        ids: list[bytes | None]
        secrets: list[bytes | None]
        if None in keys:
            ids = [head and head[:_ID] for head in heads]
            secrets = [head and head[_ID:] for head in heads]
            hashes = self._hashes_of_some(batch, heads)
        else:
            sure = [head for head in heads if head is not None]
            ids, secrets = [head[:_ID] for head in sure], [head[_ID:] for head in sure]
            sent = [address or key or "" for address, key in zip(addresses, keys, strict=True)]
            hashes = row_hashes(sure, sent, locales, cells, self._digest)
        return MadePeople(
            rows=rows, keys=keys, addresses=addresses, locales=locales, cells=cells, ids=ids,
            secrets=secrets, hashes=hashes, problems=problems, left_out=left_out,
        )  # fmt: skip

    def _heads(self, keys: Sequence[str | None]) -> list[bytes | None]:
        """Give id, token and salt for each key: the known ones, or new."""
        known = self._known_heads(keys)
        fresh = fresh_heads(len(keys))
        if not known and None not in keys:
            return list(fresh)
        self.matched += len(known)
        return [
            None if key is None else known.get(key, head)
            for key, head in zip(keys, fresh, strict=True)
        ]

    def _known_heads(self, keys: Sequence[str | None]) -> dict[str, bytes]:
        few = self._few
        if few is not None:
            return {key: few[key] for key in keys if key in few} if few else {}
        if self.known is None:
            return {}
        with self.database.read() as connection:
            return heads_of(connection, self.known, [key for key in keys if key is not None])

    def _hashes_of_some(self, batch: PeopleBatch, heads: Sequence[bytes | None]) -> bytes:
        """Hash a batch in which somebody is not listed."""
        rows = zip(heads, batch.addresses, batch.keys, batch.locales, batch.cells, strict=True)
        return b"".join(
            _NO_HASH
            if head is None
            else row_hashes([head], [address or key or ""], [locale], [cells], self._digest)
            for head, address, key, locale, cells in rows
        )


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
