"""A check of everybody that is killed, cancelled or doubled: never half a result, never from scratch."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.model.identifiers import CampaignId
from composer.stages.check_lock import check_lock
from tests.flow.conftest import Practice, export_changed, wait_for


def started(practice: Practice) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        practice.run.command("check", practice.campaign, "--json"),
        stdout=subprocess.PIPE,
        env=practice.run.environ(),
        cwd=practice.run.workspace.parent,
        start_new_session=True,
    )


def progress(process: subprocess.Popen[bytes], at_least: int) -> int:
    """Read until so many are done; give how many."""
    assert process.stdout is not None
    for line in process.stdout:
        done = int(json.loads(line).get("progress", {"done": -1})["done"])
        if done >= at_least or done < 0:
            return done
    return -1


def kept(practice: Practice) -> int:
    """Count the portions that lie on the disk and count for nothing yet."""
    with closing(sqlite3.connect(practice.run.workspace / "workspace.db")) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'check!_%!_state' ESCAPE '!'"
        ).fetchall()
        if not names:
            return 0
        (portions, finished), *_rest = database.execute(
            f"SELECT portions, finished FROM {names[-1][0]}"
        ).fetchall()
        checks = database.execute("SELECT count(*) FROM campaign_check").fetchone()[0]
        assert bool(checks) is bool(finished)
    return int(portions)


def is_whole(practice: Practice) -> bool:
    """Whether a check counts."""
    with closing(sqlite3.connect(practice.run.workspace / "workspace.db")) as database:
        return bool(database.execute("SELECT count(*) FROM campaign_check").fetchone()[0])


@pytest.mark.parametrize("kills", [1, pytest.param(3, marks=pytest.mark.long)])
def test_killed_at_any_moment_a_check_is_never_whole_and_goes_on_where_it_was(
    kills: int, practice: Practice
) -> None:
    for _kill in range(kills):
        process = started(practice)
        before = kept(practice)
        assert progress(process, 0) == min(before * 250, 2000)
        wait_for(lambda: kept(practice) > before)  # noqa: B023 - called at once
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    portions = kept(practice)
    with practice.here() as workspace:
        campaign = CampaignId(practice.campaign)
        whole = is_whole(practice)  # it was quicker than the signal
        assert portions
        assert (workspace.last_check(campaign) is not None) == whole
        told: list[int] = []
        after = workspace.check(campaign, progress=lambda done, _total: told.append(done))
        assert told[0] == (0 if whole else portions * 250)
        assert after.messages == 2000
        again = workspace.check(campaign)
        assert again.root == after.root
        assert again.variants == after.variants
        assert again.findings == after.findings


def test_a_cancelled_check_ends_at_once_and_another_text_begins_anew(
    practice: Practice, tmp_path: Path
) -> None:
    campaign = CampaignId(practice.campaign)
    cancelled = threading.Event()
    with practice.here() as workspace:
        told: list[int] = []

        def progress(done: int, _total: int) -> None:
            told.append(done)
            if done >= 500:
                cancelled.set()

        stopped = workspace.check(campaign, progress=progress, cancelled=cancelled.is_set)
        assert "check.cancelled" in [item.code for item in stopped.findings]
        assert workspace.last_check(campaign) is None
        reached = told[-1]
    practice.bring_back(export_changed(practice, tmp_path / "x", "message.md", "Dear", "Dearest"))
    with practice.here() as workspace:
        told.clear()
        cancelled.clear()
        workspace.check(campaign, progress=progress, cancelled=cancelled.is_set)
        assert told[0] == 0
    assert reached >= 500


def test_two_checks_of_one_campaign_do_not_mix(small: Practice) -> None:
    campaign = CampaignId(small.campaign)
    with small.here() as workspace:
        with check_lock(workspace._desk, campaign), pytest.raises(Blocked) as refused:
            workspace.check(campaign)
        assert [item.code for item in refused.value.findings] == ["check.busy"]
        assert workspace.check(campaign).messages > 0
