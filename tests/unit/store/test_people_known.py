"""People keep what the campaign knows of them, wherever they stand in the next list."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event, select

from composer.store import people_known
from composer.store.campaigns import CampaignStore
from composer.store.database import Database
from composer.store.people_known import KnownPeople
from composer.store.recipients import RecipientStore
from tests.unit.store.people import NewRow, replace_people

COUNT = 2500
BATCH = 250


@pytest.fixture
def known(
    campaigns: CampaignStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> KnownPeople:
    monkeypatch.setattr(people_known, "_FEW", 0)
    campaign_id = campaigns.create(name="A", tree={"message.md": b"Hello"}, by="key").id
    replace_people(database, campaign_id, [row(n) for n in range(COUNT + 300)], columns=["email"])
    replace_people(database, campaign_id, [row(n) for n in range(COUNT)], columns=["email"])
    listing = RecipientStore(database).listing(campaign_id)
    assert listing is not None
    return KnownPeople(database=database, tables=listing.tables)


def key_of(number: int) -> str:
    return f"person.{number}@example.org"


def row(number: int) -> NewRow:
    key = key_of(number)
    return NewRow(row=number + 2, address=key, locale="", fields=(("email", key),))


def batches(keys: list[str | None]) -> Iterator[tuple[range, list[str | None]]]:
    for begin in range(0, len(keys), BATCH):
        some = keys[begin : begin + BATCH]
        yield range(begin + 2, begin + 2 + len(some)), some


def shuffled(numbers: range) -> list[int]:
    return random.Random(7).sample(numbers, len(numbers))


@pytest.mark.parametrize(
    "numbers",
    [
        list(range(COUNT)),
        list(range(-700, COUNT)),  # new people before all others
        [*range(400), *range(1300, COUNT), *range(400, 1300)],
        list(range(COUNT, 0, -1)),
        shuffled(range(COUNT + 300)),  # some of them are listed no more, but known
        list(range(COUNT + 300, COUNT + 900)),
    ],
)
def test_everybody_known_is_found_in_whatever_order(
    known: KnownPeople, database: Database, numbers: list[int]
) -> None:
    people = known.tables.people.c
    with database.read() as connection:
        stored = connection.execute(select(people.address_key, people.id, people.secrets)).all()
    heads = {key: id_ + secrets for key, id_, secrets in stored}
    keys = [key_of(number) if number % 10 else None for number in numbers]
    found: dict[str, bytes] = {}
    for rows, some in batches(keys):
        found |= known.heads(rows, some)
    assert found == {key: heads[key] for key in keys if key is not None and key in heads}


def test_a_list_in_the_order_of_the_former_one_asks_for_nobody_by_key(
    known: KnownPeople, database: Database
) -> None:
    asked: list[str] = []

    @event.listens_for(database._reader, "before_cursor_execute")
    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    for rows, some in batches([key_of(number) for number in range(COUNT)]):
        assert len(known.heads(rows, some)) == len(some)
    assert set(asked) == {"BEGIN"}
