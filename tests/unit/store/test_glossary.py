"""The glossary's tables: a word once, and nobody overwrites what they have not seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from composer.errors import Blocked, NotFound
from composer.model.glossary import GlossaryLine, GlossaryTerm, Saying
from composer.store.database import Database
from composer.store.glossary import GlossaryStore
from composer.store.memory_tables import glossary_target, glossary_term

AT = datetime(2026, 3, 1, tzinfo=UTC)
WEIGHT = GlossaryTerm(
    source="Index weight",
    source_locale="en",
    note="of a source",
    sayings=(
        Saying(locale="de", targets=("Indexgewicht", "Gewicht"), forbidden=("Wichtung",)),
        Saying(locale="ja", forbidden=("重さ",)),
    ),
)


@pytest.fixture(scope="module")
def one_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database.open(tmp_path_factory.mktemp("glossary") / "workspace.db") as opened:
        yield opened


@pytest.fixture
def store(one_database: Database) -> GlossaryStore:
    with one_database.write() as connection:
        connection.execute(delete(glossary_target))
        connection.execute(delete(glossary_term))
    return GlossaryStore(one_database)


def only(store: GlossaryStore) -> GlossaryLine:
    (line,) = store.lines()
    return line


def test_a_word_comes_back_whole(store: GlossaryStore) -> None:
    before = store.version()
    number = store.add(WEIGHT, by="ana", at=AT)
    line = only(store)
    assert (line.number, line.term, line.version, line.by, line.at) == (
        number,
        WEIGHT,
        1,
        "ana",
        AT,
    )
    assert store.version() == before + 1


def test_a_word_is_there_once_for_each_language(store: GlossaryStore) -> None:
    store.add(WEIGHT, by="ana", at=AT)
    with pytest.raises(Blocked, match="already"):
        store.add(replace(WEIGHT, source="index  WEIGHT"), by="ben", at=AT)
    store.add(replace(WEIGHT, source_locale="fr"), by="ben", at=AT)
    assert len(store.lines()) == 2


def test_who_has_not_seen_the_newest_change_cannot_overwrite_it(store: GlossaryStore) -> None:
    store.add(WEIGHT, by="ana", at=AT)
    seen = only(store)
    store.change(seen, replace(WEIGHT, note="new"), by="ben", at=AT + timedelta(minutes=1))
    with pytest.raises(Blocked, match="meantime"):
        store.change(seen, replace(WEIGHT, note="mine"), by="ana", at=AT)
    with pytest.raises(Blocked, match="meantime"):
        store.remove(seen)
    assert (only(store).term.note, only(store).version, only(store).by) == ("new", 2, "ben")
    store.remove(only(store))
    with pytest.raises(NotFound):
        store.change(seen, WEIGHT, by="ana", at=AT)


def test_a_word_cannot_become_another_that_is_there(store: GlossaryStore) -> None:
    store.add(WEIGHT, by="ana", at=AT)
    seen = only(store)
    store.add(replace(WEIGHT, source="Price source"), by="ana", at=AT)
    with pytest.raises(Blocked, match="already"):
        store.change(seen, replace(WEIGHT, source="price source"), by="ana", at=AT)
    store.change(seen, replace(WEIGHT, source="INDEX WEIGHT"), by="ana", at=AT)
    assert [line.term.source for line in store.lines()] == ["INDEX WEIGHT", "Price source"]


def test_a_table_is_taken_over_whole_or_not_at_all(store: GlossaryStore) -> None:
    store.add(WEIGHT, by="ana", at=AT)
    changed = replace(WEIGHT, is_fixed=True, sayings=())
    added = replace(WEIGHT, source="Price source")
    with pytest.raises(Blocked, match="while the file was read"):
        store.take_over([changed, added], seen=store.version() - 1, by="ben", at=AT)
    assert len(store.lines()) == 1
    store.take_over([changed, added], seen=store.version(), by="ben", at=AT)
    assert [line.term for line in store.lines()] == [changed, added]
