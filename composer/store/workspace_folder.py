"""The workspace's folder: made once, opened many times, and never in two places at once.

It guards: folders and files are readable by their owner only; a practice workspace is one for
ever; a copied or restored workspace is noticed (`find_copy`) and stays held until a person decides
to continue here (`adopt`). It renders, sends and decides nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from composer.errors import WorkspaceError
from composer.findings import Finding, finding
from composer.i18n import _
from composer.store.audit import AuditHead, holds_head, read_head
from composer.store.database import Database, remove_database
from composer.store.locks import OsLock
from composer.store.places import (
    DATABASE_NAME,
    Place,
    PlaceRegistry,
    is_same_folder,
    place_of,
)
from composer.store.tables import workspace, workspace_place

_LOCK_NAME = f"{DATABASE_NAME}.lock"  # the lock that its database will use
_UNFINISHED_NAME = "new-workspace.db"
_FOLDERS = ("files", "keys", "mailbox", "sends")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceFolder:
    """An open workspace; close its `database` when done."""

    path: Path
    id: str
    is_practice: bool
    database: Database
    registry: PlaceRegistry

    @property
    def files_dir(self) -> Path:
        """Contents of revisions, by digest."""
        return self.path / "files"

    @property
    def keys_dir(self) -> Path:
        """Passphrase-encrypted keys, where there is no system keyring."""
        return self.path / "keys"

    @property
    def mailbox_dir(self) -> Path:
        """The practice mailbox."""
        return self.path / "mailbox"

    @property
    def sends_dir(self) -> Path:
        """One folder for each campaign that was sent."""
        return self.path / "sends"

    def find_copy(self) -> Finding | None:
        """Tell whether this folder is a copy, or an older state, of the workspace it says it is.

        Nothing is sent from such a place before a person adopted it.
        """
        here = place_of(self.path)
        active = self.registry.active(self.id)  # before the log: it must never be ahead of it
        with self.database.read() as connection:
            home = _newest_place(connection)
            is_older = active is not None and not holds_head(connection, active.head)
        for known in (home, active.place if active else home):
            if _is_elsewhere(known, here, self.id):
                is_copy = known.path != here.path
                code = "workspace.copied" if is_copy else "workspace.restored"
                return finding(code, path=known.path)
        return finding("workspace.restored", path=here.path) if is_older else None

    def adopt(self) -> None:
        """Make this the workspace's one active place: a person's explicit decision."""
        here = place_of(self.path)
        with self.database.write() as connection:
            _add_place(connection, here)
            head = read_head(connection)
        self.registry.register(self.id, here, head=head)

    def remember_head(self, head: AuditHead) -> None:
        """Note outside the workspace how far its log has come; for `AuditLog(after_append=…)`."""
        self.registry.remember(self.id, place_of(self.path), head=head)


def create_workspace(
    path: Path, *, practice: bool, registry: PlaceRegistry | None = None
) -> WorkspaceFolder:
    """Make a workspace in a new or empty folder.

    The database gets its name last, so that a folder either holds a whole workspace or none.

    Raises:
        WorkspaceError: the folder holds something already.
    """
    _require_empty(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        with OsLock(path / _LOCK_NAME):
            _require_empty(path)  # nobody else made one while we waited
            for name in _FOLDERS:
                (path / name).mkdir(mode=0o700, exist_ok=True)
            _make_database(path, practice=practice)
    except OSError as error:
        raise WorkspaceError(
            _("The workspace's folder could not be made."),
            advice=_("Choose a folder that you may write to, on a disk with free space."),
        ) from error
    return open_workspace(path, registry=registry)


def open_workspace(path: Path, *, registry: PlaceRegistry | None = None) -> WorkspaceFolder:
    """Open a workspace; a renamed folder is noted, a copied one is left for `find_copy`.

    Raises:
        WorkspaceError: there is none, it is damaged, or a newer program wrote it.
    """
    if not (path / DATABASE_NAME).is_file():
        raise _no_workspace()
    database = Database.open(path / DATABASE_NAME)
    try:
        folder = _identify(path.resolve(), database, registry or PlaceRegistry())
        _note_place(folder)
    except BaseException:
        database.close()
        raise
    return folder


def _require_empty(path: Path) -> None:
    """Require a folder that holds nothing but what an interrupted creation left."""
    if path.exists() and not (path.is_dir() and all(map(_is_leftover, path.iterdir()))):
        raise WorkspaceError(
            _("This folder holds something already; a workspace needs one of its own."),
            advice=_("Choose a new or empty folder."),
        )


def _is_leftover(item: Path) -> bool:
    if item.is_dir():
        return item.name in _FOLDERS and not any(item.iterdir())
    return item.name == _LOCK_NAME or item.name.startswith(_UNFINISHED_NAME)


def _make_database(path: Path, *, practice: bool) -> None:
    unfinished = path / _UNFINISHED_NAME
    remove_database(unfinished)
    with Database.open(unfinished) as database:
        with database.write() as connection:
            connection.execute(
                insert(workspace).values(
                    id=secrets.token_hex(16), practice=practice, created_at=datetime.now(UTC)
                )
            )
            _add_place(connection, place_of(path, database_name=_UNFINISHED_NAME))
        database.fold()
    unfinished.rename(path / DATABASE_NAME)
    remove_database(unfinished)


def _note_place(folder: WorkspaceFolder) -> None:
    """Write down the folder's new name and how far the log has come, if this is the one place."""
    if folder.find_copy() is not None:
        return
    here = place_of(folder.path)
    with folder.database.read() as connection:
        home, head = _newest_place(connection), read_head(connection)
    if home != here:
        with folder.database.write() as connection:
            _add_place(connection, here)
    active = folder.registry.active(folder.id)
    if active is None or active.place != here:
        folder.registry.register(folder.id, here, head=head)
    else:
        folder.registry.remember(folder.id, here, head=head)


def _identify(path: Path, database: Database, registry: PlaceRegistry) -> WorkspaceFolder:
    with database.read() as connection:
        row = connection.execute(select(workspace)).one_or_none()
    if row is None:
        raise _no_workspace()
    return WorkspaceFolder(
        path=path, id=row.id, is_practice=row.practice, database=database, registry=registry
    )


def _newest_place(connection: Connection) -> Place:
    query = select(workspace_place).order_by(workspace_place.c.number.desc()).limit(1)
    row = connection.execute(query).one()
    return Place(path=row.path, file_id=row.file_id, machine=row.machine)


def _add_place(connection: Connection, place: Place) -> None:
    connection.execute(
        insert(workspace_place).values(
            path=place.path, file_id=place.file_id, machine=place.machine, at=datetime.now(UTC)
        )
    )


def _is_elsewhere(known: Place, here: Place, workspace_id: str) -> bool:
    """Tell whether `here` is another place than the known one, and not that under a new name."""
    if (known.machine, known.file_id) != (here.machine, here.file_id):
        return True
    old = Path(known.path)
    if known.path == here.path or is_same_folder(old, Path(here.path)):
        return False
    return _may_hold(old, workspace_id)


def _may_hold(path: Path, workspace_id: str) -> bool:
    """Tell whether a folder holds this workspace; one that cannot be read may well do."""
    if not (path / DATABASE_NAME).exists():
        return False
    try:
        with Database(path / DATABASE_NAME) as other, other.read() as connection:
            return connection.execute(select(workspace.c.id)).scalar() == workspace_id
    except WorkspaceError:
        return True


def _no_workspace() -> WorkspaceError:
    return WorkspaceError(
        _("There is no workspace in this folder."),
        advice=_("Choose the workspace's own folder, or make a new workspace."),
    )
