"""The window's tests: real widgets, wiring only. Flags are set before QApplication exists."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault(
    "QTWEBENGINE_DISABLE_SANDBOX", "1"
)  # tests may run as root; the product never does this
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from author import SOON, Author
from patient_bot import PatientBot
from sample_workspace import SampleWorkspace

from composer.gui.application import make_application, make_window
from composer.gui.mail_view import close_all_views
from composer.gui.sheets import Sheet
from composer.gui.theme import ThemeChoice
from composer.model.identifiers import CampaignId
from composer.model.stages import Stage
from tests.flow.command_line import CommandLine
from tests.flow.conftest import FEW, make_practice
from tests.quick_workers import _quick_workers  # noqa: F401 - a fixture


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
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _no_question_is_left(qapp):
    """A sheet that one test left open stands before the next one's window."""
    yield
    while (left := qapp.activeModalWidget()) is not None:
        left.hide()


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


@pytest.fixture(scope="session")
def written_example(tmp_path_factory):
    return make_practice(tmp_path_factory.mktemp("example"), people=FEW)


@pytest.fixture
def author(qtbot, qapp, tmp_path, written_example):
    """Give somebody at the Write page of the small example."""
    folder = tmp_path / "workspace"
    shutil.copytree(written_example.run.workspace, folder)
    practice = replace(written_example, run=CommandLine(folder))
    with practice.here() as workspace:
        person = workspace.resolve_person(practice.author)
        window = make_window(workspace, person=person, theme=ThemeChoice.LIGHT)
        qtbot.addWidget(window)
        window.resize(1280, 900)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
        window.open_campaign(CampaignId(practice.campaign), Stage.WRITE)
        made = Author(qtbot, window, workspace, CampaignId(practice.campaign), person)
        made.until(lambda: window.session.content is not None)
        made.until(lambda: window.page.stage is Stage.WRITE)
        made.until(lambda: window.page.preview.preview is not None)
        made.idle()
        yield made
        if not window.close():  # something unsaved was left on purpose
            window.findChild(Sheet).accept()
        qtbot.waitUntil(lambda: window.session.background.is_idle, timeout=SOON)
