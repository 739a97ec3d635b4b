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

    def add(self, rows: Sequence[int], locales: Sequence[str], addresses: Sequence[str]) -> None:
        """Count people."""
        self.locales.update(locales)
        self.domains.update(_DOMAINS.findall("\n".join(addresses).lower()))
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
        rows, keys, addresses, locales, cells, problems, left_out = batch
        listed = [at for at, key in enumerate(keys) if key is not None]
        if len(listed) == len(rows):
            sure = _Listed(
                rows=rows, keys=[key or "" for key in keys], addresses=addresses,
                locales=locales, cells=cells,
            )  # fmt: skip
        else:
            sure = _Listed(
                rows=[rows[at] for at in listed],
                keys=[keys[at] or "" for at in listed],
                addresses=[addresses[at] for at in listed],
                locales=[locales[at] for at in listed],
                cells=[cells[at] for at in listed],
            )
        heads, hashes = self._make(sure)
        if len(listed) < len(rows):
            heads, hashes = _spread(heads, hashes, listed, len(rows))
        return MadePeople(
            rows=rows, keys=keys, addresses=addresses, locales=locales, cells=cells,
            ids=[head and head[:_ID] for head in heads],
            secrets=[head and head[_ID:] for head in heads],
            hashes=hashes, problems=problems, left_out=left_out,
        )  # fmt: skip

    def _make(self, listed: _Listed) -> tuple[list[bytes | None], bytes]:
        """Give id, token and salt of who is listed, and the hashes; count them."""
        sent = [address or key for address, key in zip(listed.addresses, listed.keys, strict=True)]
        self.tally.add(listed.rows, listed.locales, sent)
        heads = self._heads(listed.keys)
        hashes = row_hashes(heads, sent, listed.locales, listed.cells, self._digest)
        return list(heads), hashes

    def _heads(self, keys: Sequence[str]) -> list[bytes]:
        """Give id, token and salt for each key: the known ones, or new."""
        known = self._known_heads(keys)
        fresh = fresh_heads(len(keys))
        self.matched += len(known)
        if not known:
            return fresh
        return [known.get(key, head) for key, head in zip(keys, fresh, strict=True)]

    def _known_heads(self, keys: Sequence[str]) -> dict[str, bytes]:
        few = self._few
        if few is not None:
            return {key: few[key] for key in keys if key in few} if few else {}
        if self.known is None:
            return {}
        with self.database.read() as connection:
            return heads_of(connection, self.known, keys)


class _Listed(NamedTuple):
    """The rows of a batch that are listed."""

    rows: list[int]
    keys: list[str]
    addresses: list[str | None]
    locales: list[str]
    cells: list[bytes]


def _spread(
    heads: list[bytes | None], hashes: bytes, places: list[int], count: int
) -> tuple[list[bytes | None], bytes]:
    """Put what was made for some rows of a batch at their places among all of them."""
    spread: list[bytes | None] = [None] * count
    spread_hashes = [_NO_HASH] * count
    for at, place in enumerate(places):
        spread[place] = heads[at]
        spread_hashes[place] = hashes[at * HASH_BYTES : (at + 1) * HASH_BYTES]
    return spread, b"".join(spread_hashes)


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
