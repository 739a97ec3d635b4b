"""Requests for approval, through the very machine that sends to the audience.

Guards rule 3: only an `AskPermit` comes in, and that cannot hold anybody but reviewers whom the
owner's list names. The record is one of its own: asking is no part of the campaign's send, and
neither waits for it nor changes what it counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from composer.delivery.engine import Engine, Group
from composer.delivery.means import Means
from composer.delivery.verdicts import HoldCause
from composer.errors import UsageError
from composer.i18n import _
from composer.model.campaign import Pace
from composer.model.identifiers import RecipientId
from composer.model.moves import Kind
from composer.model.states import RecipientState
from composer.proofs.permit import SeedMessage
from composer.signoff.ask_permit import AskMessage, AskPermit
from composer.transports.handover import Prepared

LABEL = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRun:
    """What became of each request, and why the machine gave up, if it did."""

    states: Mapping[RecipientId, RecipientState]
    halted_by: HoldCause | None


class AskSource:
    """Gives the requests of a permit as they were finished; there are no others."""

    def __init__(self, permit: AskPermit) -> None:
        self._messages = {message.id: message for message in permit.messages}

    def prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        """Give the requests as they are handed over."""
        return [_prepared(self._messages[item]) for item in ids]

    def prepare_seeds(self, messages: Sequence[SeedMessage]) -> Sequence[Prepared]:  # noqa: ARG002
        """Refuse: whoever asks for approval writes to no test mailbox."""
        raise UsageError(_("Only a test permit opens the way to test mailboxes."))


async def send_asks(permit: AskPermit, *, pace: Pace, means: Means) -> AskRun:
    """Hand over a permit's requests, one message each, and tell what became of each.

    The hours and the planned start are the audience's: a reviewer is asked at once.
    Cancelling it stops gently: what is at the brink is waited for.

    Raises:
        UsageError: it is no permit to ask, or of another campaign.
        LedgerError: the record cannot be used.
    """
    if type(permit) is not AskPermit or permit.campaign_id != means.ledger.campaign_id:
        raise UsageError(_("This permit is for another campaign."))
    engine = Engine(means, pace=replace(pace, window=None, planned=None))
    task = asyncio.create_task(_send(permit, means=means, engine=engine))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        engine.halting.halt()
        await asyncio.gather(task, return_exceptions=True)
        raise


async def _send(permit: AskPermit, *, means: Means, engine: Engine) -> AskRun:
    ids = [message.id for message in permit.messages]

    def plan() -> int:
        return means.ledger.add_seeds(ids, label=LABEL)

    async def prepare(wanted: Sequence[RecipientId]) -> Sequence[Prepared]:
        return await means.work(means.source.prepare, wanted)

    run = await means.record(plan)
    await engine.hand_over(Group(kind=Kind.SEED, number=run, prepare=prepare))
    states = {}
    for item in ids:
        state = await means.record(means.ledger.state_of, item)
        states[item] = state or RecipientState.PLANNED
    return AskRun(states=states, halted_by=engine.halting.hold)


def _prepared(message: AskMessage) -> Prepared:
    return Prepared(
        recipient_id=message.id,
        envelope_sender=message.envelope_sender,
        envelope_recipient=message.address,
        wire=message.wire,
        digest=message.digest,
        wire_sha256=message.wire_sha256,
    )
