"""Where a workspace is: the folder, the very file and the machine; one place may be active.

A registry in the user's state folder, outside every workspace, says which place of each workspace
is the active one on this computer and how far its log had come. So a copy, a restored backup and a
workspace that was continued elsewhere are noticed (rule 4), and a renamed folder is not taken for
one of them.
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from composer import paths
from composer.errors import WorkspaceError
from composer.i18n import _
from composer.store.audit import AuditHead
from composer.store.files import write_atomically
from composer.store.locks import OsLock

DATABASE_NAME = "workspace.db"
_LOCK_TIMEOUT_S = 10.0
_MACHINE_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A workspace folder's path, the number of its database file, and the machine's digest.

    The file number survives a rename on the same disk; a copied file gets another.
    """

    path: str
    file_id: str
    machine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivePlace:
    """What the registry remembers of a workspace: its active place and its log's head there."""

    place: Place
    head: AuditHead


def place_of(folder: Path, *, database_name: str = DATABASE_NAME) -> Place:
    """Tell the place of a workspace folder that exists."""
    return Place(
        path=str(folder.resolve()),
        file_id=str((folder / database_name).stat().st_ino),
        machine=machine_digest(),
    )


def is_same_folder(first: Path, second: Path) -> bool:
    """Whether two paths lead to one folder, by a link or a second mount."""
    try:
        return first.samefile(second)
    except OSError:
        return False


class PlaceRegistry:
    """The active place of every workspace this user has opened on this computer."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or paths.state_folder() / "workspaces"

    def active(self, workspace_id: str) -> ActivePlace | None:
        """Give the active place; None where the workspace was never opened here."""
        try:
            content = orjson.loads(self._file(workspace_id).read_bytes())
            return ActivePlace(
                place=Place(
                    path=str(content["path"]),
                    file_id=str(content["file_id"]),
                    machine=str(content["machine"]),
                ),
                head=AuditHead(number=int(content["head_number"]), hash=str(content["head_hash"])),
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise unusable() from error

    def register(self, workspace_id: str, place: Place, *, head: AuditHead) -> None:
        """Make a place the active one."""
        self._change(workspace_id, place, head=head, only_forwards=False)

    def remember(self, workspace_id: str, place: Place, *, head: AuditHead) -> None:
        """Note how far the log has come at the active place; an older head changes nothing."""
        self._change(workspace_id, place, head=head, only_forwards=True)

    def _change(
        self, workspace_id: str, place: Place, *, head: AuditHead, only_forwards: bool
    ) -> None:
        with changing(self._folder, "registry.lock"):
            if not only_forwards or self._goes_forwards(workspace_id, place, head):
                write_atomically(self._file(workspace_id), _as_json(place, head))

    def _goes_forwards(self, workspace_id: str, place: Place, head: AuditHead) -> bool:
        known = self.active(workspace_id)
        if known is None or known.place.file_id != place.file_id:
            return False  # a copy does not become the active place by writing its log
        return head.number > known.head.number

    def _file(self, workspace_id: str) -> Path:
        return self._folder / f"{workspace_id}.json"


def machine_digest() -> str:
    """Tell this machine from others, without naming it."""
    identity = _machine_identity()
    return hashlib.sha256(b"composer machine 1\n" + identity.encode()).hexdigest()


def _machine_identity() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - exists there only

        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Cryptography",
            access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
        ) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for file in _MACHINE_ID_FILES:
        try:
            identity = file.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            continue
        if identity and identity != "uninitialized":
            return identity
    return f"{uuid.getnode():012x}"  # macOS, and containers without an id


def _as_json(place: Place, head: AuditHead) -> bytes:
    content: Mapping[str, object] = {
        "path": place.path,
        "file_id": place.file_id,
        "machine": place.machine,
        "head_number": head.number,
        "head_hash": head.hash,
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)


@contextmanager
def changing(folder: Path, lock_name: str) -> Iterator[None]:
    """Change what is remembered in a folder outside of every workspace, one process at a time.

    Raises:
        WorkspaceError: it cannot be remembered.
    """
    lock = OsLock(folder / lock_name)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(_LOCK_TIMEOUT_S)
    except OSError as error:
        raise unusable() from error
    try:
        yield
    except OSError as error:
        raise unusable() from error
    finally:
        lock.release()


def unusable() -> WorkspaceError:
    """Say that what lies outside of every workspace cannot be used."""
    return WorkspaceError(
        _("Composer could not use its folder for what must be remembered outside a workspace."),
        advice=_("Make the folder for program state in your home folder writable, then try again."),
    )
