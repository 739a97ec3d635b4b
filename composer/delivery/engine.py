"""The sending machine: connections that hand over one group of messages, at the pace, once each.

The same code carries a test to seeds and a batch of the audience. Guards rules 4, 5 and 7: nothing
goes to a connection that is not claimed, no end goes out before its brink is on the disk, and after
a stop nothing crosses.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from composer.delivery.committer import Committer, Halted
from composer.delivery.gate import Why
from composer.delivery.means import Means
from composer.delivery.queue import Item, LaneQueue
from composer.delivery.throttle import Throttle
from composer.delivery.verdicts import HoldCause, Streaks, Verdict, back, not_taken, taken
from composer.delivery.watch_outcomes import OutcomeWatch
from composer.errors import (
    ComposerError,
    GuardRefused,
    LedgerError,
    RefusedByServer,
    RenderError,
    TransportError,
    TryLater,
)
from composer.model.campaign import Pace
from composer.model.identifiers import RecipientId
from composer.model.moves import Claimed, Kind, Move
from composer.model.states import RecipientState
from composer.transports.handover import Connection, Prepared

Prepare = Callable[[Sequence[RecipientId]], Awaitable[Sequence[Prepared]]]
"""Renders and compares with the proof; anything wrong raises."""

_ENDS_HERE = (RecipientState.ACCEPTED, RecipientState.REFUSED, RecipientState.UNKNOWN)
_FEWEST_BUFFERED = 32
_RECONNECT_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)


class MessageDiffers(ComposerError):
    """A message came out different from the proof's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One batch of the audience or one run of seeds."""

    kind: Kind
    number: int
    prepare: Prepare
    suppressed: Callable[[], Awaitable[Mapping[RecipientId, str]]] | None = None
    outcomes: OutcomeWatch | None = None
    require_leave: Callable[[], Awaitable[None]] | None = None


