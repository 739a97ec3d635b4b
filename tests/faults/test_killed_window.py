"""The window killed while somebody types: about a second of text is lost, and the rest is offered.

The process is the real window on a real workspace; it is killed as the kernel does it, with nothing
to say goodbye. What is asserted is what the next start finds on disk.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from composer.gui.writing.draft_keeper import filled
from composer.model.person import Role
from composer.workspace import Workspace
from tests.faults.writing_window import LETTERS
from tests.flow.conftest import make_practice

ROOT = Path(__file__).resolve().parents[2]
MOST_LOST_S = 5.0  # a second between two keeps; the rest is room for a busy machine
START_S = 60


@pytest.fixture
def practice(tmp_path, home):
    return make_practice(tmp_path / "practice", people=20)


@pytest.mark.parametrize(
    ("save_after_ms", "typed_s"),
    [pytest.param(600_000, 7.0, id="only-kept"), pytest.param(2_000, 8.0, id="saved-too")],
)
def test_a_kill_costs_about_a_second_of_typing(practice, tmp_path, save_after_ms, typed_s):
    log = tmp_path / "typed.log"
    process = start_typing(practice.run.workspace, log, save_after_ms)
    try:
        wait_for(lambda: log.exists() and len(lines(log)) > 3, START_S, process)
        time_typed(log, typed_s, process)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    killed_at, _length = lines(log)[-1]
    with practice.here() as workspace:
        found = longest_on_disk(workspace, practice.campaign)
    typed = [when for when, length in lines(log) if length <= len(found)]
    assert typed, "nothing that was typed is on disk"
    assert killed_at - typed[-1] < MOST_LOST_S
    assert LETTERS[:20] in found


def test_what_was_kept_can_be_taken_over_and_saved(practice, tmp_path):
    log = tmp_path / "typed.log"
    process = start_typing(practice.run.workspace, log, 600_000)
    try:
        wait_for(lambda: log.exists() and len(lines(log)) > 3, START_S, process)
        time_typed(log, 2.5, process)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with practice.here() as workspace:
        campaign = workspace.campaigns()[0].id
        kept = workspace.authoring.kept_draft(campaign)
        assert kept is not None
        ana = next(h.person for h in workspace.people() if Role.AUTHOR in h.person.roles)
        workspace.save_message(campaign, kept.draft, by=ana)
        assert workspace.content(campaign).message.body == kept.draft.body
        assert workspace.authoring.kept_draft(campaign) is None


# --- inside -------------------------------------------------------------------------------------


def start_typing(workspace: Path, log: Path, save_after_ms: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    words = ["-m", "tests.faults.writing_window", str(workspace), str(log), str(save_after_ms)]
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def lines(log: Path) -> list[tuple[float, int]]:
    """Give each letter's moment and how long the text was then."""
    whole = log.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
    return [(float(when), int(length)) for when, length in (line.split() for line in whole)]


def time_typed(log: Path, seconds: float, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody has typed for so long."""
    wait_for(lambda: lines(log)[-1][0] - lines(log)[0][0] >= seconds, START_S, process)


def wait_for(holds, seconds: float, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert process.poll() is None, "the window ended by itself"
        assert time.monotonic() < end, "the window did not get that far"
        time.sleep(0.02)


def longest_on_disk(workspace: Workspace, campaign) -> str:
    """Give the text that a person would have after the next start."""
    campaign = workspace.find_campaign(campaign)
    stored = workspace.authoring.draft(campaign)
    kept = workspace.authoring.kept_draft(campaign)
    bodies = [stored.body] + ([filled(kept.draft, stored).body] if kept else [])
    return max(bodies, key=len)
