"""The translation memory's table: once each, found by key and shape, and never older than itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from composer.model.memory import LanguagePair, MemoryUnit
from composer.store.database import Database
from composer.store.memory_tables import memory_unit
from composer.store.translation_memory import KeyedUnit, TranslationMemoryStore, unit_digest
from composer.translation.memory import memory_key

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
DE = LanguagePair(source="en", target="de")


@pytest.fixture(scope="module")
def one_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database.open(tmp_path_factory.mktemp("memory") / "workspace.db") as opened:
        yield opened


@pytest.fixture
def store(one_database: Database) -> TranslationMemoryStore:
    with one_database.write() as connection:
        connection.execute(delete(memory_unit))
    return TranslationMemoryStore(one_database)


def keyed(
    source: str, target: str, *, minutes: int = 0, campaign: str = "c1", origin: str = ""
) -> KeyedUnit:
    key = memory_key(source, "en")
    unit = MemoryUnit(
        source=source,
        target=target,
        pair=DE,
        campaign=campaign,
        by="ana",
        at=AT + timedelta(minutes=minutes),
        origin=origin,
    )
    return KeyedUnit(unit=unit, exact=key.exact, loose=key.loose, shape=key.shape)


def targets(store: TranslationMemoryStore, source: str) -> list[str]:
    key = memory_key(source, "en")
    return [item.unit.target for item in store.with_keys(DE, exact=key.exact, loose=key.loose)]


def test_the_same_translation_again_is_stored_once_under_who_reviewed_it_last(
    store: TranslationMemoryStore,
) -> None:
    assert store.remember([keyed("Pay now", "Jetzt zahlen")]) == 1
    assert store.remember([keyed("Pay now", "Jetzt zahlen", minutes=5, campaign="c2")]) == 0
    (found,) = store.all(DE)
    assert (found.unit.campaign, found.unit.at) == ("c2", AT + timedelta(minutes=5))


def test_another_translation_of_the_same_text_is_kept_beside_the_first_the_newest_first(
    store: TranslationMemoryStore,
) -> None:
    store.remember([keyed("Pay now", "Jetzt zahlen")])
    store.remember([keyed("Pay now", "Bitte jetzt zahlen", minutes=1)])
    assert targets(store, "Pay now") == ["Bitte jetzt zahlen", "Jetzt zahlen"]


def test_what_differs_in_numbers_is_found_by_the_loose_key(store: TranslationMemoryStore) -> None:
    store.remember([keyed("Pay 5 now", "5 zahlen"), keyed("Pay now", "Zahlen")])
    assert targets(store, "Pay 7 now") == ["5 zahlen"]


def test_what_was_taken_out_comes_back_only_when_it_is_reviewed_again(
    store: TranslationMemoryStore,
) -> None:
    wrong = keyed("Pay now", "Nicht zahlen")
    store.remember([wrong])
    (found,) = store.all(DE)
    assert store.forget(found.number)
    assert not store.forget(found.number)
    assert store.make_anew([wrong]) == 0
    assert store.take_in([keyed("Pay now", "Nicht zahlen", campaign="", origin="a.tmx")]) == 0
    assert store.all(DE) == ()
    assert store.remember([wrong]) == 1
    assert len(store.all(DE)) == 1


def test_made_anew_it_holds_what_the_campaigns_and_the_files_hold(
    store: TranslationMemoryStore,
) -> None:
    store.remember([keyed("Old", "Alt"), keyed("Pay", "Zahlen")])
    store.take_in([keyed("From a file", "Aus einer Datei", campaign="", origin="agency.tmx")])
    assert store.make_anew([keyed("Pay", "Zahlen"), keyed("New", "Neu")]) == 2
    assert [item.unit.source for item in store.all(DE)] == ["From a file", "Pay", "New"]


def test_a_file_does_not_take_the_name_off_what_somebody_reviewed_here(
    store: TranslationMemoryStore,
) -> None:
    store.remember([keyed("Pay", "Zahlen")])
    assert store.take_in([keyed("Pay", "Zahlen", campaign="", origin="a.tmx", minutes=9)]) == 0
    assert store.all(DE)[0].unit.campaign == "c1"


def test_a_campaign_takes_back_only_what_it_brought_itself(store: TranslationMemoryStore) -> None:
    store.remember([keyed("Pay", "Zahlen"), keyed("Go", "Los", campaign="c2")])
    digests = [unit_digest(DE, "Pay", "Zahlen"), unit_digest(DE, "Go", "Los")]
    store.drop(digests, campaign_id="c1")
    assert [item.unit.source for item in store.all(DE)] == ["Go"]


def test_shapes_are_read_again_after_every_change(store: TranslationMemoryStore) -> None:
    store.remember([keyed("One two three", "Eins zwei drei")])
    assert len(store.shapes(DE, shortest=1, longest=9)) == 1
    store.remember([keyed("One two four", "Eins zwei vier"), keyed("One", "Eins")])
    found = store.shapes(DE, shortest=3, longest=3)
    texts = ("One two three", "One two four")
    assert list(found) == [memory_key(text, "en").shape for text in texts]
    units = store.with_shapes(DE, found, most=9)
    assert {item.unit.source for item in units} == set(texts)
    store.forget(units[0].number)
    assert len(store.shapes(DE, shortest=1, longest=9)) == 2
    assert len(store.with_shapes(DE, found, most=9)) == 1


def test_of_many_units_those_of_the_nearest_shape_are_given_first_and_their_newest(
    store: TranslationMemoryStore,
) -> None:
    texts = [f"Pay {number} now" for number in range(9)]
    store.remember([keyed(text, "Zahlen") for text in ["Go away", *texts]])
    near = [memory_key(text, "en").shape for text in ("Pay 1 now", "Go away")]
    found = store.with_shapes(DE, near, most=4)
    assert [item.unit.source for item in found] == texts[:4:-1]
    assert len(store.with_shapes(DE, near, most=99)) == 10
    assert store.with_shapes(DE, (), most=4) == ()


def test_units_are_counted_by_languages(store: TranslationMemoryStore) -> None:
    assert store.counts() == ()
    store.remember([keyed("One", "Eins"), keyed("Two", "Zwei", minutes=3)])
    (line,) = store.counts()
    assert (line.pair, line.units, line.at) == (DE, 2, AT + timedelta(minutes=3))
