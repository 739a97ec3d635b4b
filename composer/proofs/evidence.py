"""What a test has shown: for each message that was sent, whether its receipt equals the prediction.

Only a machine comparison makes a test pass; what somebody attests is recorded and passes nothing.
A test belongs to one proof, and passes only when every kind of message arrived, equal, in at least
two different mailboxes. Marketing that leaves this computer needs more: the domain of From signs
both unsubscribe headers, or large mailbox services would not honour them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from composer.findings import Finding, finding
from composer.model.campaign import Purpose
from composer.model.identifiers import Digest, RecipientId
from composer.model.received import Attestation, ReceiptFacts, SignatureResult
from composer.proofs.manifest import Manifest
from composer.proofs.origin import counts, is_at_home, vouches_for_unsubscribe
from composer.proofs.permit import FEWEST_MAILBOXES, mailbox_key, nonce_hash
from composer.proofs.receipts import (
    Difference,
    PredictedMessage,
    compare_receipt,
    has_trace,
    nonce_of,
    received_bytes,
)


class Verdict(Enum):
    """How one message of a test stands."""

    EQUAL = "equal"
    DIFFERENT = "different"
    MISSING = "missing"
    ATTESTED = "attested"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTest:
    """One message that the test has sent, as recorded: only the nonce's hash is known.

    `predict` renders the message again, with the nonce that a received message carries.
    """

    seed: str
    slot: int
    variant_id: RecipientId
    nonce_hash: str
    predict: Callable[[str], PredictedMessage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What arrived of one test message."""

    seed: str
    slot: int
    variant_id: RecipientId
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    facts: ReceiptFacts | None = None
    attestations: tuple[Attestation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TestEvidence:
    """All receipts of the test of one proof."""

    __test__ = False  # not a pytest class

    proof: Digest
    receipts: tuple[Receipt, ...]


def read_receipts(sent: Iterable[SentTest], received: Iterable[bytes]) -> tuple[Receipt, ...]:
    """Give one receipt for each message sent; what is no receipt of them is passed over.

    The same message read twice counts once; two different messages with one nonce differ.
    """
    arrived: dict[str, dict[bytes, None]] = {}
    for saved in received:
        nonce = nonce_of(saved)
        if nonce is not None and has_trace(saved):
            arrived.setdefault(nonce_hash(nonce), {})[received_bytes(saved)] = None
    return tuple(_receipt(message, tuple(arrived.get(message.nonce_hash, ()))) for message in sent)


def weighed(receipt: Receipt, *, at_home: bool, sent_at: datetime | None) -> Receipt:
    """Take *equal* from what does not prove where it comes from; it becomes a person's word.

    What differs stays different, whoever brings it.
    """
    if receipt.verdict is not Verdict.EQUAL:
        return receipt
    if counts(receipt.facts, at_home=at_home, sent_at=sent_at):
        return receipt
    return replace(receipt, verdict=Verdict.ATTESTED)


def find_receipt_findings(received: bytes, *, nonce_hashes: Collection[str]) -> list[Finding]:
    """Find why a file is no receipt of the messages with these nonces; empty means it is one."""
    nonce = nonce_of(received)
    if nonce is None or nonce_hash(nonce) not in nonce_hashes:
        return [finding("test.not_a_receipt")]
    if not has_trace(received):
        return [finding("test.no_trace")]
    return []


def find_test_findings(evidence: TestEvidence | None, *, manifest: Manifest) -> list[Finding]:
    """Find what keeps the test of a proof from having passed; empty means passed."""
    if evidence is None or not evidence.receipts:
        return [finding("send.not_tested")]
    if evidence.proof != manifest.digest:
        return [finding("send.receipt_of_other_proof")]
    return [
        *_find_unequal(evidence.receipts),
        *_find_rewriting(evidence.receipts),
        *_find_uncovered(evidence.receipts, manifest),
        *_find_unsigned_unsubscribe(evidence.receipts, manifest),
    ]


def _receipt(message: SentTest, arrived: Sequence[bytes]) -> Receipt:
    differences: list[Difference] = []
    for saved in arrived:
        nonce = nonce_of(saved)
        if nonce is not None:
            differences += compare_receipt(predicted=message.predict(nonce), received=saved)
    if len(arrived) > 1:
        differences.append(Difference(part="copies", expected="1", found=str(len(arrived))))
    verdict = Verdict.DIFFERENT if differences else Verdict.EQUAL
    return Receipt(
        seed=message.seed,
        slot=message.slot,
        variant_id=message.variant_id,
        verdict=verdict if arrived else Verdict.MISSING,
        differences=tuple(dict.fromkeys(differences)),
    )


def _find_unequal(receipts: Sequence[Receipt]) -> list[Finding]:
    findings: list[Finding] = []
    for receipt in receipts:
        where: dict[str, str | int] = {"recipient": receipt.seed, "slot": receipt.slot}
        match receipt.verdict:
            case Verdict.EQUAL:
                continue
            case Verdict.DIFFERENT:
                parts = ", ".join(dict.fromkeys(item.part for item in receipt.differences))
                code = "test.receipt_different"
                item = finding(code, where=where, seed=receipt.seed, parts=parts)
            case Verdict.MISSING | Verdict.ATTESTED:
                code = "receipt_missing" if receipt.facts is None else "only_attested"
                item = finding(f"test.{code}", where=where, seed=receipt.seed)
        findings.append(item)
    return findings


def _find_rewriting(receipts: Sequence[Receipt]) -> list[Finding]:
    return [
        finding("test.mailbox_rewrites", where={"recipient": seed}, seed=seed)
        for seed in sorted(_rewriting_mailboxes(receipts))
    ]


def _rewriting_mailboxes(receipts: Sequence[Receipt]) -> set[str]:
    """Name mailboxes where everything differs though another one received everything as sent.

    A second address in To is the sender's fault and never put down to a mailbox.
    """
    verdicts: dict[str, set[Verdict]] = {}
    for receipt in receipts:
        verdicts.setdefault(receipt.seed, set()).add(receipt.verdict)
    if {Verdict.EQUAL} not in verdicts.values():
        return set()
    to_differs = {
        receipt.seed
        for receipt in receipts
        if any(item.part.lower() == "to" for item in receipt.differences)
    }
    return {seed for seed, found in verdicts.items() if found == {Verdict.DIFFERENT}} - to_differs


def _find_unsigned_unsubscribe(receipts: Sequence[Receipt], manifest: Manifest) -> list[Finding]:
    marketing = manifest.text("campaign", "purpose") == Purpose.MARKETING.value
    if not marketing or is_at_home(manifest):
        return []
    findings: list[Finding] = []
    for receipt in receipts:
        where: dict[str, str | int] = {"recipient": receipt.seed, "slot": receipt.slot}
        if receipt.verdict is not Verdict.EQUAL:
            continue
        match vouches_for_unsubscribe(receipt.facts):
            case SignatureResult.FAIL:
                code = "test.unsubscribe_unsigned"
                findings.append(finding(code, where=where, seed=receipt.seed))
            case SignatureResult.UNKNOWN:
                code = "test.signature_unclear"
                findings.append(finding(code, where=where, seed=receipt.seed))
            case SignatureResult.PASS:
                pass
    return findings


def _find_uncovered(receipts: Sequence[Receipt], manifest: Manifest) -> list[Finding]:
    equal = [receipt for receipt in receipts if receipt.verdict is Verdict.EQUAL]
    kinds = {recipient_id for recipient_id, _digest in manifest.variants}
    untested = kinds - {receipt.variant_id for receipt in receipts}
    findings: list[Finding] = []
    if untested or not kinds:
        findings.append(finding("test.kinds_untested", count=len(untested)))
    mailboxes = {mailbox_key(receipt.seed) for receipt in equal}
    if len(equal) == len(receipts) and len(mailboxes) < FEWEST_MAILBOXES:
        findings.append(finding("test.too_few_mailboxes", count=len(mailboxes)))
    return findings
