"""Where secrets live: the system's password store, or one file that a passphrase encrypts.

Guards rule 10: no secret in the database, a log, an error, argv, a report or a URL. This is the one
file that imports keyring, and it takes the system's own stores by name: keyring's search for
plugins, its configuration file and plaintext stores are left aside, for they would run what
somebody else put there. Entries of providers have a name space of their own, so that a campaign's
settings can never ask for a signing key. Opening may show a dialog of the system: never call it on
the window's thread.
"""

from __future__ import annotations

import getpass
import importlib
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from keyring.backend import KeyringBackend

from composer.errors import KeychainError, UsageError
from composer.i18n import _, place
from composer.keychain_asking import WINDOW
from composer.keychain_file import PASSPHRASE_VARIABLE, FileKeychain, ScryptCost

__all__ = [
    "EnvironmentSecrets",
    "FileKeychain",
    "Keychain",
    "SystemKeychain",
    "find_system_keychain",
    "open_keychain",
    "provider_entry",
    "provider_secret",
    "secret_source",
    "secret_variable",
    "store_unusable",
]

SERVICE = "composer"
SECRET_PREFIX = "COMPOSER_SECRET_"  # noqa: S105 - the variables' beginning
KEYS_FILE = "keys.json"

# Keys of a practice workspace protect nothing: it can only ever write to this computer. A
# passphrase that everybody can read here says so, and spares beginners a dialog.
PRACTICE_PASSPHRASE = "practice"  # noqa: S105

_SYSTEM_STORES = {
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
}
_OTHER_SYSTEM_STORE = ("keyring.backends.SecretService", "Keyring")
_ONE_AT_A_TIME = threading.Lock()
"""GNOME's store dies of requests that several threads make at the same moment."""
REMEMBERED_S = 2.0
_PUBLIC = ("pins:", "signer:")
"""Entries that hold public keys and digests only."""
_PROVIDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Keychain(Protocol):
    """A place for secrets by name. Each method may raise `KeychainError`."""

    def get(self, name: str) -> str | None:
        """Give a secret, or None when there is none of that name."""
        ...

    def set(self, name: str, secret: str) -> None:
        """Keep a secret, in place of a former one."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""
        ...


class SystemKeychain:
    """The password store of Windows, macOS or the Linux desktop.

    What is no secret, and that there is none of a name, is remembered for a moment: one look at a
    campaign asks for it dozens of times, and GNOME's store ends after some thousand questions.
    """

    def __init__(
        self, store: KeyringBackend, *, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._monotonic_s = monotonic_s
        self._remembered: dict[str, tuple[float, str | None]] = {}

    def get(self, name: str) -> str | None:
        """Give a secret, or None when there is none of that name."""
        until_s, found = self._remembered.get(name, (0.0, None))
        if self._monotonic_s() < until_s:
            return found
        try:
            with _ONE_AT_A_TIME:
                found = self._store.get_password(SERVICE, name)
        except Exception:  # noqa: BLE001 - every store has errors of its own
            raise store_unusable() from None
        if found is None or name.startswith(_PUBLIC):
            self._remembered[name] = (self._monotonic_s() + REMEMBERED_S, found)
        return found

    def set(self, name: str, secret: str) -> None:
        """Keep a secret, and see that the store really has it."""
        self._remembered.pop(name, None)
        try:
            with _ONE_AT_A_TIME:
                self._store.set_password(SERVICE, name, secret)
                kept = self._store.get_password(SERVICE, name)
        except Exception:  # noqa: BLE001 - every store has errors of its own
            raise store_unusable() from None
        if kept != secret:
            raise store_unusable()

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""
        self._remembered.pop(name, None)
        try:
            with _ONE_AT_A_TIME:
                if self._store.get_password(SERVICE, name) is not None:
                    self._store.delete_password(SERVICE, name)
        except Exception:  # noqa: BLE001 - every store has errors of its own
            raise store_unusable() from None


def find_system_keychain() -> SystemKeychain | None:
    """Give the system's password store, or None where there is none."""
    module, name = _SYSTEM_STORES.get(sys.platform, _OTHER_SYSTEM_STORE)
    try:
        store = getattr(importlib.import_module(module), name)
        with _ONE_AT_A_TIME:
            is_usable = store.priority > 0  # asks the system whether the store is there
        return SystemKeychain(store()) if is_usable else None
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not there
        return None


class EnvironmentSecrets:
    """Providers' keys from `COMPOSER_SECRET_<NAME>`, for servers and CI."""

    def get(self, name: str) -> str | None:
        """Give a provider's key, or None when its variable is not set."""
        return os.environ.get(secret_variable(name)) or None


