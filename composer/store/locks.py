"""One operating-system lock per file: who writes, who sends, and who holds it now.

The lock belongs to an open file, so the system frees it when its process dies, however it dies;
nothing here expires by the clock. The text inside the file (process, computer, time) is for people
only and decides nothing. The file itself is never deleted: a deleted lock file is two locks.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from composer.errors import LockHeld
from composer.i18n import _, place

_FIRST_PAUSE_S = 0.001
_LONGEST_PAUSE_S = 0.05

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 20  # past the text, which others must be able to read

    def _try_lock(file: int) -> bool:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

    def _is_running(_pid: int) -> bool:
        return True  # os.kill(pid, 0) ends a process here; an old name is the smaller harm

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

    def _is_running(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


class OsLock:
    """An exclusive lock between processes, and between threads of one process.

    As a context manager it tries once and raises `LockHeld`; use `acquire` to wait.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._between_threads = threading.Lock()
        self._file: int | None = None

    def acquire(self, timeout_s: float = 0.0) -> None:
        """Take the lock, waiting at most `timeout_s`.

        What counts is how long was waited, not the clock: when the computer stands still, so does
        whoever holds the lock.

        Raises:
            LockHeld: somebody else holds it; the text says which process.
        """
        left_s, pause_s = timeout_s, _FIRST_PAUSE_S
        while not self._is_taken(min(pause_s, max(left_s, 0.0))):
            if left_s <= 0:
                raise self._held()
            left_s -= pause_s
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def release(self) -> None:
        """Give the lock back.

        Raises:
            RuntimeError: it is not held; a programming error.
        """
        file, self._file = self._file, None
        if file is None:
            message = "the lock is not held"
            raise RuntimeError(message)
        try:
            os.ftruncate(file, 0)
            _unlock(file)
        finally:
            os.close(file)
            self._between_threads.release()

    @property
    def is_held(self) -> bool:
        """Whether this very object holds the lock."""
        return self._file is not None

    def holder(self) -> str:
        """Say who holds the lock, for people; empty when nobody does.

        Also a name of another computer is asked for its lock: a computer that went down, or was
        given another name since, would hold it for ever.
        """
        try:
            pid, host, since = self.path.read_text(encoding="utf-8").split()
            is_gone = host == socket.gethostname() and not _is_running(int(pid))
            if is_gone or not self._is_locked():
                return ""
        except (OSError, ValueError, OverflowError):
            return ""
        return place(_("process {pid} on {host}, since {since}"), pid=pid, host=host, since=since)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _is_locked(self) -> bool:
        """Tell whether somebody holds the lock: a name in the file may be a dead process's."""
        file = os.open(self.path, os.O_RDWR)
        try:
            if not _try_lock(file):
                return True
            _unlock(file)
            return False
        finally:
            os.close(file)

    def _is_taken(self, pause_s: float) -> bool:
        """Try once, and let so much time pass if somebody else has it."""
        if not self._between_threads.acquire(timeout=pause_s):
            return False
        try:
            self._file = self._locked_file()
        except BaseException:
            self._between_threads.release()
            raise
        if self._file is None:
            self._between_threads.release()
            time.sleep(pause_s)  # flock knows no deadline; short growing pauses do
        return self._file is not None

    def _locked_file(self) -> int | None:
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if _try_lock(file) and self._is_still_the_file(file):
                self._sign(file)
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)
        return None

    def _is_still_the_file(self, file: int) -> bool:
        """Tell whether the locked file is the one that others will open by this name."""
        try:
            return os.path.samestat(os.fstat(file), self.path.stat())
        except FileNotFoundError:
            return False

    def _sign(self, file: int) -> None:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(OSError):  # a full disk: the text is for people, the lock holds without it
            os.ftruncate(file, 0)
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, f"{os.getpid()} {socket.gethostname()} {since}\n".encode())

    def _held(self) -> LockHeld:
        who = self.holder() or _("another process")
        return LockHeld(
            place(_("Somebody else is working here: {who}."), who=who),
            advice=_("Wait until it has finished, or close it, then try again."),
        )
