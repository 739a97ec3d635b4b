"""The sending process's surroundings: ledger, transport, workers, clock, handed to `dispatch`.

One place wires what a test and a send have in common, so that both go through the very same code,
transport and account.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from composer import paths
from composer.delivery.clock import SystemClock
from composer.delivery.dispatch import dispatch
from composer.delivery.ledger import planned
from composer.delivery.means import Means, ProgressReport, SendPlan, Threads, free_bytes
from composer.delivery.outcome import Outcome
from composer.delivery.progress import PROGRESS_FILE, ProgressFile
from composer.delivery.source import RenderingSource
from composer.delivery.stopping import stop_mark, stop_request
from composer.delivery.verdicts import HoldCause
from composer.errors import Blocked, Interrupted
from composer.findings import finding
from composer.i18n import _
from composer.keychain import provider_secret
from composer.model.campaign import Pace
from composer.model.identifiers import Digest, RecipientId
from composer.model.known_messages import KnownMessages
from composer.model.moves import PlannedRecipient
from composer.model.person import Person
from composer.model.recipient import Recipient
from composer.proofs.manifest import Manifest
from composer.proofs.permit import SeedMessage, TestPermit, nonce_hash, plan_copy
from composer.records.evidence import HEAD_TYPE
from composer.signoff.dsse import sign
from composer.signoff.identities import private_key_for
from composer.signoff.release import Release
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.people import require_may_sign
from composer.stages.receipts import HIDDEN_NONCE
from composer.stages.seeds import load_seeds
from composer.stages.service_accounts import require_same_account
from composer.stages.suppressed import suppressed_people
from composer.stages.vouched import proven_by
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.store.proofs import ProofRecord
from composer.store.test_sends import TestSend
from composer.transports.opening import Surroundings, open_transport

TEST_PROGRESS_FILE = "test-progress.jsonl"
"""A test's own file: it is not the send, and nobody may take it for one."""

SEND_WORKERS = 2
TEST_WORKERS = 1
"""A test is some dozen messages: a second worker takes longer to start than they take."""

