"""An owner's word that this is the right time, after a clock had jumped or was set back.

A correction is numbered, and none counts twice: an older one that is put back brings no former time
back. Nothing but an owner's key that counts today makes one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.proofs.canonical import canonical_bytes
from composer.signoff.dsse import open_envelope, sign
from composer.signoff.statement_reading import Fields, read_moment, refuse_statement
from composer.signoff.statements import write_moment

CLOCK_TYPE = "application/vnd.composer.clock.v1+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCorrection:
    """The `number`-th correction: `at` is right, and `instead_of` was the latest time known."""

    workspace: str
    number: int
    at: datetime
    instead_of: datetime
    reason: str


def sign_correction(correction: ClockCorrection, *, private_key: Ed25519PrivateKey) -> bytes:
    """Sign a correction with an owner's key."""
    payload = canonical_bytes(
        {
            "type": "clock",
            "workspace": correction.workspace,
            "number": correction.number,
            "at": write_moment(correction.at),
            "instead_of": write_moment(correction.instead_of),
            "reason": correction.reason,
        }
    )
    return sign(CLOCK_TYPE, payload, private_key)


def newest_correction(
    envelopes: Iterable[bytes], *, workspace: str, owner_keys: Collection[str]
) -> ClockCorrection | None:
    """Give the correction with the highest number; what no owner signed counts for nothing."""
    found = []
    for envelope in envelopes:
        try:
            verified = open_envelope(envelope, payload_type=CLOCK_TYPE, public_keys=owner_keys)
            correction = _read(verified.payload)
        except SignatureRefused:
            continue
        if correction.workspace == workspace:
            found.append(correction)
    return max(found, key=lambda item: item.number, default=None)


def _read(payload: bytes) -> ClockCorrection:
    fields = Fields(payload)
    if fields.text("type") != "clock":
        refuse_statement()
    correction = ClockCorrection(
        workspace=fields.text("workspace"),
        number=fields.count("number"),
        at=read_moment(fields.text("at")),
        instead_of=read_moment(fields.text("instead_of")),
        reason=fields.text("reason"),
    )
    fields.require_read()
    return correction
