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
from collections.abc import Callable
from pathlib import Path

import pytest

from composer.gui.writing.draft_keeper import filled
from composer.model.person import Role
from composer.workspace import Workspace
from tests.faults.writing_window import EVERY_MS, LETTERS
from tests.flow.conftest import make_practice

ROOT = Path(__file__).resolve().parents[2]
MOST_LOST = 4_000 // EVERY_MS  # a second between two keeps; the rest is room for a busy machine
TYPED = MOST_LOST + 40
START_S = 120


@pytest.fixture
def practice(tmp_path, home):
    return make_practice(tmp_path / "practice", people=20)


@pytest.mark.parametrize(
    "save_after_ms",
    [pytest.param(600_000, id="only-kept"), pytest.param(2_000, id="saved-too")],
)
def test_a_kill_costs_about_a_second_of_typing(practice, tmp_path, save_after_ms):
    with practice.here() as workspace:
        campaign = workspace.find_campaign(practice.campaign)
        before = workspace.authoring.draft(campaign).body

        def is_on_disk() -> bool:
            if save_after_ms > 60_000:
                return workspace.authoring.kept_draft(campaign) is not None
            return workspace.authoring.draft(campaign).body != before

        lengths = killed_once(is_on_disk, practice, tmp_path / "typed.log", save_after_ms)
    with practice.here() as workspace:
        found = longest_on_disk(workspace, campaign)
    assert LETTERS[:20] in found, "nothing that was typed is on disk"
    assert len([length for length in lengths if length > len(found)]) < MOST_LOST


def test_what_was_kept_can_be_taken_over_and_saved(practice, tmp_path):
    with practice.here() as workspace:
        campaign = workspace.campaigns()[0].id
        killed_once(
            lambda: workspace.authoring.kept_draft(campaign) is not None,
            practice,
            tmp_path / "typed.log",
            save_after_ms=600_000,
            letters=0,
        )
    with practice.here() as workspace:
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


def killed_once(
    holds: Callable[[], bool],
    practice,
    log: Path,
    save_after_ms: int,
    *,
    letters: int = TYPED,
) -> list[int]:
    """Type until something holds and so many letters stand there; kill; give the text's lengths."""
    process = start_typing(practice.run.workspace, log, save_after_ms)
    try:
        wait_for(lambda: len(lengths_in(log)) > letters and holds(), process)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    return lengths_in(log)


def lengths_in(log: Path) -> list[int]:
    """Give how long the text was after each letter; none before the first."""
    if not log.exists():
        return []
    whole = log.read_text(encoding="utf-8").rpartition("\n")[0]
    return [int(length) for length in whole.splitlines()]


def wait_for(holds: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while not holds():
        assert process.poll() is None, "the window ended by itself"
        assert time.monotonic() < end, "the window did not get that far"
        time.sleep(0.05)


def longest_on_disk(workspace: Workspace, campaign) -> str:
    """Give the text that a person would have after the next start."""
    stored = workspace.authoring.draft(campaign)
    kept = workspace.authoring.kept_draft(campaign)
    bodies = [stored.body] + ([filled(kept.draft, stored).body] if kept else [])
    return max(bodies, key=len)
