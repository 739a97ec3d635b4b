"""What a person saw arrive, signed: receipts count only when the one who read them vouches.

Stored comparisons are rows that anybody who can write the database could change. A test passes with
those receipts only that a signed statement names as equal, made by somebody of the roster who may
bring receipts: whoever only translates, or left, vouches for nothing. The same
statement holds what else was found in the message, and a person's own words where somebody says
what they saw: neither stands anywhere else. Statements without them are older, and as good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.model.person import Person, Role, Roster
from composer.model.received import Attestation, ReceiptFacts
from composer.proofs.canonical import JsonObject, JsonValue, canonical_bytes, read_canonical
from composer.signoff.approvals import About
from composer.signoff.dsse import open_envelope, public_hex, sign
from composer.signoff.receipt_facts import read_facts, write_facts
from composer.signoff.statement_reading import read_moment
from composer.signoff.statements import write_moment

RECEIPTS_TYPE = "application/vnd.composer.receipts.v1+json"

MAY_BRING = (Role.AUTHOR, Role.OWNER, Role.SENDER, Role.REVIEWER)
"""Who may say what arrived: those who send the test, and those whom it is shown to."""

Witnessed = tuple[int, str, str]
"""(Slot, nonce hash, verdict) of one message of a test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptStatement:
    """How the messages of a proof's test arrived, as one person's program compared them."""

    about: About
    receipts: tuple[Witnessed, ...]
    issued_at: datetime
    facts: tuple[tuple[str, ReceiptFacts], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """What verified statements say of one message: by nonce hash, the newest facts, all words."""

    facts: dict[str, ReceiptFacts]
    attestations: dict[str, tuple[Attestation, ...]]


def sign_receipts(statement: ReceiptStatement, *, private_key: Ed25519PrivateKey) -> bytes:
    """Sign what was seen with the key of the person who read it back."""
    receipts: list[JsonValue] = [
        [slot, nonce_hash, verdict] for slot, nonce_hash, verdict in statement.receipts
    ]
    payload = canonical_bytes(
        {
            "type": "receipts",
            "proof": statement.about.proof,
            "campaign": statement.about.campaign,
            "workspace": statement.about.workspace,
            "person": public_hex(private_key.public_key()),
            "receipts": receipts,
            "issued_at": write_moment(statement.issued_at),
            "facts": {nonce_hash: write_facts(facts) for nonce_hash, facts in statement.facts},
            "words": statement.words,
        }
    )
    return sign(RECEIPTS_TYPE, payload, private_key)


def witnessed_receipts(
    envelopes: Iterable[bytes], *, about: About, roster: Roster
) -> frozenset[Witnessed]:
    """Give what people of the roster saw of a proof's test; anything else counts for nothing."""
    seen: set[Witnessed] = set()
    for _person, content in _verified(envelopes, about=about, roster=roster):
        seen.update(_read(content["receipts"]))
    return frozenset(seen)


def read_testimony(envelopes: Iterable[bytes], *, about: About, roster: Roster) -> Testimony:
    """Give the facts and words of the statements that count, in the order they were stored."""
    facts: dict[str, ReceiptFacts] = {}
    words: dict[str, tuple[Attestation, ...]] = {}
    for person, content in _verified(envelopes, about=about, roster=roster):
        with suppress(SignatureRefused):
            facts |= _facts_of(content)
        with suppress(SignatureRefused):
            for nonce_hash, said in _words_of(content, person):
                words[nonce_hash] = (*words.get(nonce_hash, ()), said)
    return Testimony(facts=facts, attestations=words)


def _facts_of(content: JsonObject) -> dict[str, ReceiptFacts]:
    found = content.get("facts")
    if not isinstance(found, dict):
        return {}
    return {nonce_hash: read_facts(item) for nonce_hash, item in found.items()}


def _words_of(content: JsonObject, person: Person) -> Iterator[tuple[str, Attestation]]:
    match content:
        case {"words": str(text), "issued_at": str(moment)} if text:
            said = Attestation(name=person.name, words=text, at=read_moment(moment))
            for _slot, nonce_hash, _verdict in _read(content["receipts"]):
                yield nonce_hash, said


def _verified(
    envelopes: Iterable[bytes], *, about: About, roster: Roster
) -> Iterator[tuple[Person, JsonObject]]:
    people = {
        key: person
        for person in roster.people
        if any(map(person.has, MAY_BRING))
        for key in person.active_keys
    }
    for envelope in envelopes:
        try:
            verified = open_envelope(envelope, payload_type=RECEIPTS_TYPE, public_keys=[*people])
            content = read_canonical(verified.payload)
        except SignatureRefused:
            continue
        match content:
            case {
                "type": "receipts",
                "proof": about.proof,
                "campaign": about.campaign,
                "workspace": about.workspace,
                "person": verified.public_key,
                "receipts": list(),
            }:
                yield people[verified.public_key], content
            case _:
                continue


def _read(receipts: JsonValue) -> Iterator[Witnessed]:
    for item in receipts if isinstance(receipts, list) else ():
        match item:
            case [int(slot), str(nonce_hash), str(verdict)]:
                yield slot, nonce_hash, verdict
            case _:
                continue
