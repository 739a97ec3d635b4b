"""What a person saw arrive, signed: receipts count only when the one who read them vouches.

Stored comparisons are rows that anybody who can write the database could change. A test passes with
those receipts only that a signed statement of somebody in the roster names as equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.model.person import Roster
from composer.proofs.canonical import JsonValue, canonical_bytes, read_canonical
from composer.signoff.approvals import About
from composer.signoff.dsse import open_envelope, public_hex, sign
from composer.signoff.statements import write_moment

RECEIPTS_TYPE = "application/vnd.composer.receipts.v1+json"

Witnessed = tuple[int, str, str]
"""(Slot, nonce hash, verdict) of one message of a test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptStatement:
    """How the messages of a proof's test arrived, as one person's program compared them."""

    about: About
    receipts: tuple[Witnessed, ...]
    issued_at: datetime


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
        }
    )
    return sign(RECEIPTS_TYPE, payload, private_key)


def witnessed_receipts(
    envelopes: Iterable[bytes], *, about: About, roster: Roster
) -> frozenset[Witnessed]:
    """Give what people of the roster saw of a proof's test; anything else counts for nothing."""
    keys = [person.public_key for person in roster.people]
    seen: set[Witnessed] = set()
    for envelope in envelopes:
        try:
            verified = open_envelope(envelope, payload_type=RECEIPTS_TYPE, public_keys=keys)
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
                "receipts": list(receipts),
            }:
                seen.update(_read(receipts))
            case _:
                continue
    return frozenset(seen)


def _read(receipts: Iterable[JsonValue]) -> Iterable[Witnessed]:
    for item in receipts:
        match item:
            case [int(slot), str(nonce_hash), str(verdict)]:
                yield slot, nonce_hash, verdict
            case _:
                continue
