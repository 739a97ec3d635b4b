"""Running a test: plan it, send it through the dispatch, wait for what arrives, compare."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from composer.delivery.means import ProgressReport
from composer.delivery.source import RenderingSource
from composer.errors import AccountRefused, KeychainError, Unreachable, UnsafeConnection
from composer.findings import Finding, finding
from composer.model.campaign import ImapSettings, TransportKind
from composer.model.identifiers import CampaignId
from composer.model.overview import TestSummary
from composer.model.person import Person, Role
from composer.model.received import ReceiptFacts, SignatureResult
from composer.model.states import RecipientState
from composer.proofs.evidence import Verdict
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
from composer.stages.people import require_known_role
from composer.stages.receipts import Incoming, record_received, testimony
from composer.stages.reviewing import current_proof
from composer.stages.sealing import proof_state
from composer.stages.seed_mailboxes import imap_account
from composer.stages.seeds import load_seeds
from composer.stages.testing import RUN_SLOTS, newest_run, summary_of
from composer.store.test_sends import TestSend
from composer.transports.imap import ImapAccount, ImapMailbox
from composer.transports.imap_watch import WatchedImapMailbox
from composer.transports.mailboxes import (
    EmlFiles,
    Mailbox,
    MaildirMailbox,
    Received,
    collect,
)
from composer.transports.maildir import SEEDS_FOLDER

ReportSteps = Callable[[int, int], None]

MAY_TEST = (Role.AUTHOR, Role.OWNER, Role.SENDER)
CLOCK_SLACK_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How long to wait for what arrives, and whom to tell: (done, all), sent and read back."""

    wait_s: float
    report: ReportSteps = lambda _done, _total: None


def run_test(
    desk: Desk, campaign_id: CampaignId, *, by: Person, again: bool, waiting: Waiting
) -> TestSummary:
    """Send what this proof's test has not sent, read receipts back, and compare.

    A run that a crash cut short is sent anew as a whole: its nonces died with their process. What
    arrives is recorded as it comes, so that ending the wait loses nothing.

    Raises:
        Blocked: nothing is frozen, the workspace is a copy, or the seeds do not suffice.
    """
    require_known_role(desk, by, *MAY_TEST)
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
        outcome = hand_over(way, lambda source: _planned(way, source), report=_told(waiting.report))
        findings = outcome.findings
        states = {item.nonce_hash: item.state for item in outcome.seeds}
        sent = _record_outcomes(desk, newest_run(desk, manifest.digest), states)
        run = newest_run(desk, manifest.digest)
    troubles = _read_back(way, run, waiting=waiting)
    summary = summary_of(desk, manifest, sent=sent)
    return replace(summary, findings=(*findings, *troubles, *summary.findings))


def _told(report: ReportSteps) -> Callable[[ProgressReport], None]:
    """Tell how many messages were handed over: the first half of the way."""

    def tell(progress: ProgressReport) -> None:
        counts = progress.counts
        left = counts.planned + counts.claimed + counts.brink + counts.deferred
        report(counts.total - left, 2 * counts.total)

    return tell


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


def _read_back(way: Way, run: tuple[TestSend, ...], *, waiting: Waiting) -> list[Finding]:
    """Look into the seeds' mailboxes until everything that is missing arrived, or the wait ends.

    Gives a finding for each mailbox that could not be read at last.
    """
    desk = way.desk
    wanted = _unread(desk, way.stored.digest, run)
    boxes = mailboxes_of(desk, way.content, since_s=_since_s(desk, run)) if wanted else []
    if not boxes:
        return []
    began, arrived, left = time.monotonic(), 0, set(wanted)
    waiting.report(2 * len(run) - len(left), 2 * len(run))
    while left:
        found = collect(
            boxes,
            wanted=left,
            key=nonce_hash,
            wait_s=max(0.0, began + waiting.wait_s - time.monotonic()),
            at_first=True,
        )
        if not found:
            break
        _record_found(way, run, found)
        arrived += len(found)
        left -= {nonce_hash(item.nonce) for item in found}
        waiting.report(2 * len(run) - len(left), 2 * len(run))
    desk.audit.append(
        person=way.by.public_key,
        action="test.read",
        details={
            "proof": way.stored.digest,
            "arrived": arrived,
            "waited_s": round(time.monotonic() - began),
        },
    )
    return [
        box.trouble for box in boxes if isinstance(box, SeedMailboxReader) and box.trouble and left
    ]


