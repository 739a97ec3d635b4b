"""A request to join: who asks, from which computer, and the key that they made there.

The file is signed with that very key, so nobody can ask in with a key that they do not hold. It
says nothing about whether the person is who they say they are: its words do, compared between two
people who know each other's voice. A file of this kind comes from outside and is read strictly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.proofs.canonical import canonical_bytes
from composer.signoff.dsse import open_envelope, payload_of, public_hex, sign
from composer.signoff.statement_reading import Fields, read_moment
from composer.signoff.statements import write_moment
from composer.signoff.words import words_of

JOIN_TYPE = "application/vnd.composer.join.v1+json"
LARGEST_REQUEST = 16 * 1024
LONGEST_NAME = 120
LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest:
    """What a request says; `words` are compared before it is believed."""

    name: str
    email: str
    device: str
    public_key: str
    issued_at: datetime
    words: str


def write_request(
    *, name: str, email: str, device: str, key: Ed25519PrivateKey, issued_at: datetime
) -> bytes:
    """Write a request with the key that it is about.

    Raises:
        SignatureRefused: a name, device or address is empty, too long or not to be seen.
    """
    _require_plain(name, email, device)
    payload = canonical_bytes(
        {
            "type": "join",
            "name": name,
            "email": email,
            "device": device,
            "public_key": public_hex(key.public_key()),
            "issued_at": write_moment(issued_at),
        }
    )
    return sign(JOIN_TYPE, payload, key)


def read_request(content: bytes) -> JoinRequest:
    """Read a request and verify that whoever made it holds the key.

    Raises:
        SignatureRefused: it is no request, too large, or signed with another key.
    """
    if len(content) > LARGEST_REQUEST:
        _refuse()
    _written_type, payload = payload_of(content)
    fields = Fields(payload)
    if fields.text("type") != "join":
        _refuse()
    request = JoinRequest(
        name=fields.text("name"),
        email=fields.text("email"),
        device=fields.text("device"),
        public_key=fields.digest("public_key"),
        issued_at=read_moment(fields.text("issued_at")),
        words=words_of(payload),
    )
    fields.require_read()
    open_envelope(content, payload_type=JOIN_TYPE, public_keys=(request.public_key,))
    _require_plain(request.name, request.email, request.device)
    return request


def _require_plain(name: str, email: str, device: str) -> None:
    sound = (
        name.strip() == name != ""
        and email.strip() == email != ""
        and device.strip() == device != ""
        and (name + email + device).isprintable()
    )
    if not sound or max(len(name), len(device)) > LONGEST_NAME or len(email) > LONGEST_ADDRESS:
        _refuse()


def _refuse() -> NoReturn:
    raise SignatureRefused(
        _("This is not a request to join as Composer writes it."),
        advice=_("Ask whoever wants to join to make a new one: composer people join"),
    )
