"""Verifying an evidence file offline: with nothing but the file and this program.

It believes no word of the file that is not bound by a signature or a digest: the roster's chain is
verified from the owner's key, decisions and journal heads from the roster, the proof from its
bytes, the messages from the proof's root, and everybody's state from the journal's chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from composer.errors import SignatureRefused
from composer.findings import Finding, finding
from composer.model.merkle import merkle_root, message_leaf
from composer.model.moves import JournalEntry
from composer.model.person import Role, Roster
from composer.model.states import RecipientState
from composer.proofs.manifest import Manifest, read_manifest
from composer.records.evidence import FORMAT, HEAD_TYPE
from composer.signoff.approvals import About, verify_decisions
from composer.signoff.dsse import open_envelope
from composer.signoff.owner_lists import Trust
from composer.signoff.policies import verify_policies
from composer.signoff.receipt_statements import witnessed_receipts
from composer.signoff.roster import verify_rosters
from composer.signoff.seed_lists import verify_seeds
from composer.signoff.statements import StatementKind
from composer.store.ledger_chain import EMPTY_HEAD, entry_hash

LARGEST_FILE = 2 * 1024**3
EQUAL = "equal"
Record = dict[str, object]


class _Wrong(Exception):
    """Stops the reading of a file whose form is not that of evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Journal:
    """What the chain says: each recipient's last state, and the hash after each entry."""

    states: dict[str, str]
    hashes: dict[int, str]


def verify_evidence(file: Path) -> tuple[bool, tuple[Finding, ...]]:
    """Verify an evidence file; it is valid when nothing was found."""
    try:
        record = _read(file)
        findings = tuple(_find_all(record))
    except _Wrong:
        findings = (finding("evidence.unreadable", where={"file": str(file)}),)
    return not findings, findings


def _find_all(record: Record) -> Iterator[Finding]:
    manifest = _manifest(record)
    if manifest is None or manifest.digest != record.get("proof"):
        yield finding("evidence.proof_changed")
        return
    try:
        roster = _roster(record)
        yield from _find_unsigned(record, manifest, roster)
    except SignatureRefused:
        yield finding("evidence.signature_broken")
        return
    yield from _find_changed_messages(record, manifest)
    journal = _follow(_entries(record))
    if journal is None:
        yield finding("evidence.journal_broken")
        return
    yield from _find_wrong_states(record, journal)
    yield from _find_wrong_heads(record, journal, roster)


def _roster(record: Record) -> Roster:
    trust = Trust(workspace=_text(record, "workspace"), owner_key=_text(record, "owner_key"))
    verify_policies(_envelopes(record, "policies"), trust=trust)
    verify_seeds(_envelopes(record, "seeds"), trust=trust)
    return verify_rosters(_envelopes(record, "rosters"), trust=trust)


def _find_unsigned(record: Record, manifest: Manifest, roster: Roster) -> Iterator[Finding]:
    """Find a send that distinct reviewers did not approve: counted by public key."""
    about = About(
        proof=manifest.digest,
        campaign=manifest.campaign_id,
        workspace=_text(record, "workspace"),
    )
    decisions = verify_decisions(
        _envelopes(record, "decisions"), about=about, roster=roster, now=datetime.now(UTC)
    )
    approved = {
        decision.person.public_key
        for decision in decisions
        if decision.kind is StatementKind.APPROVAL and decision.person.has(Role.REVIEWER)
    }
    sent = any(
        _text(entry, "state") == RecipientState.ACCEPTED.value for entry in _messages(record)
    )
    if sent and len(approved) < manifest.number("policy", "reviewers"):
        yield finding("evidence.not_approved")
    witnessed = witnessed_receipts(_envelopes(record, "witnessed"), about=about, roster=roster)
    claimed = {_claimed_receipt(item) for item in _list(record, "receipts")}
    if any(item[2] == EQUAL and item not in witnessed for item in claimed):
        yield finding("evidence.receipts_unsigned")
    if sent and not any(item[2] == EQUAL for item in claimed):
        yield finding("evidence.not_tested")


def _claimed_receipt(item: object) -> tuple[int, str, str]:
    match item:
        case {"slot": int(slot), "nonce_hash": str(nonce_hash), "state": str(state)}:
            return slot, nonce_hash, state
        case _:
            raise _Wrong


