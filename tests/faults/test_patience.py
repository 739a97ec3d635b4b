"""How long something is tried: a locked record, a silent host, a mailbox that is always full."""

from __future__ import annotations

import asyncio
import random
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from composer.delivery import committer, telling
from composer.delivery.verdicts import LONGEST_S, MOST_TRIES
from composer.errors import TryLater
from composer.model.campaign import Security
from composer.model.moves import Move
from composer.model.sending_window import SendingWindow
from composer.model.states import RecipientState as S
from composer.store import ledger_file
from composer.transports.handover import Answer, Prepared
from composer.transports.sendgrid import HttpLimits, SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from composer.transports.smtp import SmtpAccount, SmtpLimits, SmtpTransport
from tests.faults.cut_sessions import KeptMessages
from tests.faults.scripted_server import scripted_server
from tests.faults.simulation import Campaign, Network, Wire
from tests.faults.small_campaign import FAST, Box, people
from tests.faults.test_kept_pace import Life

START = datetime(2026, 6, 1, 8, tzinfo=UTC)
SHORT_S = 0.3


# --- a record that somebody else keeps locked ------------------------------------------------


class Locker:
    """Another program that takes the record's lock just before a commit, and keeps it for a time.

    `for_s` 0 keeps it until `leave`.
    """

    def __init__(self, ledger, *, before: S, for_s: float) -> None:
        self.path, self.before, self.for_s = ledger.path, before, for_s
        self.other: sqlite3.Connection | None = None
        self.apply, ledger.apply = ledger.apply, self.lock_first

    def lock_first(self, moves: list[Move]) -> None:
        if self.other is None and any(move.to is self.before for move in moves):
            other = self.other = sqlite3.connect(self.path, check_same_thread=False)
            other.execute("BEGIN IMMEDIATE")
            if self.for_s:
                threading.Timer(self.for_s, other.rollback).start()
        self.apply(moves)

    def leave(self) -> None:
        self.other.close()


def send_locked(box: Box, *, before: S, for_s: float):
    async def story(ledger):
        async with scripted_server({}) as server:
            account = SmtpAccount(host="127.0.0.1", port=server.port, security=Security.NONE)
            return await box.send(SmtpTransport(account), ledger=ledger), server.whole

    with box.open_ledger() as ledger:
        locker = Locker(ledger, before=before, for_s=for_s)
        try:
            return asyncio.run(story(ledger))
        finally:
            locker.leave()


def small_box(folder) -> Box:
    recipients = people(6)
    pace = replace(FAST, connections=2, batches=(6,))
    return Box(folder, recipients, pace=pace, source=KeptMessages(recipients))


def test_a_locked_record_is_waited_for_ten_seconds():
    assert ledger_file.BUSY_TIMEOUT_S == 10


@pytest.mark.parametrize("before", [S.BRINK, S.ACCEPTED])
def test_a_record_that_is_free_again_in_time_costs_nothing(before, tmp_path):
    outcome, taken = send_locked(small_box(tmp_path), before=before, for_s=SHORT_S)
    assert outcome.finished
    assert outcome.counts.accepted == len(taken) == 6


@pytest.mark.parametrize("before", [S.BRINK, S.ACCEPTED])
def test_a_record_that_stays_locked_holds_the_send_and_no_commit_is_skipped(
    before, tmp_path, monkeypatch
):
    monkeypatch.setattr(ledger_file, "BUSY_TIMEOUT_S", SHORT_S)
    monkeypatch.setattr(committer, "OUTCOME_TRIES_S", SHORT_S)
    box = small_box(tmp_path)
    outcome, taken = send_locked(box, before=before, for_s=0)
    assert [item.code for item in outcome.findings][:2] == ["send.held", "send.record_failed"]
    assert not outcome.finished
    with box.open_ledger() as ledger:
        counts = ledger.counts()
        assert ledger.find_chain_findings() == []
    assert counts.total == 6
    assert counts.accepted <= len(taken) <= counts.accepted + counts.unknown
    if before is S.BRINK:
        assert not taken
        assert counts.unknown == 0


