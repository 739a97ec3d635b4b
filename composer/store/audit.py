"""The workspace's log: who did what and when, each entry chained to the one before by its hash.

A changed, removed or inserted entry shows, because every later hash depends on it. A log cut short
or put back to an older state shows against a head remembered elsewhere. Details name people by
public key and recipients by random id; an address is refused.

An entry's hash is made from the digest of what it says, so that evidence can prove the chain while
it leaves out what concerns other campaigns. Entries of older programs hash their text directly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, or_, select

from composer.findings import Finding, finding
from composer.model.rendered import framed
from composer.store.database import Database
from composer.store.tables import audit

BEGINNING = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """How far the log goes: the newest entry's number and hash."""

    number: int = 0
    hash: str = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One entry, numbered from 1; `details` is JSON text as it was hashed."""

    number: int
    at: datetime
    person: str
    action: str
    details: str
    previous: str
    hash: str

    @property
    def fits_itself(self) -> bool:
        """Whether the hash is that of what the entry says."""
        return self.hash in (self.chained_hash, self._older_hash)

    @property
    def chained_hash(self) -> str:
        """The hash as it is made today: from the number, the hash before and the content."""
        return chained(self.number, previous=self.previous, content=self.content_digest)

    @property
    def content_digest(self) -> str:
        """The digest that stands for what the entry says."""
        parts = (_written(self.at), self.person, self.action, self.details)
        return hashlib.sha256(b"entry2" + b"".join(framed(part) for part in parts)).hexdigest()

    @property
    def _older_hash(self) -> str:
        parts = (
            str(self.number), _written(self.at), self.person, self.action, self.details,
            self.previous,
        )  # fmt: skip
        return hashlib.sha256(b"audit1" + b"".join(framed(part) for part in parts)).hexdigest()


def chained(number: int, *, previous: str, content: str) -> str:
    """Hash an entry, named by the digest of its content, together with the one before it."""
    parts = (str(number), previous, content)
    return hashlib.sha256(b"audit2" + b"".join(framed(part) for part in parts)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which entries are wanted; what is empty asks for nothing.

    `subjects` are ids one of which stands in the details. `text` stands in the details, or the
    entry is of one of `text_actions`, `text_people` or `text_subjects`.
    """

    person: str = ""
    beginnings: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    text: str = ""
    text_actions: tuple[str, ...] = ()
    text_people: tuple[str, ...] = ()
    text_subjects: tuple[str, ...] = ()


