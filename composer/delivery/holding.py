"""Writing down that nobody more is written to, and signing how far the record goes."""

from __future__ import annotations

from composer.delivery.halting import Halting
from composer.delivery.means import Means
from composer.delivery.verdicts import HoldCause
from composer.errors import LedgerError


class Holding:
    """What one run writes into the record about its own end; each cause once."""

    def __init__(self, means: Means, halting: Halting) -> None:
        self._means = means
        self._halting = halting
        self._held: set[str] = set()

    async def hold(self, cause: HoldCause) -> None:
        """Hold the campaign until a person lifts it; who stopped it is recorded with a stop."""
        by = self._means.stopped_by() if cause.code == "send.stopped" else ""
        ledger = self._means.ledger

        def hold() -> None:
            current = ledger.hold
            if cause.code not in self._held and (current is None or current.code != cause.code):
                ledger.set_hold(cause.code, by=by, **dict(cause.values))
            self._held.add(cause.code)

        try:
            await self._means.record(hold)
        except LedgerError:
            self._halting.halt(cause)  # the record cannot even say so; this run ends all the same

    async def settle_halt(self) -> None:
        """Write down why the machine halted, if it did."""
        if self._halting.hold is not None:  # first: what a stop says must not hide it
            await self.hold(self._halting.hold)
        if self._halting.is_stopped:
            await self.hold(HoldCause(code="send.stopped"))

    async def sign(self, occasion: str) -> None:
        """Sign the head of the record; a record that refuses holds the run."""

        def sign() -> None:
            self._means.ledger.sign(occasion, sign_head=self._means.sign_head)

        try:
            await self._means.record(sign)
        except LedgerError:
            self._halting.halt(HoldCause(code="send.record_failed"))
