"""The recovery key: printed or kept on a medium in a safe, for the day an owner's key is lost.

It can put in a new key for an owner, and nothing else; the list of people names its public half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.proofs.canonical import canonical_bytes
from composer.signoff.dsse import public_hex
from composer.signoff.statement_reading import Fields

LARGEST_RECOVERY_FILE = 4 * 1024
_TYPE = "composer recovery key 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryKey:
    """The key, and the workspace and first owner that it belongs to."""

    workspace: str
    owner_key: str
    private_key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """The half that the list of people names."""
        return public_hex(self.private_key.public_key())


def write_recovery(key: RecoveryKey) -> bytes:
    """Write the file; whoever has it can become the owner."""
    return canonical_bytes(
        {
            "type": _TYPE,
            "workspace": key.workspace,
            "owner_key": key.owner_key,
            "private_key": key.private_key.private_bytes_raw().hex(),
        }
    )


def read_recovery(content: bytes) -> RecoveryKey:
    """Read the file; raises SignatureRefused."""
    fields = Fields(content.strip())
    if fields.text("type") != _TYPE:
        _refuse()
    key = RecoveryKey(
        workspace=fields.text("workspace"),
        owner_key=fields.digest("owner_key"),
        private_key=Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex(fields.digest("private_key"))
        ),
    )
    fields.require_read()
    return key


def _refuse() -> NoReturn:
    raise SignatureRefused(_("This is not a recovery key that Composer wrote."))
