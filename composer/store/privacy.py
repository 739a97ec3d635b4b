"""What was removed of personal data and what is to be, and the removing itself, in the database.

A removal is recorded before its first step and marked done after its last one: whatever cuts it
off, the next opening finishes it. Each step may be done again. What stays: random ids, keyed
digests, counts, everything that is signed or chained.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import orjson
from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from composer.model.privacy import Purge, RetentionRule
from composer.model.recipient import Recipient
from composer.store.audience_changes import (
    columns_of,
    facts_from,
    facts_text,
    forget_people,
    newest_listing,
)
from composer.store.bounce_tables import bounce
from composer.store.check_tables import (
    CheckTables,
    drop_check_tables,
    state_of,
    tables_of,
)
from composer.store.database import Database
from composer.store.people_erasing import (
    Wanted,
    empty_people,
    empty_some,
    forget_some_values,
    forget_values_of,
    read_rows,
)
from composer.store.people_tables import (
    PeopleTables,
    drop_tables,
    forgotten_tables,
    named_numbers,
    people_tables,
)
from composer.store.people_writing import unlist
from composer.store.privacy_tables import erasure_waiting, purge, retention_rule
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked, load_people
from composer.store.suppression_hashes import keyed_digest
from composer.store.tables import (
    audience_change,
    audience_pending,
    check,
    mail_domain,
    proof,
    receipt,
    test_send,
)
from composer.store.wire_kept import erased_wire

LEAST_OF_A_DOMAIN = 20
"""So many people a domain has at least where it stays: a smaller one may name somebody."""

_AT_ONCE = 20_000

Scrub = Callable[[Mapping[str, object]], dict[str, object]]


class PrivacyStore:
    """The removals of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rule(self) -> RetentionRule:
        """Give the owner's rule, or the usual one."""
        newest = select(retention_rule).order_by(retention_rule.c.number.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(newest).first()
        if row is None:
            return RetentionRule()
        return RetentionRule(days=row.days, by_itself=row.by_itself)

    def set_rule(self, rule: RetentionRule, *, by: str, at: datetime) -> None:
        """Keep another rule; the former ones stay on record."""
        with self._database.write() as connection:
            connection.execute(
                insert(retention_rule).values(
                    days=rule.days, by_itself=rule.by_itself, by=by, at=at
                )
            )

    def purge_of(self, campaign_id: str) -> Purge | None:
        """Give a campaign's removal, or None."""
        with self._database.read() as connection:
            query = select(purge).where(purge.c.campaign_id == campaign_id)
            row = connection.execute(query).mappings().first()
        return None if row is None else _purge(row)

    def cut_off(self) -> tuple[Purge, ...]:
        """Give the removals that were begun and not finished."""
        with self._database.read() as connection:
            rows = connection.execute(select(purge).where(purge.c.done_at.is_(None))).mappings()
            return tuple(_purge(row) for row in rows)

    def begin(self, campaign_id: str, *, people: int, by: str, at: datetime) -> None:
        """Record that a campaign's personal data is removed from now on."""
        values = {"campaign_id": campaign_id, "people": people, "by": by, "begun_at": at}
        with self._database.write() as connection:
            connection.execute(insert(purge).values(**values))
            connection.execute(
                delete(erasure_waiting).where(erasure_waiting.c.campaign_id == campaign_id)
            )

    def done(self, campaign_id: str, *, at: datetime) -> None:
        """Record that everything is removed."""
        with self._database.write() as connection:
            connection.execute(
                update(purge).where(purge.c.campaign_id == campaign_id).values(done_at=at)
            )

    def waiting(self) -> tuple[str, ...]:
        """Give the campaigns that may still hold somebody who was erased."""
        with self._database.read() as connection:
            query = select(erasure_waiting.c.campaign_id)
            return tuple(sorted(connection.execute(query).scalars()))

    def wait(self, campaign_ids: Iterable[str], *, at: datetime) -> None:
        """Record that campaigns are to be looked through for everybody who was erased."""
        with self._database.write() as connection:
            known = set(connection.execute(select(erasure_waiting.c.campaign_id)).scalars())
            new = [{"campaign_id": one, "at": at} for one in campaign_ids if one not in known]
            if new:
                connection.execute(insert(erasure_waiting), new)

    def looked_through(self, campaign_id: str) -> None:
        """Record that a campaign holds nobody any more who was erased."""
        with self._database.write() as connection:
            connection.execute(
                delete(erasure_waiting).where(erasure_waiting.c.campaign_id == campaign_id)
            )

    def people(self, campaign_id: str) -> Iterator[Recipient]:
        """Stream everybody whom a campaign knows, also who is no longer listed."""
        with self._database.read() as connection:
            listing = newest_listing(connection, campaign_id)
            if listing is not None:
                yield from load_people(
                    connection,
                    listing.tables,
                    listing.tables.people.c.id.is_not(None),
                    columns_of=columns_of(connection, campaign_id),
                )

    def erase_people(self, campaign_id: str, *, secret: bytes) -> None:
        """Empty every row of a campaign's audience, and drop all others that it ever had.

        In pieces: nobody who wants to write meanwhile waits for a million rows.
        """
        with self._database.write() as connection:
            connection.execute(
                delete(audience_pending).where(audience_pending.c.campaign_id == campaign_id)
            )
            listing = newest_listing(connection, campaign_id)
            domains = _large_domains(connection, campaign_id)
            if listing is not None:
                forget_people(connection, campaign_id, kept={listing.change.number})
        if listing is not None:
            self._empty(listing.tables, secret=secret, domains=domains)
        with self._database.write() as connection:
            _forget_domains(connection, campaign_id)
        self.drop_forgotten(campaign_id)

    def _empty(self, tables: PeopleTables, *, secret: bytes, domains: frozenset[str]) -> None:
        after: int | None = -1
        while after is not None:
            with self._database.write(bulk=True) as connection:
                after = empty_some(
                    connection,
                    tables,
                    digest_of=lambda key: keyed_digest(key, secret),
                    domains=domains,
                    after=after,
                )
        is_left = True
        while is_left:
            with self._database.write(bulk=True) as connection:
                is_left = forget_some_values(connection, tables)

    def drop_forgotten(self, campaign_id: str) -> None:
        """Drop the tables of people that nothing names any more, one audience's at a time."""
        with self._database.read() as connection:
            forgotten = forgotten_tables(connection, campaign_id)
        for tables in forgotten:
            with self._database.write(bulk=True) as connection:
                drop_tables(connection, tables)

    def erase_persons(
        self, campaign_id: str, *, wanted: Wanted, secret: bytes, unlists: bool
    ) -> int:
        """Empty the rows that are wanted, in every audience of a campaign that is kept.

        `unlists`: nobody was written to; the rows list nobody any more. Counts the rows.
        """
        count = 0
        for tables in self._named(campaign_id):
            with self._database.write(bulk=True) as connection:
                rows = empty_people(
                    connection,
                    tables,
                    digest_of=lambda key: keyed_digest(key, secret),
                    wanted=wanted,
                )
                if rows:
                    forget_values_of(connection, tables, rows)
                if unlists:
                    unlist(connection, tables, rows)
                count += len(rows)
        return count

    def has_person(self, campaign_id: str, wanted: Wanted) -> bool:
        """Whether any row of a campaign's audiences is wanted."""
        with self._database.read() as connection:
            return any(
                wanted(key, cells)
                for tables in self._named(campaign_id)
                for key, cells in read_rows(connection, tables)
            )

    def _named(self, campaign_id: str) -> list[PeopleTables]:
        with self._database.read() as connection:
            numbers = named_numbers(connection, campaign_id) - {0}
        return [people_tables(campaign_id, number) for number in sorted(numbers)]

    def erase_checks(
        self,
        campaign_id: str,
        scrub: Scrub,
        *,
        is_gone: Callable[[Mapping[str, object]], bool] = lambda _found: True,
    ) -> None:
        """Take people out of what checks found; everybody's digests stay.

        `is_gone` is asked of each finding about single people; all go unless it is given.
        """
        with self._database.read() as connection:
            runs = [(one, state_of(connection, one)) for one in tables_of(connection, campaign_id)]
        for tables, state in runs:
            if state is None or not state.finished:
                with self._database.write(bulk=True) as connection:
                    drop_check_tables(connection, tables)
                continue
            for some in chunked(self._found(tables, is_gone), _AT_ONCE):
                with self._database.write() as connection:
                    for numbers in chunked(some, KEYS_PER_QUERY):
                        own = tables.found.c.number.in_(numbers)
                        connection.execute(delete(tables.found).where(own))
            with self._database.write() as connection:
                connection.execute(update(tables.state).values(record="{}"))
        with self._database.write() as connection:
            checked = connection.execute(select(check).where(check.c.campaign_id == campaign_id))
            for row in checked.mappings().all():
                record = orjson.dumps(scrub(orjson.loads(row["record"]))).decode()
                own = check.c.binding == row["binding"]
                connection.execute(update(check).where(own).values(record=record))

    def _found(
        self, tables: CheckTables, is_gone: Callable[[Mapping[str, object]], bool]
    ) -> list[int]:
        """Give the numbers of the findings that are to go."""
        found = tables.found.c
        query = select(found.number, found.record).execution_options(yield_per=_AT_ONCE)
        with self._database.read() as connection:
            return [
                number for number, text in connection.execute(query) if is_gone(orjson.loads(text))
            ]

    def erase_tests(self, campaign_id: str, *, shown: Collection[str] | None = None) -> None:
        """Take values of people out of test messages; of these recipients only where given."""
        with self._database.write() as connection:
            for line in connection.execute(_tests(campaign_id)).all():
                if shown is None or line.recipient_id in shown:
                    own = update(test_send).where(test_send.c.id == line.id)
                    connection.execute(own.values(wire=erased_wire(bytes(line.wire))))
                    _empty_receipts(connection, line.id)

    def erase_bounces(self, campaign_id: str, *, shown: Collection[str] | None = None) -> None:
        """Forget what servers said when messages came back; that they did, and why, stays."""
        own = update(bounce).where(bounce.c.campaign_id == campaign_id)
        with self._database.write() as connection:
            if shown is None:
                connection.execute(own.values(answer=""))
                return
            for some in chunked(shown, KEYS_PER_QUERY):
                connection.execute(own.where(bounce.c.recipient_id.in_(some)).values(answer=""))

    def wires(self, campaign_id: str, *, shown: Collection[str] | None = None) -> tuple[bytes, ...]:
        """Give the test messages as they are kept; of these recipients only where given."""
        with self._database.read() as connection:
            return tuple(
                bytes(line.wire)
                for line in connection.execute(_tests(campaign_id))
                if shown is None or line.recipient_id in shown
            )


def _tests(campaign_id: str) -> Select[tuple[str, bytes, str]]:
    return (
        select(test_send.c.id, test_send.c.wire, test_send.c.recipient_id)
        .join_from(test_send, proof, proof.c.digest == test_send.c.proof)
        .where(proof.c.campaign_id == campaign_id)
    )


def _empty_receipts(connection: Connection, test_send_id: str) -> None:
    """Keep which part of a received copy differed, without what stood there."""
    query = select(receipt.c.number, receipt.c.differences)
    rows = connection.execute(query.where(receipt.c.test_send_id == test_send_id)).all()
    for number, differences in rows:
        parts = [{**item, "expected": "", "found": ""} for item in orjson.loads(differences)]
        own = update(receipt).where(receipt.c.number == number)
        connection.execute(own.values(differences=orjson.dumps(parts).decode()))


def _large_domains(connection: Connection, campaign_id: str) -> frozenset[str]:
    """Give the domains of so many people that they name nobody."""
    domains: dict[str, int] = {}
    for facts in _facts(connection, campaign_id).values():
        domains |= facts_from(facts).domains
    return frozenset(name for name, count in domains.items() if count >= LEAST_OF_A_DOMAIN)


def _forget_domains(connection: Connection, campaign_id: str) -> None:
    """Count small domains no more, nor remember what the name service said of any."""
    for number, text in _facts(connection, campaign_id).items():
        facts = facts_from(text)
        large = {name: n for name, n in facts.domains.items() if n >= LEAST_OF_A_DOMAIN}
        small = set(facts.domains) - set(large)
        for name in sorted(small):
            connection.execute(delete(mail_domain).where(mail_domain.c.domain == name))
        own = audience_change.c.number == number
        connection.execute(
            update(audience_change)
            .where(audience_change.c.campaign_id == campaign_id, own)
            .values(facts=facts_text(replace(facts, domains=large)))
        )


def _facts(connection: Connection, campaign_id: str) -> dict[int, str]:
    query = select(audience_change.c.number, audience_change.c.facts).where(
        audience_change.c.campaign_id == campaign_id, audience_change.c.facts.is_not(None)
    )
    return {row.number: row.facts for row in connection.execute(query)}


def _purge(row: RowMapping) -> Purge:
    return Purge(
        campaign_id=row["campaign_id"],
        people=row["people"],
        by=row["by"],
        begun_at=row["begun_at"],
        done_at=row["done_at"],
    )
