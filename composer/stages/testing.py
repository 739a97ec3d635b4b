"""The test of a proof: sent to seeds through the very dispatch code, read back, compared.

Only what this proof's test sent can be a receipt of it. The nonce of each message exists in the
sending process and in the message alone; the store keeps its hash and the prediction without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from composer.errors import Blocked, FileRefused
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId
from composer.model.overview import ReceiptState, TestSummary
from composer.model.person import Person
from composer.model.recipient import address_key
from composer.proofs.evidence import (
    Receipt,
    TestEvidence,
    Verdict,
    find_receipt_findings,
    find_test_findings,
)
from composer.proofs.manifest import Manifest, read_manifest
from composer.proofs.origin import FILE
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.proofs.receipts import Difference
from composer.signoff.receipt_statements import (
    MAY_BRING,
    ReceiptStatement,
    Testimony,
    Witnessed,
)
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_may_sign, require_role
from composer.stages.purged import require_not_purged
from composer.stages.receipts import (
    Incoming,
    about,
    record_received,
    sign_statement,
    testimony,
    witnessed,
)
from composer.stages.reviewing import current_proof
from composer.stages.sealing import proof_state
from composer.store.test_sends import ReceiptRecord, TestSend
from composer.transports.mail_domains import NameService

RUN_SLOTS = 10_000
"""Each run of a proof's test has slots of its own, so that Message-IDs never repeat."""

LARGEST_RECEIPT = 64 * 1024 * 1024
LONGEST_WORDS = 2000


def test_state(desk: Desk, content: Content) -> TestSummary:
    """Say how the test of the current proof stands."""
    state = proof_state(desk, content)
    if state.stored is None or not state.is_current:
        return TestSummary(sent=0, receipts=(), passed=False, findings=())
    return summary_of(desk, read_manifest(state.stored.manifest), sent=0)


def summary_of(desk: Desk, manifest: Manifest, *, sent: int) -> TestSummary:
    """Sum up a proof's test; `sent` is how many messages this run handed over."""
    evidence = test_evidence(desk, manifest.digest)
    findings = find_test_findings(evidence, manifest=manifest)
    receipts = tuple(
        _shown_receipt(desk, manifest, receipt)
        for receipt in (evidence.receipts if evidence else ())
    )
    return TestSummary(sent=sent, receipts=receipts, passed=not findings, findings=tuple(findings))


def test_evidence(desk: Desk, proof: str) -> TestEvidence | None:
    """Give what arrived of the newest run of a proof's test; None before anything was sent."""
    run = newest_run(desk, proof)
    if not run:
        return None
    stored = desk.tests.receipts(proof)
    signed, said = witnessed(desk, proof), testimony(desk, proof)
    receipts = tuple(
        _vouched(line, _with_testimony(line, _stored_receipt(line, stored), said), signed)
        for line in run
    )
    return TestEvidence(proof=run[0].proof, receipts=receipts)


