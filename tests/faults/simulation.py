"""A deterministic world for the sending machine: time, network, disk and crashes from one seed.

The machine that runs in it is the real one; only its surroundings are made up. A crash ends
everything at once: whatever still runs afterwards has no effect on the record or the server.
"""

from __future__ import annotations

import asyncio
import random
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from composer.delivery.dispatch import dispatch
from composer.delivery.means import Means, SendPlan
from composer.delivery.outcome import Outcome
from composer.delivery.progress import EVERY_S
from composer.errors import (
    LedgerError,
    OutcomeUnknown,
    RefusedByServer,
    TryLater,
    Unreachable,
)
from composer.model.campaign import Pace
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.moves import Claimed, Hold, Kind, Move, Mover, PlannedRecipient, require_allowed
from composer.model.states import Counts
from composer.model.states import RecipientState as S
from composer.transports.handover import Answer, Prepared
from tests.faults.small_campaign import CAMPAIGN, FAST, release

TOLD_EVERY_S = 600.0
START = datetime(2026, 1, 1, tzinfo=UTC)


class Crash(BaseException):
    """The process died."""


class Deadlock(Exception):
    """Nothing will ever happen again."""


class VirtualLoop(asyncio.base_events.BaseEventLoop):
    """An event loop whose time moves only when everybody waits."""

    def __init__(self) -> None:
        super().__init__()
        self._virtual_s = 0.0
        self._selector = self
        self.set_exception_handler(lambda _loop, _context: None)

    def time(self) -> float:
        return self._virtual_s

    def select(self, timeout: float | None) -> list[object]:
        if timeout is None:
            raise Deadlock
        self._virtual_s += timeout
        return []

    def _process_events(self, event_list: object) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


@dataclass
class Row:
    lane: int
    batch: int
    state: S = S.PLANNED
    generation: int = 0
    tries: int = 0
    first_tried_at: float = 0.0
    not_before: float = 0.0


@dataclass
class Disk:
    """What survives a crash: the rows, the facts, and what the server has."""

    rows: dict[RecipientId, Row] = field(default_factory=dict)
    hold: Hold | None = None
    proof: str = ""
    passed: int = 0
    ends_s: list[float] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    stop: bool = False
    stop_at_s: float = 0.0
    delivered: Counter[RecipientId] = field(default_factory=Counter)


class World:
    """One life of the sending process."""

    def __init__(self, disk: Disk, rng: random.Random, *, crash: float, faults: float) -> None:
        self.disk = disk
        self.rng = rng
        self.crash_chance = crash
        self.fault_chance = faults
        self.is_dead = False
        self.loop = VirtualLoop()
        self.try_crash: Callable[[], None] = lambda: None
        self.wrong: AssertionError | None = None

    def point(self) -> None:
        """A moment at which the process may die; what a restart would find is looked at each time."""
        if self.is_dead:
            raise Crash
        try:
            self.try_crash()
        except AssertionError as error:
            self.wrong = error
        if self.wrong or self.rng.random() < self.crash_chance:
            self.is_dead = True
            self.loop.stop()
            raise Crash

    def fails(self) -> bool:
        return self.rng.random() < self.fault_chance

    def now(self) -> datetime:
        return START + timedelta(seconds=self.loop.time())

    def monotonic_s(self) -> float:
        return self.loop.time()

    async def sleep(self, seconds: float) -> None:
        # progress is told seldom here: it changes nothing on the disk
        await asyncio.sleep(TOLD_EVERY_S if seconds == EVERY_S else seconds)

    async def record(self, call: Callable[..., object], /, *args: object) -> object:
        await asyncio.sleep(self.rng.random() * 0.003)
        return call(*args)

    async def work(self, call: Callable[..., object], /, *args: object) -> object:
        await asyncio.sleep(self.rng.random() * 0.01)
        return call(*args)


