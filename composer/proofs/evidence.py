"""What a test has shown: for each message that was sent, whether its receipt equals the prediction.

Only a machine comparison makes a test pass; what somebody attests is recorded and passes nothing.
A test belongs to one proof, and passes only when every kind of message arrived, equal, in at least
two different mailboxes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from composer.findings import Finding, finding
from composer.model.identifiers import Digest, RecipientId
from composer.proofs.manifest import Manifest
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
    return [*_find_unequal(evidence.receipts), *_find_uncovered(evidence.receipts, manifest)]


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


def _find_unequal(receipts: Iterable[Receipt]) -> list[Finding]:
    findings: list[Finding] = []
    for receipt in receipts:
        where: dict[str, str | int] = {"recipient": receipt.seed, "slot": receipt.slot}
        match receipt.verdict:
            case Verdict.EQUAL:
                pass
            case Verdict.DIFFERENT:
                parts = ", ".join(dict.fromkeys(item.part for item in receipt.differences))
                findings.append(
                    finding("test.receipt_different", where=where, seed=receipt.seed, parts=parts)
                )
            case Verdict.MISSING | Verdict.ATTESTED:
                findings.append(finding("test.receipt_missing", where=where, seed=receipt.seed))
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
