"""The recorded changes of each campaign's audience, oldest first, and what was counted then.

Who changed the audience and when is recorded for good, because authors may not approve. Only the
newest change has people to be read, and whichever change the newest proof froze: to say what has
changed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import Connection, RowMapping, insert, select, update

from composer.model.identifiers import Digest
from composer.store.people_tables import PeopleTables, people_tables
from composer.store.tables import audience_change


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFacts:
    """What is counted of the listed people: by wished locale ("" for none), and by domain.

    `firsts` is the row of the first person with each wish, as it was read. `source` is how the file
    was called, `source_columns` are its columns; `decisions` is what said who is listed.
    """

    locales: dict[str, int]
    domains: dict[str, int]
    firsts: dict[str, int] = field(default_factory=dict)
    source: str = ""
    source_columns: tuple[str, ...] = ()
    decisions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChange:
    """One recorded change of an audience, numbered from 1."""

    number: int
    columns: tuple[str, ...]
    count: int
    root: Digest
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A change whose people can be read, and where."""

    change: AudienceChange
    tables: PeopleTables


def read_changes(connection: Connection, campaign_id: str) -> tuple[AudienceChange, ...]:
    """Give every change of a campaign, oldest first."""
    query = select(audience_change).where(audience_change.c.campaign_id == campaign_id)
    rows = connection.execute(query.order_by(audience_change.c.number)).mappings()
    return tuple(_change_from(row) for row in rows)


def newest_listing(connection: Connection, campaign_id: str) -> Listing | None:
    """Give the audience in use."""
    query = select(audience_change).where(audience_change.c.campaign_id == campaign_id)
    newest = query.order_by(audience_change.c.number.desc()).limit(1)
    for row in connection.execute(newest).mappings():
        return _listing_from(row)
    return None


def listing_with_root(connection: Connection, campaign_id: str, root: str) -> Listing | None:
    """Give the newest audience with this root whose people are kept."""
    query = select(audience_change).where(
        audience_change.c.campaign_id == campaign_id,
        audience_change.c.root == root,
        audience_change.c.people.is_not(None),
    )
    newest = query.order_by(audience_change.c.number.desc()).limit(1)
    for row in connection.execute(newest).mappings():
        return _listing_from(row)
    return None


def columns_of(connection: Connection, campaign_id: str) -> dict[int, tuple[str, ...]]:
    """Name the columns of every change, and of the newest under 0."""
    changes = read_changes(connection, campaign_id)
    named = {change.number: change.columns for change in changes}
    return named | {0: changes[-1].columns} if changes else named


def record_change(
    connection: Connection, campaign_id: str, change: AudienceChange, *, people: int, facts: str
) -> None:
    """Add a change."""
    connection.execute(
        insert(audience_change).values(
            campaign_id=campaign_id,
            number=change.number,
            columns=orjson.dumps(change.columns).decode(),
            count=change.count,
            root=change.root,
            by=change.by,
            at=change.at,
            people=people,
            facts=facts,
        )
    )


def move_change(
    connection: Connection, campaign_id: str, number: int, *, people: int, facts: str
) -> None:
    """Let a change's people be read from other tables: the same people in another order."""
    connection.execute(
        update(audience_change)
        .where(audience_change.c.campaign_id == campaign_id, audience_change.c.number == number)
        .values(people=people, facts=facts)
    )


def forget_people(connection: Connection, campaign_id: str, *, kept: Iterable[int]) -> None:
    """Let the tables of all changes but these be dropped."""
    connection.execute(
        update(audience_change)
        .where(
            audience_change.c.campaign_id == campaign_id,
            audience_change.c.number.not_in(tuple(kept)),
        )
        .values(people=None)
    )


def read_facts(connection: Connection, campaign_id: str) -> PeopleFacts | None:
    """Give what was counted of the audience in use."""
    query = select(audience_change.c.facts).where(audience_change.c.campaign_id == campaign_id)
    newest = query.order_by(audience_change.c.number.desc()).limit(1)
    text = connection.execute(newest).scalar()
    return None if text is None else facts_from(text)


def facts_text(facts: PeopleFacts) -> str:
    """Write facts to be stored."""
    return orjson.dumps(facts).decode()


def facts_from(text: str) -> PeopleFacts:
    """Read what `facts_text` wrote."""
    stored = orjson.loads(text)
    return PeopleFacts(**{**stored, "source_columns": tuple(stored["source_columns"])})


def _change_from(row: RowMapping) -> AudienceChange:
    return AudienceChange(
        number=row["number"],
        columns=tuple(orjson.loads(row["columns"])),
        count=row["count"],
        root=Digest(row["root"]),
        by=row["by"],
        at=row["at"],
    )


def _listing_from(row: RowMapping) -> Listing | None:
    if row["people"] is None:
        return None
    tables = people_tables(row["campaign_id"], row["people"])
    return Listing(change=_change_from(row), tables=tables)
