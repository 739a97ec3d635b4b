"""Files that only named people open: age encryption to the Ed25519 keys that they sign with.

This is the one file that imports pyrage. The keys are handed to it as `ssh-ed25519` keys, a form
that age reads by itself, so that nobody has a second key to keep, to lose or to compare. Nothing
is compressed: what is decrypted is never larger than the file. Each place in a file's header that
names one of our keys costs a calculation, so that a file may name each key once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from composer.errors import FileRefused
from composer.findings import finding

BEGINNING = b"age-encryption.org/v1\n"
MOST_READERS = 100
LONGEST_HEADER = 64 * 1024
_NAMED = b"-> ssh-ed25519 "
_HEADER_END = b"\n--- "


def encrypt_for(readers: Iterable[str], content: bytes) -> bytes:
    """Encrypt a content to public keys (64 hex digits each); there is at least one.

    Raises:
        FileRefused: more of them than a reviewer's program reads.
    """
    keys = tuple(dict.fromkeys(readers))
    if len(keys) > MOST_READERS:
        raise FileRefused([finding("proof_file.too_large")])
    return bytes(pyrage.encrypt(content, [_recipient(key) for key in keys]))


def decrypt_with(private_keys: Sequence[Ed25519PrivateKey], content: bytes) -> bytes:
    """Decrypt a file with whichever of the keys opens it.

    Raises:
        FileRefused: it is no such file, was damaged, or was made for other people.
    """
    if not content.startswith(BEGINNING) or not _is_short(content):
        raise FileRefused([finding("proof_file.unreadable")])
    try:
        return bytes(pyrage.decrypt(content, [_identity(key) for key in private_keys]))
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise FileRefused([finding("proof_file.not_for_you")]) from None


def _is_short(content: bytes) -> bool:
    """Whether the header ends soon, and names each reader once."""
    header, end, _rest = content[:LONGEST_HEADER].partition(_HEADER_END)
    named = [line.split(b" ")[2] for line in header.split(b"\n") if line.startswith(_NAMED)]
    return bool(end) and len(set(named)) == len(named) <= MOST_READERS


def _recipient(public_key: str) -> pyrage.ssh.Recipient:
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    written = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return pyrage.ssh.Recipient.from_str(written.decode("ascii"))


def _identity(private_key: Ed25519PrivateKey) -> pyrage.ssh.Identity:
    written = private_key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return pyrage.ssh.Identity.from_buffer(written)
