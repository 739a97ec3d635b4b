from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from composer.store.database import Database
from composer.store.proofs import ProofStore
from composer.store.shown import ShownStore

AT = datetime(2019, 11, 1, tzinfo=UTC)
PROOF = "d" * 64


@pytest.fixture
def store(database: Database, campaign_id: str) -> ShownStore:
    ProofStore(database).save_proof(
        PROOF, campaign_id, manifest=b"m", binding="b" * 64, by="k", at=AT
    )
    return ShownStore(database)


def test_what_was_shown_is_known_per_person(store: ShownStore) -> None:
    store.record(PROOF, "ann", {"r1": "a" * 64, "r2": "b" * 64}, at=AT)
    store.record(PROOF, "ann", {"r2": "b" * 64, "r3": "c" * 64}, at=AT + timedelta(1))
    assert store.shown_to(PROOF, "ann") == {"r1": "a" * 64, "r2": "b" * 64, "r3": "c" * 64}
    assert store.shown_to(PROOF, "bob") == {}
    assert store.shown_to("e" * 64, "ann") == {}


def test_showing_nothing_records_nothing(store: ShownStore) -> None:
    store.record(PROOF, "ann", {}, at=AT)
    assert store.shown_to(PROOF, "ann") == {}