def _find_changed_messages(record: Record, manifest: Manifest) -> Iterator[Finding]:
    messages = _messages(record)
    leaves = (
        message_leaf(_text(item, "recipient"), _text(item, "digest"), _text(item, "wire_sha256"))
        for item in messages
    )
    same_count = len(messages) == manifest.number("messages", "count")
    if not same_count or merkle_root(leaves) != manifest.text("messages", "root"):
        yield finding("evidence.messages_changed")


def _find_wrong_states(record: Record, journal: _Journal) -> Iterator[Finding]:
    wrong = sum(
        journal.states.get(_text(item, "recipient"), RecipientState.PLANNED.value)
        != _text(item, "state")
        for item in _messages(record)
    )
    if wrong:
        yield finding("evidence.states_differ", count=wrong)


def _find_wrong_heads(record: Record, journal: _Journal, roster: Roster) -> Iterator[Finding]:
    """Find a signed head that is not part of this journal, or is signed by nobody who may send."""
    senders = [person.public_key for person in roster.people]
    for item in _list(record, "heads"):
        match item:
            case [int(length), str(head), str(occasion), str(envelope)] if envelope:
                expected = {"head": head, "length": length, "occasion": occasion}
                if journal.hashes.get(length) != head or not _is_signed(
                    envelope, expected, senders
                ):
                    yield finding("evidence.head_differs", entry=length)
            case [int(), str(), str(), ""]:
                continue
            case _:
                raise _Wrong


def _is_signed(envelope: str, expected: dict[str, object], senders: list[str]) -> bool:
    try:
        verified = open_envelope(
            envelope.encode("utf-8"), payload_type=HEAD_TYPE, public_keys=senders
        )
    except SignatureRefused:
        return False
    return bool(json.loads(verified.payload) == expected)


def _follow(entries: list[JournalEntry]) -> _Journal | None:
    """Follow the chain; None where an entry does not follow from the one before."""
    before = EMPTY_HEAD
    states: dict[str, str] = {}
    hashes: dict[int, str] = {0: EMPTY_HEAD}
    for number, entry in enumerate(entries, start=1):
        if entry.seq != number or entry.hash != entry_hash(entry, before=before):
            return None
        before = entry.hash
        hashes[number] = before
        if entry.recipient_id:
            states[entry.recipient_id] = entry.state
    return _Journal(states=states, hashes=hashes)


def _manifest(record: Record) -> Manifest | None:
    try:
        return read_manifest(_text(record, "manifest").encode("utf-8"))
    except SignatureRefused:
        return None


def _entries(record: Record) -> list[JournalEntry]:
    entries = []
    for item in _list(record, "journal"):
        match item:
            case {
                "seq": int(seq),
                "at": str(at),
                "kind": str(kind),
                "recipient_id": str(recipient_id),
                "state": str(state),
                "generation": int(generation),
                "content": str(content),
                "hash": str(digest),
            }:
                entries.append(
                    JournalEntry(
                        seq=seq,
                        at=at,
                        kind=kind,
                        recipient_id=recipient_id,
                        state=state,
                        generation=generation,
                        content=content,
                        hash=digest,
                    )
                )
            case _:
                raise _Wrong
    return entries


def _messages(record: Record) -> list[Record]:
    messages = []
    for item in _list(record, "messages"):
        if not isinstance(item, dict):
            raise _Wrong
        messages.append(item)
    return messages


def _read(file: Path) -> Record:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise _Wrong
        record = json.loads(file.read_bytes(), object_pairs_hook=_without_doubles)
    except (OSError, ValueError, RecursionError) as error:
        raise _Wrong from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise _Wrong
    return record


def _without_doubles(pairs: list[tuple[str, object]]) -> Record:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key stands twice")
    return record


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise _Wrong
    return value


def _list(record: Record, key: str) -> list[object]:
    value = record.get(key)
    if not isinstance(value, list):
        raise _Wrong
    return value


def _envelopes(record: Record, key: str) -> tuple[bytes, ...]:
    envelopes = []
    for item in _list(record, key):
        if not isinstance(item, str):
            raise _Wrong
        envelopes.append(item.encode("utf-8"))
    return tuple(envelopes)
