"""Load a source's rows into tables of their own: here, or in a process of its own when many.

Written in short transactions, so that others may write in between; what is not finished is named by
nothing and is dropped later. The process ends when its pipe closes: it never outlives who started
it, and ending it at any moment leaves the audience in use as it was.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from queue import Queue
from types import TracebackType
from typing import Protocol, Self

from composer.confinement.undisturbed import start_undisturbed
from composer.errors import ComposerError, WorkspaceError
from composer.i18n import _
from composer.store.database import Database
from composer.store.people_duplicates import mark_duplicates
from composer.store.people_filling import PeopleWriter
from composer.store.people_folding import Folded, Written
from composer.store.people_making import MadePeople, PeopleBatch, PeopleMaker
from composer.store.people_plan import Plan
from composer.store.people_tables import index_keys

_BYTES_PER_TRANSACTION = 5_000_000
"""Some 20,000 rows: others get to write after a tenth of a second."""
_LOOK_EVERY_S = 0.05
_AHEAD = 160
_END = b""
_SPAWN = multiprocessing.get_context("spawn")


class _Store(Protocol):
    """Where made people are stored: here, or in a process of its own."""

    def add(self, packed: bytes) -> None:
        """Take some rows, as `MadePeople` packs them."""
        ...

    def index(self, cancelled: Callable[[], bool]) -> bool:
        """Make everything findable; false when cancelled."""
        ...

    def fold(self, cancelled: Callable[[], bool]) -> Folded | None:
        """Fold the root; None when cancelled."""
        ...

    def give_up(self) -> None:
        """Drop what is not stored yet."""
        ...


class PeopleLoading:
    """Rows on their way into tables; a context manager that gives up what is not finished."""

    def __init__(self, database: Database, plan: Plan, *, many: bool) -> None:
        self._database = database
        self._plan = plan
        self._maker = PeopleMaker(known=plan.known_people(database))
        self._store: _Store = _StoreProcess(database, plan) if many else _LocalStore(database, plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._store.give_up()

    def add(self, batch: PeopleBatch) -> None:
        """Take some rows."""
        if batch.rows:
            self._store.add(self._maker.make(batch).pack())

    def finish(
        self, cancelled: Callable[[], bool], *, meanwhile: Callable[[], None] | None = None
    ) -> Written | None:
        """Make everything findable, and take duplicates off the list; None when cancelled.

        `meanwhile` is called when everything can be found by its key; where many are loaded, the
        root is folded at the same time.
        """
        if not self._store.index(cancelled):
            return None
        if meanwhile is not None:
            meanwhile()
        folded = self._store.fold(cancelled)
        if folded is None:
            return None
        tally = self._maker.tally
        if folded.duplicates:
            with self._database.write() as connection:
                mark_duplicates(connection, self._plan, folded.duplicates, tally=tally)
        return Written(
            listed=folded.listed,
            known=self._maker.matched,
            root=folded.root,
            facts=tally.facts(),
        )


class _LocalStore:
    """Stores in this very process."""

    def __init__(self, database: Database, plan: Plan) -> None:
        self._database = database
        self._writer = PeopleWriter(tables=plan.tables, columns=plan.columns)
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0

    def add(self, packed: bytes) -> None:
        """Take some rows; they are written some thousand at a time."""
        self._waiting.append(packed)
        self._waiting_bytes += len(packed)
        if self._waiting_bytes >= _BYTES_PER_TRANSACTION:
            self._write()

    def index(self, cancelled: Callable[[], bool]) -> bool:
        """Make everything findable."""
        self._write()
        if cancelled():
            return False
        with self._database.write(bulk=True) as connection:
            index_keys(connection, self._writer.tables)
        return True

    def fold(self, cancelled: Callable[[], bool]) -> Folded | None:
        """Fold the root."""
        if cancelled():
            return None
        with self._database.read() as connection:
            return self._writer.hashes.fold(connection, self._writer.tables)

    def give_up(self) -> None:
        """Drop what is not stored yet."""
        self._waiting.clear()

    def _write(self) -> None:
        batches, self._waiting, self._waiting_bytes = self._waiting, [], 0
        if batches:
            with self._database.write(bulk=True) as connection:
                self._writer.add(connection, map(MadePeople.unpack, batches))


class _StoreProcess:
    """Stores in a process of its own, so that reading and writing go on at the same time."""

    def __init__(self, database: Database, plan: Plan) -> None:
        self._pipe, far = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=serve, args=(far, database.path, plan), name="loading", daemon=True
        )
        start_undisturbed(self._process)
        far.close()

    def add(self, packed: bytes) -> None:
        """Hand rows over."""
        try:
            self._pipe.send_bytes(packed)
        except OSError:
            raise self._failure() from None

    def index(self, cancelled: Callable[[], bool]) -> bool:
        """Wait until everything is findable; the root is folded at once then."""
        self.add(_END)
        return self._answer(cancelled) is not None

    def fold(self, cancelled: Callable[[], bool]) -> Folded | None:
        """Wait for the root."""
        answer = self._answer(cancelled)
        return answer if isinstance(answer, Folded) else None

    def _answer(self, cancelled: Callable[[], bool]) -> object:
        """Wait for what the process says next; None when cancelled."""
        try:
            while not self._pipe.poll(_LOOK_EVERY_S):
                if cancelled():
                    return None
            answer = self._pipe.recv()
        except (EOFError, OSError):
            raise self._failure() from None
        if isinstance(answer, ComposerError):
            raise answer
        return answer

    def give_up(self) -> None:
        """End the process, whatever it is doing: what it wrote is named by nothing."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._pipe.close()
        self._process.close()

    def _failure(self) -> ComposerError:
        """Give what the process said before it ended."""
        with contextlib.suppress(EOFError, OSError):
            if self._pipe.poll(_LOOK_EVERY_S):
                answer = self._pipe.recv()
                if isinstance(answer, ComposerError):
                    return answer
        return _failed()


def serve(pipe: Pipe, path: Path, plan: Plan) -> None:
    """Be the far end: store what comes until nothing more does, or until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this one decides when it ends
    gc.disable()  # nothing here refers to itself, and a million short lists would be looked through
    with contextlib.suppress(EOFError, OSError):
        try:
            with Database.open(path) as database:
                store = _LocalStore(database, plan)
                for packed in _received(pipe):
                    store.add(packed)
                pipe.send(store.index(_never))
                pipe.send(store.fold(_never))
        except ComposerError as error:
            pipe.send(error)


def _never() -> bool:
    return False


def _received(pipe: Pipe) -> Iterator[bytes]:
    """Take in what comes while other things are done, a little ahead; who sends needs not wait.

    Raises:
        EOFError: the pipe was closed before the end was told.
    """
    waiting: Queue[bytes | None] = Queue(maxsize=_AHEAD)

    def receive() -> None:
        packed: bytes | None = b""
        while packed is not None:
            try:
                packed = pipe.recv_bytes()
            except (EOFError, OSError):
                packed = None
            waiting.put(packed)
            if packed == _END:
                return

    threading.Thread(target=receive, name="receiving", daemon=True).start()
    while packed := waiting.get():
        yield packed
    if packed is None:
        raise EOFError


def _failed() -> WorkspaceError:
    return WorkspaceError(
        _("The list could not be stored."),
        advice=_("Check that its disk is there and has free space, then try again."),
    )
