"""Deciding what is unclear, and stopping and resuming."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer.delivery.settle import settle
from composer.delivery.stopping import (
    is_stopped,
    lift_stop,
    request_stop,
    resume,
    stop_mark,
    stop_request,
)
from composer.errors import Blocked, NotFound
from composer.model.identifiers import RecipientId
from composer.model.moves import Kind, Move
from composer.model.states import RecipientState as S
from composer.store.ledger_chain import read_journal
from tests.faults.small_campaign import Box, people


@pytest.fixture
def ledger(tmp_path):
    box = Box(tmp_path, people(3))
    with box.open_ledger() as opened:
        opened.plan("p", box.plan().audience(), batches=(3,))
        yield opened


@pytest.fixture
def unclear(ledger):
    one = ledger.claim(Kind.AUDIENCE, group=1, limits={0: 1}, now_s=0)[0].recipient_id
    ledger.apply([Move(recipient_id=one, to=S.BRINK)])
    ledger.apply([Move(recipient_id=one, to=S.UNKNOWN)])
    return one


@pytest.mark.parametrize("evidence", ["", "   ", "..", "—"])
@pytest.mark.parametrize("arrived", [True, False])
def test_without_evidence_it_stays_unclear(ledger, unclear, evidence, arrived):
    with pytest.raises(Blocked):
        settle(ledger, unclear, arrived=arrived, evidence=evidence, by="Ana")
    assert ledger.state_of(unclear) is S.UNKNOWN


def test_it_arrived(ledger, unclear):
    settle(ledger, unclear, arrived=True, evidence="provider's log, line 12", by="Ana")
    assert ledger.state_of(unclear) is S.ACCEPTED


def test_it_did_not_and_is_planned_once_more(ledger, unclear):
    settle(ledger, unclear, arrived=False, evidence="mx log: rejected", by="Ana")
    assert ledger.state_of(unclear) is S.PLANNED
    again = ledger.claim(Kind.AUDIENCE, group=1, limits={0: 9}, now_s=0)
    assert unclear in [item.recipient_id for item in again]
    assert ledger.find_chain_findings() == []


def test_what_is_clear_cannot_be_decided(ledger):
    with pytest.raises(Blocked):
        settle(ledger, people(3)[2].id, arrived=False, evidence="I think so", by="Ana")
    with pytest.raises(NotFound):
        settle(ledger, RecipientId("f" * 32), arrived=True, evidence="I think so", by="Ana")


def test_an_address_in_the_evidence_stays_out_of_the_record(ledger, unclear):
    settle(ledger, unclear, arrived=True, evidence="to=<person@example.test> sent", by="Ana")
    raw = ledger.path.read_bytes() + ledger.path.with_name("ledger.db-wal").read_bytes()
    assert b"person@example" not in raw


def test_a_stop_stays_with_whoever_asked_first(tmp_path):
    assert not is_stopped(tmp_path)
    first = request_stop(tmp_path, by="Ana")
    assert request_stop(tmp_path, by="Ben") == first
    assert stop_request(tmp_path).by == "Ana"
    lift_stop(tmp_path)
    assert stop_mark(tmp_path) == 0
    assert stop_request(tmp_path) is None


def test_a_stop_that_is_pressed_again_is_another_one_and_stays_when_the_first_is_lifted(tmp_path):
    request_stop(tmp_path, by="Ana")
    decided = stop_mark(tmp_path)
    request_stop(tmp_path, by="Ben")
    assert stop_mark(tmp_path) != decided
    lift_stop(tmp_path, mark=decided)
    assert stop_request(tmp_path).by == "Ana"
    lift_stop(tmp_path, mark=stop_mark(tmp_path))
    assert not is_stopped(tmp_path)


def test_a_stop_between_the_look_at_the_first_and_its_removal_stays(tmp_path, monkeypatch):
    request_stop(tmp_path, by="Ana")
    mark, replaced = stop_mark(tmp_path), Path.replace

    def pressed_just_before(path, target):
        if path.name == "stop":
            request_stop(tmp_path, by="Ben")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", pressed_just_before)
    lift_stop(tmp_path, mark=mark)
    assert is_stopped(tmp_path)


def test_resuming_lifts_only_the_stop_that_stood_when_it_was_decided(ledger):
    folder = ledger.path.parent
    ledger.set_hold("send.batch_hold", by="", batch=1)
    request_stop(folder, by="Ben")  # pressed while it was looked whether it may go on
    resume(ledger, folder=folder, by="Ana", reason="", mark=0)
    assert ledger.hold is None
    assert stop_request(folder).by == "Ben"


def test_a_stop_file_that_cannot_be_read_is_a_stop(tmp_path):
    (tmp_path / "stop").write_bytes(b"\xff{")
    assert is_stopped(tmp_path)
    assert stop_request(tmp_path).by == ""


def test_resuming_writes_a_stop_that_no_sender_saw_into_the_record(ledger):
    folder = ledger.path.parent
    request_stop(folder, by="Ben")
    resume(ledger, folder=folder, by="Ana", reason="all is well")
    assert not is_stopped(folder)
    assert ledger.hold is None
    with ledger._read() as connection:
        kinds = [entry.kind for entry in read_journal(connection)]
    assert kinds[-2:] == ["hold", "lift"]


def test_a_stop_is_seen_before_the_disk_has_it(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _file: seen.append(stop_request(tmp_path)))
    request = request_stop(tmp_path, by="Ana")
    assert seen == [request]
