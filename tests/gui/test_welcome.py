"""The first window: the example is one click away, a workspace needs a name and an address."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from composer.gui.welcome import Welcome
from composer.workspace import Workspace


@pytest.fixture
def welcome(qtbot, home, monkeypatch):
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "only for this test")
    made = Welcome(home / "data" / "workspace")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_example_is_one_click_away(qtbot, welcome):
    with qtbot.waitSignal(welcome.opened, timeout=60_000) as opened:
        qtbot.mouseClick(welcome.try_it, Qt.MouseButton.LeftButton)
    workspace: Workspace = opened.args[0]
    assert workspace.is_practice
    assert len(workspace.campaigns()) == 1
    workspace.close()


def test_a_workspace_needs_a_name_and_an_address(qtbot, welcome):
    assert not welcome.start.isEnabled()
    assert welcome.reason.isVisible()
    qtbot.keyClicks(welcome.name, "Ana Reyes")
    qtbot.keyClicks(welcome.email, "ana@example.com")
    assert not welcome.reason.isVisible()
    with qtbot.waitSignal(welcome.opened, timeout=60_000) as opened:
        qtbot.mouseClick(welcome.start, Qt.MouseButton.LeftButton)
    workspace: Workspace = opened.args[0]
    assert [line.person.name for line in workspace.people()] == ["Ana Reyes"]
    assert not workspace.is_practice
    workspace.close()
