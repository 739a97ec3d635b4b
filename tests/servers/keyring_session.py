"""A real system keyring for tests: gnome-keyring on a message bus and in a home of its own.

Programs run with `environment` find it as a desktop's keyring. Nothing of the user's own session is
touched. Both daemons are ended by their own process ids.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.required import require_program

PASSWORD = "keyring-password"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringSession:
    """A running, unlocked keyring; `environment` is whole, for `subprocess.run(env=…)`."""

    home: Path
    environment: Mapping[str, str]

    @classmethod
    @contextlib.contextmanager
    def started(cls, home: Path, *, password: str = PASSWORD) -> Iterator[KeyringSession]:
        """Start the bus and the unlocked keyring, and end both.

        A second session in the same home needs the same password to open the same keyring.
        """
        bus_program = require_program("dbus-daemon")
        keyring_program = require_program("gnome-keyring-daemon")
        environment = _environment(home)
        command = [bus_program, "--session", "--nofork", "--nopidfile", "--print-address=1"]
        with contextlib.ExitStack() as running:
            bus = running.enter_context(_started(command, environment))
            assert bus.stdout is not None
            environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
            command = [keyring_program, "--foreground", "--unlock", "--components=secrets"]
            keyring = running.enter_context(_started(command, environment))
            assert keyring.stdin is not None
            keyring.stdin.write(password.encode())
            keyring.stdin.close()
            # It prints its variables once its name is on the bus.
            assert keyring.stdout is not None
            keyring.stdout.readline()
            yield cls(home=home, environment=environment)


def _environment(home: Path) -> dict[str, str]:
    folders = {
        "XDG_DATA_HOME": home / ".local/share",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_STATE_HOME": home / ".local/state",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    without = {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND"}
    environment = {name: value for name, value in os.environ.items() if name not in without}
    return environment | {"HOME": str(home)} | {name: str(path) for name, path in folders.items()}


@contextlib.contextmanager
def _started(
    command: list[str], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
