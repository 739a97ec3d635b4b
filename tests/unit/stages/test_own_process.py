"""A process of this program's own gets a typed passphrase through a pipe, and through nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from composer import keychain_asking
from composer.stages import own_process
from composer.stages.own_process import OwnCommand, start_own

PASSPHRASE = "horse battery stäple"
CHILD = """
import json, os, sys
from composer.keychain_asking import WINDOW
seen = " ".join([*os.environ.values(), *sys.argv])
print(json.dumps([WINDOW.take_handed(), WINDOW.take_handed(), sys.stdin.read(), seen]))
"""


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Start a process as the window starts the sender, and give what it saw."""
    monkeypatch.setattr(keychain_asking.WINDOW, "given", "")
    command = [sys.executable, "-X", "utf8", "-c", CHILD]
    monkeypatch.setattr(own_process, "own_command", lambda *_some: command)
    desk = SimpleNamespace(folder=SimpleNamespace(path=tmp_path))

    def started(given: str) -> list[str]:
        monkeypatch.setattr(keychain_asking.WINDOW, "given", given)
        wanted = OwnCommand(
            words=[],
            by=SimpleNamespace(),
            output=subprocess.PIPE,
            errors=None,
            variables={"PYTHONPATH": str(Path(__file__).parents[3])},
        )
        with start_own(desk, wanted) as process:
            output, _none = process.communicate(timeout=60)
        return json.loads(output)

    return started


def test_what_was_typed_reaches_it_and_stands_in_no_variable_or_argument(answer) -> None:
    first, again, rest, seen = answer(PASSPHRASE)
    assert first == again == PASSPHRASE
    assert rest == ""
    assert PASSPHRASE not in seen


def test_where_nothing_was_typed_its_input_is_empty(answer) -> None:
    assert answer("")[:3] == ["", "", ""]


def test_a_process_that_has_ended_already_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keychain_asking.WINDOW, "given", PASSPHRASE * 10_000)
    command = [sys.executable, "-c", "import os; os.close(0)"]
    monkeypatch.setattr(own_process, "own_command", lambda *_some: command)
    desk = SimpleNamespace(folder=SimpleNamespace(path=tmp_path))
    wanted = OwnCommand(words=[], by=SimpleNamespace(), output=subprocess.PIPE, errors=None)
    with start_own(desk, wanted) as process:
        assert process.wait(60) == 0