# --- a host that does not answer -------------------------------------------------------------


@contextmanager
def silent_host() -> Iterator[int]:
    """A port whose queue is full: the system answers no further connection (Linux)."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        filling = [socket.socket() for _nth in range(4)]
        for one in filling:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        try:
            yield listener.getsockname()[1]
        finally:
            for one in filling:
                one.close()


@pytest.mark.parametrize("way", ["smtp", "smtp over TLS", "http"])
def test_a_host_that_does_not_answer_defers_and_holds_after_five(way, tmp_path):
    recipients = people(8)
    pace = replace(FAST, connections=5)
    box = Box(tmp_path, recipients, pace=pace, source=KeptMessages(recipients))
    with silent_host() as port:
        if way == "http":
            account = SendGridAccount(base_url=f"http://127.0.0.1:{port}", api_key="SG.x")
            transport = SendGridTransport(account, limits=HttpLimits(connect_s=SHORT_S))
        else:
            security = Security.TLS if "TLS" in way else Security.NONE
            server = SmtpAccount(host="127.0.0.1", port=port, security=security)
            transport = SmtpTransport(server, limits=SmtpLimits(connect_s=SHORT_S))
        outcome = asyncio.run(box.send(transport))
    assert [item.code for item in outcome.findings] == ["send.held", "send.unreachable"]
    assert outcome.counts.held == outcome.counts.total == 8
    with box.open_ledger() as ledger:
        assert len(list(ledger.ends_since(0))) == 0


# --- a mailbox that is always full -----------------------------------------------------------


@dataclass
class FullMailbox(Campaign):
    """A campaign of which one recipient is refused for now, each time."""

    tried: list[datetime] = field(default_factory=list)
    hour: int = START.hour

    def means(self, world, ledger):
        campaign, full = self, next(iter(self.disk.rows), None)

        class Choosy(Wire):
            async def hand_over(self, prepared: Prepared, *, brink: Callable[[], object]) -> Answer:
                nonlocal full
                full = full or prepared.recipient_id
                if prepared.recipient_id == full:
                    campaign.tried.append(world.now())
                    raise TryLater("full", code=452, answer="452 4.2.2 mailbox full")
                return await super().hand_over(prepared, brink=brink)

        class Far(Network):
            async def connect(self) -> Wire:
                await super().connect()
                return Choosy(world)

        self.network = Far
        return replace(super().means(world, ledger), look_every_s=10.0)

    def go_on(self):
        world = Life(self.disk, random.Random(7), crash=0, faults=0, begins=START)
        return self.live(world)


def test_after_five_tries_somebody_is_held_and_the_send_asks_a_person(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 60.0)
    pace = replace(FAST, per_second=Decimal(8), connections=2, batches=(20,))
    campaign = FullMailbox(seed=1, people=12, pace=pace)
    outcome = campaign.go_on()
    assert [item.code for item in outcome.findings] == ["send.held", "send.tries_spent"]
    assert dict(outcome.findings[1].values)["count"] == 1
    assert (outcome.counts.accepted, outcome.counts.held) == (11, 1)
    assert len(campaign.tried) == MOST_TRIES
    waits = [
        later - before for before, later in zip(campaign.tried, campaign.tried[1:], strict=False)
    ]
    assert [round(wait.total_seconds() / 60) for wait in waits] == [1, 5, 16, 60]


def test_after_a_day_somebody_is_held_whatever_was_tried(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 600.0)
    hours = SendingWindow(opens="08:00", closes="08:03", zone="UTC")
    pace = replace(FAST, per_second=Decimal(8), connections=2, batches=(20,), window=hours)
    campaign = FullMailbox(seed=1, people=12, pace=pace)
    outcome = campaign.go_on()
    assert [item.code for item in outcome.findings] == ["send.held", "send.tries_spent"]
    assert len(campaign.tried) < MOST_TRIES
    assert campaign.tried[-1] - campaign.tried[0] >= timedelta(seconds=LONGEST_S)
    assert campaign.tried[-2] - campaign.tried[0] < timedelta(seconds=LONGEST_S)