class AuditLog:
    """The log of one workspace. `after_append` is told the new head once it is on the disk."""

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

    def append(self, *, person: str, action: str, details: Mapping[str, object]) -> AuditEntry:
        """Add an entry.

        Raises:
            ValueError: the details hold something that looks like an address.
        """
        with self._database.write() as connection:
            entry = append_within(
                connection, person=person, action=action, details=details, at=self._clock()
            )
        if self._after_append is not None:
            self._after_append(AuditHead(number=entry.number, hash=entry.hash))
        return entry

    def head(self) -> AuditHead:
        """Give the newest entry's number and hash, to be remembered elsewhere."""
        with self._database.read() as connection:
            return read_head(connection)

    def newest_at(self) -> datetime | None:
        """Tell the highest time that the log holds: a clock set back does not undo it."""
        with self._database.read() as connection:
            found = connection.execute(select(audit.c.at).order_by(audit.c.at.desc()).limit(1))
            return found.scalar()

    def entries(self) -> Iterator[AuditEntry]:
        """Stream the log, oldest first."""
        with self._database.read() as connection:
            query = select(audit).order_by(audit.c.number)
            for row in connection.execute(query).mappings():
                yield _entry_from(row)

    def actions(self, action: str) -> Iterator[AuditEntry]:
        """Stream the entries of one action, the newest first."""
        query = select(audit).where(audit.c.action == action).order_by(audit.c.number.desc())
        with self._database.read() as connection:
            yield from map(_entry_from, connection.execute(query).mappings())

    def after_naming(self, subject: str, action: str, *, wanted: str) -> tuple[AuditEntry, ...]:
        """Give the entries of a wanted action since one of `action` first named a subject."""
        with self._database.read() as connection:
            first = connection.execute(
                select(func.min(audit.c.number)).where(audit.c.action == action, _names(subject))
            ).scalar()
            if first is None:
                return ()
            later = audit.c.number > first, audit.c.action == wanted
            rows = connection.execute(select(audit).where(*later).order_by(audit.c.number))
            return tuple(map(_entry_from, rows.mappings()))

    def page(
        self, wanted: LogFilter, *, offset: int, limit: int
    ) -> tuple[tuple[AuditEntry, ...], int]:
        """Give some entries, the newest first, and how many there are."""
        where = _conditions(wanted)
        rows = select(audit).where(*where).order_by(audit.c.number.desc())
        with self._database.read() as connection:
            total = connection.execute(select(func.count()).select_from(audit).where(*where))
            found = connection.execute(rows.offset(offset).limit(limit)).mappings()
            return tuple(map(_entry_from, found)), total.scalar_one()

    def verify(self, *, remembered: AuditHead | Iterable[AuditHead] | None = None) -> list[Finding]:
        """Find the first entry that does not fit, or that a remembered head says is missing."""
        expected = AuditHead()
        heads = (remembered,) if isinstance(remembered, AuditHead) else tuple(remembered or ())
        wanted = {head.number: head for head in heads if head.number}
        if len({head for head in heads if head.number}) > len(wanted):  # two of one number
            return [finding("audit.broken", number=min(wanted))]
        for entry in self.entries():
            fits = (entry.number, entry.previous) == (expected.number + 1, expected.hash)
            if not fits or not entry.fits_itself:
                return [finding("audit.broken", number=expected.number + 1)]
            expected = AuditHead(number=entry.number, hash=entry.hash)
            if wanted.get(entry.number, expected) != expected:
                return [finding("audit.broken", number=entry.number)]
        if expected.number < max(wanted, default=0):
            return [finding("audit.broken", number=expected.number + 1)]
        return []


def append_within(
    connection: Connection,
    *,
    person: str,
    action: str,
    details: Mapping[str, object],
    at: datetime,
) -> AuditEntry:
    """Add an entry in the same step as what it tells of; its head is to be remembered afterwards.

    Raises:
        ValueError: the details hold something that looks like an address.
    """
    text = orjson.dumps(dict(details), option=orjson.OPT_SORT_KEYS).decode()
    if "@" in text:
        message = "an address does not belong into the log"
        raise ValueError(message)
    head = read_head(connection)
    bare = AuditEntry(
        number=head.number + 1,
        at=at,
        person=person,
        action=action,
        details=text,
        previous=head.hash,
        hash="",
    )
    entry = replace(bare, hash=bare.chained_hash)
    connection.execute(insert(audit).values(asdict(entry)))
    return entry


def read_head(connection: Connection) -> AuditHead:
    """Give the newest entry's number and hash as this connection sees them."""
    query = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    for number, hash_ in connection.execute(query):
        return AuditHead(number=number, hash=hash_)
    return AuditHead()


def holds_head(connection: Connection, head: AuditHead) -> bool:
    """Whether the log has this very entry, whatever came after it."""
    if head.number == 0:
        return True
    query = select(audit.c.hash).where(audit.c.number == head.number)
    return connection.execute(query).scalar() == head.hash


def _conditions(wanted: LogFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.person:
        found.append(audit.c.person == wanted.person)
    if wanted.beginnings:
        found.append(
            or_(*(audit.c.action.startswith(x, autoescape=True) for x in wanted.beginnings))
        )
    if wanted.subjects:
        found.append(or_(*map(_names, wanted.subjects)))
    if wanted.text:
        found.append(
            or_(
                func.lower(audit.c.details).contains(wanted.text.lower(), autoescape=True),
                audit.c.action.in_(wanted.text_actions),
                audit.c.person.in_(wanted.text_people),
                *map(_names, wanted.text_subjects),
            )
        )
    return found


def _names(subject: str) -> ColumnElement[bool]:
    """Whether an id stands in the details as a whole text."""
    return audit.c.details.contains(f'"{subject}"', autoescape=True)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _entry_from(row: RowMapping) -> AuditEntry:
    return AuditEntry(
        number=row["number"],
        at=row["at"],
        person=row["person"],
        action=row["action"],
        details=row["details"],
        previous=row["previous"],
        hash=row["hash"],
    )
