"""Contents by their digest: the files of every revision, each kept once under `files/`.

A content is on the disk before anything refers to it, and is compared with its name whenever it is
read. Nothing is deleted but personal data that is to go: an orphan costs space, a missing file
costs a proof.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path

from composer.errors import WorkspaceError
from composer.i18n import _

_GOING = "going"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """Contents named by their SHA-256, in folders of the digest's first two digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, contents: Iterable[bytes]) -> tuple[str, ...]:
        """Store contents durably and give their SHA-256 in the same order.

        All are written before the disk is waited for: it is asked once for many, which takes a
        small part of the time that asking after each takes.
        """
        named = [(hashlib.sha256(content).hexdigest(), content) for content in contents]
        new = {
            self._place(sha256): content
            for sha256, content in named
            if not self._holds(self._place(sha256), sha256)
        }
        for folder in {target.parent for target in new}:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_all(new)
        return tuple(sha256 for sha256, _content in named)

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

    def going(self) -> set[str]:
        """Give the contents that are to be deleted and perhaps are not yet."""
        try:
            noted = (self._folder / _GOING).read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return set()
        return {line for line in noted.splitlines() if _SHA256.fullmatch(line)}

    def note_going(self, contents: Iterable[str]) -> None:
        """Write down what is to be deleted, before what refers to it goes."""
        write_atomically(self._folder / _GOING, "\n".join(sorted(contents)).encode("ascii"))

    def remove_going(self, contents: Iterable[str]) -> None:
        """Delete what was noted; the caller has seen that nothing refers to it."""
        for sha256 in contents:
            self._place(sha256).unlink(missing_ok=True)
        (self._folder / _GOING).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _holds(self, target: Path, sha256: str) -> bool:
        try:
            return hashlib.sha256(target.read_bytes()).hexdigest() == sha256
        except OSError:
            return False


def private_opener(path: str | PathLike[str], flags: int) -> int:
    """Open for `open(…, opener=private_opener)`: what is made is for its owner only."""
    return os.open(path, flags, 0o600)


def write_atomically(target: Path, content: bytes) -> None:
    """Replace a file so that a crash leaves the old or the new one, readable by its owner only."""
    _write_all({target: content})


def _write_all(contents: Mapping[Path, bytes]) -> None:
    partial = {
        target: target.with_name(f".{target.name}.{secrets.token_hex(4)}") for target in contents
    }
    try:
        for target, content in contents.items():
            file = os.open(partial[target], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "wb") as stream:
                stream.write(content)
        for file_path in partial.values():
            _sync(os.open(file_path, os.O_RDWR))
        for target, file_path in partial.items():
            file_path.replace(target)
    finally:
        for file_path in partial.values():
            file_path.unlink(missing_ok=True)
    for folder in {target.parent for target in contents}:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Make new names durable, where folders can be opened at all (not on Windows)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    _sync(descriptor)


def _sync(descriptor: int) -> None:
    """Wait until what was written is on the disk, and close it."""
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lost() -> WorkspaceError:
    return WorkspaceError(
        _("A file of this campaign is missing from the workspace or was changed there."),
        advice=_("Restore the workspace's “files” folder from a backup, or import it again."),
    )
