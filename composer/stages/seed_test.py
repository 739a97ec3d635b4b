"""Running a test: plan it, send it through the dispatch, wait for what arrives, compare."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

from composer.delivery.source import RenderingSource
from composer.findings import Finding
from composer.model.campaign import TransportKind
from composer.model.identifiers import CampaignId
from composer.model.overview import TestSummary
from composer.model.person import Person, Role
from composer.model.states import RecipientState
from composer.proofs.manifest import read_manifest
from composer.proofs.permit import TestPermit, nonce_hash, plan_test
from composer.stages.content import Content, load_content
from composer.stages.decisions_kept import digest_of_sent
from composer.stages.desk import Desk
from composer.stages.dispatching import (
    Way,
    hand_over,
    predicted_sends,
    require_original,
    variants_of,
)
from composer.stages.people import require_role
from composer.stages.receipts import Incoming, record_received
from composer.stages.reviewing import current_proof
from composer.stages.sealing import proof_state
from composer.stages.seed_mailboxes import imap_account
from composer.stages.seeds import load_seeds
from composer.stages.testing import RUN_SLOTS, newest_run, summary_of
from composer.store.test_sends import TestSend
from composer.transports.imap import ImapMailbox
from composer.transports.mailboxes import EmlFiles, Mailbox, MaildirMailbox, collect
from composer.transports.maildir import SEEDS_FOLDER

MAY_TEST = (Role.AUTHOR, Role.OWNER, Role.SENDER)
CLOCK_SLACK_S = 60


def run_test(
    desk: Desk, campaign_id: CampaignId, *, by: Person, again: bool, wait_s: float
) -> TestSummary:
    """Send what this proof's test has not sent, read receipts back, and compare.

    A run that a crash cut short is sent anew as a whole: its nonces died with their process.

    Raises:
        Blocked: nothing is frozen, the workspace is a copy, or the seeds do not suffice.
    """
    require_role(by, *MAY_TEST)
    content = load_content(desk, campaign_id)
    manifest = current_proof(desk, content)
    require_original(desk)
    stored = proof_state(desk, content).stored
    assert stored is not None, "a current proof is stored"
    way = Way(
        desk=desk, content=content, stored=stored, manifest=read_manifest(stored.manifest), by=by
    )
    run = newest_run(desk, manifest.digest)
    sent = 0
    findings: tuple[Finding, ...] = ()
    if again or not run or any(line.sent_at is None for line in run):
        outcome = hand_over(way, lambda source: _planned(way, source))
        findings = outcome.findings
        states = {item.nonce_hash: item.state for item in outcome.seeds}
        sent = _record_outcomes(desk, newest_run(desk, manifest.digest), states)
        run = newest_run(desk, manifest.digest)
    _read_back(way, run, wait_s=wait_s)
    summary = summary_of(desk, manifest, sent=sent)
    return replace(summary, findings=(*findings, *summary.findings))


def _planned(way: Way, source: RenderingSource) -> TestPermit:
    """Plan the next run and store its predictions before anything leaves."""
    desk, proof = way.desk, way.stored.digest
    earlier = newest_run(desk, proof)
    first = (earlier[0].slot // RUN_SLOTS + 1) * RUN_SLOTS if earlier else 0
    permit = plan_test(
        variants_of(way),
        manifest=way.manifest,
        seeds=load_seeds(desk),
        message_seed=way.content.record.message_seed,
        first_slot=first,
    )
    sends = predicted_sends(way, source, permit.messages)
    desk.tests.add(sends)
    desk.audit.append(
        person=way.by.public_key,
        action="test.send",
        details={"proof": proof, "messages": len(sends), "sent": digest_of_sent(sends)},
    )
    return permit


def _record_outcomes(
    desk: Desk, run: tuple[TestSend, ...], states: dict[str, RecipientState]
) -> int:
    """Write down what became of each message; unclear ones may have arrived and count as sent."""
    left = (RecipientState.ACCEPTED, RecipientState.UNKNOWN)
    sent = 0
    for line in run:
        state = states.get(line.nonce_hash)
        if state in left:
            desk.tests.record_outcome(line.id, sent_at=desk.now(), outcome=state.value)
            sent += state is RecipientState.ACCEPTED
    return sent


def _read_back(way: Way, run: tuple[TestSend, ...], *, wait_s: float) -> None:
    """Look into the seeds' mailboxes until everything that is missing arrived, or the wait ends."""
    desk = way.desk
    read = {item.test_send_id for item in desk.tests.receipts(way.stored.digest)}
    wanted = {line.nonce_hash for line in run if line.sent_at is not None and line.id not in read}
    if not wanted:
        return
    since = min((line.sent_at for line in run if line.sent_at is not None), default=desk.now())
    since_s = since.timestamp() - CLOCK_SLACK_S
    boxes = mailboxes_of(desk, way.content, since_s=since_s)
    if not boxes:
        return
    began = time.monotonic()
    arrived = collect(boxes, wanted=wanted, key=nonce_hash, wait_s=wait_s)
    listed = load_seeds(desk)
    incoming = [
        Incoming(content=item.content, how="mailbox", authserv_id=listed.of(item.seed).authserv_id)
        for item in arrived
    ]
    record_received(desk, way.manifest, run, incoming, by=way.by)
    desk.audit.append(
        person=way.by.public_key,
        action="test.read",
        details={
            "proof": way.stored.digest,
            "arrived": len(arrived),
            "waited_s": round(time.monotonic() - began),
        },
    )


def mailboxes_of(desk: Desk, content: Content, *, since_s: float) -> list[Mailbox]:
    """Give the places where the seeds' mail of a campaign arrives; none for hand-read mailboxes."""
    campaign = content.campaign
    match campaign.transport.kind:
        case TransportKind.PRACTICE:
            return [MaildirMailbox(desk.folder.mailbox_dir / SEEDS_FOLDER, since_s=since_s)]
        case TransportKind.EML:
            folder = desk.send_folder(content.record.id) / campaign.transport.directory
            return [EmlFiles([folder])]
        case TransportKind.SMTP | TransportKind.SENDGRID:
            return _imap_mailboxes(desk, content, since_s=since_s)


def _imap_mailboxes(desk: Desk, content: Content, *, since_s: float) -> list[Mailbox]:
    """Give the mailboxes that can be read: by the owner's settings, else by the campaign's."""
    listed = load_seeds(desk)
    shared = content.campaign.test.imap
    found: list[Mailbox] = []
    for seed in content.campaign.test.seeds or listed.addresses:
        own = listed.of(seed).imap
        settings = own or shared
        if settings is not None:
            account = imap_account(desk, settings, seed=seed, is_own=own is not None)
            found.append(ImapMailbox(account, since=datetime.fromtimestamp(since_s, UTC)))
    return found
