"""What holds for every test: a home of its own, no unexpected log line, nothing left open.

Warnings are errors (pyproject.toml), among them the ResourceWarning of an unclosed file, socket or
database and an exception nobody could catch. The whole run has a temporary HOME, so that the
user's workspace, keyring and settings are neither read nor written; `home` gives a fresh one to a
single test.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.flow.conftest import Practice

ROOT = Path(__file__).resolve().parents[1]
OWN_SETTINGS = (
    "COMPOSER_WORKSPACE",
    "COMPOSER_AS",
    "COMPOSER_PASSPHRASE",
    "COMPOSER_LANGUAGE",
    "DBUS_SESSION_BUS_ADDRESS",
)
MOST_UNCOLLECTED = 100_000
LONGEST_FIRST = (
    "tests/gui/test_walk.py",
    "tests/faults/test_killed_program.py",
    "tests/flow/test_whole_flow.py",
    "tests/gui/test_every_page.py",
    "tests/flow/test_forbidden_moves.py",
    "tests/flow/test_real_mail.py",
    "tests/flow/test_forged_records.py",
    "tests/faults/test_simulated_crashes.py",
    "tests/flow/test_one_person_per_account.py",
)
"""So that no process is left alone with one of them at the end."""
# A busy machine fails no test: what takes how long is shown by the benchmarks.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
KEYRING_THAT_REFUSES = "keyring.backends.fail.Keyring"

pytest_plugins = ["tests.servers.fixtures"]


def home_environment(folder: Path) -> dict[str, str]:
    """Give the variables under which every user folder lies inside `folder`."""
    return {
        "HOME": str(folder),
        "USERPROFILE": str(folder),
        "APPDATA": str(folder / "roaming"),
        "LOCALAPPDATA": str(folder / "local"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }


def pytest_configure(config: pytest.Config) -> None:
    """Move the run into a temporary home before anything asks where home is."""
    folder = Path(tempfile.mkdtemp(prefix="composer-tests-"))
    before = dict(os.environ)
    os.environ.update(home_environment(folder))
    os.environ["PYTHON_KEYRING_BACKEND"] = KEYRING_THAT_REFUSES
    for name in OWN_SETTINGS:
        os.environ.pop(name, None)
    take_screen()

    def leave() -> None:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(leave)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the files that take longest before all others."""
    places = {ROOT / name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def take_screen() -> None:
    """Take this test process's own screen, where `dev.py test` started one for each."""
    displays = os.environ.get("TEST_DISPLAYS", "").split()
    number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if displays and number.isdigit():
        os.environ["DISPLAY"] = displays[int(number) % len(displays)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home for one test: the default workspace, state and settings lie inside it."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, value in home_environment(folder).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Inputs that nobody here wrote; they lie beside the checkout where there are any."""
    folder = ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("the corpora beside the checkout are absent")
    return folder


class _Unexpected(logging.Handler):
    """Keeps the log lines from WARNING up that no test announced."""

    def __init__(self, expected: list[re.Pattern[str]]) -> None:
        super().__init__(logging.WARNING)
        self.expected = expected
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if not any(pattern.search(line) for pattern in self.expected):
            self.lines.append(line)


@pytest.fixture(autouse=True)
def _no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a log line from WARNING up; `@pytest.mark.expect_log(PATTERN)` announces one."""
    marks = request.node.iter_markers("expect_log")
    handler = _Unexpected([re.compile(mark.args[0]) for mark in marks])
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.lines:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.lines), pytrace=False)


def pytest_runtest_logfinish() -> None:
    """Collect between tests where a window has switched the automatic collector off."""
    if not gc.isenabled() and gc.get_count()[0] > MOST_UNCOLLECTED:
        gc.collect()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Collect what is left, so that the last test's unclosed things are told too."""
    gc.collect()


@pytest.fixture(scope="session")
def pattern_at_rest(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """One send that rests, to be copied; nobody changes it."""
    from tests.flow.resting import resting_send

    return resting_send(tmp_path_factory.mktemp("at-rest"))
