from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from composer.audience.suppression import key_of, make_suppression
from composer.model.campaign import Purpose
from composer.model.suppression import StoredSuppression, Suppression, SuppressionReason
from composer.store.database import Database
from composer.store.suppressions import SuppressionStore, spellings_that_stop

AT = datetime(2019, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(database: Database) -> SuppressionStore:
    return SuppressionStore(database, clock=lambda: AT)


def remove(store: SuppressionStore, address: str) -> tuple[StoredSuppression, ...]:
    key = key_of(address)
    return store.remove(key, numbers=[one.number for one in store.of_key(key)])


def entry(
    address: str, reason: str = "bounce", source: str = "person", note: str = ""
) -> Suppression:
    made = make_suppression(
        address, reason=SuppressionReason(reason), source=source, at=AT, note=note
    )
    assert made is not None
    return made


def test_an_unsubscribe_stops_marketing_only_and_every_other_reason_stops_everything(
    store: SuppressionStore,
) -> None:
    for reason in SuppressionReason:
        store.add([entry(f"{reason.value}@example.com", reason.value)], by="p")
    marketing, service = store.blocked(Purpose.MARKETING), store.blocked(Purpose.SERVICE)
    for reason in SuppressionReason:
        key = key_of(f"{reason.value}@example.com")
        assert marketing.hold(key)
        assert service.hold(key) is (reason is not SuppressionReason.UNSUBSCRIBE)
    assert not marketing.hold(key_of("else@example.com"))


def test_the_same_entry_again_changes_nothing_and_another_reason_is_another_entry(
    store: SuppressionStore,
) -> None:
    first = store.add([entry("Bob@example.com")], by="p")
    version = store.version()
    again = store.add([entry("bob@EXAMPLE.com")], by="q")
    assert (first.added, again.added, again.known) == (1, 0, 1)
    assert store.version() == version
    assert store.add([entry("bob@example.com", "legal")], by="p").added == 1
    assert store.version() != version
    assert [one.reason.value for one in store.of_key(key_of("bob@example.com"))] == [
        "bounce",
        "legal",
    ]
    assert store.page()[0][1].address == "Bob@example.com"


def test_every_spelling_of_a_domain_is_stopped_also_in_a_query(
    database: Database, store: SuppressionStore
) -> None:
    store.add([entry("bob@xn--bcher-kva.example")], by="p")
    store.add([entry("Eve@BÜCHER.example")], by="p")
    blocked = store.blocked(Purpose.SERVICE)
    assert blocked.hold(key_of("Bob@bücher.example"))
    assert blocked.hold(key_of("eve@xn--bcher-kva.EXAMPLE"))
    with database.read() as connection:
        found = set(connection.execute(spellings_that_stop(Purpose.SERVICE)).scalars())
    assert found == {
        "bob@bücher.example",
        "bob@xn--bcher-kva.example",
        "eve@bücher.example",
        "eve@xn--bcher-kva.example",
    }


def test_an_erased_address_is_stopped_and_nowhere_to_be_read(
    database: Database, store: SuppressionStore
) -> None:
    store.add([entry("secret.person@example.com", "bounce", "sendgrid:bounces")], by="p")
    store.add([entry("other@example.com")], by="p")
    store.add([entry("Secret.Person@example.com", "erasure", note="asked on 1 Nov")], by="p")
    key = key_of("secret.person@example.com")
    assert store.blocked(Purpose.SERVICE).hold(key)
    assert [(one.address, one.note) for one in store.of_key(key)] == [("", "")]
    assert store.page(search="secret.person@example.com", key=key)[1] == 1
    assert store.page(search="secret")[1] == 0
    with database.read() as connection:
        tables = connection.execute(
            select(text("name")).select_from(text("sqlite_master")).where(text("type = 'table'"))
        ).scalars()
        for table in tables:
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                assert "secret" not in str(row).lower()
                assert "asked on" not in str(row)


def test_what_a_mail_service_still_lists_does_not_bring_an_erased_address_back(
    store: SuppressionStore,
) -> None:
    store.add([entry("gone@example.com", "erasure")], by="p")
    done = store.add([entry("gone@example.com", "bounce", "sendgrid:bounces")], by="p")
    assert (done.added, done.known) == (0, 1)
    at_once = store.add([entry("also@example.com", "erasure"), entry("also@example.com")], by="p")
    assert at_once.added == 1
    assert all(not one.address for one in store.page()[0])


def test_taking_an_address_out_takes_all_its_entries_also_the_erased_one(
    store: SuppressionStore,
) -> None:
    store.add([entry("a@example.com", "erasure"), entry("b@example.com")], by="p")
    store.add([entry("b@example.com", "unsubscribe")], by="p")
    assert len(remove(store, "b@example.com")) == 2
    assert len(remove(store, "A@example.com")) == 1
    assert remove(store, "a@example.com") == ()
    assert store.page() == ((), 0)
    assert not store.blocked(Purpose.MARKETING).keys


def test_entries_of_many_addresses_are_found_by_their_keys(store: SuppressionStore) -> None:
    store.add([entry(f"n{n}@example.com") for n in range(700)], by="p")
    store.add([entry("erased@example.com", "erasure")], by="p")
    keys = [key_of(f"n{n}@example.com") for n in range(600, 800)]
    found = store.of_keys([*keys, key_of("erased@example.com")])
    assert len(found) == 101
    assert found[key_of("erased@example.com")][0].reason is SuppressionReason.ERASURE
    assert found[keys[0]][0].address == "n600@example.com"


def test_a_sync_is_recorded_counts_what_is_gone_and_removes_nobody(store: SuppressionStore) -> None:
    url, key = "https://api.sendgrid.com", "sendgrid-main"
    assert store.last_sync() is None
    store.add_sync(
        [
            entry("a@example.com", "bounce", "sendgrid:bounces"),
            entry("b@example.com", "unsubscribe", "sendgrid:group:7"),
        ],
        base_url=url,
        key=key,
        by="p",
    )
    second = store.add_sync(
        [entry("b@example.com", "unsubscribe", "sendgrid:group:7")], base_url=url, key=key, by="p"
    )
    assert (second.added, second.gone) == (0, 1)
    assert second.counts == (("sendgrid:group:7", 1),)
    assert store.last_sync() == second == store.last_sync(base_url=url, key=key)
    assert store.last_sync(base_url=url, key="another") is None
    assert store.page()[1] == 2


def test_a_number_never_means_another_entry(store: SuppressionStore) -> None:
    store.add([entry("a@example.com"), entry("b@example.com")], by="p")
    remove(store, "b@example.com")
    store.add([entry("c@example.com")], by="p")
    assert [one.number for one in store.page()[0]] == [3, 1]
