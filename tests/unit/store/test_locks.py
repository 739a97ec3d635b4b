from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from composer.errors import LockHeld
from composer.store.locks import OsLock

HOLD = """
    import sys
    from pathlib import Path
    from composer.store.locks import OsLock
    with OsLock(Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.readline()
    print("released", flush=True)
    sys.stdin.readline()
"""


def test_second_process_is_refused_and_told_who_holds_it(tmp_path: Path, start_python) -> None:
    other = start_python(HOLD, tmp_path / "lock")
    assert other.stdout.readline() == "held\n"
    lock = OsLock(tmp_path / "lock")
    with pytest.raises(LockHeld, match=f"process {other.pid} on ") as refused:
        lock.acquire()
    assert refused.value.advice
    assert f"process {other.pid} " in lock.holder()
    assert not lock.is_held


def test_lock_of_a_killed_process_is_free(tmp_path: Path, start_python) -> None:
    other = start_python(HOLD, tmp_path / "lock")
    assert other.stdout.readline() == "held\n"
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    lock = OsLock(tmp_path / "lock")
    assert lock.holder() == ""
    with lock:
        assert lock.is_held


def test_waiting_ends_when_the_other_process_lets_go(tmp_path: Path, start_python) -> None:
    other = start_python(HOLD, tmp_path / "lock")
    assert other.stdout.readline() == "held\n"
    lock = OsLock(tmp_path / "lock")
    other.stdin.write("\n")
    other.stdin.flush()
    lock.acquire(30)
    assert lock.is_held
    assert f"process {os.getpid()} " in lock.holder()
    lock.release()
    assert lock.holder() == ""


def test_waiting_ends_at_the_timeout(tmp_path: Path) -> None:
    with OsLock(tmp_path / "lock"), pytest.raises(LockHeld):
        OsLock(tmp_path / "lock").acquire(0.05)


def test_what_counts_is_how_long_was_waited_and_not_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    with OsLock(tmp_path / "lock"), pytest.raises(LockHeld):
        OsLock(tmp_path / "lock").acquire(5.0)
    assert sum(waited) == pytest.approx(5.0)


def test_threads_share_one_lock_object(tmp_path: Path) -> None:
    lock = OsLock(tmp_path / "lock")
    inside = 0
    most = 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            lock.acquire(30)
            inside += 1
            most = max(most, inside)
            inside -= 1
            lock.release()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_the_same_object_is_not_taken_twice(tmp_path: Path) -> None:
    lock = OsLock(tmp_path / "lock")
    with lock, pytest.raises(LockHeld):
        lock.acquire()


def test_releasing_what_is_not_held_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        OsLock(tmp_path / "lock").release()


def test_lock_file_is_private_and_stays(tmp_path: Path) -> None:
    with OsLock(tmp_path / "lock"):
        pass
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600


def test_a_lock_file_of_nonsense_names_nobody(tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(b"\xff not ours")
    assert OsLock(tmp_path / "lock").holder() == ""


def test_a_name_of_another_computer_counts_only_while_the_lock_is_held(tmp_path: Path) -> None:
    lock = OsLock(tmp_path / "lock")
    name = "1 the-name-before.invalid 2026-01-01T00:00:00+00:00\n"
    with lock:
        lock.path.write_text(name)
        assert "the-name-before.invalid" in OsLock(lock.path).holder()
    lock.path.write_text(name)
    assert lock.holder() == ""
