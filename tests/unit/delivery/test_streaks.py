"""What counts as one time when something fails again and again: one cause, not one connection."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace

from composer.delivery.verdicts import UNKNOWN_IN_A_ROW, UNREACHABLE_IN_A_ROW, Streaks
from composer.errors import OutcomeUnknown, Unreachable
from composer.transports.handover import Answer, Prepared
from tests.faults.simulation import Campaign, Network, Wire, World
from tests.faults.small_campaign import FAST

CONNECTIONS = 16


def test_sixteen_connections_that_break_at_once_are_one_time() -> None:
    streaks = Streaks()
    for nth in range(CONNECTIONS):
        assert streaks.note(Unreachable("gone"), worked_at_s=9, now_s=10 + nth / 100) is None


def test_a_connection_that_was_idle_meanwhile_broke_with_the_others() -> None:
    streaks = Streaks()
    for nth in range(UNREACHABLE_IN_A_ROW):
        assert streaks.note(Unreachable("gone"), worked_at_s=9, now_s=10 + 5 * nth) is None


def test_connections_that_worked_again_and_broke_again_are_another_time() -> None:
    streaks = Streaks()
    causes = [
        streaks.note(Unreachable("gone"), worked_at_s=nth + 0.5, now_s=nth + 1)
        for nth in range(UNREACHABLE_IN_A_ROW)
    ]
    assert [cause is not None for cause in causes] == [False] * 4 + [True]


def test_a_connection_that_cannot_be_made_counts_each_time() -> None:
    streaks = Streaks()
    causes = [streaks.note(Unreachable("no"), now_s=10) for _nth in range(UNREACHABLE_IN_A_ROW)]
    assert causes[-1] is not None
    assert causes[-1].code == "send.unreachable"
    assert causes[-2] is None


def test_what_is_unclear_counts_one_by_one() -> None:
    streaks = Streaks()
    causes = [
        streaks.note(OutcomeUnknown("lost"), worked_at_s=9, now_s=10)
        for _nth in range(UNKNOWN_IN_A_ROW)
    ]
    assert causes[-1] is not None


class Blip(Network):
    """A mail server whose first connections all break with their second message."""

    opened = broken = 0

    async def connect(self) -> Wire:
        Blip.opened += 1
        return Breaking(self.world) if Blip.opened <= CONNECTIONS else Wire(self.world)


class Breaking(Wire):
    """One of the first connections."""

    carried = 0

    async def hand_over(self, prepared: Prepared, *, brink: Callable[[], object]) -> Answer:
        self.carried += 1
        if self.carried == 1:
            return await super().hand_over(prepared, brink=brink)
        await asyncio.sleep(1)  # until every connection has carried its first
        Blip.broken += 1
        self.is_usable = False
        raise Unreachable("the network went")


def test_a_blip_on_all_connections_does_not_hold_a_send() -> None:
    pace = replace(FAST, connections=CONNECTIONS, batches=(60,))
    campaign = Campaign(seed=1, people=60, network=Blip, pace=pace)
    outcome = campaign.live(World(campaign.disk, random.Random(1), crash=0, faults=0))
    assert outcome is not None
    assert Blip.broken == CONNECTIONS
    assert outcome.findings == ()
    assert outcome.counts.accepted == len(campaign.disk.delivered) == 60
