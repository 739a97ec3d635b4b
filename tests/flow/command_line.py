"""Runs the real program as a person at a terminal would: one process for each command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.flow.ready_program import Done, Forked, ReadyProgram

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 600
START = 3
"""The words that start Python on the program, before the program's own."""


@cache
def ready() -> ReadyProgram:
    """Give the imported program of this test process."""
    return ReadyProgram()


@dataclass(frozen=True)
class Answer:
    """What a command answered: exit code, its last JSON object, and everything it wrote."""

    code: int
    record: dict
    output: bytes
    errors: str

    @property
    def findings(self) -> list[str]:
        return [item["code"] for item in self.record.get("findings", [])]


@dataclass
class CommandLine:
    """The command line on one workspace; `program` is the checkout that runs: that of the tests."""

    workspace: Path
    environment: dict[str, str] = field(default_factory=dict)
    program: Path = ROOT

    def __call__(self, *words: object, by: str | None = None, code: int | None = 0) -> Answer:
        """Run a command with --json; fail the test unless it ends with `code` (None: any)."""
        done = self._done(self.command(*words, by=by))
        errors = done.stderr.decode("utf-8", "replace")
        answer = Answer(done.returncode, _last_json(done.stdout), done.stdout, errors)
        if code is not None:
            assert done.returncode == code, (
                f"{words}: {done.returncode}\n{done.stdout[-3000:]!r}\n{errors[-3000:]}"
            )
        assert "Traceback" not in errors, errors
        return answer

    def _done(self, command: list[str]) -> Done | subprocess.CompletedProcess[bytes]:
        """Run a command to its end, forked from a program that is imported where that is alike."""
        environment = self.environ()
        if self.program == ROOT and ReadyProgram.can_run(environment):
            return ready().run(
                command[START:],
                environment=environment,
                folder=self.workspace.parent,
                timeout_s=TIMEOUT_S,
            )
        return subprocess.run(
            command,
            capture_output=True,
            env=environment,
            cwd=self.workspace.parent,
            timeout=TIMEOUT_S,
            check=False,
        )

    def command(self, *words: object, by: str | None = None) -> list[str]:
        person = ["--as", by] if by else []
        return [
            sys.executable, "-m", "composer", "--workspace", str(self.workspace), "--json", *person,
            *(str(word) for word in words),
        ]  # fmt: skip

    def environ(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.program), **self.environment}

    @contextmanager
    def started(
        self, *words: object, by: str | None = None
    ) -> Iterator[Forked | subprocess.Popen[bytes]]:
        """Run a command beside the test; whatever happens in the test, it is ended and waited for."""
        command, environment = self.command(*words, by=by), self.environ()
        if self.program == ROOT and ReadyProgram.can_run(environment):
            forked = ready().start(
                command[START:], environment=environment, folder=self.workspace.parent
            )
            try:
                yield forked
            finally:
                forked.kill()
                forked.wait()
            return
        with subprocess.Popen(
            command,
            env=environment,
            cwd=self.workspace.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def raw(self, *words: object) -> bytes:
        """Run a command without --json and give what it printed."""
        command = [word for word in self.command(*words) if word != "--json"]
        return subprocess.run(
            command, capture_output=True, env=self.environ(), timeout=TIMEOUT_S, check=True
        ).stdout


def _last_json(output: bytes) -> dict:
    lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    try:
        record = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}
