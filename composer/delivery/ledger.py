"""The record of a send as the sending machine needs it, whoever keeps it.

The states, their allowed moves and what a restart does are in `composer.model.moves`; what an
answer means is in `verdicts`. `composer.store.ledger.SqliteLedger` keeps the record on disk.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from composer.model.campaign import Pace
from composer.model.identifiers import AddressKey, CampaignId, RecipientId
from composer.model.moves import Claimed, Hold, Kind, Move, PlannedRecipient
from composer.model.recipient import Recipient
from composer.model.states import Counts, RecipientState


class Ledger(Protocol):
    """The record; each call is durable, whole or not at all, when it returns."""

    @property
    def campaign_id(self) -> CampaignId:
        """Whose record it is."""
        ...

    @property
    def hold(self) -> Hold | None:
        """Why nobody more is written to, or None."""
        ...

    def plan(
        self, proof: str, audience: Iterable[PlannedRecipient], *, batches: Sequence[int]
    ) -> None:
        """Take over a proof's audience; the same proof again changes nothing."""
        ...

    def add_seeds(self, seed_ids: Sequence[RecipientId], *, label: str, batch: int = 0) -> int:
        """Plan messages to seeds and give their run's number."""
        ...

    def claim(
        self, kind: Kind, *, group: int, limits: Mapping[int, int], now_s: float
    ) -> tuple[Claimed, ...]:
        """Take up recipients of a batch or run, at most so many in each lane."""
        ...

    def apply(self, moves: Sequence[Move]) -> None:
        """Make moves durable, all or none."""
        ...

    def suppress(self, reasons: Mapping[RecipientId, str]) -> None:
        """Take out those of them who still wait, each with the reason."""
        ...

    def set_hold(self, code: str, *, by: str, **values: str | int) -> None:
        """Hold the campaign until a person lifts it."""
        ...

    def counts(self) -> Counts:
        """Count the audience by state."""
        ...

    def current_batch(self) -> int:
        """Tell the first batch that still holds somebody to write to; 0 when none does."""
        ...

    def batch_sizes(self) -> tuple[int, ...]:
        """Give the number of people in each batch."""
        ...

    def passed_hold(self) -> int:
        """Tell the last batch after which a person was already waited for."""
        ...

    def copied_batch(self) -> int:
        """Tell the last batch of which copies went to seeds."""
        ...

    def next_run(self) -> int:
        """Tell a number that no run of seeds had yet."""
        ...

    def ends_since(self, since_s: float) -> Sequence[float]:
        """Give when each message left since then, in order."""
        ...

    def speed(self) -> float:
        """Tell which share of the pace was used last, more than 0 and at most 1."""
        ...

    def set_speed(self, speed: float, answer: str) -> None:
        """Record that another share of the pace is used, and what the mail service said."""
        ...

    def left(self) -> Mapping[tuple[int, int], int]:
        """Count who is still to be written to, by batch and lane."""
        ...

    def next_due_s(self, now_s: float) -> float | None:
        """Tell in how many seconds the first deferred recipient may be tried."""
        ...

    def state_of(self, recipient_id: RecipientId) -> RecipientState | None:
        """Tell a recipient's state."""
        ...

    def sign(self, occasion: str, *, sign_head: Callable[[bytes], bytes] | None) -> None:
        """Sign the chain's head and remember it outside."""
        ...


def key_digest(key: AddressKey, *, ledger_key: bytes) -> str:
    """Give the keyed digest that stands for an address in the record.

    `ledger_key` is the campaign's own random secret, so that nobody can try addresses against it.
    """
    return hmac.new(ledger_key, key.encode("utf-8"), hashlib.sha256).hexdigest()


def planned(
    recipients: Iterable[Recipient],
    *,
    pace: Pace,
    ledger_key: bytes,
    suppressed: Mapping[RecipientId, str] | None = None,
) -> Iterable[PlannedRecipient]:
    """Give an audience as the record knows it: without addresses, each in their domain's lane.

    `suppressed` says why the do-not-write list stops somebody.
    """
    reasons = suppressed or {}
    lanes = {domain.lower(): lane for lane, (domain, _rate) in enumerate(pace.per_domain, start=1)}
    for recipient in recipients:
        yield PlannedRecipient(
            recipient_id=recipient.id,
            key_digest=key_digest(recipient.address_key, ledger_key=ledger_key),
            lane=lanes.get(recipient.domain, 0),
            suppressed=reasons.get(recipient.id, ""),
        )


def seed_id(nonce: str) -> RecipientId:
    """Give the name of a test message in the record: a digest of its nonce."""
    return RecipientId(hashlib.sha256(b"composer seed 1\n" + nonce.encode()).hexdigest()[:32])