def _open_by_window(file: Path) -> FileKeychain:
    """Ask in the window until the file opens; what was given is kept in memory only.

    Raises:
        KeychainError: nobody gives a passphrase.
    """
    with WINDOW.one_at_a_time:
        given, is_wrong = WINDOW.given, False
        while not given:
            given = WINDOW.answer(is_new=not file.exists(), was_wrong=is_wrong)
            if not given:
                raise store_unusable(without_any=True)
            if not _opens(file, given):
                given, is_wrong = "", True
        WINDOW.given = given
        return FileKeychain(file, given)


def _opens(file: Path, passphrase: str) -> bool:
    try:
        FileKeychain(file, passphrase).get("any")
    except KeychainError:
        return False
    return True


def open_keychain(*, keys_dir: Path, workspace_id: str, practice: bool) -> Keychain:
    """Open the place for a workspace's secrets; it may ask a person for a passphrase.

    Practice workspaces have a file of their own kind. Otherwise `COMPOSER_PASSPHRASE` means the
    encrypted file; without it the system's store; where there is none, the file and a question: in
    the window, if one is open, or on the terminal.

    Raises:
        KeychainError: there is no password store and nobody to ask.
    """
    del workspace_id  # entries carry it in their names
    file = keys_dir / KEYS_FILE
    if practice:
        return FileKeychain(file, PRACTICE_PASSPHRASE, cost=ScryptCost(n=2**12))
    passphrase = os.environ.get(PASSPHRASE_VARIABLE) or WINDOW.take_handed()
    if passphrase:
        return FileKeychain(file, passphrase)
    system = find_system_keychain()
    if system is not None:
        return system
    if WINDOW.ask is not None:
        return _open_by_window(file)
    if sys.stdin is not None and sys.stdin.isatty():
        return FileKeychain(file, _ask_passphrase(is_new=not file.exists()))
    raise store_unusable(without_any=True)


def provider_entry(name: str) -> str:
    """Name the keychain's entry of a provider's key.

    >>> provider_entry("smtp-main")
    'provider:smtp-main'

    Raises:
        UsageError: no provider's key can be called that.
    """
    if not _PROVIDER_NAME.fullmatch(name):
        raise UsageError(
            _("A key's name has letters, digits, “-” and “_” only."),
            advice=_("Choose a name such as smtp-main."),
        )
    return f"provider:{name}"


def provider_secret(name: str, keychain: Keychain) -> str:
    """Give a provider's key: from the keychain, else from the environment.

    Raises:
        KeychainError: neither has it, or the password store cannot be opened.
    """
    entry = provider_entry(name)
    from_environment = EnvironmentSecrets().get(name)
    try:
        secret = keychain.get(entry)
    except KeychainError:
        if from_environment is None:
            raise
        return from_environment
    found = secret or from_environment
    if found is None:
        raise KeychainError(
            place(_("There is no key “{name}” on this computer."), name=name),
            advice=place(
                _("Store it with “composer keys set {name}”, or set {variable}."),
                name=name,
                variable=secret_variable(name),
            ),
        )
    return found


def secret_source(name: str, keychain: Keychain | None) -> str:
    """Say where a provider's key is: "stored", "environment" or "missing"; nothing is given.

    Raises:
        KeychainError: the password store cannot be opened.
    """
    if _PROVIDER_NAME.fullmatch(name) is None:
        return "missing"
    if keychain is not None and keychain.get(provider_entry(name)):
        return "stored"
    return "environment" if EnvironmentSecrets().get(name) else "missing"


def secret_variable(name: str) -> str:
    """Name the variable of the environment in which a provider's key may stand.

    >>> secret_variable("smtp-main")
    'COMPOSER_SECRET_SMTP_MAIN'
    """
    return SECRET_PREFIX + name.upper().replace("-", "_")


def _ask_passphrase(*, is_new: bool) -> str:
    """Ask on the terminal, twice when the passphrase is chosen now."""
    if not is_new:
        return getpass.getpass(_("Passphrase of this workspace's keys: "))
    chosen = getpass.getpass(_("Choose a passphrase for this workspace's keys: "))
    if not chosen or getpass.getpass(_("The same again: ")) != chosen:
        raise KeychainError(
            _("No passphrase was chosen, so no key was stored."),
            advice=_("Try again and type the same passphrase twice."),
        )
    return chosen


def store_unusable(*, without_any: bool = False) -> KeychainError:
    """Say that the password store cannot be opened, or (`without_any`) that there is none."""
    unlock = _(
        "Unlock it (Windows: Credential Manager; macOS: Keychain; Linux: Passwords) and try again."
        " Your key was not saved anywhere else."
    )
    instead = place(
        _("On a computer without one, set {name} to a passphrase of your own."),
        name=PASSPHRASE_VARIABLE,
    )
    return KeychainError(
        _("Composer could not open this computer's password store."),
        advice=f"{unlock} {instead}" if without_any else unlock,
    )