class MemoryLedger:
    """The record as the machine sees it, on the simulated disk."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.disk = world.disk

    campaign_id: CampaignId = CAMPAIGN

    def open(self) -> None:
        """Do what a restart does."""
        for recipient_id, row in self.disk.rows.items():
            if row.state in {S.CLAIMED, S.BRINK}:
                to = self.after_crash(row.state)
                self.step(Move(recipient_id=recipient_id, to=to, by=Mover.RESTART))

    @staticmethod
    def after_crash(state: S) -> S:
        return S.PLANNED if state is S.CLAIMED else S.UNKNOWN

    @property
    def hold(self) -> Hold | None:
        return self.disk.hold

    def commit(self, change: Callable[[], None]) -> None:
        """Change the disk, whole or not at all; the process may die before or after, or be refused."""
        self.world.point()
        if self.world.fails() and self.world.fails():
            raise LedgerError("the disk refused")
        change()
        self.world.point()

    def plan(
        self, proof: str, audience: Iterable[PlannedRecipient], *, batches: Sequence[int]
    ) -> None:
        def change() -> None:
            sizes = [size for number, size in enumerate(batches, 1) for size in [number] * size]
            for at, person in enumerate(audience):
                batch = sizes[at] if at < len(sizes) else len(batches)
                self.disk.rows.setdefault(person.recipient_id, Row(lane=person.lane, batch=batch))
            self.disk.proof = proof

        if self.disk.proof != proof:
            self.commit(change)

    def add_seeds(self, seed_ids: Sequence[RecipientId], *, label: str, batch: int = 0) -> int:
        raise NotImplementedError

    def claim(
        self, kind: Kind, *, group: int, limits: Mapping[int, int], now_s: float
    ) -> tuple[Claimed, ...]:
        assert kind is Kind.AUDIENCE
        if self.disk.hold:
            return ()
        found = []
        room = dict(limits)
        for recipient_id, row in self.disk.rows.items():
            is_due = row.state is S.DEFERRED and row.not_before <= now_s
            is_wanted = is_due or (row.state is S.PLANNED and row.batch == group)
            if is_wanted and room.get(row.lane, 0) > 0:
                room[row.lane] -= 1
                found.append(
                    Claimed(
                        recipient_id=recipient_id,
                        lane=row.lane,
                        tries=row.tries,
                        first_tried_at=row.first_tried_at,
                    )
                )
        if found:
            self.apply([Move(recipient_id=x.recipient_id, to=S.CLAIMED) for x in found])
        return tuple(found)

    def apply(self, moves: Sequence[Move]) -> None:
        def change() -> None:
            before = {x: replace(row) for x, row in self.disk.rows.items()}
            try:
                for move in moves:
                    self.step(move)
            except LedgerError:
                self.disk.rows = before
                raise

        self.commit(change)

    def step(self, move: Move) -> None:
        row = self.disk.rows[move.recipient_id]
        require_allowed(row.state, move.to, by=move.by)
        if move.to is S.BRINK:
            late_s = self.world.loop.time() - self.disk.stop_at_s if self.disk.stop else 0.0
            # a commit that had begun when the stop came may still end
            assert late_s <= 0.003, "somebody crossed the brink after a stop"
        if row.state is S.BRINK:
            self.disk.ends_s.append(self.world.now().timestamp())
        if move.to is S.DEFERRED:
            row.tries += 1
            row.first_tried_at = row.first_tried_at or self.world.now().timestamp()
        if row.state is S.HELD:
            row.tries, row.first_tried_at = 0, 0.0
        row.state = move.to
        row.not_before = move.not_before

    def set_hold(self, code: str, *, by: str, **values: str | int) -> None:
        def change() -> None:
            self.disk.hold = self.disk.hold or Hold(
                code=code, values=tuple(values.items()), by=by, at=""
            )
            if code == "send.batch_hold":
                self.disk.passed = int(values["batch"])

        self.commit(change)

    def lift(self) -> None:
        """A person resumes."""
        self.disk.hold = None
        self.disk.stop = False
        for recipient_id, row in self.disk.rows.items():
            if row.state is S.HELD:
                self.step(Move(recipient_id=recipient_id, to=S.PLANNED, by=Mover.PERSON))

    def counts(self) -> Counts:
        return Counts(**Counter(row.state.value for row in self.disk.rows.values()))

    def current_batch(self) -> int:
        here = {S.PLANNED, S.CLAIMED, S.BRINK}
        return min((row.batch for row in self.disk.rows.values() if row.state in here), default=0)

    def batch_sizes(self) -> tuple[int, ...]:
        found = Counter(row.batch for row in self.disk.rows.values())
        return tuple(found[batch] for batch in sorted(found))

    def passed_hold(self) -> int:
        return self.disk.passed

    def copied_batch(self) -> int:
        return 0

    def next_run(self) -> int:
        return 0

    def ends_since(self, since_s: float) -> Sequence[float]:
        return [at_s for at_s in self.disk.ends_s if at_s > since_s]

    def speed(self) -> float:
        return self.disk.speeds[-1] if self.disk.speeds else 1.0

    def set_speed(self, speed: float, answer: str) -> None:
        self.commit(lambda: self.disk.speeds.append(speed))

    def left(self) -> Mapping[tuple[int, int], int]:
        here = {S.PLANNED, S.CLAIMED, S.BRINK, S.DEFERRED}
        return Counter(
            (row.batch, row.lane) for row in self.disk.rows.values() if row.state in here
        )

    def next_due_s(self, now_s: float) -> float | None:
        waits = [row.not_before for row in self.disk.rows.values() if row.state is S.DEFERRED]
        return max(0.0, min(waits) - now_s) if waits else None

    def state_of(self, recipient_id: RecipientId) -> S | None:
        row = self.disk.rows.get(recipient_id)
        return row.state if row else None

    def sign(self, occasion: str, *, sign_head: object) -> None:
        self.world.point()


class Network:
    """A mail server that may be away, say no, or lose its answers."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def connect(self) -> Wire:
        await asyncio.sleep(self.world.rng.random() * 0.01)
        self.world.point()
        if self.world.fails() and self.world.fails():
            raise Unreachable("no way")
        return Wire(self.world)


