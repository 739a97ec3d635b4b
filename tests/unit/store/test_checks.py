from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from composer.store.campaigns import CampaignStore
from composer.store.checks import CheckStore, MessageDigest
from composer.store.database import Database
from composer.store.proofs import ProofStore

AT = datetime(2019, 11, 1, tzinfo=UTC)


def digests(count: int) -> Iterator[tuple[str, str, str]]:
    """Ids in an order that is neither sorted nor random."""
    for number in range(count):
        yield f"{number * 7919 % 10007:032x}", f"{number:064x}", f"{number + 1:064x}"


@pytest.fixture
def store(database: Database) -> CheckStore:
    times = iter(AT + timedelta(seconds=n) for n in range(100))
    return CheckStore(database, clock=lambda: next(times))


def test_a_check_is_found_by_its_binding_alone(store: CheckStore, campaign_id: str) -> None:
    record = {"messages": 3, "findings": [{"code": "x", "where": {"row": 2}}], "root": "ü"}
    store.save_check("a" * 64, campaign_id, record, digests(3))
    assert store.find_check("a" * 64) == record
    assert store.find_check("b" * 64) is None
    assert store.latest(campaign_id) == ("a" * 64, record)
    assert store.latest("none") is None


def test_digests_come_back_in_the_order_they_were_given(
    store: CheckStore, campaign_id: str
) -> None:
    store.save_check("a" * 64, campaign_id, {}, digests(7000))
    found = [(d.recipient_id, d.digest, d.wire_sha256) for d in store.digests("a" * 64)]
    assert found == list(digests(7000))


def test_some_digests_are_looked_up_by_recipient(store: CheckStore, campaign_id: str) -> None:
    store.save_check("a" * 64, campaign_id, {}, digests(2000))
    ids = [item[0] for item in digests(1500)]
    assert set(store.digests_of("a" * 64, [*ids, "f" * 32])) == set(ids)
    assert len(store.digests_of("a" * 64, ids)) == 1500
    id_, digest, wire = list(digests(5))[4]
    assert store.digest_of("a" * 64, id_) == MessageDigest(
        recipient_id=id_, digest=digest, wire_sha256=wire
    )
    assert store.digest_of("a" * 64, "f" * 32) is None
    assert store.digest_of("b" * 64, id_) is None


def test_the_same_binding_again_replaces_its_result(store: CheckStore, campaign_id: str) -> None:
    store.save_check("a" * 64, campaign_id, {"n": 1}, digests(10))
    store.save_check("a" * 64, campaign_id, {"n": 2}, digests(4))
    assert store.find_check("a" * 64) == {"n": 2}
    assert len(list(store.digests("a" * 64))) == 4


def test_old_checks_go_but_those_under_a_proof_stay(
    store: CheckStore, campaigns: CampaignStore, database: Database, campaign_id: str
) -> None:
    other = campaigns.create(name="Other", tree={"a": b"a"}, by="x").id
    store.save_check("0" * 64, other, {}, digests(1))
    store.save_check("a" * 64, campaign_id, {}, digests(2))
    ProofStore(database).save_proof(
        "d" * 64, campaign_id, manifest=b"m", binding="a" * 64, by="k", at=AT
    )
    store.save_check("b" * 64, campaign_id, {}, digests(2))
    store.save_check("c" * 64, campaign_id, {}, digests(2))
    kept = [binding for binding in "0abc" if store.find_check(binding * 64) is not None]
    assert kept == ["0", "a", "c"]
    assert list(store.digests("b" * 64)) == []
    assert len(list(store.digests("a" * 64))) == 2


def test_a_stream_that_fails_leaves_the_former_check(store: CheckStore, campaign_id: str) -> None:
    def broken() -> Iterator[tuple[str, str, str]]:
        yield from digests(6000)
        raise ZeroDivisionError

    store.save_check("a" * 64, campaign_id, {"n": 1}, digests(3))
    with pytest.raises(ZeroDivisionError):
        store.save_check("a" * 64, campaign_id, {"n": 2}, broken())
    assert store.find_check("a" * 64) == {"n": 1}
    assert len(list(store.digests("a" * 64))) == 3
