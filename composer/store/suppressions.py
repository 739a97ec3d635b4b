"""The do-not-write list of a workspace: who must not be written to, why, since when, from where.

Guards: adding the same entry again changes nothing; an erased address is kept as a keyed digest
alone, and nothing that is added later brings it back in the clear; every change moves the list's
version, so that a running send sees it. An entry is taken out by a person only, never by a sync.
Keys are made by `audience/`; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    true,
)

from composer.model.campaign import Purpose
from composer.model.suppression import (
    BlockedKeys,
    StoredSuppression,
    Suppression,
    SuppressionReason,
    SuppressionSync,
)
from composer.store.audit import AuditHead
from composer.store.database import Database
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.suppression_hashes import (
    HASHED,
    hash_entries,
    hashed_marks,
    keyed_digest,
    new_secret,
    note_gone,
    read_fact,
    read_secret,
    write_fact,
)
from composer.store.suppression_journal import record_new
from composer.store.suppression_marks import erased_marks, known_marks
from composer.store.tables import (
    suppression,
    suppression_spelling,
    suppression_sync,
)

_ROWS_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many entries were new, and how many the list had already."""

    added: int
    known: int


class SuppressionStore:
    """The do-not-write list of one database."""

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

    def version(self) -> int:
        """Tell the list's version: another one means another list."""
        with self._database.read() as connection:
            return _version(connection)

    def add(self, entries: Iterable[Suppression], *, by: str) -> Added:
        """Add entries, all or none; an erasure takes the address's other entries with it."""
        with self._database.write() as connection:
            done, head = self._add(connection, list(entries), by=by)
        self._remember(head)
        return done

    def add_sync(
        self, entries: Iterable[Suppression], *, base_url: str, key: str, by: str
    ) -> SuppressionSync:
        """Take over a mail service's lists, all or none, and record that and when it was done.

        Entries that came from there before and are on its lists no more stay; they are counted.
        """
        wanted = list(entries)
        counts: dict[str, int] = {}
        for entry in wanted:
            counts[entry.source] = counts.get(entry.source, 0) + 1
        with self._database.write() as connection:
            gone = _count_gone(connection, wanted)
            done, head = self._add(connection, wanted, by=by)
            record = SuppressionSync(
                at=self._clock(),
                base_url=base_url,
                key=key,
                counts=tuple(sorted(counts.items())),
                added=done.added,
                gone=gone,
            )
            connection.execute(
                insert(suppression_sync).values(
                    at=record.at,
                    base_url=base_url,
                    key=key,
                    counts=orjson.dumps(record.counts).decode(),
                    added=record.added,
                    gone=record.gone,
                    by=by,
                )
            )
        self._remember(head)
        return record

    def last_sync(self, *, base_url: str = "", key: str = "") -> SuppressionSync | None:
        """Give the newest sync, of one account when it is named."""
        query = select(suppression_sync).order_by(suppression_sync.c.number.desc()).limit(1)
        if base_url or key:
            query = query.filter_by(base_url=base_url, key=key)
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        return SuppressionSync(
            at=row["at"],
            base_url=row["base_url"],
            key=row["key"],
            counts=tuple((name, number) for name, number in orjson.loads(row["counts"])),
            added=row["added"],
            gone=row["gone"],
        )

    def remove(self, key: str, *, numbers: Collection[int]) -> tuple[StoredSuppression, ...]:
        """Take out these entries of an address, also of an erased one; give what was taken out."""
        with self._database.write() as connection:
            wanted = and_(_is_key(connection, key), suppression.c.number.in_(numbers))
            found = tuple(_stored(connection, wanted))
            _delete(connection, [entry.number for entry in found])
            if found:
                _move_on(connection)
        return found

    def keep_hashed(self, keys: Iterable[str]) -> int:
        """Keep the entries of these keys by a keyed digest alone, without address and note."""
        with self._database.write() as connection:
            count = hash_entries(connection, keys)
            if count:
                _move_on(connection)
        return count

    def erased(self) -> frozenset[str]:
        """Give the keyed digests of everybody who was erased."""
        with self._database.read() as connection:
            marks = hashed_marks(connection)
        erasure = SuppressionReason.ERASURE.value
        return frozenset(key.removeprefix(HASHED) for key, why, _from in marks if why == erasure)

    def secret(self) -> bytes:
        """Give the key that names addresses where they themselves are not kept."""
        with self._database.read() as connection:
            known = read_secret(connection)
        if known:
            return known
        with self._database.write() as connection:
            return read_secret(connection) or new_secret(connection)

    def of_key(self, key: str) -> tuple[StoredSuppression, ...]:
        """Give every entry of an address, the oldest first."""
        with self._database.read() as connection:
            return tuple(_stored(connection, _is_key(connection, key)))

    def of_keys(self, keys: Iterable[str]) -> Mapping[str, tuple[StoredSuppression, ...]]:
        """Give the entries of many addresses by their key; addresses without any are left out."""
        found: dict[str, list[StoredSuppression]] = {}
        with self._database.read() as connection:
            secret = read_secret(connection)
            for some in chunked(keys, KEYS_PER_QUERY // 2):
                named = {key: key for key in some}
                named |= {keyed_digest(key, secret): key for key in some} if secret else {}
                wanted = select(suppression).where(suppression.c.key.in_(named))
                for row in connection.execute(wanted.order_by(suppression.c.number)).mappings():
                    found.setdefault(named[row["key"]], []).append(_entry(row))
        return {key: tuple(entries) for key, entries in found.items()}

    def page(
        self, *, search: str = "", key: str = "", offset: int = 0, limit: int = 100
    ) -> tuple[tuple[StoredSuppression, ...], int]:
        """Give some entries, the newest first, and how many there are in all.

        `search` keeps those with that text in address, reason, source or note; `key` adds those of
        one address, so that an erased person is found by whoever knows the address.
        """
        with self._database.read() as connection:
            wanted = _contains(search)
            if search and key:
                wanted = or_(wanted, _is_key(connection, key))
            total = connection.execute(
                select(func.count()).select_from(suppression).where(wanted)
            ).scalar_one()
            newest = suppression.c.number.desc()
            query = select(suppression).where(wanted).order_by(newest).offset(offset).limit(limit)
            rows = connection.execute(query).mappings() if limit else ()
            return tuple(_entry(row) for row in rows), total

    def blocked(self, purpose: Purpose) -> BlockedKeys:
        """Give everybody whom messages of this purpose must not reach."""
        with self._database.read() as connection:
            version, secret = _version(connection), read_secret(connection)
            query = select(suppression.c.key).where(_stops(purpose)).distinct()
            keys = frozenset(connection.execute(query).scalars())
        digests = frozenset(key for key in keys if key.startswith(HASHED))
        return BlockedKeys(
            version=version,
            keys=keys - digests,
            digests=frozenset(key.removeprefix(HASHED) for key in digests),
            secret=secret,
        )

    def _add(
        self, connection: Connection, entries: Sequence[Suppression], *, by: str
    ) -> tuple[Added, AuditHead | None]:
        erasures = [item for item in entries if item.reason is SuppressionReason.ERASURE]
        secret = read_secret(connection) or (new_secret(connection) if erasures else b"")
        rows: dict[tuple[str, str, str], dict[str, object]] = {}
        spellings: dict[tuple[str, str, str], frozenset[str]] = {}
        for entry in entries:
            erased = entry.reason is SuppressionReason.ERASURE
            key = keyed_digest(entry.key, secret) if erased else entry.key
            mark = key, entry.reason.value, entry.source
            if mark in rows:
                continue
            rows[mark] = {
                "key": key,
                "address": "" if erased else entry.address,
                "reason": entry.reason.value,
                "source": entry.source,
                "at": entry.at,
                "note": "" if erased else entry.note,
                "by": by,
                "added_at": self._clock(),
            }
            spellings[mark] = frozenset() if erased else entry.spellings | {entry.key}
        for entry in erasures:
            _delete(
                connection,
                [one.number for one in _stored(connection, suppression.c.key == entry.key)],
            )
        known = known_marks(connection, rows) | erased_marks(connection, rows, secret)
        new = [mark for mark in rows if mark not in known]
        for marks in chunked(new, _ROWS_AT_ONCE):
            _insert(connection, [rows[mark] for mark in marks], [spellings[mark] for mark in marks])
        if new or erasures:
            _move_on(connection)
        head = record_new(connection, by=by, at=self._clock()) if new else None
        return Added(added=len(new), known=len(entries) - len(new)), head

    def _remember(self, head: AuditHead | None) -> None:
        if head is not None and self._after_append is not None:
            self._after_append(head)


def spellings_that_stop(purpose: Purpose) -> Select[tuple[str]]:
    """Select the address keys, in every spelling, that messages of a purpose must not reach.

    For `people.c.address_key.in_(…)`. Erased people have no spelling; ask `BlockedKeys` for them.
    """
    return (
        select(suppression_spelling.c.address_key)
        .join(suppression, suppression.c.number == suppression_spelling.c.number)
        .where(_stops(purpose))
    )


def _stops(purpose: Purpose) -> ColumnElement[bool]:
    reasons = [reason.value for reason in SuppressionReason if reason.blocks(purpose)]
    return suppression.c.reason.in_(reasons)


def _count_gone(connection: Connection, entries: Sequence[Suppression]) -> int:
    """Count entries of a mail service that its lists do not have now."""
    secret = read_secret(connection)
    now = {(entry.key, entry.source) for entry in entries}
    now |= {(keyed_digest(key, secret), source) for key, source in now} if secret else set()
    query = select(suppression.c.key, suppression.c.source).where(
        suppression.c.source.startswith("sendgrid:", autoescape=True)
    )
    return sum((key, source) not in now for key, source in connection.execute(query))


def _insert(
    connection: Connection,
    rows: Sequence[dict[str, object]],
    spellings: Sequence[frozenset[str]],
) -> None:
    """Insert entries under numbers that no entry ever had: the log names them."""
    last = int(read_fact(connection, "last_number") or "0")
    numbers = range(last + 1, last + 1 + len(rows))
    connection.execute(
        insert(suppression),
        [{**row, "number": number} for row, number in zip(rows, numbers, strict=True)],
    )
    named = [
        {"address_key": key, "number": number}
        for number, keys in zip(numbers, spellings, strict=True)
        for key in sorted(keys)
    ]
    if named:
        connection.execute(insert(suppression_spelling), named)
    write_fact(connection, "last_number", str(last + len(rows)))


def _delete(connection: Connection, numbers: Sequence[int]) -> None:
    note_gone(connection, numbers)
    for some in chunked(numbers, KEYS_PER_QUERY):
        connection.execute(
            delete(suppression_spelling).where(suppression_spelling.c.number.in_(some))
        )
        connection.execute(delete(suppression).where(suppression.c.number.in_(some)))


def _is_key(connection: Connection, key: str) -> ColumnElement[bool]:
    secret = read_secret(connection)
    digest = suppression.c.key == keyed_digest(key, secret) if secret else false()
    return or_(suppression.c.key == key, digest)


def _contains(search: str) -> ColumnElement[bool]:
    if not search:
        return true()
    columns = (
        suppression.c.address,
        suppression.c.reason,
        suppression.c.source,
        suppression.c.note,
    )
    return or_(*(column.icontains(search, autoescape=True) for column in columns))


def _stored(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[StoredSuppression]:
    query = select(suppression).where(wanted).order_by(suppression.c.number)
    for row in connection.execute(query).mappings():
        yield _entry(row)


def _entry(found: RowMapping) -> StoredSuppression:
    return StoredSuppression(
        number=found["number"],
        address=found["address"],
        reason=SuppressionReason(found["reason"]),
        source=found["source"],
        at=found["at"],
        note=found["note"],
    )


def _version(connection: Connection) -> int:
    return int(read_fact(connection, "version") or "0")


def _move_on(connection: Connection) -> None:
    write_fact(connection, "version", str(_version(connection) + 1))
