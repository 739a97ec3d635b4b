"""The workspace's translation memory: what was reviewed, found again by keys and by shape.

Keys and shapes are made by `translation/memory.py`; here they are text. Guards: the same
translation of the same text is stored once, under who reviewed it last; what somebody took out
comes back only when somebody reviews it again; every change moves the version of its pair of
languages, so that the shapes in memory are never older than the table.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)

from composer.model.memory import LanguagePair, MemoryCount, MemoryUnit, StoredUnit
from composer.model.rendered import framed
from composer.store.database import Database
from composer.store.memory_tables import memory_pair, memory_unit
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.tables import campaign

_MOST_SAME = 20
_BETWEEN = "\n"  # no shape holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedUnit:
    """A unit with the keys of its source."""

    unit: MemoryUnit
    exact: str
    loose: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """All shapes of a pair at one version, the shortest first."""

    version: int
    shapes: list[str]


class TranslationMemoryStore:
    """The translation memory of one database. Threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[LanguagePair, _Kept] = {}

    def remember(self, units: Iterable[KeyedUnit]) -> int:
        """Take units in, also those that somebody took out before; give how many are new."""
        with self._database.write() as connection:
            return _add(connection, list(units), again=True)

    def take_in(self, units: Iterable[KeyedUnit]) -> int:
        """Take units of a file in: what was taken out stays out, what is there stays as it is."""
        with self._database.write() as connection:
            return _add(connection, list(units), again=False)

    def make_anew(self, units: Iterable[KeyedUnit]) -> int:
        """Put these in place of everything that came from campaigns; give how many there are."""
        wanted = list(units)
        with self._database.write(bulk=True) as connection:
            of_campaigns = and_(memory_unit.c.campaign_id != "", memory_unit.c.is_gone.is_(False))
            _move_on(connection, _pairs(connection, of_campaigns))
            connection.execute(delete(memory_unit).where(of_campaigns))
            return _add(connection, wanted, again=False)

    def forget(self, number: int) -> bool:
        """Take one unit out; tell whether it was there."""
        with self._database.write() as connection:
            where = and_(memory_unit.c.number == number, memory_unit.c.is_gone.is_(False))
            _move_on(connection, _pairs(connection, where))
            done = connection.execute(update(memory_unit).where(where).values(is_gone=True))
            return bool(done.rowcount)

    def bring_back(self, number: int) -> None:
        """Undo that one unit was taken out."""
        with self._database.write() as connection:
            where = memory_unit.c.number == number
            _move_on(connection, _pairs(connection, where))
            connection.execute(update(memory_unit).where(where).values(is_gone=False))

    def drop(self, digests: Iterable[str], *, campaign_id: str) -> None:
        """Take out what one campaign brought and does not stand by any more."""
        with self._database.write() as connection:
            for some in chunked(list(digests), KEYS_PER_QUERY):
                where = and_(
                    memory_unit.c.digest.in_(some), memory_unit.c.campaign_id == campaign_id
                )
                _move_on(connection, _pairs(connection, where))
                connection.execute(delete(memory_unit).where(where))

    def with_keys(self, pair: LanguagePair, *, exact: str, loose: str) -> tuple[StoredUnit, ...]:
        """Give the newest units with the same source, then those that differ in marks alone."""
        found: dict[int, StoredUnit] = {}
        with self._database.read() as connection:
            for key in (memory_unit.c.exact == exact, memory_unit.c.loose == loose):
                for item in _stored(connection, and_(_of_pair(pair), key), limit=_MOST_SAME):
                    found.setdefault(item.number, item)
        return tuple(found.values())

    def with_shapes(
        self, pair: LanguagePair, shapes: Sequence[str], *, most: int
    ) -> tuple[StoredUnit, ...]:
        """Give units of some shapes, at most so many: those of the first shapes, their newest."""
        with self._database.read() as connection:
            numbers = _numbers(connection, pair, shapes)[:most]
            return tuple(_stored(connection, memory_unit.c.number.in_(numbers)))

    def shapes(self, pair: LanguagePair, *, shortest: int, longest: int) -> Sequence[str]:
        """Give the shapes of some lengths, the shortest first."""
        with self._database.read() as connection:
            version = _version(connection, pair)
            kept = self._kept.get(pair)
            if kept is None or kept.version != version:
                kept = _Kept(version=version, shapes=_all_shapes(connection, pair))
                self._kept[pair] = kept
        first, last = (bisect_left(kept.shapes, at, key=len) for at in (shortest, longest + 1))
        return kept.shapes[first:last]

    def all(self, pair: LanguagePair) -> tuple[StoredUnit, ...]:
        """Give every unit of a pair, the oldest first."""
        with self._database.read() as connection:
            return tuple(reversed(list(_stored(connection, _of_pair(pair)))))

    def pairs(self) -> tuple[LanguagePair, ...]:
        """Give the pairs of languages that something was ever stored of."""
        with self._database.read() as connection:
            rows = connection.execute(select(memory_pair.c.source_locale, memory_pair.c.locale))
            return tuple(LanguagePair(source=row[0], target=row[1]) for row in rows)

    def counts(self) -> tuple[MemoryCount, ...]:
        """Count the units by pair of languages."""
        columns = (memory_unit.c.source_locale, memory_unit.c.locale)
        query = (
            select(*columns, func.count().label("units"), func.max(memory_unit.c.at).label("at"))
            .where(memory_unit.c.is_gone.is_(False))
            .group_by(*columns)
            .order_by(*columns)
        )
        with self._database.read() as connection:
            return tuple(
                MemoryCount(
                    pair=LanguagePair(source=row.source_locale, target=row.locale),
                    units=row.units,
                    at=row.at,
                )
                for row in connection.execute(query)
            )


