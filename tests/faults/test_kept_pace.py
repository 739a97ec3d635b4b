"""The pace over any second, minute and day, in a made-up world: also over stops, crashes and nights."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from composer.delivery import telling
from composer.delivery.means import ProgressReport
from composer.errors import Blocked, Unreachable
from composer.findings import finding
from composer.model.identifiers import RecipientId
from composer.model.sending_window import SendingWindow
from composer.transports.handover import Answer, Prepared
from tests.faults.simulation import Campaign, Network, Wire, World
from tests.faults.small_campaign import FAST

DAY_S = 24 * 3600.0
START = datetime(2026, 3, 27, 18, 30, tzinfo=UTC)  # Friday before Europe's change to summer time


class Life(World):
    """A life that begins when the one before it ended, or later; the machine's own clock starts anew."""

    def __init__(self, *more, begins: datetime, **settings) -> None:
        super().__init__(*more, **settings)
        self.begins = begins

    def now(self) -> datetime:
        return self.begins + timedelta(seconds=self.loop.time())


@dataclass
class Counted(Campaign):
    """A campaign that remembers when each message's end went out, and over which connection."""

    ends: list[tuple[datetime, RecipientId]] = field(default_factory=list)
    carried: Counter[int] = field(default_factory=Counter)
    look_every_s: float = 5.0
    reports: list[ProgressReport] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)  # kept, so that no id comes twice

    def means(self, world, ledger):
        campaign = self

        class CountingWire(Wire):
            async def _end(self, prepared: Prepared) -> Answer:
                campaign.ends.append((world.now(), prepared.recipient_id))
                campaign.carried[id(self)] += 1
                campaign.wires.append(self)
                return await super()._end(prepared)

        class Counting(Network):
            async def connect(self) -> Wire:
                await super().connect()
                return CountingWire(world)

        self.network = Counting
        means = super().means(world, ledger)
        return replace(means, look_every_s=self.look_every_s, report=self.reports.append)

    def lane(self, recipient_id: RecipientId) -> int:
        return self.disk.rows[recipient_id].lane

    def go_on(self, begins: datetime, *, seed: int, crash: float = 0.0, stop_s: float = 0.0):
        """Live once more; give the outcome and when the life ended."""
        world = Life(self.disk, random.Random(seed), crash=crash, faults=0, begins=begins)
        if stop_s:
            world.loop.call_later(stop_s, self.stop, world)
        outcome = self.live(world)
        return outcome, world.now()


def most_within(times: list[datetime], seconds: float) -> int:
    """Give the most that lie in any time of this length."""
    moments = sorted(at.timestamp() for at in times)
    # a microsecond less: two ends exactly so far apart are not in one window
    return max(
        (bisect_left(moments, at + seconds - 1e-6) - number for number, at in enumerate(moments)),
        default=0,
    )


def test_the_rate_holds_over_any_second_and_minute_over_stops_and_crashes():
    pace = replace(
        FAST,
        per_second=Decimal(20),
        per_minute=300,
        connections=16,
        batches=(2000,),
        per_domain=(("a", Decimal(2)), ("b", Decimal(1)), ("c", Decimal("0.5"))),
    )
    campaign = Counted(seed=1, people=240, pace=pace)
    begins, lives = START, 0
    while True:
        crash = 0.002 if lives < 6 else 0.0
        outcome, ended = campaign.go_on(
            begins, seed=lives, crash=crash, stop_s=9.0 if lives % 2 else 0.0
        )
        campaign.check()
        lives += 1
        begins = ended + timedelta(seconds=0.3)
        if outcome is not None and outcome.finished:
            break
    assert lives > 4
    everybody = [at for at, _who in campaign.ends]
    assert most_within(everybody, 1) <= 20
    assert most_within(everybody, 60) <= 300
    for lane, (_domain, rate) in enumerate(pace.per_domain, 1):
        mine = [at for at, who in campaign.ends if campaign.lane(who) == lane]
        assert most_within(mine, 1) <= max(1, rate)
        assert most_within(mine, 60) <= 60 * rate


def test_a_days_limit_holds_over_a_restart_and_the_rest_leaves_the_next_day(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 600.0)
    pace = replace(FAST, per_second=Decimal(10), per_day=60, connections=4, batches=(500,))
    campaign = Counted(seed=2, people=150, pace=pace, look_every_s=60.0)
    outcome, ended = campaign.go_on(START, seed=0, stop_s=3600.0)
    assert outcome.counts.accepted == 60
    outcome, ended = campaign.go_on(ended + timedelta(hours=1), seed=1)
    assert outcome.finished
    assert most_within([at for at, _who in campaign.ends], DAY_S) == 60
    assert ended - START < timedelta(hours=50)


