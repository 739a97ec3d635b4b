"""Leave to go on: that the approvals still stand, and the account is as it was signed off.

Guards rule 3 during a send that lasts: asked before each batch and after each long wait. The mail
service is asked about the account at a planned start, and again whenever it was last asked an hour
ago or longer, so that a footer switched on in the night reaches nobody in the morning.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from composer.delivery.engine import Engine
from composer.delivery.gate import Why
from composer.delivery.holding import Holding
from composer.delivery.means import Means, SendPlan
from composer.delivery.verdicts import HoldCause, cannot_ask
from composer.errors import Blocked, KeychainError, TransportError
from composer.signoff.release import Release

MISSED = timedelta(minutes=1)
"""So late a planned start is not made up for: a person says whether it may leave now."""
ACCOUNT_LASTS = timedelta(hours=1)
"""So long what was read of the account is believed."""
_ASK_AGAIN_S = (5.0, 10.0, 20.0)
"""How long to wait before a mail service that could not be asked is asked again."""
_ABOUT_ONE_APPROVAL = frozenset({"send.author_approved", "send.not_in_pool"})
"""These say why an approval never counted, and not what is missing now."""


class Leave:
    """Asks for leave; whoever starts a run has just read the account."""

    def __init__(self, means: Means, plan: SendPlan, *, engine: Engine, holding: Holding) -> None:
        self._means = means
        self._plan = plan
        self._engine = engine
        self._holding = holding
        self._read_at = means.clock.now()

    async def require(self, release: Release) -> None:
        """Require that the approvals still count; an account that is not as it was holds the run.

        Raises:
            Blocked: the approvals no longer count.
        """
        release.require_in_force(self._means.clock.now())
        if self._plan.require_leave is not None:
            await self._means.work(self._plan.require_leave)
        age = self._means.clock.now() - self._read_at
        if self._plan.require_account is not None and not timedelta() <= age < ACCOUNT_LASTS:
            await self._ask(self._plan.require_account)

    async def wait_for_start(self, start_at: datetime) -> None:
        """Wait for the planned time; when the computer slept through it a person is asked."""
        self._engine.throttle.gate.open_at(start_at)
        await self._engine.wait_at_gate(Why.START)
        if self._engine.halting.is_halted:
            await self._holding.settle_halt()
        elif self._means.clock.now() > start_at + MISSED:
            await self._holding.hold(HoldCause(code="send.start_missed"))
        elif self._plan.require_account is not None:
            await self._ask(self._plan.require_account)

    async def _ask(self, require: Callable[[], None]) -> None:
        """Ask about the account; a mail service that does not answer is asked some times."""
        cause: HoldCause | None = None
        for tries, rest_s in enumerate((0.0, *_ASK_AGAIN_S), start=1):
            await self._engine.halting.pause(rest_s)
            if self._engine.halting.is_halted:
                return
            try:
                await self._means.work(require)
            except Blocked as blocked:
                cause = cause_of_loss(blocked)
                break
            except KeychainError as locked:  # it may be unlocked in a moment, as after a sleep
                cause = cause_of_loss(locked)
            except TransportError as failed:
                cause = cannot_ask(failed, tries=tries)
            else:
                self._read_at = self._means.clock.now()
                return
        self._engine.halting.halt(cause)
        await self._holding.settle_halt()


def cause_of_loss(lost: Blocked | KeychainError) -> HoldCause:
    """Say why a send that had leave has it no more: what a person reads who comes back to it."""
    if isinstance(lost, KeychainError):
        return HoldCause(code="send.keys_locked", values=(("why", str(lost)),))
    found = [item for item in lost.findings if item.code not in _ABOUT_ONE_APPROVAL]
    first = (found or lost.findings)[0]
    return HoldCause(code=first.code, values=first.values)
