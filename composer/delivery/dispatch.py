"""Dispatch: the one way out. It takes a `Release` or a `TestPermit`, and nothing else.

Guards rule 3, also at run time. The order of a send stands here: take over the proof's audience,
then batch after batch with its copies to seeds, a look at the record, a wait for a person where the
proof asks for one, and the signed head of the chain.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from composer.delivery.engine import Engine, Group, MessageDiffers
from composer.delivery.forecast import Forecast
from composer.delivery.gate import Wait, Why
from composer.delivery.means import (
    LEAST_FREE_BYTES,
    Expected,
    Means,
    ProgressReport,
    SendPlan,
)
from composer.delivery.pace import remembered_s
from composer.delivery.progress import EVERY_S, TELL_AGAIN_S, rate_per_s
from composer.delivery.seed_send import SeedOutcome, is_due, send_to_seeds
from composer.delivery.verdicts import HoldCause, cannot_ask
from composer.delivery.watch_outcomes import OutcomeWatch
from composer.errors import LedgerError, TransportError, UsageError
from composer.findings import Finding, finding
from composer.i18n import _
from composer.model.campaign import Pace
from composer.model.identifiers import RecipientId
from composer.model.moves import Hold, Kind
from composer.model.states import Counts
from composer.proofs.permit import TestPermit
from composer.signoff.release import Release
from composer.transports.handover import Prepared

MISSED = timedelta(minutes=1)
"""So late a planned start is not made up for: a person says whether it may leave now."""
_ASK_AGAIN_S = (5.0, 10.0, 20.0)
"""How long to wait before a mail service that could not be asked at a planned start is again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended. `finished`: everybody's state is final or unknown.

    `counts` is of the audience, or of a test's messages; `findings` say why it ended early, and
    what a person must decide.
    """

    counts: Counts
    finished: bool
    batch: int
    findings: tuple[Finding, ...]
    seeds: tuple[SeedOutcome, ...] = ()


async def dispatch(permit: Release | TestPermit, *, plan: SendPlan, means: Means) -> Outcome:
    """Hand over what a permit allows, until it is done, stopped, held, or as far as the plan goes.

    Cancelling it stops gently: what is at the brink is waited for.

    Raises:
        UsageError: it is neither a release nor a test permit, or of another campaign.
        Blocked: the release's approvals no longer count: at the start, or before a batch.
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
        self._batch = 0
        self._sizes: tuple[int, ...] = ()
        self._outcomes = OutcomeWatch(most=0)
        self._seeds: list[SeedOutcome] = []
        self._held: set[str] = set()
        self._told: tuple[Counts, Wait | None, float] | None = None
        self._told_s = 0.0

    async def gently(self, work: Coroutine[None, None, Outcome]) -> Outcome:
        """Run to the end, telling progress; on cancelling, halt, wait, then give way."""
        task = asyncio.create_task(work)
        teller = asyncio.create_task(self._tell_regularly())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._engine.halt()
            await asyncio.gather(task, return_exceptions=True)
            raise
        finally:
            teller.cancel()
            await asyncio.gather(teller, return_exceptions=True)
            self._tell("ended")

    async def test(self, permit: TestPermit) -> Outcome:
        """Send a test; a stop or hold of the campaign that stood before it does not concern it."""
        seeds = await send_to_seeds(permit, means=self._means, engine=self._engine)
        cause = self._engine.hold
        found = [_because(cause)] if cause else []
        if self._engine.is_stopped:
            found.append(finding("send.stopped"))
        found += _without_id(self._engine)
        await self._sign("test")
        return Outcome(
            counts=Counts(**Counter(item.state.value for item in seeds)),
            finished=not self._engine.is_halted,
            batch=0,
            findings=tuple(found),
            seeds=seeds,
        )

    async def send(self, release: Release) -> Outcome:
        """Send to the audience."""
        await self._means.record(self._take_over, release)
        self._engine.throttle.forecast = Forecast(
            self._plan.pace, await self._means.record(self._ledger.left)
        )
        try:
            return await self._send_batches(release)
        except Exception:  # whatever it was, the record says how far it came, and why it held
            await self._settle_halt()
            await self._sign("stop")
            raise

    async def _send_batches(self, release: Release) -> Outcome:
        if self._plan.start_at is not None:
            await self._wait_for_start(self._plan.start_at)
        while await self._may_begin_batch():
            await self._require_leave(release)
            await self._send_copies()
            if not self._engine.is_halted:
                await self._engine.hand_over(
                    Group(
                        kind=Kind.AUDIENCE,
                        number=self._batch,
                        prepare=self._prepare,
                        suppressed=self._suppressed,
                        outcomes=self._outcomes,
                        require_leave=partial(self._require_leave, release),
                    )
                )
            await self._settle_halt()
            await self._sign("batch")
        return await self._ended()

    async def _wait_for_start(self, start_at: datetime) -> None:
        """Wait for the planned time; when the computer slept through it a person is asked."""
        self._engine.throttle.gate.open_at(start_at)
        await self._engine.wait_at_gate(Why.START)
        if self._engine.is_halted:
            await self._settle_halt()
        elif self._means.clock.now() > start_at + MISSED:
            await self._hold(HoldCause(code="send.start_missed"))
        elif self._plan.require_start is not None:
            await self._require_start(self._plan.require_start)

    async def _require_start(self, require: Callable[[], None]) -> None:
        """Ask whether it may begin; a mail service that does not answer is asked some times."""
        for tries, rest_s in enumerate((*_ASK_AGAIN_S, 0.0), start=1):
            try:
                await self._means.work(require)
            except TransportError as failed:
                if not rest_s:
                    await self._hold(cannot_ask(failed, tries=tries))
            else:
                return
            await self._engine.pause(rest_s)
            if self._engine.is_halted:
                return

    async def _require_leave(self, release: Release) -> None:
        """Require that the approvals still count: before a batch, and after each long wait."""
        release.require_in_force(self._means.clock.now())
        if self._plan.require_leave is not None:
            await self._means.work(self._plan.require_leave)

    def _take_over(self, release: Release) -> None:
        audience = self._plan.audience()
        self._ledger.plan(release.proof, audience, batches=self._plan.pace.batches)
        self._sizes = self._ledger.batch_sizes()
        self._outcomes = OutcomeWatch(most=min(len(audience), self._ledger.counts().open))

    async def _may_begin_batch(self) -> bool:
        """Find the next batch, and say whether anything keeps it from beginning."""
        if alarm := self._means.alarm():
            await self._hold(alarm)
        if self._means.stop_mark():
            await self._hold(HoldCause(code="send.stopped"))
        if self._ledger.hold is not None or self._engine.is_halted:
            return False
        if self._means.free_bytes() < LEAST_FREE_BYTES:
            await self._hold(HoldCause(code="send.disk_low"))
            return False
        if stopped := await self._suppressed():
            await self._means.record(self._ledger.suppress, stopped)
        self._batch = await self._means.record(self._ledger.current_batch)
        if self._batch == 0:
            return await self._wait_for_deferred()
        if self._plan.until_batch is not None and self._batch > self._plan.until_batch:
            return False
        return await self._need_not_wait_for_a_person()

    async def _wait_for_deferred(self) -> bool:
        """Wait until somebody deferred is due; at the end nobody deferred may be left over."""
        now_s = self._means.clock.now().timestamp()
        wait_s = await self._means.record(self._ledger.next_due_s, now_s)
        if wait_s is None:
            held = self._ledger.counts().held
            if held:
                await self._hold(HoldCause(code="send.tries_spent", values=(("count", held),)))
            return False
        self._batch = max(1, len(self._sizes))
        until = self._means.clock.now() + timedelta(seconds=wait_s)
        self._engine.throttle.waiting = Wait(why=Why.SERVICE, until=until)
        await self._engine.pause(wait_s)
        self._engine.throttle.waiting = None
        return not self._engine.look_for_stop() and not self._engine.is_halted

    async def _need_not_wait_for_a_person(self) -> bool:
        passed = await self._means.record(self._ledger.passed_hold)
        due = [n for n in self._plan.pace.hold_after if passed < n < self._batch]
        if due:
            await self._hold(HoldCause(code="send.batch_hold", values=(("batch", max(due)),)))
        return not due

    async def _send_copies(self) -> None:
        """Send the copies that go with this batch to seeds; they never hold the audience up."""
        copied = await self._means.record(self._ledger.copied_batch)
        if self._plan.copies and is_due(self._batch, every=self._plan.every_batches, copied=copied):
            number = await self._means.record(self._ledger.next_run)
            permit = await self._means.work(self._plan.copies, number)
            if type(permit) is not TestPermit:
                raise UsageError(_("Only a test permit opens the way to test mailboxes."))
            self._seeds += await send_to_seeds(
                permit, means=self._means, engine=self._engine, batch=self._batch
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

    async def _settle_halt(self) -> None:
        """Write down why the machine halted, if it did."""
        if self._engine.hold is not None:  # first: what a stop says must not hide it
            await self._hold(self._engine.hold)
        if self._engine.is_stopped:
            await self._hold(HoldCause(code="send.stopped"))

    async def _hold(self, cause: HoldCause) -> None:
        by = self._means.stopped_by() if cause.code == "send.stopped" else ""

        def hold() -> None:
            current = self._ledger.hold
            if cause.code not in self._held and (current is None or current.code != cause.code):
                self._ledger.set_hold(cause.code, by=by, **dict(cause.values))
            self._held.add(cause.code)

        try:
            await self._means.record(hold)
        except LedgerError:
            self._engine.halt(cause)  # the record cannot even say so; this run ends all the same

    async def _sign(self, occasion: str) -> None:
        def sign() -> None:
            self._ledger.sign(occasion, sign_head=self._means.sign_head)

        try:
            await self._means.record(sign)
        except LedgerError:
            self._engine.halt(HoldCause(code="send.record_failed"))

    async def _ended(self) -> Outcome:
        await self._settle_halt()  # also what halted it outside a batch
        hold, counts = self._ledger.hold, self._ledger.counts()
        await self._sign("stop" if hold else "end")
        return Outcome(
            counts=counts,
            finished=not counts.open,
            batch=self._batch,
            findings=(
                *_end_findings(hold, self._engine.hold, unclear=counts.unknown),
                *_without_id(self._engine),
            ),
            seeds=tuple(self._seeds),
        )

    async def _tell_regularly(self) -> None:
        while True:
            self._tell("sending")
            if self._means.free_bytes() < LEAST_FREE_BYTES:
                self._engine.halt(HoldCause(code="send.disk_low"))
            await self._means.clock.sleep(EVERY_S)

    def _tell(self, state: str) -> None:
        counts, engine = self._ledger.counts(), self._engine
        now_s = self._means.clock.monotonic_s()
        engine.throttle.look()
        speed, waiting = engine.throttle.speed, engine.throttle.waiting
        is_told = (counts, waiting, speed) == self._told and now_s - self._told_s < TELL_AGAIN_S
        if state == "sending" and is_told:
            return
        self._told, self._told_s = (counts, waiting, speed), now_s
        rate = rate_per_s(engine.accepted_at_s, now_s=now_s)
        self._means.report(
            ProgressReport(
                at=self._means.clock.now().isoformat(timespec="milliseconds"),
                state=state,
                counts=counts,
                rate_per_s=round(rate, 2),
                eta_s=engine.throttle.ends_in_s() if state == "sending" else None,
                batch=self._batch,
                batches=self._sizes,
                seeds=tuple((item.seed, item.slot) for item in self._seeds),
                waits_for=waiting.why.value if waiting else "",
                waits_until=waiting.until.isoformat(timespec="seconds") if waiting else "",
                speed=round(speed, 4),
            )
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


def hold_findings(hold: Hold | None) -> list[Finding]:
    """Say why nobody more is written to: `send.stopped`, or `send.held` and its cause."""
    if hold is None:
        return []
    cause = _because(hold)
    return [cause] if hold.code == "send.stopped" else [finding("send.held"), cause]


def _because(cause: Hold | HoldCause) -> Finding:
    return finding(cause.code, where={}, **dict(cause.values))


def _end_findings(hold: Hold | None, halted_by: HoldCause | None, *, unclear: int) -> list[Finding]:
    found = hold_findings(hold)
    if not found and halted_by is not None:
        found = [finding("send.held"), _because(halted_by)]
    if unclear:
        found.append(finding("send.unclear", count=unclear))
    return found


def _without_id(engine: Engine) -> list[Finding]:
    count = engine.taken_without_id
    return [finding("send.without_id", count=count)] if count else []