def test_outside_the_hours_nothing_leaves_and_it_goes_on_by_itself(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 600.0)
    hours = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin", days=(0, 1, 2, 3, 4))
    pace = replace(FAST, per_second=Decimal("0.02"), connections=3, batches=(500,), window=hours)
    campaign = Counted(seed=3, people=200, pace=pace, look_every_s=60.0)
    outcome, _ended = campaign.go_on(START, seed=0)
    assert outcome.finished
    local = [at.astimezone(ZoneInfo("Europe/Berlin")) for at, _who in campaign.ends]
    assert all(8 <= at.hour < 20 and at.weekday() < 5 for at in local)
    assert {at.date().isoformat() for at in local} == {"2026-03-27", "2026-03-30"}
    assert min(at for at in local if at.weekday() == 0).strftime("%H:%M") in {"08:00", "08:01"}


def test_approvals_are_asked_again_after_a_night(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 600.0)
    asked = []

    class Asking(Counted):
        def plan(self):
            return replace(super().plan(), require_leave=lambda: asked.append(len(self.ends)))

    hours = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin")
    pace = replace(FAST, per_second=Decimal("0.1"), connections=2, batches=(500,), window=hours)
    campaign = Asking(seed=4, people=20, pace=pace, look_every_s=30.0)
    late = START.replace(hour=18, minute=58)
    outcome, _ended = campaign.go_on(late, seed=0)
    assert outcome.finished
    assert asked[0] == 0
    assert len(asked) == 2
    assert 5 < asked[1] < 20


def test_within_one_batch_that_takes_hours_leave_is_asked_again_and_again(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 600.0)
    asked = []

    class Asking(Counted):
        def plan(self):
            def ask() -> None:
                asked.append(len(self.ends))
                if len(asked) == 4:
                    raise Blocked([finding("send.rejected", name="Ben")])

            return replace(super().plan(), require_leave=ask)

    pace = replace(FAST, per_second=Decimal("0.1"), connections=2, batches=(500,))
    campaign = Asking(seed=4, people=400, pace=pace, look_every_s=1.0)
    outcome, _ended = campaign.go_on(START, seed=0)
    assert [item.code for item in outcome.findings] == ["send.held", "send.rejected"]
    assert asked[0] == 0
    assert all(50 <= later - before <= 61 for before, later in pairwise(asked))
    assert len(campaign.ends) == asked[-1]
    campaign.check()


@dataclass
class ByAccount(Counted):
    """The account is another one since the start, or nobody can be asked about it."""

    wrong: Exception = field(default_factory=lambda: Unreachable("away"))
    asked: list[int] = field(default_factory=list)

    def plan(self):
        def ask() -> None:
            self.asked.append(len(self.ends))
            raise self.wrong

        return replace(super().plan(), require_account=ask)


CHANGED = Blocked([finding("account.changed", key="mail")])


@pytest.mark.parametrize(
    ("wrong", "code", "times"),
    [(CHANGED, "account.changed", 1), (Unreachable("away"), "send.unreachable", 4)],
)
def test_an_account_that_changed_in_the_night_holds_the_batch_it_waited_in(
    monkeypatch, wrong, code, times
):
    monkeypatch.setattr(telling, "EVERY_S", 600.0)
    hours = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin")
    pace = replace(FAST, per_second=Decimal("0.1"), connections=2, batches=(500,), window=hours)
    campaign = ByAccount(seed=4, people=20, pace=pace, look_every_s=30.0, wrong=wrong)
    outcome, ended = campaign.go_on(START.replace(hour=18, minute=58), seed=0)
    assert [item.code for item in outcome.findings] == ["send.held", code]
    assert len(campaign.asked) == times
    assert campaign.asked == [len(campaign.ends)] * times
    assert 5 < len(campaign.ends) < 20
    assert ended.hour >= 7
    assert {at.day for at, _who in campaign.ends} == {START.day}


