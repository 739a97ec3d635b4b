"""Dispatch: the one way out. It takes a `Release` or a `TestPermit`, and nothing else.

Guards rule 3, also at run time. The order of a send stands here: take over the proof's audience,
then batch after batch with its copies to seeds, a look at the record, a wait for a person where the
proof asks for one, and the signed head of the chain.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from composer.delivery.engine import Engine, Group, MessageDiffers
from composer.delivery.forecast import Forecast
from composer.delivery.gate import Wait, Why
from composer.delivery.holding import Holding
from composer.delivery.leave import Leave, cause_of_loss
from composer.delivery.means import LEAST_FREE_BYTES, Expected, Means, SendPlan
from composer.delivery.outcome import Outcome, end_findings, findings_of_test
from composer.delivery.pace import remembered_s
from composer.delivery.seed_send import is_due, send_to_seeds
from composer.delivery.telling import Reached, Teller
from composer.delivery.verdicts import HoldCause
from composer.delivery.watch_outcomes import OutcomeWatch
from composer.errors import Blocked, KeychainError, UsageError
from composer.i18n import _
from composer.model.campaign import Pace
from composer.model.identifiers import RecipientId
from composer.model.moves import Kind, PlannedRecipient
from composer.model.states import Counts
from composer.proofs.permit import TestPermit
from composer.signoff.release import Release
from composer.transports.handover import Prepared


async def dispatch(permit: Release | TestPermit, *, plan: SendPlan, means: Means) -> Outcome:
    """Hand over what a permit allows, until it is done, stopped, held, or as far as the plan goes.

    Cancelling it stops gently: what is at the brink is waited for.

    Raises:
        UsageError: it is neither a release nor a test permit, or of another campaign.
        Blocked: the release's approvals no longer count when it starts; later they hold it.
        LedgerError: the record cannot be used.
    """
    if type(permit) not in {Release, TestPermit}:
        raise UsageError(_("Only a release or a test permit opens the way out."))
    if permit.campaign_id != means.ledger.campaign_id:
        raise UsageError(_("This permit is for another campaign."))
    if isinstance(permit, TestPermit):  # the hours of sending are the audience's
        plan = replace(plan, pace=replace(plan.pace, window=None))
    run = _Run(means, plan)
    if isinstance(permit, TestPermit):
        return await run.gently(run.test(permit))
    permit.require_in_force(means.clock.now())
    return await run.gently(run.send(permit))


class _Run:
    """One run of the sending machine."""

    def __init__(self, means: Means, plan: SendPlan) -> None:
        self._means = means
        self._plan = plan
        self._ledger = means.ledger
        self._engine = Engine(means, pace=plan.pace, ended_ago_s=_ended_ago_s(means, plan.pace))
        self._halting = self._engine.halting
        self._holding = Holding(means, self._halting)
        self._leave = Leave(means, plan, engine=self._engine, holding=self._holding)
        self._reached = Reached()
        self._teller = Teller(means, engine=self._engine, reached=self._reached)
        self._outcomes = OutcomeWatch(most=0)

    async def gently(self, work: Coroutine[None, None, Outcome]) -> Outcome:
        """Run to the end, telling progress; on cancelling, halt, wait, then give way."""
        task = asyncio.create_task(work)
        teller = asyncio.create_task(self._teller.tell_regularly())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._halting.halt()
            await asyncio.gather(task, return_exceptions=True)
            raise
        finally:
            teller.cancel()
            await asyncio.gather(teller, return_exceptions=True)
            self._teller.tell("ended")

    async def test(self, permit: TestPermit) -> Outcome:
        """Send a test; a stop or hold of the campaign that stood before it does not concern it."""
        seeds = await send_to_seeds(permit, means=self._means, engine=self._engine)
        findings = findings_of_test(self._engine)
        await self._holding.sign("test")
        return Outcome(
            counts=Counts(**Counter(item.state.value for item in seeds)),
            finished=not self._halting.is_halted,
            batch=0,
            findings=findings,
            seeds=seeds,
        )

    async def send(self, release: Release) -> Outcome:
        """Send to the audience; leave that is lost on the way holds it, and the record says why."""
        self._halting.heed_earlier_stop()
        await self._means.record(self._take_over, release)
        self._engine.throttle.forecast = Forecast(
            self._plan.pace, await self._means.record(self._ledger.left)
        )
        try:
            return await self._send_batches(release)
        except (Blocked, KeychainError) as lost:
            await self._holding.hold(cause_of_loss(lost))
            return await self._ended()
        except Exception:  # whatever it was, the record says how far it came, and why it held
            await self._holding.settle_halt()
            await self._holding.sign("stop")
            raise

    async def _send_batches(self, release: Release) -> Outcome:
        if self._plan.start_at is not None:
            await self._leave.wait_for_start(self._plan.start_at)
        while await self._may_begin_batch():
            jumps = self._engine.throttle.jumps.look()
            await self._leave.require(release)
            if not self._halting.is_halted:
                await self._send_copies()
            if jumps != self._engine.throttle.jumps.look() and not self._halting.is_halted:
                await self._leave.require(release)  # it slept while the copies left
            if not self._halting.is_halted:
                await self._engine.hand_over(
                    Group(
                        kind=Kind.AUDIENCE,
                        number=self._reached.batch,
                        prepare=self._prepare,
                        suppressed=self._suppressed,
                        outcomes=self._outcomes,
                        require_leave=partial(self._leave.require, release),
                        leave_until=release.expires_at,
                    )
                )
            await self._holding.settle_halt()
            await self._holding.sign("batch")
        return await self._ended()

    def _take_over(self, release: Release) -> None:
        people = 0

        def counted() -> Iterator[PlannedRecipient]:  # a million at once would not fit
            nonlocal people
            for person in self._plan.audience():
                people += 1
                yield person

        audience = counted()
        self._ledger.plan(release.proof, audience, batches=self._plan.pace.batches)
        deque(audience, maxlen=0)  # a record that knows the proof asks for nobody
        self._reached.sizes = self._ledger.batch_sizes()
        self._outcomes = OutcomeWatch(most=min(people, self._ledger.counts().open))

    async def _may_begin_batch(self) -> bool:
        """Find the next batch, and say whether anything keeps it from beginning."""
        if alarm := self._means.alarm():
            await self._holding.hold(alarm)
        if self._means.stop_mark():
            await self._holding.hold(HoldCause(code="send.stopped"))
        if self._ledger.hold is not None or self._halting.is_halted:
            return False
        if self._means.free_bytes() < LEAST_FREE_BYTES:
            await self._holding.hold(HoldCause(code="send.disk_low"))
            return False
        if stopped := await self._suppressed():
            await self._means.record(self._ledger.suppress, stopped)
        self._reached.batch = await self._means.record(self._ledger.current_batch)
        if self._reached.batch == 0:
            return await self._wait_for_deferred()
        if self._plan.until_batch is not None and self._reached.batch > self._plan.until_batch:
            return False
        return await self._need_not_wait_for_a_person()

    async def _wait_for_deferred(self) -> bool:
        """Wait until somebody deferred is due; at the end nobody deferred may be left over."""
        now_s = self._means.clock.now().timestamp()
        wait_s = await self._means.record(self._ledger.next_due_s, now_s)
        if wait_s is None:
            held = self._ledger.counts().held
            if held:
                values = (("count", held),)
                await self._holding.hold(HoldCause(code="send.tries_spent", values=values))
            return False
        self._reached.batch = max(1, len(self._reached.sizes))
        until = self._means.clock.now() + timedelta(seconds=wait_s)
        self._engine.throttle.waiting = Wait(why=Why.SERVICE, until=until)
        await self._halting.pause(wait_s)
        self._engine.throttle.waiting = None
        return not self._halting.look_for_stop() and not self._halting.is_halted

    async def _need_not_wait_for_a_person(self) -> bool:
        passed = await self._means.record(self._ledger.passed_hold)
        due = [n for n in self._plan.pace.hold_after if passed < n < self._reached.batch]
        if due:
            values = (("batch", max(due)),)
            await self._holding.hold(HoldCause(code="send.batch_hold", values=values))
        return not due

    async def _send_copies(self) -> None:
        """Send the copies that go with this batch to seeds; they never hold the audience up."""
        copied, batch = await self._means.record(self._ledger.copied_batch), self._reached.batch
        if self._plan.copies and is_due(batch, every=self._plan.every_batches, copied=copied):
            number = await self._means.record(self._ledger.next_run)
            permit = await self._means.work(self._plan.copies, number)
            if type(permit) is not TestPermit:
                raise UsageError(_("Only a test permit opens the way to test mailboxes."))
            self._reached.seeds += await send_to_seeds(
                permit, means=self._means, engine=self._engine, batch=batch
            )

    async def _suppressed(self) -> Mapping[RecipientId, str]:
        if self._plan.suppressed is None:
            return {}
        return await self._means.work(self._plan.suppressed)

    async def _prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        return await self._means.work(self._render_and_compare, ids)

    def _render_and_compare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        found = self._means.source.prepare(ids)
        require_as_proven(found, ids=ids, expected=self._plan.expected)
        return found

    async def _ended(self) -> Outcome:
        await self._holding.settle_halt()  # also what halted it outside a batch
        hold, counts = self._ledger.hold, self._ledger.counts()
        await self._holding.sign("stop" if hold else "end")
        return Outcome(
            counts=counts,
            finished=not counts.open,
            batch=self._reached.batch,
            findings=end_findings(self._engine, hold=hold, unclear=counts.unknown),
            seeds=self._reached.seeds,
        )


def _ended_ago_s(means: Means, pace: Pace) -> list[float]:
    """Tell how long ago earlier runs sent what still counts, by a clock that may have been put."""
    now_s = means.clock.now().timestamp()
    return [max(0.0, now_s - at_s) for at_s in means.ledger.ends_since(now_s - remembered_s(pace))]


def require_as_proven(
    found: Sequence[Prepared], *, ids: Sequence[RecipientId], expected: Expected
) -> None:
    """Require that messages are exactly those that the proof names, no more and no fewer.

    Raises:
        MessageDiffers: otherwise.
    """
    proven = expected(ids)
    rendered = {item.recipient_id: (item.digest, item.wire_sha256) for item in found}
    wanted = {item: proven.get(item) for item in ids}
    if len(found) != len(ids) or rendered != wanted:
        raise MessageDiffers(_("A message came out different from the one that was signed off."))
