"""The window's tests: real widgets, wiring only. Flags are set before QApplication exists."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault(
    "QTWEBENGINE_DISABLE_SANDBOX", "1"
)  # tests may run as root; the product never does this
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from sample_workspace import SampleWorkspace

from composer.gui.application import make_application, make_window
from composer.gui.mail_view import close_all_views
from composer.gui.theme import ThemeChoice


@pytest.fixture(scope="session")
def qapp_cls():
    return None


@pytest.fixture(scope="session")
def qapp():
    app = make_application(["composer-tests"])
    yield app
    close_all_views()  # in Qt's order, before the process ends in its own
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def workspace():
    return SampleWorkspace()


@pytest.fixture
def window(qtbot, workspace):
    made = make_window(workspace, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.session.content is not None, timeout=10_000)
    return made
