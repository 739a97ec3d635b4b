from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from composer.store.database import Database
from composer.store.statements import StatementKind, StatementStore

AT = datetime(2019, 11, 1, tzinfo=UTC)


@pytest.fixture
def store(database: Database) -> StatementStore:
    return StatementStore(database)


def test_envelopes_come_back_in_the_order_of_arrival(store: StatementStore) -> None:
    for envelope in (b"\xff2", b"1", b"3"):
        assert store.add("approval", "p" * 64, envelope, AT) == hashlib.sha256(envelope).hexdigest()
    store.add("approval", "q" * 64, b"other", AT)
    store.add("roster", "p" * 64, b"roster", AT)
    assert store.envelopes("approval", "p" * 64) == (b"\xff2", b"1", b"3")
    every = store.all(StatementKind.APPROVAL)
    assert [item.envelope for item in every] == [b"\xff2", b"1", b"3", b"other"]
    assert [item.subject for item in every] == ["p" * 64] * 3 + ["q" * 64]
    assert every[0].at == AT


def test_the_same_envelope_again_changes_nothing(store: StatementStore) -> None:
    store.add("policy", "w", b"one", AT)
    store.add("policy", "w", b"two", AT)
    store.add("policy", "w", b"one", AT)
    assert store.envelopes("policy", "w") == (b"one", b"two")


def test_unknown_kinds_are_refused(store: StatementStore) -> None:
    with pytest.raises(ValueError):
        store.add("letter", "w", b"one", AT)


def test_nothing_here_changes_or_removes(store: StatementStore) -> None:
    offered = {name for name in dir(store) if not name.startswith("_")}
    assert offered == {"add", "add_together", "all", "envelopes"}


def test_envelopes_that_belong_together_are_kept_together_or_not_at_all(
    store: StatementStore,
) -> None:
    with pytest.raises(ValueError):
        store.add_together([("roster", b"one"), ("letter", b"two")], subject="w", at=AT)
    assert store.envelopes("roster", "w") == ()
    store.add_together([("roster", b"one"), ("seeds", b"two")], subject="w", at=AT)
    assert store.envelopes("roster", "w") == (b"one",)
    assert store.envelopes("seeds", "w") == (b"two",)
