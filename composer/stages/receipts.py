"""What arrived of a proof's test: compared with what was predicted, recorded, and signed.

A receipt is weighed once, when it is read: what it counts for stands in the signed statement of the
person whose program read it, together with what else was found in the message. Nobody is asked
about signatures where the messages never leave this computer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from composer.audience.addresses import a_labels
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.received import ReceiptFacts
from composer.proofs.evidence import Receipt, SentTest, Verdict, read_receipts, weighed
from composer.proofs.manifest import Manifest
from composer.proofs.origin import FILE, is_at_home, with_trusted_results
from composer.proofs.permit import TEST_HEADER, nonce_hash
from composer.proofs.receipts import added_names, changed_message_id, nonce_of, received_bytes
from composer.signoff.approvals import About
from composer.signoff.identities import private_key_for
from composer.signoff.receipt_statements import (
    ReceiptStatement,
    Testimony,
    Witnessed,
    read_testimony,
    sign_receipts,
    witnessed_receipts,
)
from composer.stages.desk import Desk
from composer.stages.people import load_roster
from composer.store.test_sends import ReceiptRecord, TestSend
from composer.transports.mail_domains import NameService
from composer.transports.mail_signatures import AskKey, SigningKeys, read_signatures
from composer.transports.server_results import read_server_results
from composer.wire.decoded import DecodedMessage
from composer.wire.guard import inspect

HIDDEN_NONCE = "0" * 32
"""Stands where the nonce stands, in what is stored of a prediction."""

ARRIVED = frozenset({Verdict.EQUAL, Verdict.DIFFERENT, Verdict.ATTESTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A received message, and how it came: read from a mailbox, or a file that a person saved.

    `authserv_id` names the server whose findings count in this mailbox; empty: nobody's do.
    """

    content: bytes
    how: str
    authserv_id: str = ""


def about(desk: Desk, proof: str, campaign_id: CampaignId) -> About:
    """Say what a statement about a test is about."""
    return About(proof=proof, campaign=campaign_id, workspace=desk.folder.id)


def witnessed(desk: Desk, proof: str) -> frozenset[Witnessed]:
    """Give what people of the roster have signed of a proof's test."""
    roster = load_roster(desk)
    if roster is None:
        return frozenset()
    subject = about(desk, proof, desk.proofs.proof(proof).campaign_id)
    envelopes = desk.statements.envelopes("receipts", proof)
    return witnessed_receipts(envelopes, about=subject, roster=roster)


def testimony(desk: Desk, proof: str) -> Testimony:
    """Give the facts and the words that people of the roster have signed of a proof's test."""
    roster = load_roster(desk)
    if roster is None:
        return Testimony(facts={}, attestations={})
    subject = about(desk, proof, desk.proofs.proof(proof).campaign_id)
    envelopes = desk.statements.envelopes("receipts", proof)
    return read_testimony(envelopes, about=subject, roster=roster)


def record_received(
    desk: Desk,
    manifest: Manifest,
    sends: Sequence[TestSend],
    received: Sequence[Incoming],
    *,
    by: Person,
    names: NameService | None = None,
) -> None:
    """Compare received messages with these test sends, record it, and sign what was seen."""
    ask_key = None if is_at_home(manifest) else SigningKeys(names or NameService())
    receipts = record_receipts(desk, sends, received, ask_key=ask_key)
    seen = [
        (line, receipt)
        for line, receipt in zip(sends, receipts, strict=True)
        if receipt.verdict in ARRIVED
    ]
    statement = ReceiptStatement(
        about=about(desk, manifest.digest, manifest.campaign_id),
        receipts=tuple((line.slot, line.nonce_hash, got.verdict.value) for line, got in seen),
        issued_at=desk.now(),
        facts=tuple((line.nonce_hash, got.facts) for line, got in seen if got.facts is not None),
    )
    if seen:
        sign_statement(desk, statement, by=by)


