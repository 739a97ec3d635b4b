from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

import composer
from composer import keychain as keychain_module
from composer.errors import KeychainError, UsageError
from composer.keychain import (
    REMEMBERED_S,
    FileKeychain,
    SystemKeychain,
    find_system_keychain,
    open_keychain,
    provider_entry,
    provider_secret,
)
from tests.required import require_program

ROOT = Path(__file__).resolve().parents[2]


class Store(KeyringBackend):
    """A password store in memory that can be locked or forgetful."""

    priority = 0.1

    def __init__(self, *, locked: bool = False, forgets: bool = False) -> None:
        super().__init__()
        self.locked = locked
        self.forgets = forgets
        self.kept: dict[tuple[str, str], str] = {}

    def _require_open(self, secret: str = "") -> None:
        if self.locked:
            raise KeyringLocked(f"locked {secret}")

    def get_password(self, service: str, username: str) -> str | None:
        self._require_open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._require_open(password)
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._require_open()
        del self.kept[service, username]


@pytest.fixture
def without_system_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("COMPOSER_PASSPHRASE", raising=False)
    monkeypatch.setattr(keychain_module, "find_system_keychain", lambda: None)


def test_a_store_keeps_replaces_and_forgets() -> None:
    keychain = SystemKeychain(Store())
    keychain.set("signing:a", "one")
    keychain.set("signing:a", "two")
    assert keychain.get("signing:a") == "two"
    keychain.delete("signing:a")
    keychain.delete("signing:a")
    assert keychain.get("signing:a") is None


def test_a_locked_store_says_what_to_do_and_never_the_secret() -> None:
    keychain = SystemKeychain(Store(locked=True))
    for attempt in (
        lambda: keychain.get("a"),
        lambda: keychain.set("a", "hunter2"),
        lambda: keychain.delete("a"),
    ):
        with pytest.raises(KeychainError) as refused:
            attempt()
        assert str(refused.value) == "Composer could not open this computer's password store."
        assert "Unlock it" in refused.value.advice
        assert "not saved anywhere else" in refused.value.advice
        assert refused.value.__suppress_context__
        assert "hunter2" not in str(refused.value) + refused.value.advice


def test_a_store_is_asked_by_one_thread_at_a_time() -> None:
    """GNOME's keyring ends at requests that come beside each other."""
    asking = threading.Lock()

    class Alone(Store):
        def get_password(self, service: str, username: str) -> str | None:
            assert asking.acquire(blocking=False), "two threads ask at once"
            time.sleep(0.001)
            asking.release()
            return super().get_password(service, username)

    keychain = SystemKeychain(Alone())
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(keychain.get, "abcdefgh")) == {None}


def test_what_is_no_secret_is_remembered_for_a_moment_and_no_secret_ever() -> None:
    asked: list[str] = []

    class Counted(Store):
        def get_password(self, service: str, username: str) -> str | None:
            asked.append(username)
            return super().get_password(service, username)

    now_s = 100.0
    keychain = SystemKeychain(Counted(), monotonic_s=lambda: now_s)

    def questions(name: str) -> int:
        asked.clear()
        for _again in range(3):
            keychain.get(name)
        return len(asked)

    for name in ("pins:w1", "signing:a"):
        keychain.set(name, "one")
    assert questions("pins:w1") == 1
    assert questions("signing:a") == 3
    assert questions("signing:elsewhere") == 1, "that there is none is no secret"
    keychain.set("signing:elsewhere", "came")
    assert keychain.get("signing:elsewhere") == "came"
    now_s += REMEMBERED_S
    assert questions("pins:w1") == 1


def test_a_store_that_forgets_is_an_error() -> None:
    with pytest.raises(KeychainError):
        SystemKeychain(Store(forgets=True)).set("a", "one")


def test_plugins_and_settings_of_keyring_are_left_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evil_store.py").write_text("raise SystemExit('a plugin ran')")
    (tmp_path / "config" / "python_keyring").mkdir(parents=True)
    (tmp_path / "config" / "python_keyring" / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=evil_store.Keyring\nkeyring-path={tmp_path}\n"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "evil_store.Keyring")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert find_system_keychain() is None
    assert "evil_store" not in sys.modules


def test_an_explicit_passphrase_means_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "from the environment")
    opened = open_keychain(keys_dir=tmp_path, workspace_id="w", practice=False)
    opened.set("a", "one")
    assert FileKeychain(tmp_path / "keys.json", "from the environment").get("a") == "one"


def test_a_practice_workspace_opens_without_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_system_store: None
) -> None:
    open_keychain(keys_dir=tmp_path, workspace_id="w", practice=True).set("a", "one")
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "set for another workspace")
    again = open_keychain(keys_dir=tmp_path, workspace_id="w", practice=True)
    assert again.get("a") == "one"


def test_the_systems_store_comes_before_a_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMPOSER_PASSPHRASE", raising=False)
    system = SystemKeychain(Store())
    monkeypatch.setattr(keychain_module, "find_system_keychain", lambda: system)
    assert open_keychain(keys_dir=tmp_path, workspace_id="w", practice=False) is system


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def answers(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    waiting = iter(texts)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(waiting))


def test_a_new_passphrase_is_asked_twice_and_a_known_one_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_system_store: None
) -> None:
    answers(monkeypatch, "chosen", "chosen", "chosen")
    open_keychain(keys_dir=tmp_path, workspace_id="w", practice=False).set("a", "one")
    assert open_keychain(keys_dir=tmp_path, workspace_id="w", practice=False).get("a") == "one"


