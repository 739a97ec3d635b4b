"""The test of a proof: sent to seeds through the very dispatch code, read back, compared.

Only what this proof's test sent can be a receipt of it. The nonce of each message exists in the
sending process and in the message alone; the store keeps its hash and the prediction without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from composer.errors import Blocked, FileRefused
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId
from composer.model.overview import ReceiptState, TestSummary
from composer.model.person import Person, Role
from composer.model.recipient import address_key
from composer.proofs.evidence import (
    Receipt,
    SentTest,
    TestEvidence,
    Verdict,
    find_receipt_findings,
    find_test_findings,
    read_receipts,
)
from composer.proofs.manifest import Manifest, read_manifest
from composer.proofs.permit import FIRST_COPY_SLOT, TEST_HEADER, nonce_hash
from composer.proofs.receipts import Difference, nonce_of
from composer.signoff.approvals import About
from composer.signoff.identities import private_key_for
from composer.signoff.receipt_statements import (
    ReceiptStatement,
    Witnessed,
    sign_receipts,
    witnessed_receipts,
)
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import load_roster, require_may_sign, require_role
from composer.stages.reviewing import current_proof
from composer.stages.sealing import proof_state
from composer.store.test_sends import ReceiptRecord, TestSend
from composer.wire.decode import decode_eml
from composer.wire.decoded import DecodedMessage

HIDDEN_NONCE = "0" * 32
"""Stands where the nonce stands, in what is stored of a prediction."""

RUN_SLOTS = 10_000
"""Each run of a proof's test has slots of its own, so that Message-IDs never repeat."""

LARGEST_RECEIPT = 64 * 1024 * 1024


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
    attested = {
        (receipt.test_send_id)
        for receipt in desk.tests.receipts(manifest.digest)
        if receipt.state == Verdict.ATTESTED.value
    }
    by_slot = {line.slot: line for line in newest_run(desk, manifest.digest)}
    receipts = tuple(
        _shown_receipt(desk, manifest, receipt, attested=by_slot[receipt.slot].id in attested)
        for receipt in (evidence.receipts if evidence else ())
    )
    return TestSummary(sent=sent, receipts=receipts, passed=not findings, findings=tuple(findings))


def test_evidence(desk: Desk, proof: str) -> TestEvidence | None:
    """Give what arrived of the newest run of a proof's test; None before anything was sent."""
    run = newest_run(desk, proof)
    if not run:
        return None
    stored = desk.tests.receipts(proof)
    witnessed = _witnessed(desk, proof)
    receipts = tuple(_vouched(line, _stored_receipt(line, stored), witnessed) for line in run)
    return TestEvidence(proof=run[0].proof, receipts=receipts)


