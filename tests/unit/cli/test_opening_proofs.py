"""`proof open` for somebody who has no key for the file: what to do, and by which command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from composer.cli.main import BLOCKED, DONE, run_command_line
from tests.unit.stages.proof_reader import proof_file, team


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "asked.proof"
    made.write_bytes(proof_file(team()))
    return made


def run(*words: object) -> int:
    return run_command_line(
        [str(word) for word in words], open_window=lambda *_all: 0, open_file=lambda *_all: 0
    )


def test_whoever_has_no_key_is_told_the_command_that_makes_one(
    file: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "only for this test")
    assert run("proof", "open", file, "--no-window") == BLOCKED
    told = capsys.readouterr()
    assert "No key of yours is on this computer" in told.out + told.err
    assert "composer people join NAME EMAIL --out FILE" in told.out + told.err
    request = home / "dora.join"
    assert run("people", "join", "Dora Ek", "dora@example.com", "--out", request) == DONE
    capsys.readouterr()
    assert run("proof", "open", file, "--json") == BLOCKED
    found = json.loads(capsys.readouterr().out)["findings"]
    codes = [item["code"] for item in found]
    assert codes == ["proof_file.not_for_you", "proof_file.join_by_command"]
    assert all(item["text"] and item["advice"] for item in found)
