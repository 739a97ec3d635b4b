"""The audience of each campaign: who is listed, and who changed that.

A row keeps its random id, token and salt for as long as its address key is known, also when it was
taken out of the audience and comes back: what was sent to somebody stays theirs. People who are no
longer listed are carried along, unlisted. An audience is read into tables of its own first and is
*taken over* in one transaction. Nothing is checked or repaired here; `audience/` did that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import ColumnElement, Connection, Text, cast, delete, func, or_, select, true

from composer.errors import NotFound
from composer.i18n import _
from composer.model.identifiers import Digest, RecipientId
from composer.model.merkle import audience_hash, root_of_hashes
from composer.model.packed_people import PackedPeople, pack_rows
from composer.model.recipient import Recipient, address_key
from composer.store.audience_changes import (
    AudienceChange,
    Listing,
    PeopleFacts,
    columns_of,
    facts_text,
    forget_people,
    move_change,
    newest_listing,
    read_changes,
    read_facts,
    record_change,
)
from composer.store.database import Database
from composer.store.people_tables import (
    PeopleTables,
    campaigns_with_tables,
    drop_tables,
    forgotten_tables,
    has_index_of_ids,
    index_ids,
)
from composer.store.people_writing import copy_former
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked, load_people, read_listed
from composer.store.tables import audience_pending

_PORTIONS_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyPeople:
    """People in tables of their own, judged and folded: they can be taken over.

    Changes in `kept` stay readable when they are; other former ones do not.
    """

    tables: PeopleTables
    columns: tuple[str, ...]
    count: int
    root: Digest
    facts: PeopleFacts
    kept: frozenset[int] = frozenset()


class RecipientStore:
    """The audiences of all campaigns in one database."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock
        self._indexed: set[PeopleTables] = set()

    def carry_along(self, tables: PeopleTables) -> None:
        """Copy everybody whom the campaign knows and these tables do not list, unlisted.

        To be done right before they are taken over, while nothing else changes the audience.
        """
        listing = self.listing(tables.campaign_id)
        if listing is not None:
            with self._database.write(bulk=True) as connection:
                copy_former(connection, listing.tables, tables, change=listing.change.number)

    def take_over(self, connection: Connection, ready: ReadyPeople, *, by: str) -> AudienceChange:
        """List exactly these people, inside the caller's transaction.

        The same audience again (equal root and columns) is no change; only row numbers follow.
        """
        campaign_id, people = ready.tables.campaign_id, ready.tables.number
        before = read_changes(connection, campaign_id)
        facts = facts_text(ready.facts)
        if before and (before[-1].root, before[-1].columns) == (ready.root, ready.columns):
            change = before[-1]
            move_change(connection, campaign_id, change.number, people=people, facts=facts)
        else:
            change = AudienceChange(
                number=before[-1].number + 1 if before else 1,
                columns=ready.columns,
                count=ready.count,
                root=ready.root,
                by=by,
                at=self._clock(),
            )
            record_change(connection, campaign_id, change, people=people, facts=facts)
        forget_people(connection, campaign_id, kept={change.number, *ready.kept})
        connection.execute(
            delete(audience_pending).where(audience_pending.c.campaign_id == campaign_id)
        )
        return change

    def drop_forgotten(self, campaign_id: str) -> None:
        """Drop tables that nothing names any more, one at a time."""
        with self._database.read() as connection:
            forgotten = forgotten_tables(connection, campaign_id)
        for tables in forgotten:
            with self._database.write(bulk=True) as connection:
                drop_tables(connection, tables)

    def campaigns_with_forgotten(self) -> tuple[str, ...]:
        """Give the campaigns that have tables which nothing names."""
        with self._database.read() as connection:
            return tuple(
                campaign_id
                for campaign_id in sorted(campaigns_with_tables(connection))
                if forgotten_tables(connection, campaign_id)
            )

    def first_of_each(self, ready: ReadyPeople, wishes: Sequence[str]) -> list[Recipient]:
        """Give one of the people who wish each of these locales, the first of them if possible."""
        people = ready.tables.people.c
        found: list[Recipient] = []
        with self._database.read() as connection:
            for wish in wishes:
                wanted = ready.tables.listed & (people.locale == wish)
                first = ready.facts.firsts.get(wish, 0)
                for near in (people.position == first, people.position >= 0):
                    query = select(people.position).where(wanted & near).limit(1)
                    position = connection.execute(query).scalar()
                    if position is not None:
                        break
                found += load_people(
                    connection,
                    ready.tables,
                    people.position == position,
                    columns_of={0: ready.columns},
                )
        return found

    def changes(self, campaign_id: str) -> tuple[AudienceChange, ...]:
        """Give every recorded change, oldest first."""
        with self._database.read() as connection:
            return read_changes(connection, campaign_id)

    def listing(self, campaign_id: str) -> Listing | None:
        """Give the audience in use, and the tables that hold it."""
        with self._database.read() as connection:
            return newest_listing(connection, campaign_id)

    def facts(self, campaign_id: str) -> PeopleFacts | None:
        """Give what was counted of the audience in use."""
        with self._database.read() as connection:
            return read_facts(connection, campaign_id)

    def columns(self, campaign_id: str) -> tuple[str, ...]:
        """Give the audience's columns in order; none when there is no audience yet."""
        listing = self.listing(campaign_id)
        return listing.change.columns if listing else ()

    def count(self, campaign_id: str) -> int:
        """Count the listed recipients."""
        listing = self.listing(campaign_id)
        return listing.change.count if listing else 0

    def recipients(self, campaign_id: str) -> Iterator[Recipient]:
        """Stream the listed recipients, sorted by address key, as they are at one moment."""
        with self._database.read() as connection:
            listing = newest_listing(connection, campaign_id)
            if listing:
                yield from load_people(
                    connection,
                    listing.tables,
                    listing.tables.listed,
                    order_by=(listing.tables.people.c.address_key,),
                    columns_of={0: listing.change.columns},
                )

    def values(self, listing: Listing, columns: Collection[str]) -> frozenset[str]:
        """Give the distinct values that a listing's people have in some columns."""
        with self._database.read() as connection:
            named = {0: listing.change.columns}
            people = load_people(
                connection, listing.tables, listing.tables.listed, columns_of=named
            )
            return frozenset(
                value for one in people for name, value in one.fields if name in columns
            )

    def packed(self, campaign_id: str, *, size: int) -> Iterator[PackedPeople]:
        """Stream the same people in the same order as `recipients`, packed for other processes.

        Some thousand are read at a time, so that nothing else has to wait; it ends early when the
        audience is replaced meanwhile.
        """
        listing, after, most = self.listing(campaign_id), "", size * _PORTIONS_AT_ONCE
        while listing is not None:
            with self._database.read() as connection:
                if newest_listing(connection, campaign_id) != listing:
                    return
                rows, after = read_listed(connection, listing.tables, after=after, most=most)
            for some in chunked(rows, size):
                yield pack_rows(listing.change.columns, some)
            if len(rows) < most:
                return

    def root(self, campaign_id: str) -> Digest:
        """Compute the Merkle root over the rows as they are stored now."""
        return root_of_hashes(audience_hash(row) for row in self.recipients(campaign_id))

    def page(
        self, campaign_id: str, *, offset: int, limit: int, search: str = ""
    ) -> tuple[tuple[Recipient, ...], int]:
        """Give some rows in the order of the file, and how many there are in all.

        `search` keeps rows with that text in the address or any cell, upper or lower case.
        """
        with self._database.read() as connection:
            listing = newest_listing(connection, campaign_id)
            if listing is None:
                return (), 0
            people = listing.tables.people
            wanted = listing.tables.listed & _contains(listing.tables, search)
            total = listing.change.count
            if search:
                counted = select(func.count()).select_from(people).where(wanted)
                total = connection.execute(counted).scalar_one()
            positions = select(people.c.position).where(wanted).order_by(people.c.position)
            some = connection.execute(positions.offset(offset).limit(limit)).scalars().all()
            rows = load_people(
                connection,
                listing.tables,
                people.c.position.in_(some),
                order_by=(people.c.position,),
                columns_of={0: listing.change.columns},
            )
            return tuple(rows) if some else (), total

    def before(self, campaign_id: str, row: int) -> int:
        """Count the listed people who stand before a row of the file."""
        with self._database.read() as connection:
            listing = newest_listing(connection, campaign_id)
            if listing is None:
                return 0
            people = listing.tables.people
            is_before = listing.tables.listed & (people.c.position < row)
            counted = select(func.count()).select_from(people).where(is_before)
            return int(connection.execute(counted).scalar_one())

    def by_address(self, campaign_id: str, address: str) -> Recipient:
        """Find the listed recipient with this address key.

        Raises:
            NotFound: nobody in the audience has it.
        """
        with self._database.read() as connection:
            listing = newest_listing(connection, campaign_id)
            if listing is None:
                raise _nobody()
            has_key = listing.tables.people.c.address_key == address_key(address)
            return _only(
                load_people(
                    connection,
                    listing.tables,
                    listing.tables.listed & has_key,
                    columns_of={0: listing.change.columns},
                )
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
        """Find recipients by random id, also unlisted ones; unknown ids are left out.

        Nobody is looked for by id before there is a message: the index for it is made here.
        """
        found: dict[RecipientId, Recipient] = {}
        self._index_ids(campaign_id)
        with self._database.read() as connection:
            listing = newest_listing(connection, campaign_id)
            if listing is None:
                return found
            named = columns_of(connection, campaign_id)
            for ids in chunked(_id_bytes(recipient_ids), KEYS_PER_QUERY):
                wanted = listing.tables.people.c.id.in_(ids)
                rows = load_people(connection, listing.tables, wanted, columns_of=named)
                found.update((row.id, row) for row in rows)
        return found

    def _index_ids(self, campaign_id: str) -> None:
        listing = self.listing(campaign_id)
        if listing is None or listing.tables in self._indexed:
            return
        with self._database.read() as connection:
            is_there = has_index_of_ids(connection, listing.tables)
        if not is_there:
            with self._database.write(bulk=True) as connection:
                index_ids(connection, listing.tables)
        self._indexed.add(listing.tables)

    def shared(self, campaign_id: str, other_id: str) -> int:
        """Count the listed recipients of a campaign whose address key another one lists, too."""
        with self._database.read() as connection:
            own = newest_listing(connection, campaign_id)
            other = newest_listing(connection, other_id)
            if own is None or other is None:
                return 0
            same = own.tables.people.c.address_key == other.tables.people.c.address_key
            query = (
                select(func.count())
                .select_from(own.tables.people.join(other.tables.people, same))
                .where(own.tables.listed, other.tables.listed)
            )
            return connection.execute(query).scalar_one()

    def listed_keys(self, campaign_id: str, keys: Sequence[str]) -> frozenset[str]:
        """Give those of some address keys that a campaign lists."""
        found: set[str] = set()
        with self._database.read() as connection:
            listing = newest_listing(connection, campaign_id)
            if listing is None:
                return frozenset()
            key = listing.tables.people.c.address_key
            for some in chunked(keys, KEYS_PER_QUERY):
                query = select(key).where(key.in_(some), listing.tables.listed)
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def domain_counts(self, campaign_id: str) -> dict[str, int]:
        """Count the listed recipients of each domain, most first."""
        facts = self.facts(campaign_id)
        return _most_first(facts.domains) if facts else {}

    def locale_counts(self, campaign_id: str) -> dict[str, int]:
        """Count the listed recipients of each wished locale ("" for none), most first."""
        facts = self.facts(campaign_id)
        return _most_first(facts.locales) if facts else {}


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _contains(tables: PeopleTables, search: str) -> ColumnElement[bool]:
    """Give the condition for rows that hold a text in the address or in any cell."""
    if not search:
        return true()
    people = tables.people.c
    as_stored = orjson.dumps(search).decode()[1:-1]
    return or_(
        func.coalesce(people.address, people.address_key).icontains(search, autoescape=True),
        cast(people.cells, Text).icontains(as_stored, autoescape=True),
    )


def _id_bytes(recipient_ids: Iterable[str]) -> Iterator[bytes]:
    """Give ids as they are stored; what is no id belongs to nobody."""
    for text in recipient_ids:
        try:
            yield bytes.fromhex(text)
        except ValueError:
            continue


def _only(rows: Iterable[Recipient]) -> Recipient:
    for row in rows:
        return row
    raise _nobody()


def _nobody() -> NotFound:
    return NotFound(
        _("This recipient is not in the audience."),
        advice=_("Compare the address with the rows of the audience."),
    )
