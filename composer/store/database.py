"""The workspace's database: who may read, who may write, and how a schema grows up.

The one module that knows SQLite, but for `quick_look.py`, which looks before it is imported. It
guards: every write and every checkpoint happens under the database's operating-system lock, on a
connection that is opened and closed inside it (two writing connections can corrupt the WAL of the
SQLite that Python ships); readers cannot write; a commit is on the disk when it returns; a schema
of a newer program is refused and left as it is. Errors never carry the values of a query: they may
be addresses.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import BigInteger, Connection, Engine, Integer, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool, QueuePool

from composer.errors import LockHeld, WorkspaceError
from composer.i18n import _
from composer.store.locks import OsLock
from composer.store.migrations import upgrade_to_head
from composer.store.tables import HEAD

LOCK_TIMEOUT_S = 10.0
REWRITING_S = 300.0
"""So long one waits while the whole file is written anew: that is one step, however large it is."""
_BUSY_TIMEOUT_S = 10.0
_READERS_KEPT = 4
_READERS_MOST = 32
LARGE_KEY = BigInteger().with_variant(Integer, "sqlite")  # there an Integer has 64 bits already
_BULK = ("PRAGMA cache_size=-49152", "PRAGMA threads=2")


class Database:
    """One database file. Threads may share it; every `read` and `write` has its own connection.

    Make it with `open`; `close` it, or use it as a context manager.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = OsLock(path.with_name(path.name + ".lock"))
        self._rewriting = path.with_name(path.name + ".rewriting")
        self._writing = threading.local()
        self._reader = _engine(path, writes=False)
        self._writer = _engine(path, writes=True)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a database, made or brought to the newest schema where needed.

        Raises:
            WorkspaceError: the file is damaged, or was written by a newer program.
            LockHeld: somebody else keeps it locked.
        """
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        database = cls(path.resolve())
        try:
            with database.read() as connection:
                found = _schema_version(connection)
            if found != HEAD:
                database._bring_to_head()
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a read-only connection that sees one moment of the database."""
        with _our_errors(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, bulk: bool = False) -> Iterator[Connection]:
        """Give the one writing connection; all of it is committed at the end, or nothing.

        `bulk` takes memory and a second core for a great many rows or an index over them.

        Raises:
            LockHeld: another process or thread has been writing for too long.
            RuntimeError: this thread is writing already; pass its connection on instead.
        """
        if getattr(self._writing, "now", False):
            message = "this thread is writing already"
            raise RuntimeError(message)
        self._wait_for_turn()
        self._writing.now = True
        try:
            with _our_errors(), self._writer.connect() as connection, connection.begin():
                for pragma in _BULK if bulk else ():
                    connection.exec_driver_sql(pragma)
                yield connection
        finally:
            self._writing.now = False
            self._lock.release()

    def fold(self) -> None:
        """Write everything into the one file, and remove what SQLite keeps beside it.

        Only for a database that nobody else has open, before it is renamed.
        """
        self._reader.dispose()
        with self._lock, _our_errors():
            connection = self._writer.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()  # the last one out takes the side files with it

    def overwrite_free_space(self) -> bool:
        """Write the file anew without what was deleted, and empty the log beside it.

        Tells whether it was done: who reads meanwhile keeps the old log; then do it again later.
        """
        self._wait_for_turn()
        try:
            self._rewriting.touch(mode=0o600)
            connection = self._writer.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA secure_delete=ON")
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = cursor.fetchone()
                return busy is not None and not busy[0]
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise _unusable() from error
        finally:
            self._rewriting.unlink(missing_ok=True)
            self._lock.release()

    def _wait_for_turn(self) -> None:
        """Take the lock; whoever writes the whole file anew is waited for longer.

        Raises:
            LockHeld: somebody else has been writing for too long.
        """
        try:
            self._lock.acquire(LOCK_TIMEOUT_S)
        except LockHeld:
            if not self._rewriting.exists():
                raise
            self._lock.acquire(REWRITING_S)
            self._rewriting.unlink(missing_ok=True)  # of one that ended in the midst of it

    def close(self) -> None:
        """Close the readers' connections; nothing is ever left open for writing."""
        self._reader.dispose()
        self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _bring_to_head(self) -> None:
        with self.write() as connection:
            if _schema_version(connection) != HEAD:  # nobody else did it while we waited
                upgrade_to_head(connection)


def remove_database(path: Path) -> None:
    """Delete a database that was never finished, with the files SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal", ".lock"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _engine(path: Path, *, writes: bool) -> Engine:
    address = f"{path.absolute().as_uri()}?mode={'rw' if writes else 'ro'}"
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=_BUSY_TIMEOUT_S,
            isolation_level=None,  # transactions are begun below, never behind our back
            check_same_thread=False,
        )
        # SQLite's own lower() knows ASCII only; searching must find names in any script.
        connection.create_function("lower", 1, _lower, deterministic=True)
        if writes:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
        else:
            connection.execute("PRAGMA query_only=ON")
        return connection

    engine = (
        create_engine(
            "sqlite+pysqlite://", creator=connect, poolclass=NullPool, hide_parameters=True
        )
        if writes
        else create_engine(
            "sqlite+pysqlite://",
            creator=connect,
            poolclass=QueuePool,
            pool_size=_READERS_KEPT,
            max_overflow=_READERS_MOST - _READERS_KEPT,
            hide_parameters=True,
        )
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _lower(value: str | None) -> str | None:
    return None if value is None else str(value).lower()


def _schema_version(connection: Connection) -> str | None:
    """Tell the schema's revision; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if version is None else str(version)


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise  # a broken rule of ours, for the caller to explain
    except DBAPIError as error:
        raise _unusable() from error


def _unusable() -> WorkspaceError:
    return WorkspaceError(
        _("The workspace's database could not be used."),
        advice=_("Check that its disk is there and has free space, then try again."),
    )
