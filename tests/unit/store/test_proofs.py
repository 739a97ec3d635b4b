from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from composer.errors import NotFound, WorkspaceError
from composer.store.database import Database
from composer.store.proofs import ProofRecord, ProofStore

AT = datetime(2019, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)
FIRST, SECOND, BINDING = "1" * 64, "2" * 64, "b" * 64


@pytest.fixture
def store(database: Database) -> ProofStore:
    return ProofStore(database)


def save(store: ProofStore, campaign_id: str, digest: str, *, by: str = "key", n: int = 0) -> None:
    at = AT + timedelta(hours=n)
    store.save_proof(digest, campaign_id, manifest=b"\x00m", binding=BINDING, by=by, at=at)


def test_a_proof_comes_back_byte_for_byte(store: ProofStore, campaign_id: str) -> None:
    save(store, campaign_id, FIRST)
    assert store.proof(FIRST) == ProofRecord(
        digest=FIRST, campaign_id=campaign_id, manifest=b"\x00m", binding=BINDING, by="key", at=AT
    )
    assert store.latest(campaign_id) == store.proof(FIRST)


def test_nothing_sealed_is_nothing_found(store: ProofStore, campaign_id: str) -> None:
    assert store.latest(campaign_id) is None
    assert store.all(campaign_id) == ()
    with pytest.raises(NotFound):
        store.proof(FIRST)


def test_sealing_an_older_state_again_makes_it_the_current_one(
    store: ProofStore, campaign_id: str
) -> None:
    save(store, campaign_id, FIRST, by="ann", n=3)
    save(store, campaign_id, SECOND, by="bob", n=2)
    latest = store.latest(campaign_id)
    assert latest is not None
    assert latest.digest == SECOND
    save(store, campaign_id, FIRST, by="cid", n=1)
    latest = store.latest(campaign_id)
    assert latest is not None
    assert (latest.digest, latest.by) == (FIRST, "cid")
    sealings = [(item.digest, item.by) for item in store.all(campaign_id)]
    assert sealings == [(FIRST, "ann"), (SECOND, "bob"), (FIRST, "cid")]


def test_other_bytes_under_a_known_digest_are_refused(store: ProofStore, campaign_id: str) -> None:
    save(store, campaign_id, FIRST)
    with pytest.raises(WorkspaceError):
        store.save_proof(FIRST, campaign_id, manifest=b"other", binding=BINDING, by="key", at=AT)
    assert len(store.all(campaign_id)) == 1
