"""Contents by their digest: the files of every revision, each kept once under `files/`.

A content is on the disk before anything refers to it, and is compared with its name whenever it is
read. Nothing is deleted here: an orphan costs space, a missing file costs a proof.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from composer.errors import WorkspaceError
from composer.i18n import _


class FileStore:
    """Contents named by their SHA-256, in folders of the digest's first two digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Store a content durably and give its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._place(sha256)
        if not self._holds(target, sha256):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(target, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Read a content back.

        Raises:
            WorkspaceError: it is missing, or is not what was stored.
        """
        try:
            content = self._place(sha256).read_bytes()
        except OSError as error:
            raise _lost() from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _lost()
        return content

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _holds(self, target: Path, sha256: str) -> bool:
        try:
            return hashlib.sha256(target.read_bytes()).hexdigest() == sha256
        except OSError:
            return False


def write_atomically(target: Path, content: bytes) -> None:
    """Replace a file so that a crash leaves the old or the new one, readable by its owner only."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable, where folders can be opened at all (not on Windows)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lost() -> WorkspaceError:
    return WorkspaceError(
        _("A file of this campaign is missing from the workspace or was changed there."),
        advice=_("Restore the workspace's “files” folder from a backup, or import it again."),
    )
