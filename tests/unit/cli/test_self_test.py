"""The self-test's report: every step told, a fault named, and nothing left behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from composer import paths
from composer.cli.output import Output
from composer.cli.self_test import FREEZE, WORKSPACE, run_self_test

WHOLE = f"""
import json, sys
print("a system's library says something", flush=True)
for step in {[WORKSPACE, FREEZE]!r}:
    print(json.dumps(dict(begins=step)), flush=True)
    print(json.dumps(dict(done=step, found="40")), flush=True)
"""


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the self-test with steps that a small program plays; gives code, output and errors."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def run_with(program: str, **more) -> tuple[int, str, str]:
        monkeypatch.setattr(paths, "own_program", lambda: [sys.executable, "-c", program])
        code = run_self_test(Output(as_json=False), **more)
        told = capsys.readouterr()
        return code, told.out, told.err

    yield run_with
    assert list(tmp_path.iterdir()) == []


def test_every_step_is_told_and_the_end(run):
    code, out, _err = run(WHOLE)
    assert code == 0
    assert out.splitlines() == [
        f"ok  {WORKSPACE}: 40",
        f"ok  {FREEZE}: 40",
        "Composer works on this computer.",
    ]


def test_a_fault_names_its_step_and_the_reason(run):
    fault = 'print(json.dumps({"begins": "The window"})); print(json.dumps({"error": "No screen."})); sys.exit(3)'
    code, _out, err = run(WHOLE + fault)
    assert code == 3
    assert err.splitlines() == ["The self-test stopped at this step: The window.", "  No screen."]


def test_steps_that_end_by_themselves_leave_their_last_words(run):
    code, _out, err = run(
        WHOLE + 'print("could not load the plugin", file=sys.stderr); import os; os.abort()'
    )
    assert code == 3
    assert f"at this step: {FREEZE}." in err
    assert "could not load the plugin" in err


@pytest.mark.skipif(os.name == "nt", reason="processes in groups")
def test_steps_that_take_too_long_are_ended_with_what_they_started(run):
    lasting = 'import subprocess, time; subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])'
    code, _out, err = run(WHOLE + f"{lasting}; time.sleep(600)", limit_s=1)
    assert code == 3
    assert "It was not done after 1 seconds." in err


def test_the_steps_have_a_home_of_their_own(run, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    show = (
        'import os; print(json.dumps({"done": os.environ["XDG_DATA_HOME"], "found": sys.argv[1]}))'
    )
    _code, out, _err = run("import json, sys; " + show)
    home = Path(out.split("ok  ")[1].split(":")[0])
    assert home.parent.name.startswith("composer-selftest-")
    assert out.splitlines()[0].endswith("--selftest-in")
