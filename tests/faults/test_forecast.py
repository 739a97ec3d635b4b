"""The time that is left, as it is told: right within 15 % once a twentieth is done."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from composer.delivery import telling
from composer.delivery.means import ProgressReport
from composer.model.campaign import Pace
from composer.model.sending_window import SendingWindow
from composer.transports.handover import Answer, Prepared
from tests.faults.simulation import Campaign, Network, Wire, World
from tests.faults.small_campaign import FAST
from tests.faults.test_kept_pace import Life

START = datetime(2026, 3, 27, 18, 30, tzinfo=UTC)
HOURS = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin", days=(0, 1, 2, 3, 4))
WHOLE = (5000,)
DOMAINS = (("a", Decimal(2)), ("b", Decimal(1)), ("c", Decimal("0.5")))


@dataclass
class Told(Campaign):
    """A campaign that keeps what was told of it; each answer takes as long as `latency_s` says."""

    latency_s: Callable[[World], float] = lambda _world: 0.1
    look_every_s: float = 5.0
    reports: list[ProgressReport] = field(default_factory=list)

    def means(self, world, ledger):
        latency_s = self.latency_s

        class Slow(Wire):
            async def _end(self, prepared: Prepared) -> Answer:
                await asyncio.sleep(latency_s(world))
                return await super()._end(prepared)

        class Far(Network):
            async def connect(self) -> Wire:
                await super().connect()
                return Slow(world)

        self.network = Far
        return replace(
            super().means(world, ledger),
            report=self.reports.append,
            look_every_s=self.look_every_s,
        )

    def go_on(self, begins: datetime) -> datetime:
        """Send until the end or the next wait for a person, and give when that was."""
        world = Life(self.disk, random.Random(7), crash=0, faults=0, begins=begins)
        self.live(world)
        return world.now()


def most_wrong(reports: list[ProgressReport], ended: datetime, *, every_s: float = 1.0) -> float:
    """Give the largest error of what was told every so often, as a part of what was left then."""
    errors = []
    for report in reports:
        left_s = (ended - datetime.fromisoformat(report.at)).total_seconds()
        done = report.counts.accepted / max(1, report.counts.total)
        if done >= 0.05 and report.eta_s is not None and left_s > 2 * every_s:
            errors.append((abs(report.eta_s - left_s) - 2 * every_s) / left_s)
    assert errors
    return max(errors)


def half_a_second(world: World) -> float:
    return 0.4 + world.rng.random() * 0.2


@pytest.mark.parametrize(
    ("pace", "settings"),
    [
        (replace(FAST, per_second=Decimal(5), batches=WHOLE), {}),
        (replace(FAST, per_second=Decimal(100), connections=2, batches=WHOLE), {"latency_s": half_a_second}),
        (replace(FAST, per_second=Decimal(20), connections=16, batches=(10, 50, 200), per_domain=DOMAINS), {}),
        (replace(FAST, per_second=Decimal(8), connections=4, batches=(5, 20)), {}),
        (replace(FAST, per_second=Decimal(50), per_minute=120, batches=WHOLE), {}),
        (
            replace(FAST, per_second=Decimal("0.05"), connections=2, batches=WHOLE, window=HOURS),
            {"people": 300, "look_every_s": 60.0},
        ),
        (
            replace(FAST, per_second=Decimal(1), connections=2, batches=WHOLE, per_day=120),
            {"look_every_s": 60.0},
        ),
    ],
    ids=["even", "slow answers", "three domains", "small batches", "a minute's limit", "hours", "days"],
)  # fmt: skip
def test_the_time_that_is_left_is_told_within_15_percent(pace: Pace, settings, monkeypatch):
    every_s = 60.0 if "look_every_s" in settings else 1.0
    monkeypatch.setattr(telling, "EVERY_S", every_s)
    campaign = Told(seed=1, pace=pace, **({"people": 300} | settings))
    ended = campaign.go_on(START)
    assert campaign.reports[-1].counts.accepted == campaign.people
    assert len(campaign.reports) > 10
    assert most_wrong(campaign.reports, ended, every_s=every_s) <= 0.15


def test_a_wait_for_a_person_is_not_in_it(monkeypatch):
    monkeypatch.setattr(telling, "EVERY_S", 1.0)
    pace = replace(FAST, per_second=Decimal(5), batches=(60, 240), hold_after=(1,))
    campaign = Told(seed=1, people=300, pace=pace)
    held = campaign.go_on(START)
    first, waited = len(campaign.reports), timedelta(hours=2)
    ended = campaign.go_on(held + waited)
    assert most_wrong(campaign.reports[:first], ended - waited) <= 0.15
    assert most_wrong(campaign.reports[first:], ended) <= 0.15
