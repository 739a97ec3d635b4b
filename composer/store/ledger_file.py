"""The file `ledger.db`: how it is opened, what it is on this machine, and whether it was moved.

Guards rule 4: a record that was copied or restored is a second sender. Its path, its file number
and the machine are written into it when it is made; the chain's head is remembered outside it too.
Readers cannot write. A commit is on the disk when it returns.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from composer.errors import LedgerError
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.store.files import private_opener
from composer.store.ledger_tables import SCHEMA_VERSION, facts, metadata

BUSY_TIMEOUT_S = 10.0
_FOLDED_AFTER_PAGES = 4000  # 16 MB: the same pages change again and again while a send runs
_MACHINE_ID_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def ledger_engine(path: Path, *, writes: bool) -> Engine:
    """Open one connection to the record; a reader's cannot write.

    Threads may take turns on it, never at the same time.
    """
    address = f"{path.absolute().as_uri()}?mode={'rwc' if writes else 'ro'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
        )
        if writes:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint={_FOLDED_AFTER_PAGES}")
        else:
            connection.execute("PRAGMA query_only=ON")
        return connection

    engine = create_engine(
        "sqlite+pysqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        connection.exec_driver_sql(  # type: ignore[attr-defined]
            "BEGIN IMMEDIATE" if writes else "BEGIN"
        )

    return engine


@contextmanager
def ledger_errors() -> Iterator[None]:
    """Turn the database's errors into ours; none carries a value."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if _is_broken_file(error):
            raise damaged() from error
        raise LedgerError(
            _("The record of this send could not be read or written."),
            advice=_("Nothing more was sent. Check that the disk is there and has free space."),
        ) from error
    except SQLAlchemyError as error:
        raise damaged() from error


def _is_broken_file(error: DBAPIError | sqlite3.Error) -> bool:
    """Whether the file's own content is at fault, which no free space mends."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # without what extends it
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def damaged() -> LedgerError:
    """Say that the record contradicts itself."""
    return LedgerError(
        _("The record of this send is damaged."),
        advice=_("It can be read and exported, but not sent from. Ask for help; do not repair it."),
    )


def make_private(path: Path) -> None:
    """Create the file for its owner only, before SQLite would make it by the process's mask."""
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def machine_id() -> str:
    """Name this machine by a digest; the raw number stays where it is."""
    raw = ""
    if sys.platform.startswith("linux"):
        for name in _MACHINE_ID_FILES:
            try:
                raw = Path(name).read_text(encoding="ascii").strip()
            except OSError:
                continue
            if raw:
                break
    raw = raw or f"{uuid.getnode():012x}"
    return hashlib.sha256(b"composer machine 1\n" + raw.encode()).hexdigest()


def identity_of(path: Path) -> str:
    """Tell what a ledger file is on this machine: its path, file number and the machine."""
    return json.dumps(
        {"path": str(path.resolve()), "file": path.stat().st_ino, "machine": machine_id()},
        sort_keys=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The end of the journal: how many entries, and the last one's hash."""

    length: int
    head: str


class OutsideHead:
    """The chain's head kept in a file outside the workspace, so that a restored record is noticed.

    It is written after the commits that it names, so it never runs ahead of an honest disk.
    """

    def __init__(self, folder: Path, *, workspace_id: str, campaign_id: str) -> None:
        self.path = folder / "heads" / f"{workspace_id}-{campaign_id}.json"

    def read(self) -> ChainHead | None:
        """Give the remembered head, or None when there is none or it is unreadable."""
        try:
            found = json.loads(self.path.read_bytes())
            return ChainHead(length=int(found["length"]), head=str(found["head"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, head: ChainHead, *, envelope: str = "", durable: bool = True) -> None:
        """Remember a head in place of the one before; `durable` waits for the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = json.dumps({"length": head.length, "head": head.head, "signed": envelope})
        temporary = self.path.with_name(self.path.name + f".{os.getpid()}")
        with open(temporary, "w", encoding="utf-8", opener=private_opener) as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(self.path)


def create_ledger_file(path: Path, *, campaign_id: CampaignId) -> None:
    """Make the file whole before it gets its name, so that a reader never sees half of it."""
    unfinished = path.with_name(path.name + ".new")
    for ending in ("", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    make_private(unfinished)
    engine = ledger_engine(unfinished, writes=True)
    try:
        with ledger_errors(), engine.begin() as connection:
            metadata.create_all(connection)
            connection.execute(
                insert(facts),
                [
                    {"name": "schema", "value": SCHEMA_VERSION},
                    {"name": "campaign", "value": campaign_id},
                ],
            )
    finally:
        engine.dispose()
    unfinished.rename(path)
