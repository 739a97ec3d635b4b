"""What the workspace's log knows of the do-not-write list, so that nobody is taken off unseen.

Each addition is named in the log by a digest of its entries, in the same step as the entries
themselves. Of an entry that goes, its number, reason and keyed digest stay: so the digests can be
made again, and whoever deletes or changes a row from outside leaves one that does not fit. Whether
an entry may be gone is judged in `stages/suppressions_kept`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, select

from composer.model.campaign import Purpose
from composer.model.suppression import SuppressionReason
from composer.store.audit import AuditHead, append_within
from composer.store.database import Database
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.suppression_hashes import (
    HASHED,
    keyed_digest,
    lasting_key,
    new_secret,
    read_secret,
)
from composer.store.tables import audit, suppression, suppression_gone

KEPT = "suppress.kept"


class Recorded(NamedTuple):
    """One entry of the list as the log's digests name it; `key` is a keyed digest."""

    number: int
    key: str
    reason: str
    is_listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the log's entry `entry` says: these numbers were added, and their digest was this."""

    entry: int
    first: int
    last: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """The log's claims beside what is found, each by the claim's entry in the log.

    `stray` are numbers that no claim names. `listed` tells of each key of an entry that is gone for
    which reasons it is still listed.
    """

    claims: tuple[Claim, ...]
    found: Mapping[int, str]
    stray: tuple[int, ...]
    gone: tuple[Recorded, ...]
    listed: Mapping[str, frozenset[str]]


class SuppressionJournal:
    """Reads and begins the record of one database's do-not-write list."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        after_append: Callable[[AuditHead], None] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._after_append = after_append

    def begin(self, *, by: str) -> None:
        """Have the log name what a former program put on the list, if it does not yet."""
        with self._database.read() as connection:
            if not any(_unnamed(connection)):
                return
        with self._database.write() as connection:
            head = record_new(connection, by=by, at=self._clock())
        if head is not None and self._after_append is not None:
            self._after_append(head)

    def mark(self) -> tuple[object, ...]:
        """Give what is another one when the list or the log was changed in the usual ways."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT (SELECT count(*) || ':' || total(number) FROM suppression),"
                " (SELECT count(*) || ':' || total(number) FROM suppression_gone),"
                " (SELECT group_concat(name || '=' || value) FROM suppression_fact),"
                " (SELECT max(number) FROM audit)"
            ).one()
            return tuple(row)

    def numbers_of(self, key: str) -> tuple[int, ...]:
        """Give the numbers of an address's entries, those that are gone included."""
        with self._database.read() as connection:
            keyed = keyed_digest(key, read_secret(connection))
            listed = select(suppression.c.number).where(suppression.c.key.in_((key, keyed)))
            gone = select(suppression_gone.c.number).where(suppression_gone.c.key == keyed)
            return tuple(sorted(connection.execute(listed.union(gone)).scalars()))

    def gone(self, numbers: Collection[int], purpose: Purpose) -> Mapping[str, tuple[str, date]]:
        """Give reason and day by keyed digest of entries that are gone and stopped this purpose.

        The digests are those of `BlockedKeys`.
        """
        stops = [reason.value for reason in SuppressionReason if reason.blocks(purpose)]
        found: dict[str, tuple[str, date]] = {}
        with self._database.read() as connection:
            for some in chunked(numbers, KEYS_PER_QUERY):
                query = select(suppression_gone).where(
                    suppression_gone.c.number.in_(some), suppression_gone.c.reason.in_(stops)
                )
                for row in connection.execute(query):
                    found[row.key.removeprefix(HASHED)] = row.reason, row.at.date()
        return found

    def state(self) -> JournalState:
        """Compare everything that the log names with what is there."""
        with self._database.read() as connection:
            claims = _claims(connection)
            gone = tuple(_gone(connection))
            wanted = {one.key for one in gone}
            listed: dict[str, frozenset[str]] = {}
            found: dict[int, str] = {}
            stray: list[int] = []

            def noted(rows: Iterable[Recorded]) -> Iterator[Recorded]:
                for one in rows:
                    if one.is_listed and one.key in wanted:
                        listed[one.key] = listed.get(one.key, frozenset()) | {one.reason}
                    yield one

            every = _recorded(connection)
            by_claim = groupby(noted(every) if wanted else every, key=_Finder(claims))
            for claim, rows in by_claim:
                if claim is None:
                    stray += [one.number for one in rows if one.is_listed]
                else:
                    found[claim.entry] = _digest(rows)
        return JournalState(
            claims=claims, found=found, stray=tuple(stray), gone=gone, listed=listed
        )


