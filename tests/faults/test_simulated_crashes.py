"""The real sending machine in a made-up world: thousands of crashes, and nobody twice or lost.

Each wrong design of the well-known kinds must be caught by the same checks within a few campaigns:
a simulation that no mistake fails proves nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from composer.delivery import carrying, verdicts
from composer.delivery.carrying import Carrier
from composer.delivery.committer import Committer
from composer.delivery.outcome import Outcome
from composer.delivery.queue import Item
from composer.errors import LedgerError, OutcomeUnknown, TryLater, Unreachable
from composer.model import moves as moves_module
from composer.model.moves import Move, Mover
from composer.model.states import RecipientState as S
from composer.transports.handover import Answer, Prepared
from tests.faults.simulation import Campaign, MemoryLedger, Network, Wire, World
from tests.faults.small_campaign import FAST

TRIED = 100_000
TRIED_IN_LONG = 1_000_000
FIRST_SEED = random.SystemRandom().randrange(1 << 32)
MOST_CAMPAIGNS = 40


def crash_through(tried: int, first_seed: int) -> Counter[str]:
    """Send campaign after campaign until a crash was tried at that many moments.

    At each moment a restart is made from what the disk holds then, and judged; at a part of them the
    process dies indeed, and the campaign goes on from there to its end.
    """
    found: Counter[str] = Counter()
    while found["tried"] < tried:
        seed = first_seed + found["campaigns"]
        campaign = Campaign(seed=seed, crash=0.05 if seed % 3 else 0.01)
        campaign.run()
        found.update(tried=campaign.tried, died=campaign.crashes, campaigns=1)
    return found


@pytest.mark.parametrize(
    "tried",
    [
        TRIED,
        pytest.param(TRIED_IN_LONG, marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
def test_nobody_gets_two_messages_and_nobody_is_lost_whenever_it_crashes(tried):
    print("first seed", FIRST_SEED)
    print(crash_through(tried, FIRST_SEED))


class SlowAnswers(Network):
    """A server that takes seconds to answer the end."""

    async def connect(self) -> Wire:
        wire = await super().connect()
        answer = wire._end

        async def slowly(prepared: Prepared) -> Answer:
            await asyncio.sleep(5)
            return await answer(prepared)

        wire._end = slowly
        return wire


def live_and_stop(campaign: Campaign, rng: random.Random, *, after_s: float) -> Outcome:
    """Go on after whatever held it, and press Stop that many seconds later."""
    world = World(campaign.disk, rng, crash=0, faults=0)
    world.loop.call_later(after_s, campaign.stop, world)
    ended = campaign.live(world)
    campaign.check()
    assert ended is not None
    return ended


def test_pausing_and_resuming_fifty_times_changes_no_count():
    pace = replace(FAST, connections=3, batches=(10, 100), per_second=Decimal(200))
    campaign = Campaign(seed=50, people=500, crash=0, faults=0, pace=pace)
    rng = random.Random(50)
    for _nth in range(50):
        ended = live_and_stop(campaign, rng, after_s=1 + rng.random() * 0.05)
        assert [item.code for item in ended.findings] == ["send.stopped"]
        assert ended.counts.total == 500
        assert ended.counts.accepted == campaign.disk.delivered.total()
        assert ended.counts.accepted + ended.counts.planned == 500
    assert 0 < ended.counts.accepted < 500
    campaign.run()
    assert set(campaign.disk.delivered.values()) == {1}
    assert campaign.disk.delivered.total() == 500


def test_at_a_stop_who_is_at_the_brink_is_waited_for_and_the_rest_goes_on_later():
    pace = replace(FAST, connections=3, batches=(20,))
    campaign = Campaign(seed=9, people=12, crash=0, faults=0, pace=pace, network=SlowAnswers)
    ended = live_and_stop(campaign, random.Random(9), after_s=2)
    assert (ended.counts.accepted, ended.counts.planned) == (3, 9)
    campaign.network = Network
    campaign.run()
    assert set(campaign.disk.delivered.values()) == {1}
    assert {row.state for row in campaign.disk.rows.values()} == {S.ACCEPTED}


def test_the_same_seed_gives_the_same_story():
    stories = []
    for _time in range(2):
        campaign = Campaign(seed=77)
        campaign.run()
        stories.append((campaign.crashes, repr(campaign.disk)))
    assert stories[0] == stories[1]


def test_without_faults_everybody_gets_exactly_one_message():
    campaign = Campaign(seed=5, crash=0, faults=0, people=30)
    campaign.run()
    assert {row.state for row in campaign.disk.rows.values()} == {S.ACCEPTED}
    assert set(campaign.disk.delivered.values()) == {1}


def run_all(kind: type[Campaign], **settings: object) -> None:
    for seed in range(MOST_CAMPAIGNS):
        kind(seed=seed, **settings).run()


@pytest.mark.parametrize(
    ("pace", "expected_s"),
    [
        (replace(FAST, per_second=Decimal(40), connections=8, batches=(500,)), 300 / 40),
        (replace(FAST, per_second=Decimal(300), connections=64, batches=(500,)), 300 / 300),
        (replace(FAST, per_second=Decimal("2.5"), connections=4, batches=(10, 50)), 300 / 2.5),
        (
            replace(
                FAST,
                per_second=Decimal(100),
                connections=16,
                batches=(500,),
                per_domain=(("a", Decimal(5)), ("b", Decimal(10))),
            ),
            100 / 5,
        ),
    ],
    ids=["40/s", "300/s", "2.5/s", "two limited domains"],
)
def test_the_pace_is_kept_and_reached(pace, expected_s):
    campaign = Campaign(seed=3, people=300, pace=pace)
    world = World(campaign.disk, random.Random(3), crash=0, faults=0)
    ended = campaign.live(world)
    assert ended is not None
    assert ended.finished
    took_s = world.loop.time()
    assert expected_s * 0.97 - 1 <= took_s <= expected_s * 1.15 + 1.5


# --- wrong designs ---------------------------------------------------------------------------


class RequeuesTheBrink(MemoryLedger):
    """Wrong: after a crash whatever was not answered is sent again."""

    @staticmethod
    def after_crash(state: S) -> S:
        return S.PLANNED


def requeue_on_restart(patch: pytest.MonkeyPatch) -> dict[str, object]:
    allowed = moves_module.ALLOWED_MOVES | {(Mover.RESTART, S.BRINK, S.PLANNED)}
    patch.setattr(moves_module, "ALLOWED_MOVES", allowed)
    return {"ledger": RequeuesTheBrink}


def send_then_record(patch: pytest.MonkeyPatch) -> dict[str, object]:
    """Wrong: the end goes out before anything is on the disk."""

    async def brink(self: Carrier, item: Item) -> Callable[[], None]:
        return lambda: None

    allowed = moves_module.ALLOWED_MOVES | {
        (Mover.MACHINE, S.CLAIMED, S.ACCEPTED),
        (Mover.MACHINE, S.CLAIMED, S.UNKNOWN),
    }
    patch.setattr(moves_module, "ALLOWED_MOVES", allowed)
    patch.setattr(Carrier, "_brink", brink)
    return {}


def record_then_send(patch: pytest.MonkeyPatch) -> dict[str, object]:
    """Wrong: it counts as handed over as soon as it is about to be."""

    async def brink(self: Carrier, item: Item) -> Callable[[], None]:
        move = Move(recipient_id=item.claimed.recipient_id, to=S.ACCEPTED)
        await self._committer.commit(move)
        return lambda: None

    allowed = moves_module.ALLOWED_MOVES | {
        (Mover.MACHINE, S.CLAIMED, S.ACCEPTED),
        (Mover.MACHINE, S.ACCEPTED, S.ACCEPTED),
        *((Mover.MACHINE, S.ACCEPTED, state) for state in S),
    }
    patch.setattr(moves_module, "ALLOWED_MOVES", allowed)
    patch.setattr(Carrier, "_brink", brink)
    return {}


def time_out_means_retry(patch: pytest.MonkeyPatch) -> dict[str, object]:
    """Wrong: no answer is taken for no."""
    judged = verdicts.not_taken

    def not_taken(claimed, error, **more):
        if isinstance(error, OutcomeUnknown):
            error = TryLater("timed out", code=450, answer="450")
        return judged(claimed, error, **more)

    patch.setattr(carrying, "not_taken", not_taken)
    return {}


def end_before_brink(patch: pytest.MonkeyPatch) -> dict[str, object]:
    """Wrong: message and end are written together, as most clients do."""

    async def hand_over(self: Wire, prepared: Prepared, *, brink: Callable[[], object]) -> Answer:
        answer = await self._end(prepared)
        await brink()
        return answer

    patch.setattr(Wire, "hand_over", hand_over)
    return {}


def fire_and_forget_brink(patch: pytest.MonkeyPatch) -> dict[str, object]:
    """Wrong: the brink's commit is begun but not waited for."""
    committed = Committer.commit

    async def commit(self: Committer, *moves: Move) -> None:
        if moves[0].to is S.BRINK:
            task = asyncio.ensure_future(committed(self, *moves))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            return
        await committed(self, *moves)

    patch.setattr(Committer, "commit", commit)
    return {}


