"""What one connection does with one message: the slot, the brink, the end, and the record of it.

Guards rules 4, 5 and 7: nothing goes to a connection that is not claimed, no end goes out before
its brink is on the disk, and after a stop nothing crosses.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

from composer.delivery.committer import Committer, Halted
from composer.delivery.halting import Halting
from composer.delivery.means import Means
from composer.delivery.queue import Item, LaneQueue
from composer.delivery.throttle import Throttle
from composer.delivery.verdicts import HoldCause, Streaks, Verdict, back, not_taken, taken
from composer.delivery.watch_outcomes import OutcomeWatch
from composer.errors import (
    GuardRefused,
    LedgerError,
    RefusedByServer,
    TransportError,
    TryLater,
)
from composer.model.campaign import Pace
from composer.model.moves import Claimed, Move
from composer.model.states import RecipientState
from composer.transports.handover import Connection

_ENDS_HERE = (RecipientState.ACCEPTED, RecipientState.REFUSED, RecipientState.UNKNOWN)
_RECONNECT_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
_RATE_OF = 20_000


class Carrier:
    """Carries queued messages over connections and writes down what became of each.

    `outcomes` watches the audience, and is None for copies to seeds; `batch` is the audience's.
    """

    def __init__(self, means: Means, *, pace: Pace, throttle: Throttle, halting: Halting) -> None:
        self._means = means
        self._per_connection = pace.per_connection
        self._throttle = throttle
        self._halting = halting
        self._committer = Committer(self._apply, may_cross=halting.may_go_on, clock=means.clock)
        self._failures = 0
        self.streaks = Streaks()
        self.outcomes: OutcomeWatch | None = None
        self.batch = 0
        self.in_flight = 0
        self.has_given_back = False
        self._unrecorded: set[asyncio.Future[None]] = set()
        self._fault: BaseException | None = None
        self.accepted_at_s: deque[float] = deque(maxlen=_RATE_OF)

    async def work(self, queue: LaneQueue) -> None:
        """Carry messages over one connection, opened when needed and again after faults."""
        connection: Connection | None = None
        used_at_s, carried, jumps = 0.0, 0, self._throttle.jumps.count
        try:
            while (item := await queue.take()) is not None:
                self.in_flight += 1
                try:
                    is_idle = self._means.clock.monotonic_s() - used_at_s > self._means.idle_s
                    is_full = carried >= self._per_connection
                    if is_idle or is_full or jumps != self._throttle.jumps.look():
                        await _close(connection)
                        connection = None
                    carried = carried + 1 if connection is not None else 1
                    jumps = self._throttle.jumps.count
                    connection = await self._carry(item, connection, used_at_s=used_at_s)
                    used_at_s = self._means.clock.monotonic_s()
                finally:
                    self.in_flight -= 1
                    if not self.in_flight or self.has_given_back or queue.runs_low:
                        self._halting.progressed.set()
        except BaseException:
            self._halting.halt(HoldCause(code="send.broken_off"))
            raise
        finally:
            await _close(connection)

    async def commit(self, *moves: Move) -> None:
        """Return when the moves are on the disk; if they never are, the run is held and it raises.

        Raises:
            LedgerError: they are not on the disk.
        """
        try:
            await self._committer.commit(*moves)
        except LedgerError:
            self._halting.halt(HoldCause(code="send.record_failed"))
            raise

    async def settle(self) -> None:
        """Wait until all that was answered is on the disk, or never will be.

        Raises:
            BaseException: a fault of the program while it was written; the run is held.
        """
        if self._unrecorded:
            await asyncio.wait(self._unrecorded)
        if self._fault is not None:
            raise self._fault

    async def give_back(self, claimed: Sequence[Claimed]) -> None:
        """Give back whose message's end did not go out."""
        if claimed:
            with suppress(LedgerError):  # a restart does the same
                await self._committer.commit(*(back(item) for item in claimed))
            self.has_given_back = True

    async def _carry(
        self, item: Item, connection: Connection | None, *, used_at_s: float
    ) -> Connection | None:
        """Hand one message over, record what became of it, and give the connection if it lasts."""
        clock = self._means.clock
        worked_at_s = used_at_s if connection is not None and connection.is_usable else None
        streak: HoldCause | None = None
        later: TransportError | GuardRefused | None = None
        verdict = Verdict(moves=(back(item.claimed),))
        try:
            if self._halting.may_go_on():
                connection = await self._usable(connection)
                worked_at_s = clock.monotonic_s() if worked_at_s is None else worked_at_s
                answer = await connection.hand_over(item.prepared, brink=lambda: self._brink(item))
                verdict = taken(item.claimed, answer)
                self._failures = 0
                self.accepted_at_s.append(clock.monotonic_s())
                streak = self.streaks.note_taken(answer)
        except (TransportError, GuardRefused) as failed:
            now_s = clock.monotonic_s()
            streak = self.streaks.note(failed, worked_at_s=worked_at_s, now_s=now_s)
            verdict = self._not_taken(item, failed)
            later = failed
        except Halted:
            pass  # it goes back to planned
        except LedgerError:
            # The brink may or may not be on the disk; the end did not go out.
            self._halting.halt(HoldCause(code="send.record_failed"))
            verdict = Verdict(moves=())
        item.end(now_s=clock.monotonic_s())
        refusals = self._note_outcome(item, verdict)
        await self._record(verdict, streak or refusals)
        self.has_given_back |= verdict.leads_to is RecipientState.PLANNED
        await self._keep_speed(verdict, later)
        if connection is None or connection.is_usable:
            return connection
        await _close(connection)
        return None

    async def _brink(self, item: Item) -> Callable[[], None]:
        """Wait for the slot, then commit that the end may go out; give the pace's way to know."""
        clock, throttle = self._means.clock, self._throttle
        slot_s = throttle.ends.take(item.claimed.lane, now_s=clock.monotonic_s())
        if (wait_s := slot_s - clock.monotonic_s()) > 0:
            await self._halting.pause(wait_s)
        windows = throttle.windows.of(item.claimed.lane)
        while wait_s := max(window.wait_s(now_s=clock.monotonic_s()) for window in windows):
            await self._halting.pause(min(wait_s, self._means.look_every_s))
            if self._halting.is_halted or throttle.gate.wait() is not None:
                raise Halted
        if throttle.must_ask(item.jumps):
            raise Halted  # this one goes back and is taken up anew, after leave was asked
        self._require_no_tripwire(item)
        item.begin(windows)
        move = Move(recipient_id=item.claimed.recipient_id, to=RecipientState.BRINK)
        await self._committer.commit(move)
        return lambda: item.end(now_s=clock.monotonic_s())

    def _require_no_tripwire(self, item: Item) -> None:
        """Halt before the end goes out when somebody would get it who may not."""
        if self.outcomes is None:
            return
        cause = self.outcomes.begin(item.prepared.envelope_recipient)
        if cause is not None:
            self._halting.halt(cause)
            raise Halted
        item.is_watched = True

    def _note_outcome(self, item: Item, verdict: Verdict) -> HoldCause | None:
        if self.outcomes is None:  # copies to seeds
            return None
        state = verdict.leads_to
        if state in _ENDS_HERE:
            self._throttle.forecast.done(self.batch, item.claimed.lane)
        address = item.prepared.envelope_recipient
        return self.outcomes.end(address, state, was_begun=item.is_watched)

    async def _record(self, verdict: Verdict, streak: HoldCause | None) -> None:
        """Record what became of one; who has it is not waited for, for nothing depends on that.

        The next brink of this connection is recorded with it or after it, so the record never shows
        two of one connection there.
        """
        if verdict.hold or streak:
            self._halting.halt(verdict.hold or streak)
        if verdict.leads_to is RecipientState.ACCEPTED:
            recorded = self._committer.begin(*verdict.moves)
            self._unrecorded.add(recorded)
            recorded.add_done_callback(self._note_recorded)
        elif verdict.moves:
            with suppress(LedgerError):  # the run is held
                await self.commit(*verdict.moves)

    def _note_recorded(self, recorded: asyncio.Future[None]) -> None:
        self._unrecorded.discard(recorded)
        error = None if recorded.cancelled() else recorded.exception()
        if isinstance(error, LedgerError):
            self._halting.halt(HoldCause(code="send.record_failed"))
        elif error is not None:
            self._fault = error
            self._halting.halt(HoldCause(code="send.broken_off"))

    async def _keep_speed(
        self, verdict: Verdict, error: TransportError | GuardRefused | None
    ) -> None:
        """Record when the whole campaign goes slower, or faster again."""
        if not self._throttle.note(verdict, error):
            return
        answer = error.answer if isinstance(error, TryLater) else ""
        try:
            await self._means.record(self._means.ledger.set_speed, self._throttle.speed, answer)
        except LedgerError:
            self._halting.halt(HoldCause(code="send.record_failed"))

    async def _usable(self, connection: Connection | None) -> Connection:
        if connection is not None and connection.is_usable:
            return connection
        await _close(connection)
        await self._halting.pause(_RECONNECT_S[min(self._failures, len(_RECONNECT_S) - 1)])
        if not self._halting.may_go_on():
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

    async def _apply(self, moves: Sequence[Move]) -> None:
        await self._means.record(self._means.ledger.apply, moves)


async def _close(connection: Connection | None) -> None:
    if connection is not None:
        await connection.close()