ReportProgress = Callable[[ProgressReport], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What leads out: the campaign, its proof as stored and as read, and who acts.

    `require_leave` raises Blocked once a send may not go on; a test asks nobody's leave. `alarm`
    says what was seen in a test mailbox that must stop the send. `start_at` is waited for. `known`
    is what everybody's message must be; without it nobody of the audience gets one.
    """

    desk: Desk
    content: Content
    stored: ProofRecord
    manifest: Manifest
    by: Person
    require_leave: Callable[[], None] | None = None
    alarm: Callable[[], HoldCause | None] = lambda: None
    start_at: datetime | None = None
    known: KnownMessages | None = None


def require_original(desk: Desk) -> None:
    """Refuse to send from a copied or restored workspace.

    Raises:
        Blocked: `workspace.copied` or `workspace.restored`.
    """
    copied = desk.folder.find_copy()
    if copied is not None:
        raise Blocked([copied])


@contextmanager
def open_ledger(desk: Desk, content: Content) -> Iterator[SqliteLedger]:
    """Open the record of a campaign for writing; only one process at a time can.

    Raises:
        LockHeld: another process sends, tests or settles; the text says which.
    """
    campaign_id = content.record.id
    outside = OutsideHead(
        paths.state_folder(), workspace_id=desk.folder.id, campaign_id=campaign_id
    )
    with SqliteLedger.open(
        desk.send_folder(campaign_id) / "ledger.db", campaign_id=campaign_id, outside=outside
    ) as ledger:
        yield ledger


def hand_over(
    way: Way,
    permit: Release | Callable[[RenderingSource], TestPermit],
    *,
    rate: Decimal | None = None,
    until: int | None = None,
    report: ReportProgress | None = None,
) -> Outcome:
    """Run the dispatch in this process, from the opened ledger to the closed transport.

    A test permit is planned once the workers run, because its predictions are rendered by them.
    """
    desk, content = way.desk, way.content
    _require_practice_stays_here(way)
    require_may_sign(desk, way.by, content.campaign.transport)
    require_same_account(desk, content, way.manifest)
    with ExitStack() as stack:
        ledger = stack.enter_context(open_ledger(desk, content))
        source = stack.enter_context(
            RenderingSource(
                content.context(),
                recipients=_lookup(way),
                workers=SEND_WORKERS if isinstance(permit, Release) else TEST_WORKERS,
            )
        )
        threads = Threads()
        stack.callback(threads.close)
        leave = permit if isinstance(permit, Release) else permit(source)
        plan = _plan(way, source, rate=rate, until=until)
        try:
            with desk.unattended():
                return asyncio.run(_run(way, leave, _Parts(ledger, source, threads, plan, report)))
        except asyncio.CancelledError:
            raise Interrupted(
                _("Sending was ended from outside. What was at the brink was waited for."),
                advice=_("Send again to go on; nobody gets it twice."),
            ) from None


def _require_practice_stays_here(way: Way) -> None:
    """Let nothing of a practice workspace leave this computer: there everybody signs as anybody.

    A real workspace that was marked as practice behind the program's back sends nothing, either.
    """
    if way.desk.folder.is_practice and not way.content.campaign.transport.stays_on_this_computer:
        place: dict[str, str | int] = {"file": "campaign.toml", "key": "transport"}
        raise Blocked([finding("campaign.practice_only", where=place)])


@dataclass(frozen=True, slots=True)
class _Parts:
    ledger: SqliteLedger
    source: RenderingSource
    threads: Threads
    plan: SendPlan
    report: ReportProgress | None


def head_signer(desk: Desk, by: Person) -> Callable[[bytes], bytes]:
    """Sign a head of the record together with the head of the workspace's log as it is then."""
    key = private_key_for(by, desk.keychain)

    def sign_head(statement: bytes) -> bytes:
        log = desk.audit.head()
        content = {**json.loads(statement), "log": [log.number, log.hash]}
        return sign(HEAD_TYPE, json.dumps(content, sort_keys=True).encode(), key)

    return sign_head


def _end_gently_when_asked() -> None:
    """Let the system's request to end wait for what is at the brink (POSIX; Windows just ends)."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    if task is None or os.name == "nt":
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(ValueError, RuntimeError):  # not the main thread: whoever runs it decides
            loop.add_signal_handler(number, task.cancel)


async def _run(way: Way, permit: Release | TestPermit, parts: _Parts) -> Outcome:
    _end_gently_when_asked()
    desk, campaign = way.desk, way.content.campaign
    folder = desk.send_folder(way.content.record.id)
    around = Surroundings(
        mailbox=desk.folder.mailbox_dir,
        folder=folder,
        seeds=frozenset(load_seeds(desk).addresses),
        secret=_secret(desk, campaign.transport.key),
    )
    file_name = PROGRESS_FILE if isinstance(permit, Release) else TEST_PROGRESS_FILE
    async with open_transport(campaign.transport, around=around) as transport:
        means = Means(
            ledger=parts.ledger,
            transport=transport,
            source=parts.source,
            clock=SystemClock(),
            chance=random.random,
            record=parts.threads.record,
            work=parts.threads.work,
            stop_mark=lambda: stop_mark(folder),
            stopped_by=lambda: _stopped_by(folder),
            free_bytes=lambda: free_bytes(folder),
            report=ProgressFile(folder / file_name, then=parts.report),
            sign_head=head_signer(desk, way.by),
            alarm=way.alarm,
        )
        return await dispatch(permit, plan=parts.plan, means=means)


def predicted_sends(
    way: Way, source: RenderingSource, messages: Sequence[SeedMessage]
) -> list[TestSend]:
    """Predict test messages with their nonces hidden, as they are stored before they leave."""
    hidden = [replace(message, nonce=HIDDEN_NONCE) for message in messages]
    prepared = source.prepare_seeds(hidden)
    return [
        TestSend(
            id=nonce_hash(message.nonce)[:32],
            proof=way.stored.digest,
            seed=message.seed,
            slot=message.slot,
            recipient_id=message.variant_id,
            nonce_hash=nonce_hash(message.nonce),
            digest=prediction.digest,
            wire=prediction.wire,
        )
        for message, prediction in zip(messages, prepared, strict=True)
    ]


def variants_of(way: Way) -> list[Recipient]:
    """Give the recipients that the proof names for its kinds of message, in its order."""
    ids = [RecipientId(recipient) for recipient, _digest in way.manifest.variants]
    found = way.desk.recipients.by_ids(way.content.record.id, ids)
    return [found[one] for one in ids]


def _plan(
    way: Way, source: RenderingSource, *, rate: Decimal | None, until: int | None
) -> SendPlan:
    desk, content, proof = way.desk, way.content, way.stored.digest

    def audience() -> Iterable[PlannedRecipient]:
        recipients = desk.recipients.recipients(content.record.id)
        key = bytes.fromhex(content.record.ledger_key)
        return planned(
            recipients,
            pace=content.campaign.pace,
            ledger_key=key,
            suppressed=suppressed_people(desk, content, proof=proof),
        )

    def expected(ids: Sequence[RecipientId]) -> Mapping[RecipientId, tuple[Digest, str]]:
        known = way.known or KnownMessages()
        return proven_by(desk.checks, binding=way.stored.binding, known=known, ids=ids)

    def copies(number: int) -> TestPermit:
        permit = plan_copy(
            variants_of(way),
            manifest=way.manifest,
            seeds=load_seeds(desk),
            message_seed=content.record.message_seed,
            number=number,
        )
        sends = predicted_sends(way, source, permit.messages)
        now = desk.now()
        desk.tests.add([replace(send, sent_at=now, outcome="copy") for send in sends])
        return permit

    return SendPlan(
        audience=audience,
        expected=expected,
        pace=_lowered(content.campaign.pace, rate),
        every_batches=content.campaign.test.every_batches,
        copies=copies,
        until_batch=until,
        suppressed=lambda: suppressed_people(desk, content, proof=proof),
        require_leave=way.require_leave,
        start_at=way.start_at,
        require_account=lambda: require_same_account(desk, content, way.manifest),
    )


def _lowered(pace: Pace, rate: Decimal | None) -> Pace:
    """Lower the sealed pace; nothing raises it."""
    if rate is None or rate >= pace.per_second:
        return pace
    return replace(pace, per_second=rate)


def _lookup(way: Way) -> Callable[[Sequence[RecipientId]], Mapping[RecipientId, Recipient]]:
    def look_up(ids: Sequence[RecipientId]) -> Mapping[RecipientId, Recipient]:
        return way.desk.recipients.by_ids(way.content.record.id, ids)

    return look_up


def _secret(desk: Desk, name: str) -> str:
    return provider_secret(name, desk.keychain) if name else ""


def _stopped_by(folder: Path) -> str:
    request = stop_request(folder)
    return request.by if request else ""
