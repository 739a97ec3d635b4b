"""A real database and a state folder of its own for every test; other processes on request."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.store.campaigns import CampaignStore
from composer.store.database import Database

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2019, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "workspace.db") as opened:
        yield opened


@pytest.fixture
def campaigns(database: Database, tmp_path: Path) -> CampaignStore:
    return CampaignStore(database, tmp_path / "files")


@pytest.fixture
def campaign_id(campaigns: CampaignStore) -> str:
    return campaigns.create(name="Weights", tree={"message.md": b"Hello"}, by="author").id


@pytest.fixture
def start_python() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a script in a process of its own; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(script: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