def newest_run(desk: Desk, proof: str) -> tuple[TestSend, ...]:
    """Give the messages of the newest run: a test done again counts instead of the one before."""
    sends = [line for line in desk.tests.all(proof) if line.slot < FIRST_COPY_SLOT]
    if not sends:
        return ()
    newest = max(line.slot for line in sends) // RUN_SLOTS
    return tuple(line for line in sends if line.slot // RUN_SLOTS == newest)


def take_receipts(
    desk: Desk, campaign_id: CampaignId, files: Sequence[Path], *, by: Person
) -> TestSummary:
    """Read received messages from files and compare them; nothing is sent.

    Raises:
        FileRefused: a file cannot be read, or is no message of this proof's test.
    """
    require_role(by, Role.AUTHOR, Role.OWNER, Role.SENDER, Role.REVIEWER)
    campaign = load_content(desk, campaign_id)
    require_may_sign(desk, by, campaign.campaign.transport)
    manifest = current_proof(desk, campaign)
    hashes = {line.nonce_hash for line in newest_run(desk, manifest.digest)}
    received: list[bytes] = []
    refused: list[Finding] = []
    for file in files:
        content = _read_file(file)
        problems = find_receipt_findings(content, nonce_hashes=hashes)
        received.append(content)
        refused += [replace(item, where=(("file", str(file)),)) for item in problems]
    record_received(desk, manifest, received, how="file", by=by)
    summary = summary_of(desk, manifest, sent=0)
    return replace(
        summary,
        passed=summary.passed and not refused,
        findings=(*refused, *summary.findings),
    )


def record_received(
    desk: Desk, manifest: Manifest, received: Iterable[bytes], *, how: str, by: Person
) -> None:
    """Compare received messages with what was predicted, record it, and sign what was seen."""
    run = newest_run(desk, manifest.digest)
    receipts = record_receipts(desk, run, received, how=how)
    statement = ReceiptStatement(
        about=_about(desk, manifest.digest, manifest.campaign_id),
        receipts=tuple(
            (line.slot, line.nonce_hash, receipt.verdict.value)
            for line, receipt in zip(run, receipts, strict=True)
            if receipt.verdict in {Verdict.EQUAL, Verdict.DIFFERENT}
        ),
        issued_at=desk.now(),
    )
    if statement.receipts:
        envelope = sign_receipts(statement, private_key=private_key_for(by, desk.keychain))
        desk.statements.add("receipts", manifest.digest, envelope, desk.now())


def _about(desk: Desk, proof: str, campaign_id: CampaignId) -> About:
    return About(proof=proof, campaign=campaign_id, workspace=desk.folder.id)


def _witnessed(desk: Desk, proof: str) -> frozenset[Witnessed]:
    roster = load_roster(desk)
    if roster is None:
        return frozenset()
    about = _about(desk, proof, desk.proofs.proof(proof).campaign_id)
    envelopes = desk.statements.envelopes("receipts", proof)
    return witnessed_receipts(envelopes, about=about, roster=roster)


def _vouched(line: TestSend, receipt: Receipt, witnessed: frozenset[Witnessed]) -> Receipt:
    """Let *equal* count only where somebody signed it: a changed row in the database does not."""
    signed = (line.slot, line.nonce_hash, Verdict.EQUAL.value) in witnessed
    if receipt.verdict is Verdict.EQUAL and not signed:
        return replace(receipt, verdict=Verdict.MISSING)
    return receipt


def record_receipts(
    desk: Desk, sends: Iterable[TestSend], received: Iterable[bytes], *, how: str
) -> tuple[Receipt, ...]:
    """Compare received messages with these test sends; record and give what arrived."""
    lines = {line.nonce_hash: line for line in sends}
    messages = list(received)
    receipts = read_receipts([_sent_test(line) for line in lines.values()], messages)
    arrived = {nonce_hash(nonce_of(message) or ""): message for message in messages}
    for line, receipt in zip(lines.values(), receipts, strict=True):
        if receipt.verdict in {Verdict.EQUAL, Verdict.DIFFERENT}:
            desk.tests.add_receipt(
                ReceiptRecord(
                    test_send_id=line.id,
                    received_sha256=hashlib.sha256(arrived[line.nonce_hash]).hexdigest(),
                    state=receipt.verdict.value,
                    differences=tuple(
                        {"part": item.part, "expected": item.expected, "found": item.found}
                        for item in receipt.differences
                    ),
                    received_at=desk.now(),
                    how=how,
                )
            )
    return receipts


def attest(desk: Desk, campaign_id: CampaignId, *, seed: str, text: str, by: Person) -> TestSummary:
    """Record a person's word that a seed received its message; it never makes the test pass.

    Raises:
        Blocked: nothing was sent to this seed, or no text says what was seen.
    """
    manifest = current_proof(desk, load_content(desk, campaign_id))
    wanted = address_key(seed)
    lines = [line for line in newest_run(desk, manifest.digest) if address_key(line.seed) == wanted]
    if not lines:
        raise Blocked([finding("test.not_a_seed", where={"recipient": seed})])
    if not text.strip():
        raise Blocked([finding("send.evidence_needed")])
    for line in lines:
        desk.tests.add_receipt(
            ReceiptRecord(
                test_send_id=line.id,
                received_sha256="",
                state=Verdict.ATTESTED.value,
                differences=({"part": "attested", "expected": by.name, "found": text},),
                received_at=desk.now(),
                how="attested",
            )
        )
    desk.audit.append(
        person=by.public_key, action="test.attest", details={"proof": manifest.digest}
    )
    return summary_of(desk, manifest, sent=0)


def watch_state(desk: Desk, campaign_id: CampaignId) -> tuple[ReceiptState, ...]:
    """Say how the copies to seeds during the send arrived."""
    stored = desk.proofs.latest(campaign_id)
    if stored is None:
        return ()
    manifest = read_manifest(stored.manifest)
    receipts = desk.tests.receipts(stored.digest)
    return tuple(
        _shown_receipt(desk, manifest, _stored_receipt(line, receipts), attested=False)
        for line in desk.tests.all(stored.digest)
        if line.slot >= FIRST_COPY_SLOT and line.sent_at is not None
    )


def hidden(message: DecodedMessage, nonce: str) -> DecodedMessage:
    """Put a nonce in the place where a stored prediction hides it."""
    headers = tuple(
        (name, nonce if name == TEST_HEADER and value == HIDDEN_NONCE else value)
        for name, value in message.headers
    )
    return message._replace(headers=headers)


def _sent_test(line: TestSend) -> SentTest:
    predicted = decode_eml(line.wire)

    def predict(nonce: str) -> DecodedMessage:
        return hidden(predicted, nonce)

    return SentTest(
        seed=line.seed,
        slot=line.slot,
        variant_id=line.recipient_id,
        nonce_hash=line.nonce_hash,
        predict=predict,
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


def _shown_receipt(
    desk: Desk, manifest: Manifest, receipt: Receipt, *, attested: bool
) -> ReceiptState:
    shown = desk.recipients.by_id(manifest.campaign_id, receipt.variant_id)
    missing = receipt.verdict is Verdict.MISSING
    return ReceiptState(
        seed=receipt.seed,
        recipient=shown.address,
        recipient_id=receipt.variant_id,
        slot=receipt.slot,
        state=Verdict.ATTESTED.value if missing and attested else receipt.verdict.value,
        differences=tuple((item.part, item.expected, item.found) for item in receipt.differences),
    )


def _read_file(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_RECEIPT:
            raise FileRefused([finding("test.file_too_large", where={"file": str(file)})])
        return file.read_bytes()
    except OSError as error:
        raise FileRefused([finding("test.file_unreadable", where={"file": str(file)})]) from error
