"""Leave that is lost while it is sent: held with words in the record, and nobody twice or left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from composer.delivery import leave
from composer.delivery.stopping import resume
from composer.errors import Blocked, KeychainError
from composer.findings import finding
from composer.model.states import RecipientState as S
from composer.store.ledger_view import open_ledger_read_only
from tests.faults import small_campaign
from tests.faults.small_campaign import FAST, Box, people, release
from tests.unit.delivery.test_broken_off import Quick
from tests.unit.delivery.test_dispatch import codes, mailbox, run

WHY = "The store is locked."


def go_on(box: Box) -> None:
    with box.open_ledger() as ledger:
        resume(ledger, folder=box.folder, by="Ana", reason="")


class ByAccount(Box):
    """A send whose account is asked about before each batch; `locked` as often in a row."""

    locked = 0

    def plan(self):
        def ask() -> None:
            if self.locked:
                self.locked -= 1
                raise KeychainError(WHY)

        return replace(super().plan(), require_account=ask)


@pytest.fixture
def by_account(tmp_path, monkeypatch):
    monkeypatch.setattr(leave, "ACCOUNT_LASTS", timedelta())
    pace = replace(FAST, batches=(2, 3, 4))
    return ByAccount(tmp_path, people(9), pace=pace, clock=Quick())


def test_a_password_store_that_stays_locked_holds_the_send_and_it_can_go_on(by_account):
    by_account.until_batch = 1
    run(by_account)
    by_account.until_batch, by_account.locked = None, 99
    outcome = run(by_account)
    assert codes(outcome) == ["send.held", "send.keys_locked"]
    assert WHY in outcome.findings[1].text
    assert (outcome.counts.accepted, outcome.counts.held) == (2, 7)
    with open_ledger_read_only(by_account.ledger_path) as view:
        assert view.hold.code == "send.keys_locked"
        assert view.find_chain_findings() == []
    assert codes(run(by_account)) == ["send.held", "send.keys_locked"], "until somebody lifts it"
    by_account.locked = 0
    go_on(by_account)
    assert run(by_account).finished
    assert len(mailbox(by_account)) == len(set(mailbox(by_account))) == 9


def test_a_password_store_that_is_unlocked_in_time_holds_nothing(by_account):
    by_account.locked = 3
    assert run(by_account).finished
    assert len(mailbox(by_account)) == 9


def test_a_password_store_that_is_gone_where_nobody_looks_again_holds_the_send_too(tmp_path):
    def gone() -> None:
        raise KeychainError(WHY)

    box = Box(tmp_path, people(3), require_leave=gone)
    assert codes(run(box)) == ["send.held", "send.keys_locked"]
    assert mailbox(box) == []
    box.require_leave = None
    go_on(box)
    assert run(box).finished


def test_approvals_that_run_out_within_a_batch_hold_it_and_who_waits_gets_it_later(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(
        small_campaign, "release", lambda _proof: release(expires=timedelta(seconds=1))
    )
    pace = replace(FAST, per_second=Decimal(50), connections=2, batches=(500,))
    box = Box(tmp_path, people(150), pace=pace)
    outcome = run(box)
    assert codes(outcome) == ["send.held", "send.expired"]
    assert 0 < outcome.counts.accepted < 60
    assert outcome.counts.accepted + outcome.counts.held == 150
    assert len(mailbox(box)) == outcome.counts.accepted
    monkeypatch.setattr(small_campaign, "release", release)
    assert codes(run(box)) == ["send.held", "send.expired"], "until somebody lifts it"
    go_on(box)
    assert run(box).finished
    assert len(mailbox(box)) == 150


def test_who_was_queued_when_approvals_ran_out_goes_back_also_at_a_slow_pace(tmp_path, monkeypatch):
    """At two a second, 32 wait in the queue for a quarter of a minute: none of them leaves."""
    pace = replace(FAST, per_second=Decimal(2), connections=1, batches=(500,))
    box = Box(tmp_path, people(60), pace=pace)
    began: list[datetime] = []

    def out(_proof):
        began.append(datetime.now(UTC))
        return release(expires=timedelta(seconds=2))

    monkeypatch.setattr(small_campaign, "release", out)
    outcome = run(box)
    assert codes(outcome) == ["send.held", "send.expired"]
    assert datetime.now(UTC) - began[0] < timedelta(seconds=12)
    with open_ledger_read_only(box.ledger_path) as view:
        assert view.counts().claimed == view.counts().brink == 0
        late = began[0] + timedelta(seconds=2)
        brinks = [entry.at for entry in view.journal() if entry.state == S.BRINK.value]
    assert all(datetime.fromisoformat(at) <= late + timedelta(milliseconds=50) for at in brinks)


def test_the_hold_names_what_is_missing_and_not_why_an_approval_never_counted():
    lost = Blocked(
        [finding("send.author_approved", name="Ana"), finding("send.expired", missing=1)]
    )
    assert leave.cause_of_loss(lost).code == "send.expired"
    only = Blocked([finding("send.not_in_pool", name="Ana")])
    assert leave.cause_of_loss(only).code == "send.not_in_pool"
