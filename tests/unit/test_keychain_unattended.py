"""The password store while nobody is there: a window of the system that nobody answers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import pytest

from composer.errors import KeychainError
from composer.keychain_unattended import UnattendedKeychain
from tests.unit.test_keychain import UNLOCKED, desktop  # noqa: F401 - a fixture


class Asking:
    """A store that asks a person before each answer."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.windows = 0
        self.kept = {"a": "one"}

    def _ask(self) -> None:
        self.windows += 1
        assert self.may_answer.wait(60)

    def get(self, name: str) -> str | None:
        self._ask()
        return self.kept.get(name)

    def set(self, name: str, secret: str) -> None:
        self._ask()
        self.kept[name] = secret

    def delete(self, name: str) -> None:
        self._ask()
        self.kept.pop(name, None)


def test_a_question_that_nobody_answers_ends_and_is_not_asked_twice() -> None:
    store = Asking()
    keychain = UnattendedKeychain(store, answer_s=0.1)
    began = time.monotonic()
    for _time in range(3):
        with pytest.raises(KeychainError, match="could not open"):
            keychain.get("a")
    assert time.monotonic() - began < 5
    assert store.windows == 1, "one window of the system is enough"
    store.may_answer.set()
    until = time.monotonic() + 10
    while time.monotonic() < until:  # what is typed in the morning counts
        try:
            assert keychain.get("a") == "one"
            break
        except KeychainError:
            time.sleep(0.01)
    else:
        pytest.fail("an unlocked store is still taken for locked")


def test_a_store_that_answers_is_used_as_it_is() -> None:
    store = Asking()
    store.may_answer.set()
    keychain = UnattendedKeychain(store, answer_s=10)
    keychain.set("b", "two")
    assert (keychain.get("a"), keychain.get("b"), keychain.get("c")) == ("one", "two", None)
    keychain.delete("b")
    assert keychain.get("b") is None


def test_an_error_of_the_store_reaches_whoever_asked() -> None:
    class Locked(Asking):
        def get(self, name: str) -> str | None:
            raise KeychainError("locked")

    with pytest.raises(KeychainError, match="locked"):
        UnattendedKeychain(Locked(), answer_s=10).get("a")


LOCKED_MEANWHILE = """
import json, time
import secretstorage
from composer.errors import KeychainError
from composer.keychain import find_system_keychain
from composer.keychain_unattended import UnattendedKeychain
keychain = UnattendedKeychain(find_system_keychain(), answer_s=3)
keychain.set("provider:mail", "of the mail service")
told = {"before": keychain.get("provider:mail")}
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
began = time.monotonic()
try:
    told["after"] = keychain.get("provider:mail")
except KeychainError as error:
    told["error"] = str(error)
told["waited"] = time.monotonic() - began
print(json.dumps(told))
"""


def test_a_real_store_that_is_locked_meanwhile_keeps_nobody_waiting(
    desktop: dict[str, str],  # noqa: F811
) -> None:
    shell = ["bash", "-c", UNLOCKED, "shell", sys.executable, "-c", LOCKED_MEANWHILE]
    ran = subprocess.run(
        ["dbus-run-session", "--", *shell],
        env=desktop,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["before"] == "of the mail service"
    assert told["error"] == "Composer could not open this computer's password store."
    assert told["waited"] < 20