def _unread(desk: Desk, proof: str, run: tuple[TestSend, ...]) -> set[str]:
    """Name the messages that nobody has compared yet, or whose signature is still unclear.

    What a person only says to have seen is looked for all the same.
    """
    compared = {
        item.test_send_id
        for item in desk.tests.receipts(proof)
        if item.state in {Verdict.EQUAL.value, Verdict.DIFFERENT.value}
    }
    facts = testimony(desk, proof).facts
    return {
        line.nonce_hash
        for line in run
        if line.sent_at is not None
        and (line.id not in compared or _is_unclear(facts.get(line.nonce_hash)))
    }


def _is_unclear(facts: ReceiptFacts | None) -> bool:
    return facts is not None and any(
        item.aligned and item.result is SignatureResult.UNKNOWN for item in facts.signatures
    )


def _since_s(desk: Desk, run: tuple[TestSend, ...]) -> float:
    since = min((line.sent_at for line in run if line.sent_at is not None), default=desk.now())
    return since.timestamp() - CLOCK_SLACK_S


def _record_found(way: Way, run: tuple[TestSend, ...], found: Sequence[Received]) -> None:
    listed = load_seeds(way.desk)
    incoming = [
        Incoming(content=item.content, how="mailbox", authserv_id=listed.of(item.seed).authserv_id)
        for item in found
    ]
    record_received(way.desk, way.manifest, run, incoming, by=way.by)


def mailboxes_of(
    desk: Desk, content: Content, *, since_s: float, watched: bool = False
) -> list[Mailbox]:
    """Give the places where the seeds' mail of a campaign arrives; none for hand-read mailboxes.

    `watched` ones keep their connection open: they are looked into again and again.
    """
    campaign = content.campaign
    match campaign.transport.kind:
        case TransportKind.PRACTICE:
            return [MaildirMailbox(desk.folder.mailbox_dir / SEEDS_FOLDER, since_s=since_s)]
        case TransportKind.EML:
            folder = desk.send_folder(content.record.id) / campaign.transport.directory
            return [EmlFiles([folder])]
        case TransportKind.SMTP | TransportKind.SENDGRID:
            kind = WatchedImapMailbox if watched else ImapMailbox
            return _imap_mailboxes(desk, content, since_s=since_s, kind=kind)


def _imap_mailboxes(
    desk: Desk, content: Content, *, since_s: float, kind: type[ImapMailbox]
) -> list[Mailbox]:
    """Give the mailboxes that can be read: by the owner's settings, else by the campaign's."""
    listed = load_seeds(desk)
    shared = content.campaign.test.imap
    since = datetime.fromtimestamp(since_s, UTC)
    found: list[Mailbox] = []
    for seed in content.campaign.test.seeds or listed.addresses:
        own = listed.of(seed).imap
        settings = own or shared
        if settings is not None:
            made = partial(kind, since=since)
            found.append(
                SeedMailboxReader(desk, settings, seed=seed, is_own=own is not None, made=made)
            )
    return found


class SeedMailboxReader:
    """A seed's mailbox that tells why it cannot be read, and keeps no other one from being read."""

    def __init__(
        self,
        desk: Desk,
        settings: ImapSettings,
        *,
        seed: str,
        is_own: bool,
        made: Callable[[ImapAccount], ImapMailbox],
    ) -> None:
        def opened() -> ImapMailbox:
            return made(imap_account(desk, settings, seed=seed, is_own=is_own))

        self._open = opened
        self._mailbox: ImapMailbox | None = None
        self._is_refused = False
        self._seed = seed
        self.trouble: Finding | None = None

    def look(self) -> Iterable[Received]:
        """Give what is new; nothing from a mailbox that cannot be read, now or at all."""
        if self._is_refused:
            return ()
        try:
            self._mailbox = self._mailbox or self._open()
            found = tuple(self._mailbox.look())
        except (AccountRefused, KeychainError, Unreachable, UnsafeConnection) as error:
            self._is_refused = isinstance(error, AccountRefused | KeychainError)
            self.trouble = finding(
                "test.mailbox_unreadable",
                where={"recipient": self._seed},
                seed=self._seed,
                why=str(error),
            )
            return ()
        self.trouble = None
        return found

    def close(self) -> None:
        """Let a connection go that was kept open."""
        if isinstance(self._mailbox, WatchedImapMailbox):
            self._mailbox.close()
