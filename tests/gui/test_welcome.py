"""The first window: the example is one click away, a workspace and joining need name and address."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt
from unexplained import unexplained

from composer.gui.sheets import Sheet
from composer.gui.welcome import Welcome
from composer.stages.joining import read_request_file
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


def test_a_workspace_lives_where_it_was_chosen_and_is_set_up_first(qtbot, home, monkeypatch):
    from PySide6.QtCore import QSettings

    from composer.gui import own_workspace
    from composer.gui.application import make_window
    from composer.gui.opened import Opened
    from composer.gui.pages.apart import Apart

    monkeypatch.setenv("COMPOSER_PASSPHRASE", "only for this test")
    opened = Opened(lambda workspace, person: make_window(workspace, person=person))
    opened.begin(home / "data" / "workspace")
    welcome = opened._welcome
    qtbot.addWidget(welcome)
    assert welcome.place.path == str(home / "data" / "workspace")
    welcome.name.setText("Ana Reyes")
    welcome.email.setText("ana@example.com")
    welcome.place.edit.setText(str(home / "elsewhere"))
    try:
        qtbot.mouseClick(welcome.start, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: opened.window is not None, timeout=60_000)
        window = opened.window
        qtbot.addWidget(window)
        assert window.stack.currentWidget() is window.apart[Apart.SET_UP]
        assert window.session.workspace.path == home / "elsewhere"
        assert own_workspace.place() == home / "elsewhere"
        qtbot.waitUntil(lambda: window.session.background.is_idle)
        window.close()
    finally:
        QSettings().remove("workspace/place")
        opened.close()


def test_whoever_was_invited_gets_a_request_and_words_that_are_there_again(
    qtbot, welcome, home, tmp_path
):
    form, file = welcome.joining, tmp_path / "chen.join"
    assert not form.save.isEnabled()
    assert unexplained(form) == []
    qtbot.keyClicks(form.name, "Chen Li")
    qtbot.keyClicks(form.email, "chen@example.com")
    assert form.save.isEnabled()
    form.save_file(file)
    qtbot.keyClicks(form.email, "x")  # while the key is made: it is not made twice
    assert not form.save.isEnabled()
    qtbot.waitUntil(form.words.isVisible)
    qtbot.waitUntil(form.save.isEnabled)
    asked = read_request_file(file)
    assert (asked.name, asked.email) == ("Chen Li", "chen@example.com")
    assert asked.words in form.words.text()
    qtbot.waitUntil(lambda: layout_faults(welcome) == [])  # once the new lines have their place
    qtbot.keyClicks(form.name, "u")
    assert not form.words.isVisible()

    later = Welcome(home / "data" / "workspace")
    qtbot.addWidget(later)
    later.show()
    qtbot.waitUntil(later.joining.words.isVisible)
    assert later.try_it.isEnabled()
    again = tmp_path / "again.join"
    later.joining.save_file(again)
    qtbot.waitUntil(lambda: again.exists() and later.joining.background.is_idle)
    assert again.read_bytes() == file.read_bytes()
    assert asked.words in later.joining.words.text()


def test_an_address_that_mail_cannot_reach_makes_no_request(qtbot, welcome, tmp_path):
    form = welcome.joining
    form.name.setText("Chen Li")
    form.email.setText("chen@")
    form.save_file(tmp_path / "chen.join")
    qtbot.waitUntil(lambda: welcome.findChild(Sheet) is not None)
    welcome.findChild(Sheet).accept()
    assert not (tmp_path / "chen.join").exists()
    assert form.request is None