def test_an_account_that_changed_while_the_computer_slept_holds_the_batch():
    class Sleeper(Life):
        def now(self) -> datetime:
            return super().now() + timedelta(hours=8 * (self.loop.time() > 6))

    pace = replace(FAST, per_second=Decimal(5), connections=4, batches=(500,))
    campaign = ByAccount(seed=5, people=200, pace=pace, look_every_s=0.2, wrong=CHANGED)
    world = Sleeper(campaign.disk, random.Random(1), crash=0, faults=0, begins=START)
    outcome = campaign.live(world)
    assert [item.code for item in outcome.findings] == ["send.held", "account.changed"]
    assert len(campaign.ends) < 40
    campaign.check()


def test_what_was_taken_up_before_a_sleep_crosses_only_after_leave_was_asked_again():
    slept_at_s = 6.03

    class Sleeper(Life):
        def now(self) -> datetime:
            return super().now() + timedelta(hours=8 * (self.loop.time() > slept_at_s))

    pace = replace(FAST, per_second=Decimal(5), connections=4, batches=(500,))
    campaign = ByAccount(seed=5, people=100, pace=pace, look_every_s=0.2)
    world = Sleeper(campaign.disk, random.Random(0), crash=0, faults=0, begins=START)
    campaign.live(world)
    # what had crossed the brink when the computer fell asleep may still end
    awake = START + timedelta(hours=8, seconds=slept_at_s + 0.04)
    assert [at for at, _who in campaign.ends if at > awake] == []
    assert len(campaign.asked) == 4


def test_leave_is_asked_again_when_the_computer_slept_while_copies_left(monkeypatch):
    class Sleeper(Life):
        slept_h = 0

        def now(self) -> datetime:
            return super().now() + timedelta(hours=self.slept_h)

    async def copies(_run) -> None:
        world.slept_h = 8

    monkeypatch.setattr("composer.delivery.dispatch._Run._send_copies", copies)
    pace = replace(FAST, per_second=Decimal(20), connections=4, batches=(500,))
    campaign = ByAccount(seed=5, people=20, pace=pace, wrong=CHANGED)
    world = Sleeper(campaign.disk, random.Random(0), crash=0, faults=0, begins=START)
    outcome = campaign.live(world)
    assert [item.code for item in outcome.findings] == ["send.held", "account.changed"]
    assert not campaign.ends


@pytest.mark.parametrize("jump_s", [-3600.0, 8 * 3600.0])
def test_after_a_sleep_every_connection_is_new_and_nothing_bursts(jump_s):
    class Sleeper(Life):
        def now(self) -> datetime:
            slept_s = jump_s if self.loop.time() > 6 else 0.0
            return super().now() + timedelta(seconds=slept_s)

    pace = replace(FAST, per_second=Decimal(20), connections=4, batches=(500,))
    campaign = Counted(seed=5, people=200, pace=pace, look_every_s=0.5)
    world = Sleeper(campaign.disk, random.Random(1), crash=0, faults=0, begins=START)
    outcome = campaign.live(world)
    assert outcome.finished
    assert campaign.reports[-1].jumps == 1, "it is said"
    campaign.check()
    moments = [(at - START).total_seconds() for at, _who in campaign.ends]
    before = {
        id(wire) for wire, at_s in zip(campaign.wires, moments, strict=True) if 0 <= at_s <= 6
    }
    # what had crossed the brink when the computer fell asleep may still end
    after = {
        id(wire)
        for wire, at_s in zip(campaign.wires, moments, strict=True)
        if not 0 <= at_s - jump_s <= 6.2 and not 0 <= at_s <= 6
    }
    assert before
    assert after
    assert not before & after


def test_a_connection_carries_no_more_than_it_may():
    pace = replace(FAST, per_second=Decimal(100), connections=2, batches=(500,), per_connection=15)
    campaign = Counted(seed=6, people=100, pace=pace)
    outcome, _ended = campaign.go_on(START, seed=0)
    assert outcome.finished
    assert max(campaign.carried.values()) == 15


class Planned(Counted):
    """A campaign that waits for its planned time."""

    start_at: datetime | None = START + timedelta(hours=2)

    def plan(self):
        return replace(super().plan(), start_at=self.start_at)


PLANNED = replace(FAST, per_second=Decimal(20), connections=2, batches=(500,))


def test_a_planned_start_is_waited_for_and_then_begins_by_itself(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 60.0)
    campaign = Planned(seed=7, people=20, pace=PLANNED)
    outcome, _ended = campaign.go_on(START, seed=0)
    assert outcome.finished
    begun = min(at for at, _who in campaign.ends)
    assert timedelta(0) <= begun - campaign.start_at < timedelta(seconds=10)


