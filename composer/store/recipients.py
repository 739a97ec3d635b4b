"""The audience of each campaign: who is listed, and who changed that.

A row keeps its random id, token and salt for as long as its address key is known, also when it was
taken out of the audience and comes back: what was sent to somebody stays theirs. Rows that are no
longer listed stay in the table, unlisted. Who changed the audience and when is recorded, because
authors may not approve. Nothing is checked or repaired here; `audience/` did that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from composer.errors import NotFound
from composer.i18n import _
from composer.model.identifiers import Digest, RecipientId
from composer.model.merkle import audience_leaf, merkle_root
from composer.model.recipient import Recipient, address_key
from composer.store.database import Database
from composer.store.recipient_rows import (
    KEYS_PER_QUERY,
    AudienceRow,
    chunked,
    in_listing,
    load_rows,
    store_rows,
)
from composer.store.tables import audience_change, recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A row to be stored, where no other type brings one."""

    row: int
    address: str
    locale: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChange:
    """One recorded change of an audience, numbered from 1."""

    number: int
    columns: tuple[str, ...]
    count: int
    root: Digest
    by: str
    at: datetime


class RecipientStore:
    """The audiences of all campaigns in one database."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    def replace(
        self,
        connection: Connection,
        campaign_id: str,
        *,
        columns: Sequence[str],
        rows: Iterable[AudienceRow],
        by: str,
    ) -> AudienceChange:
        """List exactly these rows, inside the caller's transaction.

        The same audience again (equal root and columns) is no change; only row numbers follow.

        Raises:
            WorkspaceError: two rows have one address key; the caller must not commit then.
        """
        before = _newest_change(connection, campaign_id)
        number = before.number + 1 if before else 1
        names = tuple(columns)
        count = store_rows(connection, campaign_id, number=number, columns=names, rows=rows)
        listed = _sorted_rows(campaign_id, number)
        root = merkle_root(
            audience_leaf(row) for row in load_rows(connection, listed, columns_of={number: names})
        )
        if before and (before.root, before.columns) == (root, names):
            connection.execute(
                update(recipient)
                .where(in_listing(campaign_id, number))
                .values(change=before.number)
            )
            return before
        change = AudienceChange(
            number=number, columns=names, count=count, root=root, by=by, at=self._clock()
        )
        _record_change(connection, campaign_id, change)
        return change

    def changes(self, campaign_id: str) -> tuple[AudienceChange, ...]:
        """Give every recorded change, oldest first."""
        with self._database.read() as connection:
            return _changes(connection, campaign_id)

    def columns(self, campaign_id: str) -> tuple[str, ...]:
        """Give the audience's columns in order; none when there is no audience yet."""
        with self._database.read() as connection:
            newest = _newest_change(connection, campaign_id)
        return newest.columns if newest else ()

    def count(self, campaign_id: str) -> int:
        """Count the listed recipients."""
        return self.page(campaign_id, offset=0, limit=0)[1]

    def recipients(self, campaign_id: str) -> Iterator[Recipient]:
        """Stream the listed recipients, sorted by address key, as they are at one moment."""
        with self._database.read() as connection:
            newest = _newest_change(connection, campaign_id)
            if newest:
                query = _sorted_rows(campaign_id, newest.number)
                yield from load_rows(connection, query, columns_of={newest.number: newest.columns})

    def root(self, campaign_id: str) -> Digest:
        """Compute the Merkle root over the rows as they are stored now."""
        return merkle_root(audience_leaf(row) for row in self.recipients(campaign_id))

    def page(
        self, campaign_id: str, *, offset: int, limit: int, search: str = ""
    ) -> tuple[tuple[Recipient, ...], int]:
        """Give some rows in the order of the file, and how many there are in all.

        `search` keeps rows with that text in the address or any cell, upper or lower case.
        """
        with self._database.read() as connection:
            newest = _newest_change(connection, campaign_id)
            if newest is None:
                return (), 0
            wanted = in_listing(campaign_id, newest.number) & _contains(search)
            counted = select(func.count()).select_from(recipient).where(wanted)
            query = (
                select(recipient)
                .where(wanted)
                .order_by(recipient.c.row, recipient.c.id)
                .offset(offset)
                .limit(limit)
            )
            rows = load_rows(connection, query, columns_of={newest.number: newest.columns})
            return tuple(rows) if limit else (), connection.execute(counted).scalar_one()

    def by_address(self, campaign_id: str, address: str) -> Recipient:
        """Find the listed recipient with this address key.

        Raises:
            NotFound: nobody in the audience has it.
        """
        with self._database.read() as connection:
            newest = _newest_change(connection, campaign_id)
            number = newest.number if newest else 0
            query = select(recipient).where(
                in_listing(campaign_id, number),
                recipient.c.address_key == address_key(address),
            )
            return _only(
                load_rows(connection, query, columns_of=_columns_of(connection, campaign_id))
            )

    def by_id(self, campaign_id: str, recipient_id: str) -> Recipient:
        """Find a recipient by random id, also one that is no longer listed.

        Raises:
            NotFound: the campaign never had it.
        """
        return _only(self.by_ids(campaign_id, [recipient_id]).values())

    def by_ids(
        self, campaign_id: str, recipient_ids: Iterable[str]
    ) -> dict[RecipientId, Recipient]:
        """Find recipients by random id, also unlisted ones; unknown ids are left out."""
        found: dict[RecipientId, Recipient] = {}
        with self._database.read() as connection:
            columns_of = _columns_of(connection, campaign_id)
            for ids in chunked(recipient_ids, KEYS_PER_QUERY):
                query = select(recipient).where(
                    recipient.c.campaign_id == campaign_id, recipient.c.id.in_(ids)
                )
                rows = load_rows(connection, query, columns_of=columns_of)
                found.update((row.id, row) for row in rows)
        return found

    def shared(self, campaign_id: str, other_id: str) -> int:
        """Count the listed recipients of a campaign whose address key another one lists, too."""
        with self._database.read() as connection:
            own = _newest_change(connection, campaign_id)
            other = _newest_change(connection, other_id)
            if own is None or other is None:
                return 0
            theirs = recipient.alias()
            same = recipient.c.address_key == theirs.c.address_key
            query = (
                select(func.count())
                .select_from(recipient.join(theirs, same))
                .where(in_listing(campaign_id, own.number))
                .where(theirs.c.campaign_id == other_id, theirs.c.change == other.number)
            )
            return connection.execute(query).scalar_one()

    def domain_counts(self, campaign_id: str) -> dict[str, int]:
        """Count the listed recipients of each domain, most first."""
        return self._counts(campaign_id, recipient.c.domain)

    def locale_counts(self, campaign_id: str) -> dict[str, int]:
        """Count the listed recipients of each wished locale ("" for none), most first."""
        return self._counts(campaign_id, recipient.c.locale)

    def _counts(self, campaign_id: str, column: Column[str]) -> dict[str, int]:
        number = func.count()
        with self._database.read() as connection:
            newest = _newest_change(connection, campaign_id)
            query = (
                select(column, number)
                .where(in_listing(campaign_id, newest.number if newest else 0))
                .group_by(column)
                .order_by(number.desc(), column)
            )
            return {row[0]: row[1] for row in connection.execute(query)}


