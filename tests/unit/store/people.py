"""People for tests of the store: written into tables of their own, and taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from composer.model.recipient import address_key
from composer.store.audience_changes import AudienceChange
from composer.store.database import Database
from composer.store.people_loading import PeopleLoading
from composer.store.people_making import PeopleBatch
from composer.store.people_plan import Plan, prepare
from composer.store.recipients import ReadyPeople, RecipientStore


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """One row of an audience."""

    row: int
    address: str
    locale: str
    fields: tuple[tuple[str, str], ...]


def batch_of(rows: Sequence[NewRow]) -> PeopleBatch:
    """Give rows as the reading hands them on, every one of them to be listed."""
    keys: list[str | None] = [address_key(row.address) for row in rows]
    return PeopleBatch(
        rows=[row.row for row in rows],
        keys=keys,
        addresses=[
            None if row.address == key else row.address for row, key in zip(rows, keys, strict=True)
        ],
        locales=[row.locale for row in rows],
        cells=[orjson.dumps([value for _name, value in row.fields]) for row in rows],
        problems=[],
        left_out=[],
    )


def load_people(
    database: Database, campaign_id: str, rows: Sequence[NewRow], *, columns: Sequence[str]
) -> ReadyPeople:
    """Write people beside the audience in use."""
    store = RecipientStore(database)
    listing = store.listing(campaign_id)
    plan: Plan = prepare(
        database,
        campaign_id,
        columns=tuple(columns),
        email=columns[0],
        known=listing.tables.number if listing else None,
    )
    with PeopleLoading(database, plan, many=False) as loading:
        loading.add(batch_of(rows))
        written = loading.finish(lambda: False)
    assert written is not None
    store.carry_along(plan.tables)
    return ReadyPeople(
        tables=plan.tables,
        columns=plan.columns,
        count=written.listed,
        root=written.root,
        facts=written.facts,
    )


def replace_people(
    database: Database, campaign_id: str, rows: Sequence[NewRow], *, columns: Sequence[str]
) -> AudienceChange:
    """Make these rows the audience in use."""
    ready = load_people(database, campaign_id, rows, columns=columns)
    store = RecipientStore(database)
    with database.write() as connection:
        change = store.take_over(connection, ready, by="author")
    store.drop_forgotten(campaign_id)
    return change
