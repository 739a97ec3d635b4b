"""Telling regularly how a send goes, while it goes."""

from __future__ import annotations

from dataclasses import dataclass

from composer.delivery.engine import Engine
from composer.delivery.gate import Wait
from composer.delivery.means import LEAST_FREE_BYTES, Means, ProgressReport
from composer.delivery.progress import EVERY_S, TELL_AGAIN_S, rate_per_s
from composer.delivery.seed_send import SeedOutcome
from composer.delivery.verdicts import HoldCause
from composer.model.states import Counts


@dataclass(slots=True)
class Reached:
    """How far a run has come: its batch, the sizes of all, and the copies to seeds that went."""

    batch: int = 0
    sizes: tuple[int, ...] = ()
    seeds: tuple[SeedOutcome, ...] = ()


class Teller:
    """Reports what changed; looks at the disk's space as often."""

    def __init__(self, means: Means, *, engine: Engine, reached: Reached) -> None:
        self._means = means
        self._engine = engine
        self._reached = reached
        self._told: tuple[Counts, Wait | None, float, int] | None = None
        self._told_s = 0.0

    async def tell_regularly(self) -> None:
        """Tell until it is cancelled; halts the run when the disk is nearly full."""
        while True:
            self.tell("sending")
            if self._means.free_bytes() < LEAST_FREE_BYTES:
                self._engine.halting.halt(HoldCause(code="send.disk_low"))
            await self._means.clock.sleep(EVERY_S)

    def tell(self, state: str) -> None:
        """Report where the run stands, unless nothing is new."""
        counts, throttle = self._means.ledger.counts(), self._engine.throttle
        now_s = self._means.clock.monotonic_s()
        throttle.look()
        speed, waiting, jumps = throttle.speed, throttle.waiting, throttle.jumps.count
        news = counts, waiting, speed, jumps
        is_told = news == self._told and now_s - self._told_s < TELL_AGAIN_S
        if state == "sending" and is_told:
            return
        self._told, self._told_s = news, now_s
        rate = rate_per_s(self._engine.accepted_at_s, now_s=now_s)
        self._means.report(
            ProgressReport(
                at=self._means.clock.now().isoformat(timespec="milliseconds"),
                state=state,
                counts=counts,
                rate_per_s=round(rate, 2),
                eta_s=throttle.ends_in_s() if state == "sending" else None,
                batch=self._reached.batch,
                batches=self._reached.sizes,
                seeds=tuple((item.seed, item.slot) for item in self._reached.seeds),
                waits_for=waiting.why.value if waiting else "",
                waits_until=waiting.until.isoformat(timespec="seconds") if waiting else "",
                speed=round(speed, 4),
                jumps=jumps,
            )
        )
