"""Checking the log of an evidence file against itself, the signed heads and the signed statements.

The log is chained, and every signed head of the record names how far the log had come. So a
statement that was taken out of the file is missed by the log, and a changed log by the heads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.model.person import Role
from composer.records.evidence import HEAD_TYPE, Evidence, EvidenceProof, SignedHead
from composer.records.log_lines import details_of, first_break, hashes, shown
from composer.records.verify_journal import Followed
from composer.records.verify_trust import Lists
from composer.signoff.dsse import open_envelope
from composer.store.audit import AuditEntry

SIGNED = "signoff."
RECEIPTS = "test.receipts"
CLEARED = "send.clear"
SEALED = "proof.seal"
_LISTS = {"people": "roster", "policy": "policy", "seeds": "seeds"}


def find_log_findings(evidence: Evidence, lists: Lists) -> Iterator[Finding]:
    """Find a log that does not hold together, or that tells of more than the file shows."""
    broken = first_break(evidence.log)
    if broken:
        yield finding("evidence.log_broken", number=broken)
        return
    entries = [(entry, details_of(entry)) for entry in shown(evidence.log)]
    for proof in evidence.proofs:
        yield from _find_statements(proof, entries)
        logged = _named(_about(proof, entries), lambda action: action == CLEARED)
        if evidence.holds_clearances:
            yield from _find_unlike([digest_of_text(text) for text in proof.clearances], logged)
        elif logged:  # whoever calls a file a former one must not hide anything by it
            yield finding("evidence.clearances_absent")
    held = lists.versions
    for entry, details in entries:
        name = _LISTS.get(entry.action.partition(".")[0], "")
        version = details.get("version")
        if name and isinstance(version, int) and version > held[name]:
            yield finding("evidence.list_cut", where={"part": name}, number=entry.number)


def _find_statements(
    proof: EvidenceProof, entries: list[tuple[AuditEntry, dict[str, object]]]
) -> Iterator[Finding]:
    """Compare the signed statements about a proof with what the log says was signed."""
    about = _about(proof, entries)
    if not any(entry.action == SEALED for entry, _details in about):
        yield finding("evidence.not_sealed_in_log")
    yield from _find_unlike(
        [digest_of_text(text) for text in proof.decisions],
        _named(about, lambda action: action.startswith(SIGNED)),
    )
    yield from _find_unlike(
        [digest_of_text(text) for text in proof.witnessed],
        _named(about, lambda action: action == RECEIPTS),
    )


def _about(
    proof: EvidenceProof, entries: list[tuple[AuditEntry, dict[str, object]]]
) -> list[tuple[AuditEntry, dict[str, object]]]:
    return [(entry, details) for entry, details in entries if details.get("proof") == proof.proof]


def _named(
    entries: list[tuple[AuditEntry, dict[str, object]]], wanted: Callable[[str], bool]
) -> dict[str, int]:
    """Give the statements that the log tells of, each with the entry that first does."""
    found: dict[str, int] = {}
    for entry, details in entries:
        if wanted(entry.action) and "statement" in details:
            found.setdefault(str(details["statement"]), entry.number)
    return found


def _find_unlike(held: list[str], logged: dict[str, int]) -> Iterator[Finding]:
    """Compare the statements that the file holds with those that the log tells of, in order."""
    for digest, number in logged.items():
        if digest not in held:
            yield finding("evidence.statement_missing", number=number)
    strange = sum(digest not in logged for digest in held)
    if strange:
        yield finding("evidence.statement_unlogged", count=strange)
    known = [digest for digest in held if digest in logged]
    if known != [digest for digest in logged if digest in held]:
        yield finding("evidence.statements_unordered")


def find_head_findings(evidence: Evidence, followed: Followed, lists: Lists) -> Iterator[Finding]:
    """Find signed heads that are not this journal's or this log's, and ends that none covers."""
    log = hashes(evidence.log)
    before = 0
    for head in sorted(evidence.heads, key=lambda head: head.length):
        if not head.envelope:
            yield finding("evidence.head_differs", entry=head.length)
            continue
        content = _signed(head, followed, lists)
        if content is None:
            yield finding("evidence.head_differs", entry=head.length)
            continue
        if content.get("before", before) != before:
            yield finding("evidence.head_missing", entry=head.length)
        before = head.length
        match content.get("log"):
            case [int(number), str(digest)] if number and log and log.get(number) != digest:
                yield finding("evidence.log_differs", number=number)
    lengths = [head.length for head in evidence.heads]
    if lengths != sorted(set(lengths)):
        yield finding("evidence.head_differs", entry=lengths[-1])
    if not followed.findings and followed.last_crossing > before:
        yield finding("evidence.tail_unsigned", entry=followed.last_crossing, signed=before)


def _signed(head: SignedHead, followed: Followed, lists: Lists) -> dict[str, object] | None:
    """Give what a sender signed; None where it is not this head, or nobody who may send did."""
    occasion = {Role.SENDER, Role.OWNER}
    if head.occasion == "test":
        occasion = set(Role)
    signers = [
        key.public_key
        for _at, roster in lists.rosters
        for person in roster.people
        if person.roles & occasion
        for key in person.device_keys
    ]
    try:
        verified = open_envelope(
            head.envelope.encode("utf-8"),
            payload_type=HEAD_TYPE,
            public_keys=tuple(dict.fromkeys(signers)),
        )
        content = json.loads(verified.payload)
    except (SignatureRefused, ValueError):
        return None
    named = {"length": head.length, "head": head.head, "occasion": head.occasion}
    if not isinstance(content, dict) or {**content, **named} != content:
        return None
    return content if followed.hashes.get(head.length) == head.head else None


def digest_of_text(envelope: str) -> str:
    """Name an envelope as the log does."""
    return hashlib.sha256(envelope.encode("utf-8")).hexdigest()