def unit_digest(pair: LanguagePair, source: str, target: str) -> str:
    """Give the digest by which one translation of one text is found."""
    fields = (pair.source, pair.target, source, target)
    return hashlib.sha256(b"".join(map(framed, fields))).hexdigest()


def _add(connection: Connection, units: Sequence[KeyedUnit], *, again: bool) -> int:
    """Store units, each once; with `again` what was taken out comes back."""
    rows = {row["digest"]: row for row in map(_row, units)}
    known: dict[str, bool] = {}
    for some in chunked(list(rows), KEYS_PER_QUERY):
        query = select(memory_unit.c.digest, memory_unit.c.is_gone).where(
            memory_unit.c.digest.in_(some)
        )
        known |= {row.digest: row.is_gone for row in connection.execute(query)}
    skipped = (
        set()
        if again
        else {
            digest
            for digest, is_gone in known.items()
            if is_gone
            or not rows[digest]["campaign_id"]  # a file says less than who reviewed it here
        }
    )
    for digest in known.keys() - skipped:
        row = rows[digest]
        values = {name: row[name] for name in ("campaign_id", "origin", "by", "at")}
        connection.execute(
            update(memory_unit)
            .where(memory_unit.c.digest == digest)
            .values(is_gone=False, **values)
        )
    new = [row for digest, row in rows.items() if digest not in known]
    if new:
        connection.execute(insert(memory_unit), new)
    _move_on(connection, {item.unit.pair for item in units})
    back = sum(known[digest] for digest in known.keys() - skipped)
    return len(new) + back


def _row(item: KeyedUnit) -> dict[str, object]:
    unit = item.unit
    return {
        "digest": unit_digest(unit.pair, unit.source, unit.target),
        "source_locale": unit.pair.source,
        "locale": unit.pair.target,
        "source": unit.source,
        "target": unit.target,
        "exact": item.exact,
        "loose": item.loose,
        "shape": item.shape,
        "length": len(item.shape),
        "campaign_id": unit.campaign,
        "origin": unit.origin,
        "by": unit.by,
        "at": unit.at,
        "is_gone": False,
    }


def _of_pair(pair: LanguagePair) -> ColumnElement[bool]:
    return and_(
        memory_unit.c.source_locale == pair.source,
        memory_unit.c.locale == pair.target,
        memory_unit.c.is_gone.is_(False),
    )


def _stored(
    connection: Connection, where: ColumnElement[bool], *, limit: int | None = None
) -> Iterator[StoredUnit]:
    """Give units, the newest first."""
    query = (
        select(memory_unit, campaign.c.name)
        .select_from(memory_unit.outerjoin(campaign, campaign.c.id == memory_unit.c.campaign_id))
        .where(where)
        .order_by(memory_unit.c.at.desc(), memory_unit.c.number.desc())
        .limit(limit)
    )
    for row in connection.execute(query).mappings():
        yield _unit(row)


def _unit(row: RowMapping) -> StoredUnit:
    return StoredUnit(
        number=row["number"],
        campaign_name=row["name"] or "",
        unit=MemoryUnit(
            source=row["source"],
            target=row["target"],
            pair=LanguagePair(source=row["source_locale"], target=row["locale"]),
            campaign=row["campaign_id"],
            by=row["by"],
            at=row["at"],
            origin=row["origin"],
        ),
    )


def _all_shapes(connection: Connection, pair: LanguagePair) -> list[str]:
    """Read all shapes of a pair as one text: a row for each takes twice as long."""
    inner = (
        select(memory_unit.c.shape)
        .where(_of_pair(pair))
        .order_by(memory_unit.c.length, memory_unit.c.number)
        .subquery()
    )
    found = connection.execute(select(func.aggregate_strings(inner.c.shape, _BETWEEN))).scalar()
    return [] if found is None else str(found).split(_BETWEEN)


def _numbers(connection: Connection, pair: LanguagePair, shapes: Sequence[str]) -> list[int]:
    """Give the numbers of the units of some shapes, those of the first shape first.

    The lengths are asked for as well, so that only their part of the index is read.
    """
    place = {shape: at for at, shape in enumerate(shapes)}
    query = select(memory_unit.c.shape, memory_unit.c.number).where(
        _of_pair(pair),
        memory_unit.c.length.in_({len(shape) for shape in shapes}),
        memory_unit.c.shape.in_(place),
    )
    found = ((place[shape], -number) for shape, number in connection.execute(query))
    return [-number for _place, number in sorted(found)]


def _pairs(connection: Connection, where: ColumnElement[bool]) -> set[LanguagePair]:
    query = select(memory_unit.c.source_locale, memory_unit.c.locale).where(where).distinct()
    return {
        LanguagePair(source=row.source_locale, target=row.locale)
        for row in connection.execute(query)
    }


def _version(connection: Connection, pair: LanguagePair) -> int:
    query = select(memory_pair.c.version).where(_is_pair(pair))
    return int(connection.execute(query).scalar() or 0)


def _move_on(connection: Connection, pairs: Iterable[LanguagePair]) -> None:
    for pair in pairs:
        version = _version(connection, pair)
        if version:
            statement = update(memory_pair).where(_is_pair(pair)).values(version=version + 1)
            connection.execute(statement)
        else:
            values = {"source_locale": pair.source, "locale": pair.target, "version": 1}
            connection.execute(insert(memory_pair), values)


def _is_pair(pair: LanguagePair) -> ColumnElement[bool]:
    return and_(memory_pair.c.source_locale == pair.source, memory_pair.c.locale == pair.target)
