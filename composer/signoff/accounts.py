"""Which person an operating-system account signs as, beside what its keychain remembers.

An account can open several keychains: the system's, and one file for each passphrase. So the first
person who signs for a workspace is written down once more, in the account's own state folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from composer import paths
from composer.errors import KeychainError
from composer.i18n import _


def signer_of_account(workspace_id: str, folder: Path | None = None) -> str | None:
    """Give the public key that names who signs from this account; None before anybody did.

    Raises:
        KeychainError: what was written down cannot be read.
    """
    try:
        return _file(workspace_id, folder).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unusable() from error


def remember_signer(workspace_id: str, public_key: str, folder: Path | None = None) -> str:
    """Write down who signs from this account, once; give who does, also when two do it at once.

    Raises:
        KeychainError: it cannot be written.
    """
    file = _file(workspace_id, folder)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as written:
            written.write(public_key)
    except FileExistsError:
        return signer_of_account(workspace_id, folder) or ""
    except OSError as error:
        raise _unusable() from error
    return public_key


def _file(workspace_id: str, folder: Path | None) -> Path:
    name = hashlib.sha256(workspace_id.encode("utf-8")).hexdigest()[:32]
    return (folder or paths.state_folder()) / "signers" / name


def _unusable() -> KeychainError:
    return KeychainError(
        _("Composer could not note on this computer who signs from this account."),
        advice=_("Check that your own data folder may be written to, then try again."),
    )