class Wire:
    """One connection."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.is_usable = True

    async def _step(self) -> None:
        self.world.point()
        await asyncio.sleep(self.world.rng.random() * 0.01)
        self.world.point()

    async def hand_over(self, prepared: Prepared, *, brink: Callable[[], object]) -> Answer:
        world = self.world
        await self._step()
        if world.fails():
            self.is_usable = False
            raise Unreachable("cut before the end")
        if world.fails():
            raise world.rng.choice(
                [
                    RefusedByServer("no", code=550, answer=f"550 5.1.{world.rng.random()} no"),
                    TryLater("not now", code=450, answer="450 4.2.1 not now"),
                ]
            )
        await self._step()
        try:
            await brink()
        except BaseException:
            self.is_usable = False
            raise
        await self._step()
        if world.fails():
            self.is_usable = False
            raise Unreachable("left before the end")
        return await self._end(prepared)

    async def _end(self, prepared: Prepared) -> Answer:
        """The end goes out: from here on only the answer counts."""
        world = self.world
        self.world.point()
        no = world.fails()
        if not no:
            world.disk.delivered[prepared.recipient_id] += 1
        await self._step()
        if world.fails():
            self.is_usable = False
            raise OutcomeUnknown("no answer")
        if no:
            raise TryLater("full", code=452, answer="452 4.3.1 full")
        return Answer(code=250, text="250 ok")

    async def close(self) -> None:
        await asyncio.sleep(0)


class Blank:
    """A source of messages that are only names."""

    def prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        return [
            Prepared(
                recipient_id=item,
                envelope_sender="a@example.test",
                envelope_recipient=f"{item}@example.test",
                wire=b"",
                digest=Digest(item),
                wire_sha256=item,
            )
            for item in ids
        ]

    def prepare_seeds(self, messages: object) -> Sequence[Prepared]:
        raise NotImplementedError


PACE = replace(
    FAST,
    connections=3,
    batches=(2, 4),
    hold_after=(1,),
    per_domain=(("slow.test", FAST.per_second),),
)


@dataclass
class Campaign:
    """A campaign that is sent through as many lives as it takes."""

    seed: int
    people: int = 8
    crash: float = 0.02
    faults: float = 0.05
    ledger: type[MemoryLedger] = MemoryLedger
    network: type[Network] = Network
    pace: Pace = PACE
    disk: Disk = field(default_factory=Disk)
    crashes: int = 0
    tried: int = 0

    def run(self, *, lives: int = 60) -> None:
        """Send to the end or through that many lives, checking the record after each."""
        rng = random.Random(self.seed)
        for life in range(lives):
            # the last lives are quiet, so that every campaign ends
            quiet = life > lives - 20
            world = World(
                self.disk, rng, crash=0 if quiet else self.crash, faults=0 if quiet else self.faults
            )
            outcome = self.live(world)
            self.check()
            if outcome is not None and outcome.finished:
                return
        raise AssertionError(f"seed {self.seed}: the campaign never ended: {self.disk}")

    def live(self, world: World) -> Outcome | None:
        if world.crash_chance:
            world.try_crash = lambda: self.try_crash(world)
        try:
            ledger = self.ledger(world)
            if self.disk.hold or self.disk.stop:
                ledger.lift()
            ledger.open()
            self.check()
        except BaseException:
            world.loop.close()
            raise
        if world.crash_chance and world.rng.random() < 0.2:
            world.loop.call_later(world.rng.random() * 0.1, self.stop, world)
        work = self.work(world, ledger)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return world.loop.run_until_complete(work)
            except (Crash, RuntimeError):
                assert world.is_dead, f"seed {self.seed}: ended without a crash"
                self.crashes += 1
                return None
            except LedgerError:
                return None  # the program ends and says why
            finally:
                world.is_dead = True
                self.bury(world.loop)
                if world.wrong:
                    raise world.wrong

    def stop(self, world: World) -> None:
        """Somebody presses Stop."""
        if not world.is_dead:
            self.disk.stop, self.disk.stop_at_s = True, world.loop.time()

    @staticmethod
    def bury(loop: VirtualLoop) -> None:
        """End what a dead process left in memory; the disk and the server are out of its reach."""
        for _round in range(100):
            left = asyncio.all_tasks(loop)
            if not left:
                break
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.wait(left, timeout=0.01))
        loop.close()

    async def work(self, world: World, ledger: MemoryLedger) -> Outcome:
        return await dispatch(release(), plan=self.plan(), means=self.means(world, ledger))

    def plan(self) -> SendPlan:
        ids = [RecipientId(f"{number:032x}") for number in range(self.people)]
        lanes = len(self.pace.per_domain) + 1
        audience = tuple(
            PlannedRecipient(recipient_id=item, key_digest=item, lane=number % lanes)
            for number, item in enumerate(ids)
        )
        return SendPlan(
            audience=lambda: audience,
            expected=lambda some: {item: (Digest(item), str(item)) for item in some},
            pace=self.pace,
        )

    def means(self, world: World, ledger: MemoryLedger) -> Means:
        return Means(
            ledger=ledger,
            transport=self.network(world),
            source=Blank(),
            clock=world,
            chance=world.rng.random,
            record=world.record,
            work=world.work,
            stop_mark=lambda: int(self.disk.stop),
            stopped_by=lambda: "somebody",
            free_bytes=lambda: 1 << 40,
            report=lambda _report: None,
            look_every_s=5.0,
        )

    def try_crash(self, world: World) -> None:
        """Look at what a restart would make of the disk if the process died at this moment."""
        self.tried += 1
        rows = {
            item: Row(lane=row.lane, batch=row.batch, state=row.state)
            for item, row in self.disk.rows.items()
        }
        ledger = self.ledger(world)
        ledger.disk = Disk(rows=rows, delivered=self.disk.delivered)
        ledger.open()
        self.check(ledger.disk)

    def check(self, disk: Disk | None = None) -> None:
        """Nobody twice, nobody lost, every number right (rules 4 to 6)."""
        place = f"seed {self.seed}"
        found = disk or self.disk
        assert len(found.rows) in {0, self.people}, f"{place}: lost from the record"
        has_it = 0
        for recipient_id, row in found.rows.items():
            times = found.delivered[recipient_id]
            has_it += times
            assert times <= 1, f"{place}: somebody got two messages"
            if row.state is S.ACCEPTED:
                assert times == 1, f"{place}: recorded as handed over, but lost"
            elif row.state not in {S.UNKNOWN, S.CLAIMED, S.BRINK}:
                assert times == 0, f"{place}: handed over, but recorded as {row.state}"
        assert has_it == found.delivered.total(), f"{place}: lost from the record"