def newest_run(desk: Desk, proof: str) -> tuple[TestSend, ...]:
    """Give the messages of the newest run: a test done again counts instead of the one before."""
    sends = [line for line in desk.tests.all(proof) if line.slot < FIRST_COPY_SLOT]
    if not sends:
        return ()
    newest = max(line.slot for line in sends) // RUN_SLOTS
    return tuple(line for line in sends if line.slot // RUN_SLOTS == newest)


def take_receipts(
    desk: Desk,
    campaign_id: CampaignId,
    files: Sequence[Path],
    *,
    by: Person,
    names: NameService | None = None,
) -> TestSummary:
    """Read received messages from files and compare them; nothing is sent.

    Raises:
        FileRefused: a file cannot be read.
    """
    contents = [(str(file), _read_file(file)) for file in files]
    return _take(desk, campaign_id, contents, by=by, names=names)


def take_pasted(desk: Desk, campaign_id: CampaignId, text: str, *, by: Person) -> TestSummary:
    """Compare a received message whose source a person pasted; nothing is sent."""
    return _take(desk, campaign_id, [("", text.encode("utf-8", "replace"))], by=by, names=None)


def _take(
    desk: Desk,
    campaign_id: CampaignId,
    contents: Sequence[tuple[str, bytes]],
    *,
    by: Person,
    names: NameService | None,
) -> TestSummary:
    require_not_purged(desk, campaign_id)
    require_role(by, *MAY_BRING)
    campaign = load_content(desk, campaign_id)
    require_may_sign(desk, by, campaign.campaign.transport)
    manifest = current_proof(desk, campaign)
    run = newest_run(desk, manifest.digest)
    hashes = {line.nonce_hash for line in run}
    refused: list[Finding] = []
    for file, content in contents:
        problems = find_receipt_findings(content, nonce_hashes=hashes)
        where = (("file", file),) if file else ()
        refused += [replace(item, where=where) for item in problems]
    received = [Incoming(content=content, how=FILE) for _file, content in contents]
    record_received(desk, manifest, run, received, by=by, names=names)
    summary = summary_of(desk, manifest, sent=0)
    return replace(
        summary,
        passed=summary.passed and not refused,
        findings=(*refused, *summary.findings),
    )


def _with_testimony(line: TestSend, receipt: Receipt, said: Testimony) -> Receipt:
    return replace(
        receipt,
        facts=said.facts.get(line.nonce_hash),
        attestations=said.attestations.get(line.nonce_hash, ()),
    )


def _vouched(line: TestSend, receipt: Receipt, signed: frozenset[Witnessed]) -> Receipt:
    """Let *equal* count only where somebody signed it, and nobody signed that it differs.

    A changed row in the database does neither.
    """
    seen = {verdict for slot, nonce, verdict in signed if (slot, nonce) == _name(line)}
    if Verdict.DIFFERENT.value in seen:
        return replace(receipt, verdict=Verdict.DIFFERENT)
    if receipt.verdict is Verdict.EQUAL and Verdict.EQUAL.value not in seen:
        return replace(receipt, verdict=Verdict.MISSING)
    if receipt.verdict is Verdict.MISSING and Verdict.ATTESTED.value in seen:
        return replace(receipt, verdict=Verdict.ATTESTED)
    return receipt


def _name(line: TestSend) -> tuple[int, str]:
    return line.slot, line.nonce_hash


def attest(desk: Desk, campaign_id: CampaignId, *, seed: str, text: str, by: Person) -> TestSummary:
    """Record a person's word that a seed received its message; it never makes the test pass.

    The words are signed with the person's key, and shown to whoever reviews.

    Raises:
        Blocked: nothing was sent to this seed, or no text says what was seen.
    """
    require_role(by, *MAY_BRING)
    content = load_content(desk, campaign_id)
    require_may_sign(desk, by, content.campaign.transport)
    manifest = current_proof(desk, content)
    wanted, words = address_key(seed), " ".join(text.split())
    lines = [line for line in newest_run(desk, manifest.digest) if address_key(line.seed) == wanted]
    if not lines:
        raise Blocked([finding("test.nothing_sent_there", where={"recipient": seed})])
    if not words:
        raise Blocked([finding("test.nothing_seen")])
    for line in lines:
        desk.tests.add_receipt(
            ReceiptRecord(
                test_send_id=line.id,
                received_sha256="",
                state=Verdict.ATTESTED.value,
                differences=(),
                received_at=desk.now(),
                how="attested",
            )
        )
    statement = ReceiptStatement(
        about=about(desk, manifest.digest, manifest.campaign_id),
        receipts=tuple((*_name(line), Verdict.ATTESTED.value) for line in lines),
        issued_at=desk.now(),
        words=words[:LONGEST_WORDS],
    )
    sign_statement(desk, statement, by=by)
    desk.audit.append(
        person=by.public_key, action="test.attest", details={"proof": manifest.digest}
    )
    return summary_of(desk, manifest, sent=0)


def watch_state(
    desk: Desk, campaign_id: CampaignId, *, proof: str = ""
) -> tuple[ReceiptState, ...]:
    """Say how the copies to seeds during the send arrived: of this proof, else of the newest."""
    stored = desk.proofs.proof(proof) if proof else desk.proofs.latest(campaign_id)
    if stored is None:
        return ()
    manifest = read_manifest(stored.manifest)
    receipts = desk.tests.receipts(stored.digest)
    return tuple(
        _shown_receipt(desk, manifest, _stored_receipt(line, receipts))
        for line in desk.tests.all(stored.digest)
        if line.slot >= FIRST_COPY_SLOT and line.sent_at is not None
    )


def _stored_receipt(line: TestSend, stored: Sequence[ReceiptRecord]) -> Receipt:
    """Sum up what was recorded of one message; a difference is never erased by a later reading."""
    own = [item for item in stored if item.test_send_id == line.id]
    states = {item.state for item in own}
    verdict = next(
        (
            verdict
            for verdict in (Verdict.DIFFERENT, Verdict.EQUAL, Verdict.ATTESTED)
            if verdict.value in states
        ),
        Verdict.MISSING,
    )
    differences = tuple(
        Difference(part=str(item["part"]), expected=str(item["expected"]), found=str(item["found"]))
        for record in own
        if record.state == verdict.value
        for item in record.differences
    )
    return Receipt(
        seed=line.seed,
        slot=line.slot,
        variant_id=line.recipient_id,
        verdict=verdict,
        differences=differences,
    )


def _shown_receipt(desk: Desk, manifest: Manifest, receipt: Receipt) -> ReceiptState:
    shown = desk.recipients.by_id(manifest.campaign_id, receipt.variant_id)
    return ReceiptState(
        seed=receipt.seed,
        recipient=shown.address,
        recipient_id=receipt.variant_id,
        slot=receipt.slot,
        state=receipt.verdict.value,
        differences=tuple((item.part, item.expected, item.found) for item in receipt.differences),
        facts=receipt.facts,
        attestations=receipt.attestations,
    )


def _read_file(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_RECEIPT:
            raise FileRefused([finding("test.file_too_large", where={"file": str(file)})])
        return file.read_bytes()
    except OSError as error:
        raise FileRefused([finding("test.file_unreadable", where={"file": str(file)})]) from error
