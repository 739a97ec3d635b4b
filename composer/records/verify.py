"""Verifying an evidence file offline: with the owner's key, the file and this program.

It believes no word of the file that is not bound by a signature or a digest: the owner's lists are
verified from the owner's key, statements and heads from the lists, messages from the proof's root,
everybody's state from the journal's chain, each batch's release as of the moment it began, and the
log from the heads. Last, whoever wrote the file signs for all of its bytes.

Without an owner's key from elsewhere the file's own is believed, which is said: then the file shows
that it holds together, not whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from composer.delivery.ledger import key_digest
from composer.errors import SignatureRefused
from composer.findings import Finding, Severity, finding
from composer.model.recipient import address_key
from composer.proofs.canonical import is_digest
from composer.records.evidence import SEAL_TYPE, Addresses, Evidence, seal_payload
from composer.records.evidence_reading import EvidenceFile, WrongForm, read_evidence
from composer.records.verify_alone import find_not_independent
from composer.records.verify_clearances import find_clearance_statements, find_uncleared
from composer.records.verify_journal import Followed, find_record_findings, follow
from composer.records.verify_log import find_head_findings, find_log_findings
from composer.records.verify_signoff import (
    find_decision_findings,
    find_message_findings,
    find_receipt_findings,
    find_unreleased,
    find_unreleased_later,
    sent_proof,
)
from composer.records.verify_trust import Lists, find_list_findings, verified_lists
from composer.signoff.dsse import open_envelope
from composer.signoff.words import owner_words, same_words

KEY_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a file showed: valid when nothing blocks; `signed_by` names who signed for it whole."""

    findings: tuple[Finding, ...]
    signed_by: str = ""

    @property
    def valid(self) -> bool:
        """Whether nothing was found that speaks against it."""
        return not any(item.severity is Severity.BLOCK for item in self.findings)


def verify_evidence(
    file: Path, *, owner: str = "", pinned: Callable[[str], str] = lambda _workspace: ""
) -> Verification:
    """Verify an evidence file.

    `owner` is the owner's public key, or the words for it, as somebody brought it; without it
    `pinned` is asked which owner this computer knows for the file's workspace.
    """
    try:
        read = read_evidence(file)
    except WrongForm as wrong:
        return Verification(findings=(_form_finding(file, wrong.place),))
    evidence = read.evidence
    known = owner or pinned(evidence.workspace)
    if known and not _is_owner(known, evidence.owner_key):
        return Verification(findings=(finding("evidence.owner_differs"),))
    lists, problems = verified_lists(evidence, owner_key=evidence.owner_key)
    if lists is None:
        return Verification(findings=tuple(problems))
    found = dict.fromkeys(find_all(read, lists))
    if not known:
        found[finding("evidence.owner_from_file")] = None
    return Verification(findings=tuple(found), signed_by=lists.name_of(evidence.sealed_by))


def _is_owner(known: str, owner_key: str) -> bool:
    """Whether a key, or the words that the owner read out, stand for the file's owner."""
    if is_owner_key(known):
        return known == owner_key
    return is_digest(owner_key) and same_words(known, owner_words(owner_key))


def find_all(read: EvidenceFile, lists: Lists) -> Iterator[Finding]:
    """Find everything that speaks against a file whose owner's lists are sound."""
    yield from _find_seal_findings(read, lists)
    yield from find_content_findings(read.evidence, lists)


def find_content_findings(evidence: Evidence, lists: Lists) -> Iterator[Finding]:
    """Find what speaks against the content, whoever signed for the file as a whole."""
    followed = follow(evidence)
    yield from followed.findings
    if not evidence.proofs:
        yield finding("evidence.proof_changed")
    for written in evidence.proofs:
        sent = sent_proof(evidence, written)
        if sent is None:
            yield finding("evidence.proof_changed")
            continue
        is_last = written is evidence.proofs[-1]
        yield from find_list_findings(sent.manifest, lists)
        yield from find_message_findings(sent, is_last=is_last)
        yield from find_receipt_findings(sent, lists)
        yield from find_decision_findings(sent, lists)
        yield from find_clearance_statements(sent, lists, followed)
        yield from find_unreleased(evidence, sent, lists, followed.starts)
        yield from find_unreleased_later(evidence, sent, lists, followed.later)
        yield from find_uncleared(evidence, sent, lists, followed.starts)
        yield from find_not_independent(evidence, sent, lists, followed.starts)
    yield from find_record_findings(evidence, followed)
    yield from find_head_findings(evidence, followed, lists)
    yield from find_log_findings(evidence, lists)
    yield from _find_address_findings(evidence, followed)


def _find_seal_findings(read: EvidenceFile, lists: Lists) -> Iterator[Finding]:
    evidence = read.evidence
    if not evidence.sealed_by and not read.seal:
        return
    person = lists.person_of(evidence.sealed_by)
    keys = [key.public_key for key in person.device_keys] if person else []
    try:
        verified = open_envelope(
            read.seal.encode("utf-8"),
            payload_type=SEAL_TYPE,
            public_keys=keys,
        )
    except SignatureRefused:
        yield finding("evidence.seal_broken")
        return
    if verified.payload != seal_payload(evidence, read.body):
        yield finding("evidence.seal_broken")


def _find_address_findings(evidence: Evidence, followed: Followed) -> Iterator[Finding]:
    """Find addresses that are not those for which the record was made."""
    if evidence.addresses is not Addresses.CLEAR:
        if evidence.key or any(person.address for person in evidence.people):
            yield finding("evidence.addresses_undeclared")
        return
    try:
        key = bytes.fromhex(evidence.key)
    except ValueError:
        key = b""
    missing = sum(not person.address for person in evidence.people)
    wrong = sum(
        followed.keys.get(person.recipient)
        != key_digest(address_key(person.address), ledger_key=key)
        for person in evidence.people
        if person.address
    )
    if wrong:
        yield finding("evidence.address_differs", count=wrong)
    if missing:
        yield finding("evidence.address_missing", count=missing)


def _form_finding(file: Path, place: str) -> Finding:
    where: dict[str, str | int] = {"file": str(file)}
    if place:
        return finding("evidence.form", where=where, place=place)
    return finding("evidence.unreadable", where=where)


def is_owner_key(text: str) -> bool:
    """Whether a text is a public key as people pass it on: 64 hex digits.

    >>> is_owner_key("0" * 64), is_owner_key("0" * 63)
    (True, False)
    """
    return len(text) == KEY_LENGTH and all(letter in "0123456789abcdef" for letter in text)
