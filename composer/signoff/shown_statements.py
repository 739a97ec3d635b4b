"""What was displayed to a person, signed by their own program at the moment it displayed it.

A row that says so could be written by anybody who can write the database, and *Approve* would open
for somebody who has seen nothing. Only kinds count that a key of the person's own signs for, of
this very proof, campaign and workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.model.identifiers import Digest, RecipientId
from composer.model.person import Person
from composer.proofs.canonical import canonical_bytes
from composer.signoff.approvals import About
from composer.signoff.dsse import open_envelope, public_hex, sign
from composer.signoff.statement_reading import Fields, read_moment, read_shown, refuse_statement
from composer.signoff.statements import write_moment

SHOWN_TYPE = "application/vnd.composer.shown.v1+json"


def sign_shown(
    kinds: Mapping[RecipientId, Digest],
    *,
    about: About,
    issued_at: datetime,
    private_key: Ed25519PrivateKey,
) -> bytes:
    """Sign that these kinds were displayed: the message's digest by recipient."""
    payload = canonical_bytes(
        {
            "type": "shown",
            "proof": about.proof,
            "campaign": about.campaign,
            "workspace": about.workspace,
            "person": public_hex(private_key.public_key()),
            "shown": [[recipient, digest] for recipient, digest in sorted(kinds.items())],
            "issued_at": write_moment(issued_at),
        }
    )
    return sign(SHOWN_TYPE, payload, private_key)


def shown_by(
    envelopes: Iterable[bytes], *, about: About, person: Person
) -> frozenset[tuple[str, str]]:
    """Give (recipient, digest) of what was displayed to a person; anything else counts for nothing.

    What a key signed that was revoked since does not count either.
    """
    found: set[tuple[str, str]] = set()
    for envelope in envelopes:
        try:
            verified = open_envelope(
                envelope, payload_type=SHOWN_TYPE, public_keys=person.active_keys
            )
            found |= _read(verified.payload, key=verified.public_key, about=about)
        except SignatureRefused:
            continue
    return frozenset(found)


def _read(payload: bytes, *, key: str, about: About) -> set[tuple[str, str]]:
    fields = Fields(payload)
    if fields.text("type") != "shown" or fields.digest("person") != key:
        refuse_statement()
    said = About(
        proof=fields.digest("proof"),
        campaign=fields.text("campaign"),
        workspace=fields.text("workspace"),
    )
    kinds = {read_shown(item) for item in fields.items("shown")}
    read_moment(fields.text("issued_at"))
    fields.require_read()
    return kinds if said == about else set()
