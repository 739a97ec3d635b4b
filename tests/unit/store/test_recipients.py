from __future__ import annotations

import dataclasses
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest

from composer.errors import NotFound, WorkspaceError
from composer.model.merkle import audience_hash, merkle_root, root_of_hashes
from composer.model.recipient import Recipient, address_key
from composer.store import recipients
from composer.store.audience_changes import AudienceChange, listing_with_root, newest_listing
from composer.store.campaigns import CampaignStore
from composer.store.database import Database
from composer.store.pending_people import problems
from composer.store.people_folding import fold_again
from composer.store.people_writing import compare_people
from composer.store.recipients import RecipientStore
from tests.unit.store.people import NewRow, load_people, replace_people

COLUMNS = ("email", "first_name")


def row(number: int, address: str, *, name: str = "Ann", locale: str = "") -> NewRow:
    fields = (("email", address), ("first_name", name))
    return NewRow(row=number, address=address, locale=locale, fields=fields)


@pytest.fixture
def store(database: Database) -> RecipientStore:
    return RecipientStore(database)


def replace(
    store: RecipientStore,
    campaign_id: str,
    rows: Sequence[NewRow],
    *,
    columns: Sequence[str] = COLUMNS,
) -> AudienceChange:
    return replace_people(store._database, campaign_id, rows, columns=columns)


def test_rows_come_back_as_written_sorted_by_address_key(
    store: RecipientStore, campaign_id: str
) -> None:
    written = [
        row(2, "Zoe@Example.com", name=" Zoë, \u202eO'Neil\n"),
        row(3, "ａnn@example.com", name="", locale="de-AT"),
        row(4, "ann@example.com"),
        row(5, "Ärger@example.com"),
        row(6, "\U0001f600@example.com"),
    ]
    change = replace(store, campaign_id, written)
    found = list(store.recipients(campaign_id))
    assert [item.address_key for item in found] == sorted(
        address_key(item.address) for item in written
    )
    by_row = {item.row: item for item in found}
    for item in written:
        kept = by_row[item.row]
        assert (kept.address, kept.locale, kept.fields) == (item.address, item.locale, item.fields)
    assert change.root == store.root(campaign_id) == root_of_hashes(map(audience_hash, found))
    assert (change.number, change.count, change.by) == (1, 5, "author")
    assert store.columns(campaign_id) == COLUMNS
    assert store.count(campaign_id) == 5


def test_ids_tokens_and_salts_are_random_and_distinct(
    store: RecipientStore, campaign_id: str
) -> None:
    replace(store, campaign_id, [row(n, f"p{n}@example.com") for n in range(2, 202)])
    found = list(store.recipients(campaign_id))
    secrets = [secret for item in found for secret in (item.id, item.token, item.salt)]
    assert len(set(secrets)) == 600
    assert all(len(bytes.fromhex(secret)) == 16 for secret in secrets)


def identity(recipient: Recipient) -> tuple[str, str, str]:
    return recipient.id, recipient.token, recipient.salt


def test_an_address_keeps_its_identity_after_removal_and_return(
    store: RecipientStore, campaign_id: str
) -> None:
    replace(store, campaign_id, [row(2, "ann@example.com"), row(3, "bob@example.com")])
    before = identity(store.by_address(campaign_id, "bob@example.com"))
    replace(store, campaign_id, [row(2, "ann@example.com")])
    with pytest.raises(NotFound):
        store.by_address(campaign_id, "bob@example.com")
    assert store.count(campaign_id) == 1
    assert store.by_id(campaign_id, before[0]).address == "bob@example.com"
    replace(store, campaign_id, [row(2, "BOB@Example.com", name="Bob"), row(3, "new@example.com")])
    after = store.by_address(campaign_id, "bob@example.COM")
    assert identity(after) == before
    assert (after.address, dict(after.fields)["first_name"]) == ("BOB@Example.com", "Bob")


def test_a_removed_row_keeps_the_columns_it_had(store: RecipientStore, campaign_id: str) -> None:
    replace(store, campaign_id, [row(2, "ann@example.com"), row(3, "bob@example.com")])
    bob = store.by_address(campaign_id, "bob@example.com")
    only = NewRow(row=2, address="ann@example.com", locale="", fields=(("email", "x"),))
    replace(store, campaign_id, [only], columns=("email",))
    assert store.by_ids(campaign_id, [bob.id, "unknown"]) == {bob.id: bob}


