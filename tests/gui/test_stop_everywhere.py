"""Stop is at the same place on every page, for every role, and says how many have it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6 import QtDBus
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from sample_workspace import ANA, BEN
from sending_workspace import CHEN, SendingWorkspace

from composer.gui.application import make_window
from composer.gui.system_notices import NOTICES, SystemNotices, by_the_portal, switch
from composer.gui.theme import ThemeChoice
from composer.model.ending import Ended
from composer.model.stages import Stage
from composer.model.states import Counts

WAIT_MS = 20_000


@pytest.fixture
def running(qtbot, tmp_path):
    opened = []

    def open_one(person=ANA, situation="running"):
        workspace = SendingWorkspace(tmp_path / "mailbox").at(situation)
        window = make_window(workspace, theme=ThemeChoice.LIGHT, person=person)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.session.content is not None, timeout=WAIT_MS)
        opened.append(window)
        return workspace, window

    yield open_one
    for window in opened:
        window.close()


def places(window):
    """Go over every page there is, and give where Stop stands on each.

    Pages of the whole workspace stand in the same stack, below the header.
    """
    assert not window.stack.isAncestorOf(window.header)
    for stage in Stage:
        window.show_stage(stage)
        yield stage.value, window.header.stop


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(ANA, id="sender", marks=pytest.mark.long),
        pytest.param(BEN, id="reviewer"),
        pytest.param(CHEN, id="reviewer of one language", marks=pytest.mark.long),
    ],
)
def test_stop_stands_at_the_same_place_on_every_page_for_every_role(qtbot, running, person):
    _workspace, window = running(person)
    qtbot.waitUntil(lambda: bool(window.session.sends.running), timeout=WAIT_MS)
    found = {}
    for name, stop in places(window):
        assert stop.isVisible(), name
        assert stop.isEnabled(), name
        right = stop.mapTo(window, QPoint(stop.width(), 0)).x()
        found[name] = (right, stop.width() >= 120, stop.height() >= 36)
    assert len(set(found.values())) == 1, found


def test_one_press_on_the_list_of_campaigns_stops_and_says_how_many_have_it(qtbot, running):
    workspace, window = running(BEN)
    qtbot.waitUntil(lambda: bool(window.session.sends.running), timeout=WAIT_MS)
    stop = window.header.stop
    place = stop.mapTo(window, QPoint(stop.width(), 0)).x()
    window.show_campaigns()
    assert window.send_line.isVisible()
    assert stop.mapTo(window, QPoint(stop.width(), 0)).x() == place
    assert "is being sent: 1,204 of 2,000" in window.send_line.words.text()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert workspace._progress.running
    qtbot.mouseClick(window.header.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workspace._progress.running, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "1,204 people have it." in window.send_line.words.text())
    assert "793 people do not." in window.send_line.words.text()
    assert not window.header.stop.isVisible()
    window.send_line.put_away.click()
    assert not window.send_line.isVisible()


def test_what_went_to_its_end_has_the_mark_of_what_is_done(qtbot, running):
    workspace, window = running(ANA)
    qtbot.waitUntil(lambda: bool(window.session.sends.running), timeout=WAIT_MS)
    window.show_stage(Stage.WRITE)
    workspace.finish()
    line = window.send_line
    qtbot.waitUntil(lambda: "is done." in line.words.text(), timeout=WAIT_MS)
    assert line.mark._name == "circle-check"
    assert line.mark.width() >= line.mark.pixmap().deviceIndependentSize().width()


def test_another_window_says_that_it_was_stopped(qtbot, running):
    workspace, window = running(ANA)
    other = make_window(workspace, theme=ThemeChoice.LIGHT, person=CHEN)
    qtbot.addWidget(other)
    other.show()
    other.show_campaigns()
    qtbot.waitUntil(lambda: other.header.stop.isVisible(), timeout=WAIT_MS)
    window.header.stop.click()
    qtbot.waitUntil(lambda: "1,204 people have it." in other.send_line.words.text())
    other.close()


def test_a_window_that_is_opened_again_finds_the_stopped_send(qtbot, running):
    _workspace, window = running(BEN, "stopped")
    window.show_stage(Stage.WRITE)
    qtbot.waitUntil(lambda: window.send_line.isVisible(), timeout=WAIT_MS)
    assert "1,204 people have it." in window.send_line.words.text()
    window.send_line.show_it.click()
    assert window.stage is Stage.SEND
    assert not window.send_line.isVisible()


@pytest.mark.long
def test_a_stop_by_itself_is_a_notice_until_they_are_switched_off(qtbot, running):
    workspace, window = running(ANA)
    shown = []
    notices = SystemNotices(window.session, show=lambda title, text: shown.append(title) or True)
    qtbot.waitUntil(lambda: bool(window.session.sends.running), timeout=WAIT_MS)
    workspace.finish()
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=WAIT_MS)
    assert "is done" in shown[0]
    switch(NOTICES, on=False)
    try:
        workspace._begin()
        workspace.play(accepted=4)
        qtbot.waitUntil(lambda: bool(window.session.sends.running), timeout=WAIT_MS)
        workspace.finish()
        qtbot.waitUntil(lambda: not window.session.sends.running, timeout=WAIT_MS)
        assert len(shown) == 1
    finally:
        switch(NOTICES, on=True)
        notices.deleteLater()


class PlayedEnds:
    """Ends and corrects a played send."""

    def __init__(self, workspace):
        self.said = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self._workspace = workspace

    def end_here(self, campaign_id, *, people, reason, by):
        self.said.append((people, reason, by.name))
        assert self.may_go_on.wait(WAIT_MS / 1000)
        counts = self._workspace._counts
        self._workspace._counts = replace(counts, held=0, cancelled=counts.held)
        return people

    def correct(self, campaign_id, *, people, reason, by):
        self.said.append((people, reason, by.name))
        return self._workspace.campaigns()[0]


def test_an_end_is_asked_once_in_the_page_and_says_what_is_final(qtbot, running):
    workspace, window = running(ANA, "stopped")
    workspace.after_stop = PlayedEnds(workspace)
    window.show_stage(Stage.SEND)
    choices = window.page.run.halt.choices
    qtbot.waitUntil(lambda: choices.isVisible() and choices.end.isEnabled(), timeout=WAIT_MS)
    choices.end.click()
    assert "cannot be undone" in choices.words.text()
    assert choices.act.text() == "Leave out 793 people"
    assert workspace.after_stop.said == []
    choices.leave.click()
    assert choices.offers.isVisible()
    choices.end.click()
    qtbot.keyClicks(choices.reason, "wrong date")
    workspace.after_stop.may_go_on.clear()
    choices.act.click()
    qtbot.waitUntil(lambda: bool(workspace.after_stop.said), timeout=WAIT_MS)
    assert not choices.act.isEnabled()
    assert not choices.leave.isEnabled()
    workspace.after_stop.may_go_on.set()
    qtbot.waitUntil(choices.act.isEnabled, timeout=WAIT_MS)
    assert [said[:2] for said in workspace.after_stop.said] == [(793, "wrong date")]
    assert choices.reason.text() == ""


def test_a_correction_that_was_cut_off_is_made_from_the_card(qtbot, running):
    workspace, window = running(ANA, "stopped")
    workspace.after_stop = PlayedEnds(workspace)
    window.show_stage(Stage.SEND)
    qtbot.waitUntil(lambda: window.page.run.halt.choices.end.isEnabled(), timeout=WAIT_MS)
    card, at = window.page.run.ended, window.session.status.progress.started_at
    card.show_end(Ended(by="Ana", at=at, people=793, linked="d" * 16))
    assert "d" * 16 not in card.words.text()
    assert not card.open_linked.isVisible()
    assert card.make.isVisible()
    assert card.make.text() == "Correct it for 793 people"
    card.make.click()
    qtbot.waitUntil(lambda: bool(workspace.after_stop.said), timeout=WAIT_MS)
    assert workspace.after_stop.said == [(793, "", "Ana Reyes")]
    card.show_end(Ended(by="Ana", at=at, people=793, linked="d" * 16, linked_name="Again"))
    assert not card.make.isVisible()


def test_the_desktop_is_told_without_waiting_for_its_answer(monkeypatch):
    def waits(*_arguments):
        raise AssertionError("the window waits for the portal")

    asked = []
    monkeypatch.setattr(QtDBus, "QDBusInterface", waits)
    monkeypatch.setattr(QtDBus.QDBusConnection, "isConnected", lambda _bus: True)
    monkeypatch.setattr(QtDBus.QDBusConnection, "send", lambda _bus, call: asked.append(call) or 1)
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    assert by_the_portal("Done", "2,000 people have it.")
    assert [call.member() for call in asked] == ["AddNotification"]


@pytest.mark.long
def test_who_may_not_end_it_is_told_who_may(qtbot, running):
    _workspace, window = running(BEN, "stopped")
    window.show_stage(Stage.SEND)
    choices = window.page.run.halt.choices
    qtbot.waitUntil(lambda: choices.why_not.isVisible(), timeout=WAIT_MS)
    assert not choices.end.isEnabled()
    assert "Only" in choices.why_not.text()


@pytest.mark.long
def test_both_campaigns_add_up_to_one_audience_in_the_card(qtbot, running):
    _workspace, window = running(ANA, "stopped")
    window.show_stage(Stage.SEND)
    card = window.page.run.ended
    together = Counts(accepted=1500, refused=3, held=497)
    ended = Ended(
        by="Ana", at=window.session.status.progress.started_at, people=793, linked="d" * 16,
        linked_name="News, corrected", together=together,
    )  # fmt: skip
    card.show_end(ended)
    assert "1,500 + 3 + 0 + 0 + 497 + 0 = 2,000 people" in card.together.text()
    assert card.open_linked.text() == "Open the correction"


def test_several_unclear_ones_are_decided_at_once(qtbot, running):
    workspace, window = running(ANA, "unclear")
    window.show_stage(Stage.SEND)
    page = window.page
    page.open_decisions()
    qtbot.waitUntil(lambda: page.decide.line is not None, timeout=WAIT_MS)
    page.decide.people.selectAll()
    assert "One decision for 3 people" in page.decide.several.text()
    page.decide.answers.button(0).click()
    assert not page.footer.primary.isEnabled()
    qtbot.keyClicks(page.decide.evidence, "Lines 12 to 14 of the log")
    assert page.footer.primary.text() == "Record decision for 3 people"
    page.press_primary()
    qtbot.waitUntil(lambda: len(workspace.settled) == 3, timeout=WAIT_MS)
    assert {said for _address, sent, said in workspace.settled if sent} == {
        "Lines 12 to 14 of the log"
    }
