"""Checks of everybody: bound to what was checked, kept as they come, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from composer.errors import WorkspaceError
from composer.findings import finding
from composer.store.campaigns import CampaignStore
from composer.store.check_runs import CheckRun, RunKey
from composer.store.check_tables import check_tables, tables_of
from composer.store.checks import CheckStore, MessageDigest
from composer.store.database import Database
from composer.store.proofs import ProofStore

AT = datetime(2019, 11, 1, tzinfo=UTC)


def digests(count: int, *, start: int = 0) -> Iterator[tuple[str, str, str]]:
    """Ids in an order that is neither sorted nor random."""
    for number in range(start, start + count):
        yield f"{number * 7919 % 10007:032x}", f"{number:064x}", f"{number + 1:064x}"


def packed(lines: Iterator[tuple[str, str, str]]) -> bytes:
    return b"".join(bytes.fromhex("".join(line)) for line in lines)


def key(letter: str, campaign_id: str, *, mark: str = "m") -> RunKey:
    return RunKey(campaign_id=campaign_id, binding=letter * 64, mark=mark)


def begun(store: CheckStore, letter: str, campaign_id: str, count: int) -> CheckRun:
    run = store.begin(key(letter, campaign_id))
    run.add(packed(digests(count)), [], portions=1, record={})
    return run


def save(
    store: CheckStore, letter: str, campaign_id: str, count: int, record: dict[str, object]
) -> None:
    store.finish(begun(store, letter, campaign_id, count), record, messages=count)


@pytest.fixture
def store(database: Database) -> CheckStore:
    times = iter(AT + timedelta(seconds=n) for n in range(100))
    return CheckStore(database, clock=lambda: next(times))


def test_a_check_is_found_by_its_binding_alone(store: CheckStore, campaign_id: str) -> None:
    record = {"messages": 3, "findings": [{"code": "x", "where": {"row": 2}}], "root": "ü"}
    save(store, "a", campaign_id, 3, record)
    assert store.find_check("a" * 64) == record
    assert store.find_check("b" * 64) is None


def test_digests_come_back_in_the_order_they_were_given(
    store: CheckStore, campaign_id: str
) -> None:
    run = begun(store, "a", campaign_id, 4000)
    run.add(packed(digests(3000, start=4000)), [], portions=2, record={})
    store.finish(run, {}, messages=7000)
    found = [(d.recipient_id, d.digest, d.wire_sha256) for d in store.digests("a" * 64)]
    assert found == list(digests(7000))


def test_some_digests_are_looked_up_by_recipient(store: CheckStore, campaign_id: str) -> None:
    save(store, "a", campaign_id, 2000, {})
    ids = [item[0] for item in digests(1500)]
    assert set(store.digests_of("a" * 64, [*ids, "f" * 32])) == set(ids)
    assert len(store.digests_of("a" * 64, ids)) == 1500
    id_, digest, wire = list(digests(5))[4]
    assert store.digest_of("a" * 64, id_) == MessageDigest(
        recipient_id=id_, digest=digest, wire_sha256=wire
    )
    assert store.digest_of("a" * 64, "f" * 32) is None
    assert store.digest_of("b" * 64, id_) is None


def test_the_same_binding_again_replaces_its_result(
    store: CheckStore, campaign_id: str, database: Database
) -> None:
    save(store, "a", campaign_id, 10, {"n": 1})
    again = begun(store, "a", campaign_id, 4)
    assert store.find_check("a" * 64) == {"n": 1}
    assert len(list(store.digests("a" * 64))) == 10
    store.finish(again, {"n": 2}, messages=4)
    assert store.find_check("a" * 64) == {"n": 2}
    assert len(list(store.digests("a" * 64))) == 4
    with database.read() as connection:
        assert len(tables_of(connection, campaign_id)) == 1


def test_old_checks_go_but_those_under_a_proof_stay(
    store: CheckStore, campaigns: CampaignStore, database: Database, campaign_id: str
) -> None:
    other = campaigns.create(name="Other", tree={"a": b"a"}, by="x").id
    save(store, "0", other, 1, {})
    save(store, "a", campaign_id, 2, {})
    ProofStore(database).save_proof(
        "d" * 64, campaign_id, manifest=b"m", binding="a" * 64, by="k", at=AT
    )
    save(store, "b", campaign_id, 2, {})
    save(store, "c", campaign_id, 2, {})
    kept = [binding for binding in "0abc" if store.find_check(binding * 64) is not None]
    assert kept == ["0", "a", "c"]
    assert list(store.digests("b" * 64)) == []
    assert len(list(store.digests("a" * 64))) == 2
    with database.read() as connection:
        assert len(tables_of(connection, campaign_id)) == 2


def test_what_was_cut_off_counts_for_nothing_and_is_taken_up_again(
    store: CheckStore, campaign_id: str
) -> None:
    leak = finding("content.foreign_id", where={"recipient": "a@example.org", "row": 2}, found="x")
    run = store.begin(key("a", campaign_id))
    assert run.portions == 0
    run.add(packed(digests(6000)), [leak, leak], portions=3, record={"people": 6000})
    run.add(packed(digests(500, start=6000)), [], portions=4, record={"people": 6500})
    assert store.find_check("a" * 64) is None
    assert list(store.digests("a" * 64)) == []
    assert list(store.findings(campaign_id, "a" * 64)) == [leak, leak]
    assert list(store.findings(campaign_id, "b" * 64)) == []
    again = store.begin(key("a", campaign_id))
    assert (again.portions, again.record) == (4, {"people": 6500})
    assert b"".join(again.results()) == packed(digests(6500))
    assert list(again.findings()) == [leak, leak]
    again.add(packed(digests(1, start=6500)), [leak], portions=5, record={})
    store.finish(again, {}, messages=6501)
    assert list(store.findings(campaign_id, "a" * 64)) == [leak] * 3


@pytest.mark.parametrize("changed", [key("b", "", mark="m"), key("a", "", mark="n")])
def test_with_another_binding_or_other_rows_a_run_begins_anew(
    changed: RunKey, store: CheckStore, campaign_id: str, database: Database
) -> None:
    begun(store, "a", campaign_id, 10)
    run = store.begin(RunKey(campaign_id=campaign_id, binding=changed.binding, mark=changed.mark))
    assert (run.portions, list(run.results())) == (0, [])
    with database.read() as connection:
        assert len(tables_of(connection, campaign_id)) == 1


def test_a_run_with_a_result_too_few_or_too_many_is_never_finished(
    store: CheckStore, campaign_id: str, database: Database
) -> None:
    run = begun(store, "a", campaign_id, 10)
    for messages in (9, 11):
        with pytest.raises(WorkspaceError):
            store.finish(run, {}, messages=messages)
    tables = check_tables(campaign_id, 1)
    with database.write() as connection:
        connection.execute(tables.result.delete().where(tables.result.c.position == 4))
    with pytest.raises(WorkspaceError):
        store.finish(run, {}, messages=10)
    assert store.find_check("a" * 64) is None


def test_a_run_that_somebody_else_went_on_with_adds_nothing(
    store: CheckStore, campaign_id: str, database: Database
) -> None:
    run = begun(store, "a", campaign_id, 10)
    with database.write() as connection:
        connection.execute(update(check_tables(campaign_id, 1).state).values(portions=7))
    with pytest.raises(WorkspaceError):
        run.add(packed(digests(1, start=10)), [], portions=2, record={})
    assert len(b"".join(run.results())) == 800


def test_a_run_killed_before_its_last_step_is_finished_by_the_next(
    store: CheckStore, campaign_id: str, database: Database
) -> None:
    run = begun(store, "a", campaign_id, 10)
    tables = check_tables(campaign_id, 1)
    with database.write() as connection:  # as the first half of finishing leaves it
        connection.exec_driver_sql(
            f"CREATE UNIQUE INDEX {tables.result.name}_who ON {tables.result.name} (recipient)"
        )
    run = store.begin(key("a", campaign_id))
    store.finish(run, {"n": 1}, messages=10)
    assert store.find_check("a" * 64) == {"n": 1}
