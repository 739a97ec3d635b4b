from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from composer.errors import KeychainError
from composer.keychain_file import FileKeychain, ScryptCost

ROOT = Path(__file__).resolve().parents[2]
CHEAP = ScryptCost(n=2**4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keys.json"


def open_file(path: Path, passphrase: str = "correct horse") -> FileKeychain:
    return FileKeychain(path, passphrase, cost=CHEAP)


def test_secrets_come_back_in_another_process_of_the_program(path: Path) -> None:
    first = open_file(path)
    assert first.get("signing:a") is None
    first.set("signing:a", "one")
    first.set("signing:b", "zwei ü \U0001f511")
    first.set("signing:a", "new")
    second = open_file(path)
    assert (second.get("signing:a"), second.get("signing:b")) == ("new", "zwei ü \U0001f511")
    second.delete("signing:a")
    second.delete("signing:a")
    assert first.get("signing:a") is None
    assert first.get("signing:b") is not None


def test_neither_secrets_nor_their_names_can_be_read_in_the_file(path: Path) -> None:
    open_file(path).set("signing:alice", "hunter2hunter2")
    stored = path.read_bytes()
    for part in (b"hunter2", b"alice", b"correct horse"):
        assert part not in stored
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_wrong_passphrase_is_refused_and_changes_nothing(path: Path) -> None:
    open_file(path).set("a", "one")
    before = path.read_bytes()
    wrong = open_file(path, "wrong")
    for attempt in (
        lambda: wrong.get("a"),
        lambda: wrong.set("a", "x"),
        lambda: wrong.delete("a"),
    ):
        with pytest.raises(KeychainError, match="passphrase") as refused:
            attempt()
        assert refused.value.advice
        assert "wrong" not in str(refused.value)
    assert path.read_bytes() == before


def test_every_change_uses_a_new_nonce(path: Path) -> None:
    keychain = open_file(path)
    nonces = set()
    for _ in range(5):
        keychain.set("a", "the same")
        nonces.add(json.loads(path.read_bytes())["nonce"])
    assert len(nonces) == 5


@pytest.mark.parametrize("key", ["salt", "nonce", "ciphertext", "n"])
def test_a_changed_file_is_refused(path: Path, key: str) -> None:
    open_file(path).set("a", "one")
    content = json.loads(path.read_bytes())
    if key == "n":
        content["n"] *= 2
    else:
        flipped = "A" if content[key][0] != "A" else "B"
        content[key] = flipped + content[key][1:]
    path.write_text(json.dumps(content))
    with pytest.raises(KeychainError):
        open_file(path).get("a")


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"format": 2, "n": 16, "salt": "", "nonce": "", "ciphertext": ""}',
        (
            b'{"format": 1, "n": 1099511627776, "salt": "AAAAAAAAAAAAAAAAAAAAAA==",'
            b' "nonce": "AAAAAAAAAAAAAAAA", "ciphertext": ""}'
        ),
        (
            b'{"format": 1, "n": "16", "salt": "AAAAAAAAAAAAAAAAAAAAAA==",'
            b' "nonce": "AAAAAAAAAAAAAAAA", "ciphertext": ""}'
        ),
    ],
)
def test_a_file_that_is_not_ours_is_refused_before_any_work(path: Path, source: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(source)
    with pytest.raises(KeychainError):
        open_file(path).get("a")


WRITE = """
import sys
from pathlib import Path
from composer.keychain_file import FileKeychain, ScryptCost
keychain = FileKeychain(Path(sys.argv[1]), "correct horse", cost=ScryptCost(n=16))
for number in range(20):
    keychain.set(f"{sys.argv[2]}:{number}", "secret")
"""


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path), name],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for name in "abc"
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    keychain = open_file(path)
    assert all(keychain.get(f"{name}:{n}") == "secret" for name in "abc" for n in range(20))
    assert {item.name for item in path.parent.iterdir()} == {"keys.json", "keys.json.lock"}


def test_the_usual_cost_is_high(path: Path) -> None:
    FileKeychain(path, "x").set("a", "b")
    assert json.loads(path.read_bytes())["n"] >= 2**16