def test_campaigns_do_not_share_recipients(
    store: RecipientStore, campaigns: CampaignStore, campaign_id: str
) -> None:
    other = campaigns.create(name="Other", tree={"a": b"a"}, by="x").id
    replace(store, campaign_id, [row(2, "ann@example.com")])
    replace(store, other, [row(2, "ann@example.com")])
    first = store.by_address(campaign_id, "ann@example.com")
    second = store.by_address(other, "ann@example.com")
    assert not set(identity(first)) & set(identity(second))
    with pytest.raises(NotFound):
        store.by_id(other, first.id)


def test_the_same_audience_again_is_no_change_but_rows_follow(
    store: RecipientStore, campaign_id: str
) -> None:
    first = replace(store, campaign_id, [row(2, "ann@example.com"), row(3, "bob@example.com")])
    again = replace(store, campaign_id, [row(2, "bob@example.com"), row(3, "ann@example.com")])
    assert again == first
    assert store.changes(campaign_id) == (first,)
    assert store.by_address(campaign_id, "bob@example.com").row == 2
    assert store.count(campaign_id) == 2


@pytest.mark.parametrize(
    "changed",
    [
        [row(2, "ann@example.com", name="Anne")],
        [row(2, "ann@example.com", locale="de")],
        [row(2, "Ann@example.com")],
        [row(2, "ann@example.com"), row(3, "bob@example.com")],
        [],
    ],
)
def test_any_other_row_is_a_recorded_change(
    store: RecipientStore, campaign_id: str, changed: list[NewRow]
) -> None:
    first = replace(store, campaign_id, [row(2, "ann@example.com")])
    second = replace(store, campaign_id, changed)
    assert second.root != first.root
    assert [item.number for item in store.changes(campaign_id)] == [1, 2]
    assert second.root == store.root(campaign_id)


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_rows_with_one_address_key_the_first_is_listed_and_the_other_told(
    store: RecipientStore, campaign_id: str, *, is_first: bool
) -> None:
    if not is_first:
        replace(store, campaign_id, [row(9, "ann@example.com")])
    rows = [row(2, "ann@example.com"), row(3, "ANN@example.com", name="Anne", locale="de")]
    change = replace(store, campaign_id, rows)
    assert [item.row for item in store.recipients(campaign_id)] == [2]
    assert change.root == store.root(campaign_id)
    assert (change.count, store.locale_counts(campaign_id)) == (1, {"": 1})
    listing = store.listing(campaign_id)
    assert listing is not None
    with store._database.read() as connection:
        (told,) = problems(connection, listing.tables)
    assert told[:3] == (3, "audience.duplicate", "email")
    details = orjson.loads(told[3])
    assert (details["first"], details["differing"]) == (2, "first_name")


def test_two_rows_that_list_one_address_key_are_never_folded(
    store: RecipientStore, campaign_id: str
) -> None:
    replace(store, campaign_id, [row(2, "ann@example.com"), row(3, "bob@example.com")])
    listing = store.listing(campaign_id)
    assert listing is not None
    people = listing.tables.people.name
    with store._database.write() as connection:
        connection.exec_driver_sql(
            f"UPDATE {people} SET address_key = 'ann@example.com' WHERE position = 3"
        )
    with pytest.raises(WorkspaceError) as refused:
        fold_again(store._database, listing.tables, COLUMNS)
    assert "@" not in str(refused.value)


def test_pages_follow_the_file_and_search_every_cell(
    store: RecipientStore, campaign_id: str
) -> None:
    names = ['Ärne "Q"', "Bob", "50%_off", "Ωmega", "山田"]
    replace(
        store, campaign_id, [row(n + 2, f"p{9 - n}@example.com", name=names[n]) for n in range(5)]
    )
    page, total = store.page(campaign_id, offset=1, limit=2)
    assert ([item.row for item in page], total) == ([3, 4], 5)
    for search, rows in [
        ("äRNE", [2]),
        ('"q"', [2]),
        ("%", [4]),
        ("_", [4]),
        ("ωMEGA", [5]),
        ("山", [6]),
        ("P9@", [2]),
        ("nobody", []),
    ]:
        page, total = store.page(campaign_id, offset=0, limit=10, search=search)
        assert ([item.row for item in page], total) == (rows, len(rows)), search


def test_a_row_has_a_place_among_the_listed_only(store: RecipientStore, campaign_id: str) -> None:
    assert store.before(campaign_id, 2) == 0
    replace(store, campaign_id, [row(n, f"p{n}@example.com") for n in (2, 40, 1_000)])
    assert [store.before(campaign_id, n) for n in (2, 40, 1_000, 9_999)] == [0, 1, 2, 3]


