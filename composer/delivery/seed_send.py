"""Test messages and copies to seeds, through the very code that sends to the audience.

Guards rule 3: only a `TestPermit` comes in, and that cannot hold anybody but seeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from composer.delivery.engine import Engine, Group
from composer.delivery.ledger import seed_id
from composer.delivery.means import Means
from composer.model.identifiers import RecipientId
from composer.model.moves import Kind
from composer.model.states import RecipientState
from composer.proofs.permit import TestPermit, nonce_hash
from composer.transports.handover import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedOutcome:
    """What became of one test message."""

    seed: str
    slot: int
    nonce_hash: str
    state: RecipientState


async def send_to_seeds(
    permit: TestPermit, *, means: Means, engine: Engine, batch: int = 0
) -> tuple[SeedOutcome, ...]:
    """Hand over a permit's messages as one group and tell what became of each.

    `batch` is the batch of the audience that a copy goes with.
    """
    ids = [seed_id(message.nonce) for message in permit.messages]
    messages = dict(zip(ids, permit.messages, strict=True))
    label = permit.kind.value

    def plan() -> int:
        return means.ledger.add_seeds(ids, label=label, batch=batch)

    async def prepare(wanted: Sequence[RecipientId]) -> Sequence[Prepared]:
        return await means.work(means.source.prepare_seeds, [messages[item] for item in wanted])

    run = await means.record(plan)
    await engine.hand_over(Group(kind=Kind.SEED, number=run, prepare=prepare))
    outcomes = []
    for item in ids:
        state = await means.record(means.ledger.state_of, item)
        message = messages[item]
        outcomes.append(
            SeedOutcome(
                seed=message.seed,
                slot=message.slot,
                nonce_hash=nonce_hash(message.nonce),
                state=state or RecipientState.PLANNED,
            )
        )
    return tuple(outcomes)


def is_due(batch: int, *, every: int, copied: int) -> bool:
    """Tell whether copies go with a batch: the first and then every n-th, once each.

    >>> [batch for batch in range(1, 8) if is_due(batch, every=3, copied=0)]
    [1, 4, 7]
    """
    return every > 0 and batch > copied and (batch - 1) % every == 0
