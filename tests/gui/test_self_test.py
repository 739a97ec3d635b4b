"""`composer --selftest` from the checkout: the whole of it, and what it says without a screen."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from composer import paths
from tests.conftest import ROOT


def self_test(environment: dict[str, str]) -> tuple[int, list[dict[str, object]]]:
    """Run it; give its exit code and what it printed."""
    done = subprocess.run(
        [*paths.own_program(), "--json", "--selftest"],
        env=environment, cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.long
def test_everything_works_here_and_nothing_stays_behind(tmp_path):
    code, told = self_test({**os.environ, "TMPDIR": str(tmp_path)})
    assert (code, told[-1]) == (0, {"passed": True}), told
    assert [line["found"] for line in told[-3:-1]] == ["40", "40"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_without_a_screen_it_says_so():
    without = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    code, told = self_test(
        {name: value for name, value in os.environ.items() if name not in without}
    )
    assert code == 3
    assert told[-1]["error"] == "The self-test stopped at this step: The window."
    assert "DISPLAY" in told[-1]["advice"]
