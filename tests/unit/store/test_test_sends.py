from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from composer.errors import NotFound
from composer.store.database import Database
from composer.store.proofs import ProofStore
from composer.store.test_sends import ReceiptRecord, TestSend, TestSendStore

AT = datetime(2019, 11, 1, tzinfo=UTC)
PROOF = "d" * 64


@pytest.fixture
def store(database: Database, campaign_id: str) -> TestSendStore:
    ProofStore(database).save_proof(
        PROOF, campaign_id, manifest=b"m", binding="b" * 64, by="k", at=AT
    )
    return TestSendStore(database)


def make(number: int) -> TestSend:
    return TestSend(
        id=f"{number:032x}",
        proof=PROOF,
        seed=f"seed{number % 2}@example.com",
        slot=number,
        recipient_id="r" * 32,
        nonce_hash=f"{number:064x}",
        digest="e" * 64,
        wire=b"Subject: x\r\n\r\n\x00",
    )


def make_receipt(number: int, **changes: object) -> ReceiptRecord:
    made = ReceiptRecord(
        test_send_id=f"{number:032x}",
        received_sha256="c" * 64,
        state="equal",
        differences=(),
        received_at=AT,
        how="maildir",
    )
    return replace(made, **changes)


def test_test_sends_are_kept_before_they_leave(store: TestSendStore) -> None:
    sends = [make(2), make(0), make(1)]
    store.add(sends)
    assert store.all(PROOF) == (make(0), make(1), make(2))
    assert store.get(make(1).id) == make(1)
    assert store.find_by_nonce_hash(make(2).nonce_hash) == make(2)
    assert store.find_by_nonce_hash("f" * 64) is None
    assert store.all("a" * 64) == ()


def test_the_answer_is_written_down(store: TestSendStore) -> None:
    store.add([make(0)])
    store.record_outcome(make(0).id, sent_at=AT, outcome="250 queued")
    assert store.get(make(0).id) == replace(make(0), sent_at=AT, outcome="250 queued")
    with pytest.raises(NotFound):
        store.record_outcome("none", sent_at=AT, outcome="")
    with pytest.raises(NotFound):
        store.get("none")


def test_one_nonce_is_never_used_twice(store: TestSendStore) -> None:
    store.add([make(0)])
    with pytest.raises(IntegrityError):
        store.add([make(1), replace(make(2), nonce_hash=make(0).nonce_hash)])
    assert store.all(PROOF) == (make(0),)


def test_receipts_add_up_and_a_later_one_erases_nothing(store: TestSendStore) -> None:
    store.add([make(0), make(1)])
    different = make_receipt(
        0, state="different", differences=({"part": "Subject", "sent": "a", "received": "ü"},)
    )
    equal = make_receipt(0, received_at=AT + timedelta(1))
    for received in (different, make_receipt(1), equal, equal):
        store.add_receipt(received)
    assert store.receipts(PROOF) == (different, make_receipt(1), equal)
    assert store.receipts("a" * 64) == ()


def test_a_receipt_belongs_to_a_test_send(store: TestSendStore) -> None:
    with pytest.raises(IntegrityError):
        store.add_receipt(make_receipt(5))


def test_no_test_sends_is_nothing_to_do(store: TestSendStore) -> None:
    store.add([])
    assert store.all(PROOF) == ()