def sign_statement(desk: Desk, statement: ReceiptStatement, *, by: Person) -> None:
    """Sign what a person saw, and keep it."""
    envelope = sign_receipts(statement, private_key=private_key_for(by, desk.keychain))
    proof = statement.about.proof
    desk.statements.add("receipts", proof, envelope, desk.now())
    desk.audit.append(
        person=by.public_key,
        action="test.receipts",
        details={"proof": proof, "statement": hashlib.sha256(envelope).hexdigest()},
    )


def record_receipts(
    desk: Desk,
    sends: Iterable[TestSend],
    received: Iterable[Incoming],
    *,
    ask_key: AskKey | None = None,
) -> tuple[Receipt, ...]:
    """Compare received messages with these test sends; record and give what arrived.

    Without `ask_key` the messages never left this computer, and nobody is asked.
    """
    lines = list(sends)
    messages = list(received)
    found = read_receipts(
        [_sent_test(line) for line in lines], [message.content for message in messages]
    )
    arrived = {nonce_hash(nonce_of(item.content) or ""): item for item in messages}
    receipts = []
    for line, receipt in zip(lines, found, strict=True):
        if receipt.verdict is Verdict.MISSING:
            receipts.append(receipt)
            continue
        message = arrived[line.nonce_hash]
        facts = _facts(line, message, ask_key=ask_key)
        judged = weighed(
            replace(receipt, facts=facts), at_home=ask_key is None, sent_at=line.sent_at
        )
        _record(desk, line, message, judged)
        receipts.append(judged)
    return tuple(receipts)


def hidden(message: DecodedMessage, nonce: str) -> DecodedMessage:
    """Put a nonce in the place where a stored prediction hides it."""
    headers = tuple(
        (name, nonce if name == TEST_HEADER and value == HIDDEN_NONCE else value)
        for name, value in message.headers
    )
    return message._replace(headers=headers)


def predicted_message(line: TestSend) -> DecodedMessage:
    """Give what was predicted of a test message, with its nonce hidden.

    A request to a mail service begins as no message does.
    """
    return inspect(line.wire, form="sendgrid" if line.wire.startswith(b"{") else "eml")


def _sent_test(line: TestSend) -> SentTest:
    predicted = predicted_message(line)

    def predict(nonce: str) -> DecodedMessage:
        return hidden(predicted, nonce)

    return SentTest(
        seed=line.seed,
        slot=line.slot,
        variant_id=line.recipient_id,
        nonce_hash=line.nonce_hash,
        predict=predict,
    )


def _facts(line: TestSend, message: Incoming, *, ask_key: AskKey | None) -> ReceiptFacts:
    predicted, content = predicted_message(line), received_bytes(message.content)
    by_hand = message.how == FILE
    facts = ReceiptFacts(
        how=message.how,
        message_id=changed_message_id(predicted=predicted, received=content),
        added=added_names(predicted=predicted, received=content),
    )
    if ask_key is None:
        return facts
    authserv_id = "" if by_hand else message.authserv_id
    return with_trusted_results(
        replace(
            facts,
            signatures=read_signatures(
                content, from_domain=_from_domain(predicted), ask_key=ask_key
            ),
            authserv_id=authserv_id,
            results=read_server_results(content, authserv_id=authserv_id),
        )
    )


def _from_domain(predicted: DecodedMessage) -> str:
    """Give the domain of From in ASCII, as signatures name it."""
    domain = predicted.from_addresses[0].rpartition("@")[2]
    try:
        return a_labels(domain)
    except ValueError:
        return domain


def _record(desk: Desk, line: TestSend, message: Incoming, receipt: Receipt) -> None:
    desk.tests.add_receipt(
        ReceiptRecord(
            test_send_id=line.id,
            received_sha256=hashlib.sha256(message.content).hexdigest(),
            state=receipt.verdict.value,
            differences=tuple(
                {"part": item.part, "expected": item.expected, "found": item.found}
                for item in receipt.differences
            ),
            received_at=desk.now(),
            how=message.how,
        )
    )
