"""A small campaign for the sending machine: real rendering, a real record, made-up people."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from composer.delivery.clock import SystemClock
from composer.delivery.dispatch import dispatch
from composer.delivery.ledger import planned
from composer.delivery.means import Means, ProgressReport, SendPlan, Threads
from composer.delivery.outcome import Outcome
from composer.delivery.stopping import stop_mark, stop_request
from composer.delivery.verdicts import HoldCause
from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Pace,
    Purpose,
    TransportKind,
    TransportSettings,
)
from composer.model.identifiers import CampaignId, Digest, RecipientId
from composer.model.message import Layout, Message, RenderContext
from composer.model.recipient import Recipient
from composer.rendering.compile import CompiledMessage
from composer.rendering.jobs import render_one, setup
from composer.signoff import release as release_module
from composer.signoff.release import Release
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.transports.handover import Prepared, Transport

CAMPAIGN = CampaignId("c0ffee00c0ffee00")
LEDGER_KEY = b"k" * 32
FAST = Pace(
    per_second=Decimal(100_000), connections=8, batches=(1000,), per_domain=(), hold_after=()
)


def people(count: int) -> tuple[Recipient, ...]:
    return tuple(
        Recipient(
            id=RecipientId(hashlib.sha256(f"id {n}".encode()).hexdigest()[:32]),
            row=n + 2,
            address=f"person{n:05d}@example.test",
            locale="en",
            fields=(("email", f"person{n:05d}@example.test"), ("first_name", f"Name{n}")),
            token=hashlib.sha256(f"token {n}".encode()).hexdigest()[:32],
            salt="00" * 16,
        )
        for n in range(count)
    )


def context(body: str = "Dear {{ first_name }},\n\nWeights change on Friday.\n") -> RenderContext:
    return RenderContext(
        campaign=Campaign(
            name="Small",
            purpose=Purpose.SERVICE,
            sender=Mailbox(name="Example Exchange", address="notices@example.test"),
            locale="en",
            layout="plain",
            audience=AudienceSettings(file="audience.csv"),
            transport=TransportSettings(kind=TransportKind.PRACTICE),
        ),
        message=Message(
            locale="en",
            subject="Weights for {{ first_name }}",
            preheader="",
            body=body,
            text_override=None,
            layout=Layout(
                name="plain",
                html='<html lang="{{ lang }}" dir="{{ dir }}"><body>{{ body }}</body></html>',
            ),
        ),
        message_seed="5eed" * 8,
        columns=("email", "first_name"),
    )


def release(proof: str = "a" * 64, *, expires: timedelta = timedelta(days=365)) -> Release:
    return Release(
        campaign_id=CAMPAIGN,
        proof=Digest(proof),
        manifest=b"{}",
        approvals=(),
        expires_at=datetime.now(UTC) + expires,
        roster_version=1,
        builder=release_module._BUILDER,
    )


def prepared_for(compiled: CompiledMessage, recipient: Recipient) -> Prepared:
    done = render_one(compiled, recipient)
    return Prepared(
        recipient_id=recipient.id,
        envelope_sender=done.rendered.envelope_sender,
        envelope_recipient=done.rendered.envelope_recipient,
        wire=done.wire,
        digest=done.rendered.digest,
        wire_sha256=done.wire_sha256,
    )


@cache
def small_message() -> CompiledMessage:
    """Compile the message once for all tests."""
    return setup(context())


class InProcessSource:
    """Renders in this process: what a pool of workers does, without their start."""

    def __init__(self, recipients: Sequence[Recipient]) -> None:
        self._compiled = small_message()
        self._rows = {item.id: item for item in recipients}

    def prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        return [prepared_for(self._compiled, self._rows[item]) for item in ids]

    def prepare_seeds(self, messages: object) -> Sequence[Prepared]:
        raise NotImplementedError


@dataclass
class Box:
    """A folder with a record, and everything a run of the sending machine needs."""

    folder: Path
    recipients: tuple[Recipient, ...]
    pace: Pace = FAST
    source: object = None
    reports: list[ProgressReport] = field(default_factory=list)
    until_batch: int | None = None
    expected_override: Callable[..., Mapping[RecipientId, tuple[Digest, str]]] | None = None
    clock: object = field(default_factory=SystemClock)
    free_bytes: Callable[[], int] = lambda: 1 << 40
    suppressed: Callable[[], Mapping[RecipientId, str]] | None = None
    require_leave: Callable[[], None] | None = None
    alarm: Callable[[], HoldCause | None] = lambda: None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.source = self.source or InProcessSource(self.recipients)

    @property
    def ledger_path(self) -> Path:
        return self.folder / "ledger.db"

    def open_ledger(self) -> SqliteLedger:
        outside = OutsideHead(self.folder / "state", workspace_id="w", campaign_id=CAMPAIGN)
        return SqliteLedger.open(self.ledger_path, campaign_id=CAMPAIGN, outside=outside)

    def expected(self, ids: Sequence[RecipientId]) -> Mapping[RecipientId, tuple[Digest, str]]:
        if self.expected_override:
            return self.expected_override(ids)
        return {x.recipient_id: (x.digest, x.wire_sha256) for x in self.source.prepare(ids)}

    def plan(self) -> SendPlan:
        return SendPlan(
            audience=lambda: tuple(planned(self.recipients, pace=self.pace, ledger_key=LEDGER_KEY)),
            expected=self.expected,
            pace=self.pace,
            until_batch=self.until_batch,
            suppressed=self.suppressed,
            require_leave=self.require_leave,
        )

    async def send(
        self, transport: Transport, *, ledger: SqliteLedger | None = None, proof: str = "a" * 64
    ) -> Outcome:
        own = ledger is None
        record = ledger or self.open_ledger()
        threads = Threads()
        means = Means(
            ledger=record,
            transport=transport,
            source=self.source,
            clock=self.clock,
            chance=random.random,
            record=threads.record,
            work=threads.work,
            stop_mark=lambda: stop_mark(self.folder),
            stopped_by=lambda: ((request := stop_request(self.folder)) and request.by) or "",
            free_bytes=self.free_bytes,
            report=self.reports.append,
            alarm=self.alarm,
            look_every_s=0.02,
        )
        try:
            return await dispatch(release(proof), plan=self.plan(), means=means)
        finally:
            threads.close()
            if own:
                record.close()
