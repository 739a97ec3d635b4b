"""The sending machine: claims and renders one group of messages for a set of connections.

The same code carries a test to seeds and a batch of the audience. Guards rules 4 and 7: whoever is
queued is claimed, and whatever is left when the machine halts goes back. What a connection does
with a message stands in `carrying`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from composer.delivery.carrying import Carrier
from composer.delivery.gate import Why
from composer.delivery.halting import Halting
from composer.delivery.means import Means
from composer.delivery.queue import Item, LaneQueue
from composer.delivery.throttle import Throttle
from composer.delivery.verdicts import HoldCause, back
from composer.delivery.watch_outcomes import OutcomeWatch
from composer.errors import ComposerError, GuardRefused, LedgerError, RenderError
from composer.model.campaign import Pace
from composer.model.identifiers import RecipientId
from composer.model.moves import Claimed, Kind, Move
from composer.model.states import RecipientState
from composer.transports.handover import Prepared

Prepare = Callable[[Sequence[RecipientId]], Awaitable[Sequence[Prepared]]]
"""Renders and compares with the proof; anything wrong raises."""

_FEWEST_BUFFERED = 32
_MOST_FOR_EACH = 4  # ready for each connection, if they leave within …
_QUICK_S = Decimal("0.2")
LEAVE_LASTS = timedelta(minutes=10)
"""So long nobody is asked again within one batch, which may take a day at a low pace."""


class MessageDiffers(ComposerError):
    """A message came out different from the proof's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One batch of the audience or one run of seeds.

    `require_leave` is asked after each long wait, some times an hour, and once `leave_until` has
    come.
    """

    kind: Kind
    number: int
    prepare: Prepare
    suppressed: Callable[[], Awaitable[Mapping[RecipientId, str]]] | None = None
    outcomes: OutcomeWatch | None = None
    require_leave: Callable[[], Awaitable[None]] | None = None
    leave_until: datetime | None = None


class Engine:
    """Hands over groups, one after the other, over a set of connections."""

    def __init__(self, means: Means, *, pace: Pace, ended_ago_s: Sequence[float] = ()) -> None:
        self._means = means
        self._pace = pace
        self.halting = Halting(means)
        self.throttle = Throttle(means, pace=pace, ended_ago_s=ended_ago_s)
        self._carrier = Carrier(means, pace=pace, throttle=self.throttle, halting=self.halting)
        self._jumps = 0  # of the clock, when leave to go on was last asked for

    @property
    def taken_without_id(self) -> int:
        """How many the mail service took without naming them, though it names every one."""
        return self._carrier.streaks.taken_without_id

    @property
    def accepted_at_s(self) -> Sequence[float]:
        """When the last messages were taken, in order, for the rate."""
        return self._carrier.accepted_at_s

    async def hand_over(self, group: Group) -> None:
        """Hand over a whole group, or what of it goes before the machine is halted."""
        self._carrier.outcomes = group.outcomes
        self._note_leave(group)
        self._carrier.batch = group.number if group.kind is Kind.AUDIENCE else 0
        queue = LaneQueue(
            self.throttle.starts,
            gate=self.throttle.gate,
            clock=self._means.clock,
            longest_pause_s=self._means.look_every_s,
        )
        workers = [
            asyncio.create_task(self._carrier.work(queue)) for _nth in range(self._pace.connections)
        ]
        watch = asyncio.create_task(self._watch(queue))
        try:
            await self._feed(group, queue)
        finally:
            left = queue.close()
            ended = await asyncio.gather(*workers, return_exceptions=True)
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            await self._carrier.give_back([item.claimed for item in left])
            await self._carrier.settle()
        for failed in ended:
            if isinstance(failed, BaseException):
                raise failed

    async def wait_at_gate(self, only: Why | None = None) -> None:
        """Wait until everybody may go, `only` as far as that keeps them, or until it is halted."""
        while self.halting.may_go_on() and (wait := self.throttle.gate.wait()) is not None:
            if only not in {None, wait.why}:
                break
            self.throttle.wait_for(wait)
            await self._means.clock.sleep(self._means.look_every_s)
        self.throttle.waiting = None

    async def _watch(self, queue: LaneQueue) -> None:
        """See a stop also while everybody waits for a slot."""
        jumps = self.throttle.jumps.count
        while self.halting.may_go_on():
            if self.throttle.must_ask(jumps):
                self.halting.progressed.set()  # whoever feeds takes back what was to go next
                jumps = self.throttle.jumps.count
            await self._means.clock.sleep(self._means.look_every_s)
        await self._carrier.give_back([item.claimed for item in queue.close()])

    async def _feed(self, group: Group, queue: LaneQueue) -> None:
        """Claim, render and queue until nobody of the group is left."""
        room = _room(self._pace)
        lanes = frozenset(range(len(self._pace.per_domain) + 1))
        dry: frozenset[int] = frozenset()  # lanes that had nobody more at the last look
        self._jumps = self.throttle.jumps.look()
        while self.halting.may_go_on():
            if self._carrier.has_given_back:
                dry, self._carrier.has_given_back = frozenset(), False
            if self.throttle.must_ask(self._jumps):
                self._jumps = self.throttle.jumps.count
                await self._rest(group, queue)
                continue
            waiting = queue.waiting
            limits = {lane: room - waiting.get(lane, 0) for lane in lanes}
            queue.expect(lanes - dry, low=room - room // 2)
            is_idle = not self._carrier.in_flight and not sum(waiting.values())
            if not is_idle and all(limits[lane] < room // 2 for lane in lanes - dry):
                await self.halting.next_progress()
                continue
            claimed = await self._claim(group, limits)
            found = Counter(item.lane for item in claimed)
            dry = frozenset(lane for lane in lanes if found[lane] < limits[lane])
            allowed = await self._without_suppressed(group, claimed)
            if allowed:
                await self._prepare(group, allowed, queue)
            elif is_idle and not claimed:
                return

    async def _rest(self, group: Group, queue: LaneQueue) -> None:
        """Take back what was to go next, wait as long as the gate says, and ask for leave anew.

        Also after the computer slept, when the gate may stand open again.
        """
        await self._carrier.give_back([item.claimed for item in queue.drain()])
        await self.wait_at_gate()
        if group.require_leave is not None and self.halting.may_go_on():
            await group.require_leave()
            self._note_leave(group)

    def _note_leave(self, group: Group) -> None:
        """Note that leave was just given, and until when it lasts."""
        until, now = group.leave_until, self._means.clock.now()
        self.throttle.leave_until = None if until is None else min(until, now + LEAVE_LASTS)

    async def _claim(self, group: Group, limits: dict[int, int]) -> tuple[Claimed, ...]:
        now_s = self._means.clock.now().timestamp()

        def claim() -> tuple[Claimed, ...]:
            return self._means.ledger.claim(
                group.kind, group=group.number, limits=limits, now_s=now_s
            )

        try:
            return await self._means.record(claim)
        except LedgerError:
            self.halting.halt(HoldCause(code="send.record_failed"))
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
            await self._carrier.give_back(claimed)
            raise
        stopped = [item for item in claimed if item.recipient_id in reasons]
        for item in stopped:
            self.throttle.forecast.done(self._carrier.batch, item.lane)
        moves = [move for item in stopped for move in _taken_out(item, reasons)]
        try:
            if moves:
                await self._carrier.commit(*moves)
        except LedgerError:
            return ()
        return tuple(item for item in claimed if item.recipient_id not in reasons)

    async def _prepare(self, group: Group, claimed: tuple[Claimed, ...], queue: LaneQueue) -> None:
        """Render what was claimed; if anything is not as it was signed off, nothing of it goes."""
        try:
            found = await group.prepare([item.recipient_id for item in claimed])
        except MessageDiffers:
            self.halting.halt(HoldCause(code="send.digest_differs"))
        except (RenderError, GuardRefused):
            self.halting.halt(HoldCause(code="send.render_failed"))
        except BaseException:
            await self._carrier.give_back(claimed)
            raise
        if self.halting.is_halted:
            await self._carrier.give_back(claimed)
            return
        prepared = {item.recipient_id: item for item in found}
        for item in claimed:
            ready = prepared[item.recipient_id]
            queue.put(Item(claimed=item, prepared=ready, jumps=self._jumps))


def _room(pace: Pace) -> int:
    """Tell how many to hold ready in each lane: more only where they leave in a moment."""
    connections = pace.connections
    quick = min(_MOST_FOR_EACH * connections, int(pace.per_second * _QUICK_S))
    return max(_FEWEST_BUFFERED, 2 * connections, quick)


def _taken_out(claimed: Claimed, reasons: Mapping[RecipientId, str]) -> tuple[Move, Move]:
    reason = reasons[claimed.recipient_id]
    out = Move(recipient_id=claimed.recipient_id, to=RecipientState.SUPPRESSED, reason=reason)
    return back(claimed), out
