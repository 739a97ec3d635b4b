"""The frame before the window: painted first, nothing on it dead, and what is pressed is done."""

from __future__ import annotations

import shutil

import pytest
from author import SOON
from PySide6.QtCore import Qt

from composer.delivery.stopping import stop_request
from composer.errors import WorkspaceError
from composer.gui import opened as opening
from composer.gui.application import make_window
from composer.gui.first_frame import FirstFrame
from composer.gui.opened import Opened
from composer.gui.sheets import Sheet
from composer.model.history import HistoryQuery
from composer.model.stages import Stage
from composer.stages.progress import LOCK_FILE
from composer.store.locks import OsLock

SENDING = '{"state": "sending", "at": "2026-06-01T22:00:00+00:00"}\n'


@pytest.fixture
def folder(tmp_path, written_example):
    shutil.copytree(written_example.run.workspace, tmp_path / "workspace")
    return tmp_path / "workspace"


@pytest.fixture
def begun(qtbot, qapp, folder, written_example):
    """Begin as the program does, and give the frame before anything else was read."""
    qapp.setQuitOnLastWindowClosed(False)
    made = Opened(
        lambda workspace, person: make_window(workspace, person=person), written_example.author
    )

    def begin():
        made.begin(folder)
        frame = made._frame
        assert isinstance(frame, FirstFrame)
        qtbot.addWidget(frame)
        return made, frame

    yield begin
    if made.window is not None:
        made.window.close()
        qtbot.addWidget(made.window)
    made.close()
    qapp.setQuitOnLastWindowClosed(True)


def until_open(qtbot, made, frame):
    qtbot.waitUntil(lambda: made.window is not None, timeout=SOON)
    qtbot.waitUntil(lambda: made.window.session.content is not None, timeout=SOON)
    qtbot.waitUntil(lambda: not frame.isVisible(), timeout=SOON)
    return made.window


def test_the_window_takes_the_place_of_its_frame(qtbot, begun, written_example):
    made, frame = begun()
    assert made.window is None
    assert frame.isVisible()
    assert frame.look.only in frame.windowTitle()
    assert not frame.stop.isVisible()
    frame.resize(1200, 760)
    window = until_open(qtbot, made, frame)
    assert window.session.person.email == written_example.author
    assert (window.width(), window.height()) == (1200, 760)
    assert window.session.content.campaign.name == frame.look.only


def test_a_stage_that_was_pressed_is_the_one_that_opens(qtbot, begun):
    made, frame = begun()
    row = frame.rail.model().index(list(Stage).index(Stage.TEST), 0)
    qtbot.mouseClick(
        frame.rail.viewport(), Qt.MouseButton.LeftButton, pos=frame.rail.visualRect(row).center()
    )
    assert frame.heading.text() == "Test"
    assert until_open(qtbot, made, frame).stage is Stage.TEST


def test_the_list_can_be_asked_for(qtbot, begun):
    made, frame = begun()
    qtbot.mouseClick(frame.campaigns, Qt.MouseButton.LeftButton)
    assert frame.heading.text() == "Campaigns"
    qtbot.waitUntil(lambda: made.window is not None, timeout=SOON)
    qtbot.waitUntil(lambda: made.window.campaigns.rows.model().rowCount() > 0, timeout=SOON)
    assert made.window.stack.currentWidget() is made.window.campaigns


def test_keys_are_not_lost(qtbot, begun):
    made, frame = begun()
    qtbot.keyClick(frame.page, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(frame.page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(frame.page, "rules")
    window = until_open(qtbot, made, frame)
    qtbot.waitUntil(lambda: window.stage is Stage.PREVIEW, timeout=SOON)
    qtbot.waitUntil(lambda: window.keys.search is not None, timeout=SOON)
    qtbot.waitUntil(lambda: window.keys.search.edit.text() == "rules", timeout=SOON)
    window.keys.search.reject()


def test_no_step_of_a_page_is_done_that_nobody_has_seen(qtbot, begun, monkeypatch):
    """It may be sending; the focus stands on its button instead."""
    pressed = []
    monkeypatch.setattr(
        "composer.gui.pages.preview.PreviewPage.press_primary", lambda _page: pressed.append(1)
    )
    made, frame = begun()
    qtbot.keyClick(frame.page, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    for _time in range(2):
        qtbot.keyClick(frame.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter):
        qtbot.keyClick(frame.page, key)
    qtbot.keyClick(frame.page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window = until_open(qtbot, made, frame)
    qtbot.waitUntil(lambda: window.keys.search is not None, timeout=SOON)
    window.keys.search.reject()
    assert window.stage is Stage.PREVIEW
    assert pressed == []


def test_a_running_send_is_stopped_before_anything_is_read(qtbot, begun, folder, written_example):
    send = folder / "sends" / written_example.campaign
    send.mkdir(exist_ok=True)
    (send / "progress.jsonl").write_text(SENDING)
    with OsLock(send / LOCK_FILE):
        made, frame = begun()
        assert frame.stop.isVisible()
        qtbot.keyClick(frame.page, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
        assert not frame.stop.isVisible()
        qtbot.waitUntil(lambda: stop_request(send) is not None, timeout=SOON)
        window = until_open(qtbot, made, frame)
        person = window.session.person
        qtbot.waitUntil(lambda: stop_request(send).by == person.public_key, timeout=SOON)
    qtbot.waitUntil(lambda: window.session.background.is_idle, timeout=SOON)
    newest = window.session.workspace.history.page(HistoryQuery(), offset=0, limit=1).lines[0]
    assert (newest.action, newest.person) == ("send.stop", person.name)


def test_what_could_not_be_opened_is_said_and_is_the_programs_end(qtbot, begun, monkeypatch):
    def refuse(_path, _email):
        raise WorkspaceError("away", advice="Look for it.")

    monkeypatch.setattr(opening, "_read", refuse)
    made, frame = begun()
    qtbot.waitUntil(lambda: frame.findChild(Sheet) is not None, timeout=SOON)
    frame.findChild(Sheet).accept()
    qtbot.waitUntil(lambda: not frame.isVisible(), timeout=SOON)
    assert str(made.failure) == "away"


def test_a_signed_file_waits_until_there_is_a_window(qtbot, begun, tmp_path, monkeypatch):
    made, frame = begun()
    made.take_in(tmp_path / "some.approval")
    assert frame.findChild(Sheet) is None
    taken = []
    monkeypatch.setattr(made, "take_in", taken.append)
    until_open(qtbot, made, frame)
    assert taken == [tmp_path / "some.approval"]
