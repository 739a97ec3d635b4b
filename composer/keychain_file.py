"""Secrets in one file that a passphrase encrypts: for servers, scripts and practice.

AES-256-GCM under a key that scrypt makes; the file is replaced as a whole, is readable by its owner
only, and may be used by several processes at once. A wrong passphrase changes nothing.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from composer.errors import KeychainError
from composer.i18n import _, place

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PASSPHRASE_VARIABLE = "COMPOSER_PASSPHRASE"  # noqa: S105 - the variable's name
_MOST_SCRYPT_N = 2**20  # 1 GiB: more is not a file of ours, but an attack on memory


@dataclass(frozen=True, slots=True, kw_only=True)
class ScryptCost:
    """How much work one try of a passphrase costs: `n` of scrypt, with r = 8 and p = 1."""

    n: int = 2**16


class FileKeychain:
    """Secrets in one file, encrypted with AES-256-GCM under a key that scrypt makes.

    Several processes may use the file at once. The passphrase is held in memory only.
    """

    def __init__(self, path: Path, passphrase: str, *, cost: ScryptCost | None = None) -> None:
        self._path = path
        self._passphrase = passphrase
        self._cost = cost or ScryptCost()
        self._keys: dict[tuple[bytes, int], bytes] = {}

    def get(self, name: str) -> str | None:
        """Give a secret, or None when there is none of that name."""
        return self._read().secrets.get(name)

    def set(self, name: str, secret: str) -> None:
        """Keep a secret, in place of a former one."""
        with _one_writer(self._path):
            content = self._read()
            self._write(content, {**content.secrets, name: secret})

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""
        with _one_writer(self._path):
            content = self._read()
            if name in content.secrets:
                kept = {key: value for key, value in content.secrets.items() if key != name}
                self._write(content, kept)

    def _read(self) -> _Content:
        try:
            source = self._path.read_bytes()
        except FileNotFoundError:
            return _Content(salt=secrets.token_bytes(16), n=self._cost.n, secrets={})
        except OSError as error:
            raise _file_unusable() from error
        sealed = _parse(source)
        try:
            plain = AESGCM(self._key(sealed.salt, sealed.n)).decrypt(
                sealed.nonce, sealed.ciphertext, _header(sealed.salt, sealed.n)
            )
        except InvalidTag:
            raise KeychainError(
                _("This passphrase does not open the workspace's keys."),
                advice=place(
                    _("Type the passphrase that was chosen with the first key, or set {name}."),
                    name=PASSPHRASE_VARIABLE,
                ),
            ) from None
        return _Content(salt=sealed.salt, n=sealed.n, secrets=json.loads(plain))

    def _write(self, content: _Content, kept: Mapping[str, str]) -> None:
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self._key(content.salt, content.n)).encrypt(
            nonce, json.dumps(dict(kept)).encode(), _header(content.salt, content.n)
        )
        text = json.dumps(
            {
                "format": 1,
                "n": content.n,
                "salt": _encode(content.salt),
                "nonce": _encode(nonce),
                "ciphertext": _encode(sealed),
            }
        )
        _replace_file(self._path, text.encode("ascii"))

    def _key(self, salt: bytes, n: int) -> bytes:
        if (salt, n) not in self._keys:
            scrypt = Scrypt(salt=salt, length=32, n=n, r=8, p=1)
            self._keys[salt, n] = scrypt.derive(self._passphrase.encode("utf-8"))
        return self._keys[salt, n]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    salt: bytes
    n: int
    secrets: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealed:
    salt: bytes
    n: int
    nonce: bytes
    ciphertext: bytes


def _parse(source: bytes) -> _Sealed:
    try:
        content = json.loads(source)
        n = content["n"]
        sealed = _Sealed(
            salt=base64.b64decode(content["salt"], validate=True),
            n=n,
            nonce=base64.b64decode(content["nonce"], validate=True),
            ciphertext=base64.b64decode(content["ciphertext"], validate=True),
        )
        is_ours = content["format"] == 1 and isinstance(n, int) and 1 < n <= _MOST_SCRYPT_N
    except (ValueError, KeyError, TypeError) as error:
        raise _file_unusable() from error
    if not is_ours or n & (n - 1) or (len(sealed.salt), len(sealed.nonce)) != (16, 12):
        raise _file_unusable()
    return sealed


def _header(salt: bytes, n: int) -> bytes:
    """Give what is authenticated besides the secrets."""
    return b"composer keys 1\n" + n.to_bytes(8, "big") + salt


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _replace_file(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        raise _file_unusable() from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _one_writer(path: Path) -> Iterator[None]:
    """Hold the file for one change; the system lets go of it when the process dies."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _file_unusable() from error
    try:
        if sys.platform == "win32":
            msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _file_unusable() -> KeychainError:
    return KeychainError(
        _("The file with this workspace's keys could not be used."),
        advice=_("Check the workspace's “keys” folder, or restore it from a backup."),
    )
