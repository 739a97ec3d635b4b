"""What AT-SPI, which screen readers on Linux use, tells of each page: everything has a name.

The window runs under a D-Bus session of its own; the system's Python, which has pyatspi, reads it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from composer.gui.pages.apart import Apart
from composer.model.stages import Stage
from tests.conftest import home_environment

PROGRAM = Path(__file__).with_name("spoken_window.py")
SYSTEM_PYTHON = "/usr/bin/python3"


def missing() -> str:
    """Say what is not installed here."""
    for program in ("dbus-run-session", "xvfb-run"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not Path(SYSTEM_PYTHON).exists():
        return "there is no Python of the system"
    found = subprocess.run(
        [SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False
    )
    return "" if found.returncode == 0 else "at-spi2-core and python3-pyatspi are not installed"


@pytest.mark.long
def test_a_screen_reader_is_told_the_name_of_everything(written_example, tmp_path):
    why_not = missing()
    if why_not:
        pytest.skip(why_not)
    folder, home = tmp_path / "workspace", tmp_path / "home"
    shutil.copytree(written_example.run.workspace, folder)
    home.mkdir()
    environment = os.environ | home_environment(home) | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    command = ["dbus-run-session", "--", "xvfb-run", "-a", sys.executable, PROGRAM, folder]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    pages = dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))
    assert pages.keys() == {one.value for one in (*Stage, *Apart)} | {"campaigns"}, done.stderr
    nameless = [
        f"{page}: {role} {description!r}"
        for page, found in pages.items()
        for role, name, description in found
        if not name.strip()
    ]
    assert nameless == []
    assert all(len(found) > 5 for found in pages.values())