@pytest.mark.parametrize("typed", [("one", "other"), ("", "")])
def test_a_passphrase_that_is_not_chosen_stores_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    without_system_store: None,
    typed: tuple[str, str],
) -> None:
    answers(monkeypatch, *typed)
    with pytest.raises(KeychainError):
        open_keychain(keys_dir=tmp_path, workspace_id="w", practice=False)
    assert list(tmp_path.iterdir()) == []


def test_without_store_passphrase_and_terminal_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_system_store: None
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(KeychainError) as refused:
        open_keychain(keys_dir=tmp_path, workspace_id="w", practice=False)
    assert "COMPOSER_PASSPHRASE" in refused.value.advice


def test_a_providers_key_comes_from_the_keychain_else_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keychain = SystemKeychain(Store())
    with pytest.raises(KeychainError, match="smtp-main") as refused:
        provider_secret("smtp-main", keychain)
    assert "COMPOSER_SECRET_SMTP_MAIN" in refused.value.advice
    monkeypatch.setenv("COMPOSER_SECRET_SMTP_MAIN", "")
    with pytest.raises(KeychainError):
        provider_secret("smtp-main", keychain)
    monkeypatch.setenv("COMPOSER_SECRET_SMTP_MAIN", "from the environment")
    assert provider_secret("smtp-main", keychain) == "from the environment"
    keychain.set(provider_entry("smtp-main"), "from the keychain")
    assert provider_secret("smtp-main", keychain) == "from the keychain"


def test_a_locked_store_leaves_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = SystemKeychain(Store(locked=True))
    with pytest.raises(KeychainError, match="password store"):
        provider_secret("smtp-main", locked)
    monkeypatch.setenv("COMPOSER_SECRET_SMTP_MAIN", "from the environment")
    assert provider_secret("smtp-main", locked) == "from the environment"


@pytest.mark.parametrize("name", ["signing:abc", "", "a/b", "../x", "a b", "é", "a" * 65, "a\n"])
def test_a_providers_key_cannot_be_called_like_another_entry(name: str) -> None:
    keychain = SystemKeychain(Store())
    keychain.set("signing:abc", "private")
    with pytest.raises(UsageError):
        provider_secret(name, keychain)


def test_one_file_imports_keyring() -> None:
    importing = set()
    for path in Path(composer.__file__).parent.rglob("*.py"):
        source = path.read_bytes()
        if b"keyring" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(name.partition(".")[0] == "keyring" for name in names):
                importing.add(path.name)
    assert importing == {"keychain.py"}


PROBE = """
import json, sys
from composer.errors import KeychainError
from composer.keychain import find_system_keychain, open_keychain
from pathlib import Path
found = find_system_keychain()
told = {"found": found is not None}
keychain = open_keychain(keys_dir=Path(sys.argv[1]), workspace_id="w", practice=False)
told["kind"] = type(keychain).__name__
try:
    told["before"] = keychain.get("signing:probe")
    keychain.set("signing:probe", "geheim ü")
    keychain.set("signing:probe", "geheim ü" * 200)
    told["kept"] = keychain.get("signing:probe")
    told["other"] = keychain.get("signing:other")
    if len(sys.argv) > 2:
        keychain.delete("signing:probe")
        keychain.delete("signing:probe")
        told["after"] = keychain.get("signing:probe")
except KeychainError as error:
    told["error"] = str(error)
print(json.dumps(told))
"""

UNLOCKED = 'printf %s secret | "$DAEMON" --unlock --components=secrets >/dev/null 2>&1 && exec "$@"'


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str]:
    """The environment of a desktop with a home and a password store of its own."""
    require_program("dbus-run-session")
    (tmp_path / "run").mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "PYTHONPATH": str(ROOT),
        "DAEMON": require_program("gnome-keyring-daemon"),
    }


def probe(desktop: dict[str, str], *words: str, unlocked: bool = True) -> dict[str, object]:
    """Run the probe on a bus of its own; the daemons end with their bus."""
    shell = ["bash", "-c", UNLOCKED, "shell"] if unlocked else []
    ran = subprocess.run(
        ["dbus-run-session", "--", *shell, sys.executable, "-c", PROBE, desktop["HOME"], *words],
        env=desktop,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "geheim" not in ran.stderr
    told: dict[str, object] = json.loads(ran.stdout)
    return told


def test_a_real_password_store_keeps_secrets_over_a_restart(desktop: dict[str, str]) -> None:
    first = probe(desktop)
    assert first == {
        "found": True,
        "kind": "SystemKeychain",
        "before": None,
        "kept": "geheim ü" * 200,
        "other": None,
    }
    second = probe(desktop, "delete")
    assert (second["before"], second["after"]) == ("geheim ü" * 200, None)
    assert probe(desktop)["before"] is None
    stored = [path for path in Path(desktop["HOME"]).rglob("*") if path.is_file()]
    assert stored
    assert not any(b"geheim" in path.read_bytes() for path in stored)


def test_a_real_password_store_that_stays_locked_is_told(desktop: dict[str, str]) -> None:
    probe(desktop)
    told = probe(desktop, unlocked=False)
    assert told["error"] == "Composer could not open this computer's password store."
