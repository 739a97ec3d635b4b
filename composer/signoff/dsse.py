"""Signed envelopes: DSSE with Ed25519, one signature each.

A signature covers the payload's type and bytes (pre-authentication encoding), so that a statement
of one kind never passes for another. An envelope carries exactly one signature; what counts is the
public key that verifies it. The key id is a hint that anybody could write, and is not looked at.
Source: DSSE protocol v1.0.2.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.proofs.canonical import JsonObject, canonical_bytes, is_digest, read_strict

ENVELOPE_KEYS = {"payload", "payloadType", "signatures"}
SIGNATURE_KEYS = ({"sig"}, {"keyid", "sig"})
SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What an envelope holds, and the key (64 hex digits) whose signature over it verifies."""

    payload: bytes
    public_key: str


def sign(payload_type: str, payload: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """Wrap a payload in an envelope with one signature."""
    signature = private_key.sign(pre_authentication_encoding(payload_type, payload))
    return canonical_bytes(
        {
            "payload": base64.b64encode(payload).decode("ascii"),
            "payloadType": payload_type,
            "signatures": [
                {
                    "keyid": public_hex(private_key.public_key()),
                    "sig": base64.b64encode(signature).decode("ascii"),
                }
            ],
        }
    )


def open_envelope(envelope: bytes, *, payload_type: str, public_keys: Iterable[str]) -> Verified:
    """Give the payload and the one key of `public_keys` (64 hex digits each) that signed it.

    Raises:
        SignatureRefused: another payload type, not exactly one signature, or none of the keys.
    """
    written_type, payload, signature = _read_envelope(envelope)
    if written_type != payload_type:
        _refuse(_("This signed record is of another kind than the one expected."))
    signed = pre_authentication_encoding(payload_type, payload)
    for public_key in dict.fromkeys(public_keys):
        if _verifies(public_key, signature, signed):
            return Verified(payload=payload, public_key=public_key)
    return _refuse(_("The signature was not made by anybody who may sign this."))


def payload_of(envelope: bytes) -> tuple[str, bytes]:
    """Give the written type and payload without verifying: to choose the key to verify with."""
    written_type, payload, _signature = _read_envelope(envelope)
    return written_type, payload


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Give the bytes that are signed.

    >>> pre_authentication_encoding("http://example.com/HelloWorld", b"hello world")
    b'DSSEv1 29 http://example.com/HelloWorld 11 hello world'
    """
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def public_hex(public_key: Ed25519PublicKey) -> str:
    """Give a public key as 64 lower-case hex digits."""
    return public_key.public_bytes_raw().hex()


def _verifies(public_key: str, signature: bytes, signed: bytes) -> bool:
    if not is_digest(public_key):  # 64 lower-case hex digits: one spelling for each key
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read_envelope(envelope: bytes) -> tuple[str, bytes, bytes]:
    content = read_strict(envelope)
    signatures = content.get("signatures")
    if set(content) != ENVELOPE_KEYS or not isinstance(signatures, list):
        _refuse_form()
    if len(signatures) != 1:
        _refuse(_("A signed record must carry exactly one signature."))
    entry = signatures[0]
    if not isinstance(entry, dict) or set(entry) not in SIGNATURE_KEYS:
        _refuse_form()
    signature = _decoded(entry, "sig")
    if len(signature) != SIGNATURE_BYTES:
        _refuse_form()
    return _text(content, "payloadType"), _decoded(content, "payload"), signature


def _text(content: JsonObject, key: str) -> str:
    value = content[key]
    if not isinstance(value, str):
        _refuse_form()
    return value


def _decoded(content: JsonObject, key: str) -> bytes:
    text = _text(content, key)
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        _refuse_form()
    if base64.b64encode(decoded).decode("ascii") != text:  # stray bits in the last digit
        _refuse_form()
    return decoded


def _refuse_form() -> NoReturn:
    _refuse(_("A signed record does not have the form that is allowed."))


def _refuse(text: str) -> NoReturn:
    raise SignatureRefused(
        text, advice=_("Nothing was taken over. Ask whoever signed it to sign again.")
    )