class Engine:
    """Hands over groups, one after the other, over a set of connections."""

    def __init__(self, means: Means, *, pace: Pace, ended_ago_s: Sequence[float] = ()) -> None:
        self._means = means
        self._pace = pace
        self.throttle = Throttle(means, pace=pace, ended_ago_s=ended_ago_s)
        self._committer = Committer(self._apply, may_cross=self._may_go_on, clock=means.clock)
        self._streaks = Streaks()
        self._stop_at_start = means.stop_mark()
        self._halted = asyncio.Event()
        self._progressed = asyncio.Event()
        self._in_flight = 0
        self._failures = 0
        self._outcomes: OutcomeWatch | None = None
        self._batch = 0
        self._has_given_back = False
        self.is_stopped = False
        self.hold: HoldCause | None = None
        self.accepted_at_s: deque[float] = deque(maxlen=20_000)

    @property
    def is_halted(self) -> bool:
        """Whether this run hands over nobody more."""
        return self._halted.is_set()

    @property
    def taken_without_id(self) -> int:
        """How many the mail service took without naming them, though it names every one."""
        return self._streaks.taken_without_id

    def halt(self, cause: HoldCause | None = None) -> None:
        """Hand over nobody more; what is at the brink is waited for."""
        if self.hold is None:
            self.hold = cause
        self._halted.set()
        self._progressed.set()

    async def hand_over(self, group: Group) -> None:
        """Hand over a whole group, or what of it goes before the machine is halted."""
        self._outcomes = group.outcomes
        self._batch = group.number if group.kind is Kind.AUDIENCE else 0
        queue = LaneQueue(
            self.throttle.starts,
            gate=self.throttle.gate,
            clock=self._means.clock,
            longest_pause_s=self._means.look_every_s,
        )
        workers = [asyncio.create_task(self._work(queue)) for _nth in range(self._pace.connections)]
        watch = asyncio.create_task(self._watch(queue))
        try:
            await self._feed(group, queue)
        finally:
            left = queue.close()
            ended = await asyncio.gather(*workers, return_exceptions=True)
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            await self._give_back([item.claimed for item in left])
        for failed in ended:
            if isinstance(failed, BaseException):
                raise failed

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the machine is halted."""
        until_s = self._means.clock.monotonic_s() + seconds
        while self._may_go_on() and (left_s := until_s - self._means.clock.monotonic_s()) > 0:
            await self._means.clock.sleep(min(left_s, self._means.look_every_s))

    def look_for_stop(self) -> bool:
        """Look at the stop file, and halt when a stop was asked for since the start."""
        if self._means.stop_mark() not in {0, self._stop_at_start}:
            self.is_stopped = True
            self.halt()
        return self.is_stopped

    def _may_go_on(self) -> bool:
        return not self.look_for_stop() and not self._look_for_alarm() and not self.is_halted

    def _look_for_alarm(self) -> bool:
        """Halt when what arrived in a test mailbox asks for it."""
        cause = self._means.alarm()
        if cause is not None:
            self.halt(cause)
        return cause is not None

    async def _watch(self, queue: LaneQueue) -> None:
        """See a stop also while everybody waits for a slot."""
        while self._may_go_on():
            self.throttle.jumps.look()
            if self.throttle.gate.wait() is not None:
                self._progressed.set()  # whoever feeds takes back what was to go next
            await self._means.clock.sleep(self._means.look_every_s)
        await self._give_back([item.claimed for item in queue.close()])

    async def _feed(self, group: Group, queue: LaneQueue) -> None:
        """Claim, render and queue until nobody of the group is left."""
        room = max(_FEWEST_BUFFERED, 2 * self._pace.connections)
        lanes = frozenset(range(len(self._pace.per_domain) + 1))
        dry: frozenset[int] = frozenset()  # lanes that had nobody more at the last look
        while self._may_go_on():
            if self._has_given_back:
                dry, self._has_given_back = frozenset(), False
            if self.throttle.gate.wait() is not None:
                await self._give_back([item.claimed for item in queue.drain()])
                await self.wait_at_gate()
                if group.require_leave is not None and self._may_go_on():
                    await group.require_leave()
                continue
            waiting = queue.waiting
            limits = {lane: room - waiting.get(lane, 0) for lane in lanes}
            is_idle = not self._in_flight and not sum(waiting.values())
            if not is_idle and all(limits[lane] < room // 2 for lane in lanes - dry):
                await self._next_progress()
                continue
            claimed = await self._claim(group, limits)
            found = Counter(item.lane for item in claimed)
            dry = frozenset(lane for lane in lanes if found[lane] < limits[lane])
            allowed = await self._without_suppressed(group, claimed)
            if allowed:
                await self._prepare(group, allowed, queue)
            elif is_idle and not claimed:
                return

    async def wait_at_gate(self, only: Why | None = None) -> None:
        """Wait until everybody may go, `only` as far as that keeps them, or until it is halted."""
        while self._may_go_on() and (wait := self.throttle.gate.wait()) is not None:
            if only not in {None, wait.why}:
                break
            self.throttle.wait_for(wait)
            await self._means.clock.sleep(self._means.look_every_s)
        self.throttle.waiting = None

    async def _claim(self, group: Group, limits: dict[int, int]) -> tuple[Claimed, ...]:
        now_s = self._means.clock.now().timestamp()

        def claim() -> tuple[Claimed, ...]:
            return self._means.ledger.claim(
                group.kind, group=group.number, limits=limits, now_s=now_s
            )

        try:
            return await self._means.record(claim)
        except LedgerError:
            self.halt(HoldCause(code="send.record_failed"))
            return ()

    async def _without_suppressed(
        self, group: Group, claimed: tuple[Claimed, ...]
    ) -> tuple[Claimed, ...]:
        """Take out again whom the do-not-write list has stopped in the meantime."""
        if group.suppressed is None or not claimed:
            return claimed
        try:
            reasons = await group.suppressed()
        except BaseException:
            await self._give_back(claimed)
            raise
        stopped = [item for item in claimed if item.recipient_id in reasons]
        for item in stopped:
            self.throttle.forecast.done(self._batch, item.lane)
        moves = [move for item in stopped for move in _taken_out(item, reasons)]
        try:
            if moves:
                await self._committer.commit(*moves)
        except LedgerError:
            self.halt(HoldCause(code="send.record_failed"))
            return ()
        return tuple(item for item in claimed if item.recipient_id not in reasons)

    async def _prepare(self, group: Group, claimed: tuple[Claimed, ...], queue: LaneQueue) -> None:
        """Render what was claimed; if anything is not as it was signed off, nothing of it goes."""
        try:
            found = await group.prepare([item.recipient_id for item in claimed])
        except MessageDiffers:
            self.halt(HoldCause(code="send.digest_differs"))
        except (RenderError, GuardRefused):
            self.halt(HoldCause(code="send.render_failed"))
        except BaseException:
            await self._give_back(claimed)
            raise
        if self.is_halted:
            await self._give_back(claimed)
            return
        prepared = {item.recipient_id: item for item in found}
        for item in claimed:
            queue.put(Item(claimed=item, prepared=prepared[item.recipient_id]))

    async def _next_progress(self) -> None:
        self._progressed.clear()
        await self._progressed.wait()

    async def _work(self, queue: LaneQueue) -> None:
        """Carry messages over one connection, opened when needed and again after faults."""
        connection: Connection | None = None
        used_at_s, carried, jumps = 0.0, 0, self.throttle.jumps.count
        try:
            while (item := await queue.take()) is not None:
                self._in_flight += 1
                try:
                    is_idle = self._means.clock.monotonic_s() - used_at_s > self._means.idle_s
                    is_full = carried >= self._pace.per_connection
                    if is_idle or is_full or jumps != self.throttle.jumps.look():
                        await _close(connection)
                        connection = None
                    carried = carried + 1 if connection is not None else 1
                    jumps = item.jumps = self.throttle.jumps.count
                    connection = await self._carry(item, connection)
                    used_at_s = self._means.clock.monotonic_s()
                finally:
                    self._in_flight -= 1
                    self._progressed.set()
        except BaseException:
            self.halt(HoldCause(code="send.broken_off"))
            raise
        finally:
            await _close(connection)

    async def _carry(self, item: Item, connection: Connection | None) -> Connection | None:
        """Hand one message over, record what became of it, and give the connection if it lasts."""
        streak: HoldCause | None = None
        later: TransportError | GuardRefused | None = None
        verdict = Verdict(moves=(back(item.claimed),))
        try:
            if self._may_go_on():
                connection = await self._usable(connection)
                answer = await connection.hand_over(item.prepared, brink=lambda: self._brink(item))
                verdict = taken(item.claimed, answer)
                self._failures = 0
                self.accepted_at_s.append(self._means.clock.monotonic_s())
                streak = self._streaks.note_taken(answer)
        except (TransportError, GuardRefused) as failed:
            streak = self._streaks.note(failed)
            verdict = self._not_taken(item, failed)
            later = failed
        except Halted:
            pass  # it goes back to planned
        except LedgerError:
            # The brink may or may not be on the disk; the end did not go out.
            self.halt(HoldCause(code="send.record_failed"))
            verdict = Verdict(moves=())
        item.end(now_s=self._means.clock.monotonic_s())
        refusals = self._note_outcome(item, verdict)
        await self._record(verdict, streak or refusals)
        self._has_given_back |= verdict.leads_to is RecipientState.PLANNED
        await self._keep_speed(verdict, later)
        if connection is None or connection.is_usable:
            return connection
        await _close(connection)
        return None

    async def _keep_speed(
        self, verdict: Verdict, error: TransportError | GuardRefused | None
    ) -> None:
        """Record when the whole campaign goes slower, or faster again."""
        if not self.throttle.note(verdict, error):
            return
        answer = error.answer if isinstance(error, TryLater) else ""
        try:
            await self._means.record(self._means.ledger.set_speed, self.throttle.speed, answer)
        except LedgerError:
            self.halt(HoldCause(code="send.record_failed"))

    def _note_outcome(self, item: Item, verdict: Verdict) -> HoldCause | None:
        if self._outcomes is None:  # copies to seeds
            return None
        state = verdict.leads_to
        if state in _ENDS_HERE:
            self.throttle.forecast.done(self._batch, item.claimed.lane)
        address = item.prepared.envelope_recipient
        return self._outcomes.end(address, state, was_begun=item.is_watched)

    async def _usable(self, connection: Connection | None) -> Connection:
        if connection is not None and connection.is_usable:
            return connection
        await _close(connection)
        await self.pause(_RECONNECT_S[min(self._failures, len(_RECONNECT_S) - 1)])
        if not self._may_go_on():
            raise Halted
        return await self._means.transport.connect()

    def _not_taken(self, item: Item, error: TransportError | GuardRefused) -> Verdict:
        if not isinstance(error, RefusedByServer):
            self._failures += 1
        return not_taken(
            item.claimed,
            error,
            now_s=self._means.clock.now().timestamp(),
            chance=self._means.chance(),
        )

    async def _record(self, verdict: Verdict, streak: HoldCause | None) -> None:
        if verdict.hold or streak:
            self.halt(verdict.hold or streak)
        try:
            if verdict.moves:
                await self._committer.commit(*verdict.moves)
        except LedgerError:
            self.halt(HoldCause(code="send.record_failed"))

    async def _brink(self, item: Item) -> Callable[[], None]:
        """Wait for the slot, then commit that the end may go out; give the pace's way to know."""
        clock = self._means.clock
        slot_s = self.throttle.ends.take(item.claimed.lane, now_s=clock.monotonic_s())
        await self.pause(slot_s - clock.monotonic_s())
        windows = self.throttle.windows.of(item.claimed.lane)
        while wait_s := max(window.wait_s(now_s=clock.monotonic_s()) for window in windows):
            await self.pause(min(wait_s, self._means.look_every_s))
            if self.is_halted or self.throttle.gate.wait() is not None:
                raise Halted
        if self.throttle.gate.wait() is not None or self.throttle.jumps.look() != item.jumps:
            raise Halted  # this one goes back and is taken up anew
        self._require_no_tripwire(item)
        item.begin(windows)
        move = Move(recipient_id=item.claimed.recipient_id, to=RecipientState.BRINK)
        await self._committer.commit(move)
        return lambda: item.end(now_s=clock.monotonic_s())

    def _require_no_tripwire(self, item: Item) -> None:
        """Halt before the end goes out when somebody would get it who may not."""
        if self._outcomes is None:
            return
        cause = self._outcomes.begin(item.prepared.envelope_recipient)
        if cause is not None:
            self.halt(cause)
            raise Halted
        item.is_watched = True

    async def _give_back(self, claimed: Sequence[Claimed]) -> None:
        if claimed:
            with suppress(LedgerError):  # a restart does the same
                await self._committer.commit(*(back(item) for item in claimed))
            self._has_given_back = True

    async def _apply(self, moves: Sequence[Move]) -> None:
        await self._means.record(self._means.ledger.apply, moves)


async def _close(connection: Connection | None) -> None:
    if connection is not None:
        await connection.close()


def _taken_out(claimed: Claimed, reasons: Mapping[RecipientId, str]) -> tuple[Move, Move]:
    reason = reasons[claimed.recipient_id]
    out = Move(recipient_id=claimed.recipient_id, to=RecipientState.SUPPRESSED, reason=reason)
    return back(claimed), out
