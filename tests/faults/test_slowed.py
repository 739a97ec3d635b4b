"""A mail service that asks for less gets less: of the whole campaign, recorded, and over a restart."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from composer.delivery import telling
from composer.delivery.means import ProgressReport
from composer.delivery.slowing import SLOWEST, SlowDown
from composer.errors import TryLater
from composer.transports.handover import Answer, Prepared
from tests.faults.simulation import Campaign, Network, Wire
from tests.faults.small_campaign import FAST
from tests.faults.test_kept_pace import Life

START = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def told_often(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 1.0)


def later(code: int, after_s: float | None = None) -> TryLater:
    error = TryLater("not now", code=code, answer=f"{code} 4.7.0 not now")
    error.after_s = after_s
    return error


@dataclass
class Busy(Campaign):
    """A campaign whose mail service refuses for now whatever `refuses` says, by number and time."""

    refuses: Callable[[int, float], TryLater | None] = lambda _number, _at_s: None
    handed: list[float] = field(default_factory=list)
    reports: list[ProgressReport] = field(default_factory=list)

    def means(self, world, ledger):
        campaign = self

        class Choosy(Wire):
            async def hand_over(self, prepared: Prepared, *, brink: Callable[[], object]) -> Answer:
                error = campaign.refuses(len(campaign.handed), world.loop.time())
                if error is not None:
                    raise error
                return await super().hand_over(prepared, brink=brink)

            async def _end(self, prepared: Prepared) -> Answer:
                campaign.handed.append(world.now().timestamp() - START.timestamp())
                return await super()._end(prepared)

        class Far(Network):
            async def connect(self) -> Wire:
                await super().connect()
                return Choosy(world)

        self.network = Far
        return replace(super().means(world, ledger), report=self.reports.append, look_every_s=0.5)

    def go_on(self, begins: datetime = START):
        world = Life(self.disk, random.Random(7), crash=0, faults=0, begins=begins)
        return self.live(world), world

    def between(self, begin_s: float, end_s: float) -> int:
        return sum(begin_s <= at_s < end_s for at_s in self.handed)


PACE = replace(FAST, per_second=Decimal(8), connections=4, batches=(5000,))


@pytest.mark.parametrize("code", [421, 429])
def test_the_whole_campaign_goes_at_half_the_pace_and_recovers_step_by_step(code):
    refused: list[float] = []

    def once(_number, at_s):
        if at_s > 10 and len(refused) < 4:  # one on each connection, all at nearly the same time
            refused.append(at_s)
            return later(code)
        return None

    pace = replace(PACE, per_second=Decimal(3))
    campaign = Busy(seed=1, people=280, pace=pace, refuses=once)
    outcome, _world = campaign.go_on()
    assert outcome.finished
    assert campaign.disk.speeds[0] == 0.5
    assert campaign.disk.speeds[1:] == [0.625, 0.78125]
    assert campaign.between(20, 60) == pytest.approx(60, rel=0.1)
    assert {report.speed for report in campaign.reports} >= {1.0, 0.5, 0.625}


def test_it_is_as_slow_after_a_restart():
    campaign = Busy(seed=1, people=200, pace=PACE)
    campaign.disk.speeds.append(0.25)
    outcome, _world = campaign.go_on()
    assert outcome.finished
    assert campaign.between(0, 50) == pytest.approx(100, rel=0.1)


def test_the_service_that_names_a_time_is_left_alone_until_then():
    refused: list[float] = []

    def once(number, at_s):
        if number == 40 and not refused:
            refused.append(at_s)
            return later(429, after_s=30.0)
        return None

    campaign = Busy(seed=1, people=100, pace=PACE, refuses=once)
    outcome, _world = campaign.go_on()
    assert outcome.finished
    assert campaign.between(refused[0] + 2, refused[0] + 30) == 0
    assert "service" in {report.waits_for for report in campaign.reports}


def test_an_absurd_time_is_not_waited_for_longer_than_an_hour():
    refused: list[float] = []

    def once(number, at_s):
        if number == 10 and not refused:
            refused.append(at_s)
            return later(429, after_s=10 * 24 * 3600.0)
        return None

    campaign = Busy(seed=1, people=30, pace=PACE, refuses=once)
    outcome, world = campaign.go_on()
    assert outcome.finished
    assert 3600 <= world.now().timestamp() - START.timestamp() <= 3700


def test_a_few_mailboxes_that_are_full_slow_nothing_and_many_do():
    slow = SlowDown(1.0, now_s=0)
    for number in range(400):
        if number % 20:
            slow.note_taken(now_s=number)
        else:
            assert not slow.note_later(later(452), now_s=number)
    assert slow.speed == 1
    for number in range(400, 405):
        slow.note_later(later(452), now_s=number)
    assert slow.speed == 0.5


def test_it_never_stands_still():
    slow = SlowDown(1.0, now_s=0)
    for number in range(20):
        slow.note_later(later(429), now_s=100 * number)
    assert slow.speed == SLOWEST


def test_half_the_pace_is_not_halved_for_what_was_on_its_way():
    slow = SlowDown(1.0, now_s=0)
    assert slow.note_later(later(429), now_s=1)
    assert not slow.note_later(later(429), now_s=2)
    assert slow.note_later(later(429), now_s=20)
    assert slow.speed == 0.25