def ignores_a_refused_disk(patch: pytest.MonkeyPatch) -> dict[str, object]:
    """Wrong: a brink that the disk refused is crossed all the same."""
    crossed = Carrier._brink

    async def brink(self: Carrier, item: Item) -> Callable[[], None]:
        with contextlib.suppress(LedgerError):
            return await crossed(self, item)
        return lambda: None

    patch.setattr(Carrier, "_brink", brink)
    return {"faults": 0.3}


WRONG: Sequence[Callable[[pytest.MonkeyPatch], dict[str, object]]] = (
    requeue_on_restart,
    send_then_record,
    record_then_send,
    time_out_means_retry,
    end_before_brink,
    fire_and_forget_brink,
    ignores_a_refused_disk,
)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_a_wrong_design_is_caught(wrong, monkeypatch):
    settings = wrong(monkeypatch)
    with pytest.raises(AssertionError, match=r"two messages|lost|recorded as"):
        run_all(Campaign, **settings)


def test_two_senders_without_a_lock_are_caught():
    """Wrong: a second process takes the same record over while the first is sending."""

    class TwoAtOnce(Campaign):
        async def work(self, world: World, ledger: MemoryLedger):
            first = asyncio.create_task(super().work(world, ledger))
            await asyncio.sleep(world.rng.random() * 0.1)
            second = self.ledger(world)
            second.open()  # what the lock forbids: it takes the first one's claims for a crash's
            await asyncio.gather(first, super().work(world, second), return_exceptions=True)
            return first.result()

    with pytest.raises(AssertionError, match=r"two messages|lost|recorded as"):
        run_all(TwoAtOnce, crash=0, faults=0.02, people=20)


def test_a_network_that_is_always_away_holds_the_campaign_after_five_in_a_row():
    class Gone(Network):
        async def connect(self) -> Wire:
            raise Unreachable("away")

    pace = replace(FAST, connections=3, batches=(20,))
    campaign = Campaign(seed=1, people=12, network=Gone, pace=pace)
    world = World(campaign.disk, random.Random(1), crash=0, faults=0)
    ended = campaign.live(world)
    assert ended is not None
    assert [item.code for item in ended.findings] == ["send.held", "send.unreachable"]
    assert not campaign.disk.delivered