def test_counts_of_domains_and_locales_are_of_the_listed(
    store: RecipientStore, campaign_id: str
) -> None:
    assert store.domain_counts(campaign_id) == {}
    gone = row(9, "gone@gone.example", locale="fr")
    listed = [
        row(2, "a@Example.com", locale="de"),
        row(3, "b@example.com"),
        row(4, "c@bücher.example"),
    ]
    replace(store, campaign_id, [*listed, gone])
    replace(store, campaign_id, listed)
    assert store.domain_counts(campaign_id) == {"example.com": 2, "bücher.example": 1}
    assert store.locale_counts(campaign_id) == {"": 2, "de": 1}


def test_a_campaign_without_audience_has_nobody(store: RecipientStore, campaign_id: str) -> None:
    assert list(store.recipients(campaign_id)) == []
    assert store.page(campaign_id, offset=0, limit=10) == ((), 0)
    assert store.columns(campaign_id) == ()
    assert store.root(campaign_id) == merkle_root([])
    with pytest.raises(NotFound):
        store.by_address(campaign_id, "ann@example.com")


def test_a_changed_row_in_the_database_changes_the_root(
    store: RecipientStore, campaign_id: str
) -> None:
    change = replace(store, campaign_id, [row(2, "ann@example.com"), row(3, "bob@example.com")])
    listing = store.listing(campaign_id)
    assert listing is not None
    with store._database.write() as connection:
        people = listing.tables.people.name
        connection.exec_driver_sql(f"UPDATE {people} SET locale = 'de' WHERE position = 3")
    assert store.root(campaign_id) != change.root


def test_storing_costs_no_more_than_a_few_plain_inserts(
    store: RecipientStore, campaign_id: str, tmp_path: Path
) -> None:
    count = 20_000
    columns = [f"column{n}" for n in range(12)]
    rows = [
        NewRow(
            row=n + 2,
            address=f"person{n}@example{n % 50}.com",
            locale="de",
            fields=tuple((name, f"value {n}") for name in columns),
        )
        for n in range(count)
    ]
    plain = sqlite3.connect(tmp_path / "plain.db")
    marks = ",".join("?" * 17)
    plain.execute(f"CREATE TABLE r ({','.join(f'c{n}' for n in range(17))}, UNIQUE (c0))")
    start = time.process_time()
    values = [
        (item.address, item.row, item.locale, "", "", *(value for _, value in item.fields))
        for item in rows
    ]
    plain.executemany(f"INSERT INTO r VALUES ({marks})", values)
    plain.commit()
    plain_s = time.process_time() - start
    plain.close()
    start = time.process_time()
    replace(store, campaign_id, rows, columns=columns)
    ours_s = time.process_time() - start
    print(f"plain {count / plain_s:,.0f} rows/s, ours with the root {count / ours_s:,.0f} rows/s")
    assert ours_s < 20 * plain_s


def test_people_that_a_proof_froze_stay_to_be_compared_person_by_person(
    store: RecipientStore, campaign_id: str
) -> None:
    frozen = replace(store, campaign_id, [row(2, "ann@example.com"), row(3, "bob@example.com")])
    people = [row(2, "ann@example.com", name="Anna"), row(3, "new@example.com")]
    for name in ("N", "O"):
        people[1] = row(3, "new@example.com", name=name)
        ready = load_people(store._database, campaign_id, people, columns=COLUMNS)
        with store._database.write() as connection:
            kept = dataclasses.replace(ready, kept=frozenset({frozen.number}))
            store.take_over(connection, kept, by="author")
        store.drop_forgotten(campaign_id)
    with store._database.read() as connection:
        proved = listing_with_root(connection, campaign_id, frozen.root)
        now = newest_listing(connection, campaign_id)
        assert proved is not None
        assert now is not None
        found = compare_people(connection, now.tables, proved.tables)
        assert (
            listing_with_root(connection, campaign_id, store.changes(campaign_id)[1].root) is None
        )
    assert (found.before, found.added, found.removed, found.changed) == (2, 1, 1, 1)


def test_packed_people_are_everybody_in_order_and_end_when_the_audience_is_replaced(
    store: RecipientStore, database: Database, campaign_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipients, "_PORTIONS_AT_ONCE", 2)
    rows = [
        NewRow(row=n + 2, address=f"U{n:02}@Example.org", locale="", fields=(("email", f"u{n}"),))
        for n in range(11)
    ]
    replace_people(database, campaign_id, rows, columns=("email",))
    for size in (2, 3, 50):
        portions = list(store.packed(campaign_id, size=size))
        assert {len(portion) for portion in portions[:-1]} <= {size}
        found = [one for portion in portions for one in portion.people()]
        assert found == list(store.recipients(campaign_id))
    reading = store.packed(campaign_id, size=2)
    next(reading)
    replace_people(database, campaign_id, rows[:-1], columns=("email",))
    assert sum(map(len, reading)) < 9
    assert list(store.packed("0" * 16, size=2)) == []
