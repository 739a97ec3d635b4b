"""Processes of the real program that start at once: forked from one that has imported it.

A command takes more processor time to import the program than to do its work, and the tests run
some hundred commands. Each is still a process of its own, with its own environment, folder and end:
what a command leaves behind in memory dies with it. Where there is no fork, and for another
checkout than the one that is tested, `CommandLine` starts Python anew.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import keyring.core

from tests.quick_workers import fork_from_here_on

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "composer.cli",
    "composer.stages",
    "composer.records",
    "composer.delivery",
    "composer.transports",
)
CAN_FORK = sys.platform.startswith("linux")
AT_START = ("PYTHON", "LANG", "LC_")
"""What Python reads of the environment when it starts, and cannot be told later."""


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


class Forked:
    """A running command, as `subprocess.Popen` shows one; it is a child of the ready program."""

    def __init__(self, pid: int, *, reap: Callable[[int], int]) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._reap = reap
        self._handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Give the exit code, or None while it runs."""
        if self.returncode is None and select.select([self._handle], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout_s: float | None = None) -> int:
        """Wait until it has ended; gives the exit code."""
        if self.returncode is None:
            ended = select.select([self._handle], [], [], timeout_s)[0]
            assert ended, "it did not end in time"
            os.close(self._handle)
            self.returncode = self._reap(self.pid)
        return self.returncode

    def kill(self) -> None:
        """Send SIGKILL; until it is waited for the number is nobody else's."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)


class ReadyProgram:
    """A process that has imported the program, and forks one for each command."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.flow.ready_program import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        atexit.register(self.close)

    def run(
        self, words: Sequence[str], *, environment: Mapping[str, str], folder: Path, timeout_s: int
    ) -> Done:
        """Run one command to its end; after the time-out it is killed, which is its code."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
            code = self._asked(
                words=[*words],
                environment={**environment},
                folder=str(folder),
                out=f"/proc/{os.getpid()}/fd/{out.fileno()}",
                errors=f"/proc/{os.getpid()}/fd/{errors.fileno()}",
                timeout_s=timeout_s,
            )
            out.seek(0)
            errors.seek(0)
            return Done(code, out.read(), errors.read())

    def start(
        self, words: Sequence[str], *, environment: Mapping[str, str], folder: Path
    ) -> Forked:
        """Run one command beside the caller, who must wait for its end."""
        pid = self._asked(
            words=[*words],
            environment={**environment},
            folder=str(folder),
            out=os.devnull,
            errors=os.devnull,
        )
        return Forked(pid, reap=lambda pid: self._asked(reap=pid))

    def _asked(self, **wanted: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wanted).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    @staticmethod
    def can_run(environment: Mapping[str, str]) -> bool:
        """Whether a process that is forked here is what it would be if it were started."""
        return CAN_FORK and _at_start(environment) == _at_start(os.environ)

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(AT_START) and name not in {"PYTHONPATH", "PYTHON_KEYRING_BACKEND"}
    }


def serve() -> None:
    """Fork a process for each line that asks for one; answer with its exit code.

    Without a time-out the answer is its number, at once, and a later line asks for its code.
    """
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        for found in pkgutil.iter_modules(path, f"{package}."):
            importlib.import_module(found.name)
    fork_from_here_on()
    for line in sys.stdin:
        wanted = json.loads(line)
        child = wanted.get("reap") or os.fork()
        if child == 0:
            _become(wanted)
        if "reap" in wanted:
            answer = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        elif "timeout_s" in wanted:
            answer = _code_of(child, timeout_s=wanted["timeout_s"])
        else:
            answer = child
        print(answer, flush=True)


def _code_of(child: int, *, timeout_s: int) -> int:
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(timeout_s)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        signal.alarm(0)


def _become(wanted: dict) -> NoReturn:
    """Be the program as it would be after a start of its own."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for number, path, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, wanted["out"], os.O_WRONLY | os.O_APPEND),
        (2, wanted["errors"], os.O_WRONLY | os.O_APPEND),
    ):
        opened = os.open(path, how)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.chdir(wanted["folder"])
    random.seed()
    time.tzset()
    keyring.core.init_backend()  # as the environment says now
    sys.argv = ["composer", *wanted["words"]]
    from composer.__main__ import main

    sys.exit(main())