def test_a_computer_that_slept_through_the_planned_time_asks_a_person(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 60.0)

    class Sleeper(Life):
        def now(self) -> datetime:
            slept = timedelta(hours=3) if self.loop.time() > 3600 else timedelta(0)
            return super().now() + slept

    campaign = Planned(seed=8, people=20, pace=PLANNED)
    world = Sleeper(campaign.disk, random.Random(1), crash=0, faults=0, begins=START)
    outcome = campaign.live(world)
    assert [item.code for item in outcome.findings] == ["send.held", "send.start_missed"]
    assert not campaign.ends
    campaign.start_at = None  # a person lifts the hold and sends
    outcome, _ended = campaign.go_on(START + timedelta(hours=5), seed=1)
    assert outcome.finished


def test_a_stop_while_it_waits_for_the_planned_time_is_a_stop(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 60.0)
    campaign = Planned(seed=9, people=20, pace=PLANNED)
    outcome, ended = campaign.go_on(START, seed=0, stop_s=600.0)
    assert [item.code for item in outcome.findings] == ["send.stopped"]
    assert ended < campaign.start_at
    assert not campaign.ends


def test_what_is_under_way_when_the_hours_end_is_held_back_and_leaves_in_the_next_ones(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 600.0)

    class SlowBody(Counted):
        def means(self, world, ledger):
            means = super().means(world, ledger)
            connect = means.transport.connect

            class Slow(Network):
                async def connect(self) -> Wire:
                    wire = await connect()
                    hand_over = wire.hand_over

                    async def slowly(prepared: Prepared, *, brink) -> Answer:
                        await asyncio.sleep(15)
                        return await hand_over(prepared, brink=brink)

                    wire.hand_over = slowly
                    return wire

            return replace(means, transport=Slow(world))

    hours = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin")
    pace = replace(FAST, per_second=Decimal(2), connections=4, batches=(500,), window=hours)
    campaign = SlowBody(seed=10, people=8, pace=pace, look_every_s=60.0)
    outcome, _ended = campaign.go_on(START.replace(hour=18, minute=59, second=50), seed=0)
    assert outcome.finished
    campaign.check()
    assert min(at for at, _who in campaign.ends) >= START.replace(day=28, hour=7, minute=0)


def test_a_slow_pace_leaves_the_gate_open_between_two_messages_and_over_a_restart():
    asked = []

    class Slow(Counted):
        def plan(self):
            return replace(super().plan(), require_leave=lambda: asked.append(len(self.ends)))

    pace = replace(FAST, per_second=Decimal(20), per_minute=6, connections=2, batches=(500,))
    campaign = Slow(seed=11, people=30, pace=pace, look_every_s=0.5)
    _outcome, ended = campaign.go_on(START, seed=0, stop_s=65.0)
    outcome, _ended = campaign.go_on(ended + timedelta(seconds=1), seed=1)
    assert outcome.finished
    assert len(asked) == 2
    assert most_within([at for at, _who in campaign.ends], 60) <= 6


def test_whoever_was_given_back_at_a_jump_does_not_wait_for_the_slowest_answer():
    class Sleeper(Life):
        def now(self) -> datetime:
            return super().now() + timedelta(hours=self.loop.time() > 10)

    class SlowAnswer(Counted):
        def means(self, world, ledger):
            means = super().means(world, ledger)
            connect, started = means.transport.connect, []

            class Slow(Network):
                async def connect(self) -> Wire:
                    wire = await connect()
                    hand_over, end = wire.hand_over, wire._end

                    async def slowly(prepared: Prepared, *, brink) -> Answer:
                        started.append(prepared.recipient_id)
                        await asyncio.sleep(15 if len(started) == 2 else 0)
                        return await hand_over(prepared, brink=brink)

                    async def answer_late(prepared: Prepared) -> Answer:
                        answer = await end(prepared)
                        await asyncio.sleep(300 if prepared.recipient_id == started[0] else 0)
                        return answer

                    wire.hand_over, wire._end = slowly, answer_late
                    return wire

            return replace(means, transport=Slow(world))

    pace = replace(FAST, per_second=Decimal(20), connections=2, batches=(500,))
    campaign = SlowAnswer(seed=12, people=2, pace=pace, look_every_s=0.5)
    world = Sleeper(campaign.disk, random.Random(1), crash=0, faults=0, begins=START)
    assert campaign.live(world).finished
    late_s = (max(at for at, _who in campaign.ends) - START).total_seconds() - 3600
    assert 15 <= late_s < 30