class _Finder:
    """Finds the claim of each entry; entries and claims come in the order of their numbers."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._left = iter(claims)
        self._now = next(self._left, None)

    def __call__(self, one: Recorded) -> Claim | None:
        while self._now is not None and self._now.last < one.number:
            self._now = next(self._left, None)
        return self._now if self._now is not None and self._now.first <= one.number else None


def record_new(connection: Connection, *, by: str, at: datetime) -> AuditHead | None:
    """Name in the log every entry that it does not name yet; None where there is none."""
    if not read_secret(connection):
        new_secret(connection)
    rows = list(_unnamed(connection))
    if not rows:
        return None
    details = {
        "first": _last_named(connection) + 1,
        "last": rows[-1].number,
        "sha256": _digest(rows),
    }
    entry = append_within(connection, person=by, action=KEPT, details=details, at=at)
    return AuditHead(number=entry.number, hash=entry.hash)


def _unnamed(connection: Connection) -> Iterator[Recorded]:
    return _recorded(connection, after=_last_named(connection))


def _last_named(connection: Connection) -> int:
    query = select(audit.c.details).where(audit.c.action == KEPT)
    newest = connection.execute(query.order_by(audit.c.number.desc()).limit(1)).scalar()
    return int(orjson.loads(newest)["last"]) if newest is not None else 0


def _claims(connection: Connection) -> tuple[Claim, ...]:
    query = select(audit.c.number, audit.c.details).where(audit.c.action == KEPT)
    return tuple(
        _claim(number, details)
        for number, details in connection.execute(query.order_by(audit.c.number))
    )


def _claim(entry: int, details: str) -> Claim:
    """Read what an entry of the log claims; one that claims nothing is met by nothing."""
    match orjson.loads(details):
        case {"first": int(first), "last": int(last), "sha256": str(sha256)}:
            return Claim(entry=entry, first=first, last=last, sha256=sha256)
        case _:
            return Claim(entry=entry, first=1, last=0, sha256="")


def _recorded(connection: Connection, *, after: int = 0) -> Iterator[Recorded]:
    """Stream every entry, listed or gone, in the order of their numbers."""
    secret = read_secret(connection)
    query = "SELECT number, key, reason FROM suppression WHERE number > ? ORDER BY number"
    listed = (
        Recorded(number, lasting_key(key, secret), reason, True)
        for number, key, reason in connection.exec_driver_sql(query, (after,))
    )
    gone = list(_gone(connection, after=after))
    return merge(listed, gone, key=itemgetter(0)) if gone else listed


def _gone(connection: Connection, *, after: int = 0) -> Iterator[Recorded]:
    query = select(suppression_gone).where(suppression_gone.c.number > after)
    for row in connection.execute(query.order_by(suppression_gone.c.number)).mappings():
        yield Recorded(number=row["number"], key=row["key"], reason=row["reason"], is_listed=False)


def _digest(rows: Iterable[Recorded]) -> str:
    total = hashlib.sha256(b"do-not-write 1\n")
    for number, key, reason, _is_listed in rows:
        total.update(orjson.dumps((number, key, reason)))  # no two entries are written alike
    return total.hexdigest()