def _sorted_rows(campaign_id: str, number: int) -> Select[tuple[object, ...]]:
    return (
        select(recipient).where(in_listing(campaign_id, number)).order_by(recipient.c.address_key)
    )


def _contains(search: str) -> ColumnElement[bool]:
    """Give the condition for rows that hold a text in the address or in any cell."""
    if not search:
        return true()
    as_stored = orjson.dumps(search).decode()[1:-1]
    return or_(
        recipient.c.address.icontains(search, autoescape=True),
        recipient.c.fields.icontains(as_stored, autoescape=True),
    )


def _only(rows: Iterable[Recipient]) -> Recipient:
    for row in rows:
        return row
    raise NotFound(
        _("This recipient is not in the audience."),
        advice=_("Compare the address with the rows of the audience."),
    )


def _newest_change(connection: Connection, campaign_id: str) -> AudienceChange | None:
    changes = _changes(connection, campaign_id, newest_only=True)
    return changes[0] if changes else None


def _columns_of(connection: Connection, campaign_id: str) -> dict[int, tuple[str, ...]]:
    return {change.number: change.columns for change in _changes(connection, campaign_id)}


def _changes(
    connection: Connection, campaign_id: str, *, newest_only: bool = False
) -> tuple[AudienceChange, ...]:
    query = select(audience_change).where(audience_change.c.campaign_id == campaign_id)
    query = (
        query.order_by(audience_change.c.number.desc()).limit(1)
        if newest_only
        else query.order_by(audience_change.c.number)
    )
    return tuple(
        AudienceChange(
            number=row["number"],
            columns=tuple(orjson.loads(row["columns"])),
            count=row["count"],
            root=Digest(row["root"]),
            by=row["by"],
            at=row["at"],
        )
        for row in connection.execute(query).mappings()
    )


def _record_change(connection: Connection, campaign_id: str, change: AudienceChange) -> None:
    connection.execute(
        insert(audience_change).values(
            campaign_id=campaign_id,
            number=change.number,
            columns=orjson.dumps(change.columns).decode(),
            count=change.count,
            root=change.root,
            by=change.by,
            at=change.at,
        )
    )
