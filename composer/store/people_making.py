"""Make people of judged rows: id, token and salt, and the counts.

A person keeps id, token and salt for as long as the campaign knows the address key; everybody else
gets random ones.
"""

from __future__ import annotations

import marshal
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from composer.store.audience_changes import PeopleFacts
from composer.store.people_known import KnownPeople

HEAD_BYTES = 48
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
    """A batch with ids and secrets for who is listed; only plain values.

    `heads` are id, token and salt, 48 bytes a row; those of rows that are not listed are nobody's.
    `lines` are the cells of the batch, a line each: few large values cross to another process, and
    wait there, for a fraction of what many small ones cost.
    """

    rows: list[int]
    keys: list[str | None]
    addresses: list[str | None]
    locales: list[str]
    lines: bytes
    heads: bytes
    problems: list[tuple[int, str, str, str]]
    left_out: list[tuple[int, str]]

    def pack(self) -> bytes:
        """Give it as bytes."""
        return marshal.dumps(tuple(self))

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Take apart what `pack` gave, in this very program."""
        return cls(*marshal.loads(packed))  # noqa: S302 - our own process wrote it


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

    known: KnownPeople | None
    tally: PeopleTally = field(default_factory=PeopleTally, init=False)
    matched: int = field(default=0, init=False)

    def make(self, batch: PeopleBatch) -> MadePeople:
        """Make people of a batch."""
        rows, keys, addresses, locales, cells, problems, left_out = batch
        self._count(batch)
        return MadePeople(
            rows=rows, keys=keys, addresses=addresses, locales=locales, lines=b"\n".join(cells),
            heads=self._heads(rows, keys), problems=problems, left_out=left_out,
        )  # fmt: skip

    def _count(self, batch: PeopleBatch) -> None:
        """Count who is listed."""
        keys, locales = batch.keys, batch.locales
        pairs = zip(batch.addresses, keys, strict=True)
        sent = [address or key for address, key in pairs if key is not None]
        if len(sent) == len(keys):
            self.tally.add(batch.rows, locales, sent)
            return
        listed = [at for at, key in enumerate(keys) if key is not None]
        self.tally.add([batch.rows[at] for at in listed], [locales[at] for at in listed], sent)

    def _heads(self, rows: Sequence[int], keys: Sequence[str | None]) -> bytes:
        """Give id, token and salt for each key, one after the other: the known ones, or new."""
        known = self.known.heads(rows, keys) if self.known is not None else {}
        if not known:
            return os.urandom(HEAD_BYTES * len(keys))
        self.matched += len(known)
        fresh = fresh_heads(len(keys))
        pairs = zip(keys, fresh, strict=True)
        return b"".join([known.get(key, head) if key else head for key, head in pairs])


def domain_of(address: str) -> str:
    """Give an address's domain, lower case, as written (U-labels stay)."""
    return address.rpartition("@")[2].lower()


def fresh_heads(count: int) -> list[bytes]:
    """Make id, token and salt for so many people."""
    random = os.urandom(HEAD_BYTES * count)
    return [random[at : at + HEAD_BYTES] for at in range(0, len(random), HEAD_BYTES)]
