"""Everything the sending machine is given: nothing in it reaches for a clock, a disk or a network.

A simulation hands in its own clock, chance, record, transport and source of messages.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from composer.delivery.clock import Clock
from composer.delivery.ledger import Ledger
from composer.delivery.verdicts import HoldCause
from composer.model.campaign import Pace
from composer.model.identifiers import Digest, RecipientId
from composer.model.moves import PlannedRecipient
from composer.model.states import Counts
from composer.proofs.permit import SeedMessage, TestPermit
from composer.transports.handover import Prepared, Transport

T = TypeVar("T")

LEAST_FREE_BYTES = 64 * 1024 * 1024


class HandoverSource(Protocol):
    """Renders messages when they are about to be handed over; calls block, off the event loop."""

    def prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        """Render the messages of recipients, in any order, each once.

        Raises:
            RenderError: one of them cannot be rendered.
        """
        ...

    def prepare_seeds(self, messages: Sequence[SeedMessage]) -> Sequence[Prepared]:
        """Render test messages, in their order, each under `seed_id` of its nonce."""
        ...


class Blocking(Protocol):
    """Runs a call that blocks, off the event loop."""

    def __call__(self, call: Callable[..., T], /, *args: object) -> Awaitable[T]:
        """Run it and give what it gives."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReport:
    """Where a send stands at a moment, as `progress.jsonl` and the command line tell it.

    `waits_for` is why everybody waits (`gate.Why`) and `waits_until` until when, else both are
    empty. `speed` is the share of the sealed pace that is used. `eta_s` holds no wait for a person.
    `jumps` counts how often the computer slept, or its clock was put to another time.
    """

    at: str
    state: str
    counts: Counts
    rate_per_s: float
    eta_s: int | None
    batch: int
    batches: tuple[int, ...]
    seeds: tuple[tuple[str, int], ...]
    waits_for: str = ""
    waits_until: str = ""
    speed: float = 1.0
    jumps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The surroundings of a send.

    `record` runs calls to the ledger one after the other, `work` any other blocking call. `chance`
    gives numbers in [0, 1). `stop_mark` names the stop in force, 0 when there is none; `alarm` says
    what was seen in a test mailbox that must stop the send, without waiting.
    """

    ledger: Ledger
    transport: Transport
    source: HandoverSource
    clock: Clock
    chance: Callable[[], float]
    record: Blocking
    work: Blocking
    stop_mark: Callable[[], int]
    stopped_by: Callable[[], str]
    free_bytes: Callable[[], int]
    report: Callable[[ProgressReport], None]
    sign_head: Callable[[bytes], bytes] | None = None
    alarm: Callable[[], HoldCause | None] = lambda: None
    look_every_s: float = 0.1
    idle_s: float = 60.0


Expected = Callable[[Sequence[RecipientId]], Mapping[RecipientId, tuple[Digest, str]]]
"""Gives what the proof holds for recipients: digest and wire_sha256."""


Suppressed = Callable[[], Mapping[RecipientId, str]]
"""Gives whom the do-not-write list stops now, each with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPlan:
    """What the sealed proof says about a send, and how far this run may go.

    `audience` gives everybody whom the proof covers; `copies` plans the n-th copies to seeds, for
    every `every_batches`-th batch; `until_batch` ends this run after a batch. `suppressed` gives
    whom the do-not-write list stops at that moment and why; it is asked before each batch and after
    each claim, for only removal is free. `require_leave` verifies before each batch, from what is
    stored, that the approvals still stand and the clock can be believed; it raises Blocked.
    `start_at` is waited for before the first batch. `require_account` asks the mail service whether
    the account is as it was signed off: at a planned start, and again after some hours.
    """

    audience: Callable[[], Iterable[PlannedRecipient]]
    expected: Expected
    pace: Pace
    every_batches: int = 0
    copies: Callable[[int], TestPermit] | None = None
    until_batch: int | None = None
    suppressed: Suppressed | None = None
    require_leave: Callable[[], None] | None = None
    start_at: datetime | None = None
    require_account: Callable[[], None] | None = None


@dataclass(slots=True)
class Threads:
    """The two kinds of blocking calls on threads: the record's in turn, others beside it."""

    _record: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="record")
    )
    _work: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(2, thread_name_prefix="work")
    )

    async def record(self, call: Callable[..., T], /, *args: object) -> T:
        """Run a call to the record; one at a time."""
        return await asyncio.get_running_loop().run_in_executor(self._record, call, *args)

    async def work(self, call: Callable[..., T], /, *args: object) -> T:
        """Run any other call."""
        return await asyncio.get_running_loop().run_in_executor(self._work, call, *args)

    def close(self) -> None:
        """Wait for what runs and end the threads."""
        self._record.shutdown()
        self._work.shutdown()


def free_bytes(folder: Path) -> int:
    """Tell how much space the record's disk has left."""
    return shutil.disk_usage(folder).free
