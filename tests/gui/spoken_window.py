"""A window that is read by AT-SPI, page after page; run under a D-Bus session of its own.

Given a workspace's folder. Prints one JSON line for each page: its name and what was read of it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QProcess

from composer.gui.application import make_application, make_window
from composer.gui.pages.apart import Apart
from composer.gui.stage_words import STAGES
from composer.gui.theme import ThemeChoice
from composer.workspace import Workspace

SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE_MS = 60_000


def wait(holds) -> None:
    """Let the window work until something holds."""
    left = QDeadlineTimer(PATIENCE_MS)
    loop = QEventLoop()
    while not holds():
        assert not left.hasExpired()
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def read(application: str) -> list[list[str]]:
    """Have the window read by another process, while it goes on working."""
    reader = QProcess()
    reader.start(SYSTEM_PYTHON, [str(Path(__file__).with_name("spoken_reader.py")), application])
    wait(lambda: reader.state() is QProcess.ProcessState.NotRunning)
    answer = bytes(reader.readAllStandardOutput().data())
    assert reader.exitCode() == 0, bytes(reader.readAllStandardError().data()).decode()
    return json.loads(answer)


def main() -> None:
    app = make_application(["composer"])
    workspace = Workspace.open(Path(sys.argv[1]))
    window = make_window(workspace, theme=ThemeChoice.LIGHT)
    window.resize(1280, 800)
    window.show()
    background = window.session.background
    wait(lambda: window.session.content is not None and background.is_idle)
    wait(lambda: read(app.applicationName()) != [])
    for stage in STAGES:
        window.show_stage(stage)
        wait(lambda: not window.page._stale and background.is_idle)
        print(json.dumps([stage.value, read(app.applicationName())]), flush=True)
    for which in Apart:
        window.show_apart(which)
        wait(lambda: background.is_idle)
        print(json.dumps([which.value, read(app.applicationName())]), flush=True)
    window.show_campaigns()
    wait(lambda: background.is_idle)
    print(json.dumps(["campaigns", read(app.applicationName())]), flush=True)
    window.close()
    workspace.close()
    os._exit(0)  # the accessibility bus keeps threads of its own


if __name__ == "__main__":
    main()
