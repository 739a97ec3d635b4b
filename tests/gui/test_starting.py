"""From the press until the sender shows itself: as long as it lives, and why it gave up."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton
from sample_workspace import BEN, CAMPAIGN
from sending_workspace import PlayedSender

from composer.errors import Blocked, KeychainError, WorkspaceError
from composer.findings import finding
from composer.gui.pages import send_starting
from composer.gui.pages.send_phase import Phase
from composer.model.stages import Stage
from tests.gui.test_later_pages import WAIT_MS, open_page, until  # noqa: F401 - fixtures


@pytest.fixture
def started(open_page, until, monkeypatch):  # noqa: F811
    """Press *Send*, with a sender that begins when the test says so."""
    monkeypatch.setattr(send_starting, "LOOK_AGAIN_MS", 10)
    workspace, window, page = open_page("approved", Stage.SEND)
    workspace.sender = PlayedSender(begins=False)
    until(page.footer.primary.isEnabled)
    page.press_primary()
    QApplication.activeModalWidget().findChild(QPushButton, "act").click()
    until(lambda: page.footer.primary.text() == "Starting…")
    return workspace, window, page


def looked(until, window, times=5):  # noqa: F811
    seen = []
    window.session.campaign_changed.connect(lambda: seen.append(1))
    until(lambda: len(seen) >= times)


def test_a_sender_that_lives_is_waited_for_however_long_it_checks(started, until):  # noqa: F811
    workspace, window, page = started
    looked(until, window)
    assert page.footer.primary.text() == "Starting…"
    assert page.findings.shown == ()
    workspace._begin()
    until(lambda: page.phase is Phase.RUNNING)


def test_what_the_sender_refused_stands_on_the_page(started, until):  # noqa: F811
    workspace, _window, page = started
    workspace.sender.said = Blocked([finding("send.digest_differs")])
    workspace.sender.has_ended = True
    until(lambda: not page.starting.is_going_on)
    assert [item.code for item in page.findings.shown] == ["send.digest_differs"]
    assert page.phase is Phase.READY


def test_what_kept_the_sender_from_starting_is_said_in_its_own_words(started, until):  # noqa: F811
    workspace, window, page = started
    workspace.sender.said = KeychainError("The password store is locked.")
    workspace.sender.has_ended = True
    until(lambda: not page.starting.is_going_on)
    (error,) = window.failures
    window.failures.clear()
    QApplication.activeModalWidget().reject()
    assert str(error) == "The password store is locked."


def test_a_sender_that_ended_after_it_had_sent_did_start(started, until):  # noqa: F811
    workspace, _window, page = started
    workspace._begin()
    workspace.sender.has_ended = True
    until(lambda: not page.starting.is_going_on)
    assert page.phase is Phase.RUNNING
    assert page.findings.shown == ()


def test_stop_is_there_while_the_sender_starts(started):
    _workspace, window, page = started
    sends, campaign = window.session.sends, window.session.campaign
    assert window.header.stop.isVisible()
    assert not sends.was_stopped(campaign)
    window.header.stop.click()
    assert sends.was_stopped(campaign)
    page.starting.stop()
    assert campaign not in sends.stoppable


class Unreadable(QObject):
    """A session whose campaign cannot be read any more."""

    campaign_changed = Signal()
    failed = Signal(object)
    workspace = person = campaign = None
    sends = SimpleNamespace(begins=lambda _campaign: None, has_begun=lambda _campaign: None)

    def __init__(self) -> None:
        super().__init__()
        self.status = SimpleNamespace(progress=None)
        self.read = 0

    def reload(self) -> None:
        self.read += 1
        self.failed.emit(WorkspaceError("away"))


def test_a_campaign_that_cannot_be_read_is_not_asked_for_without_end(qtbot, monkeypatch):
    monkeypatch.setattr(send_starting.send_phase, "send_phase", lambda _status: Phase.READY)
    page = QObject()
    page.session, page.change = Unreadable(), lambda *_job, **_more: None
    page.session.status.progress = object()
    starting = send_starting.Starting(page, refused=pytest.fail)
    starting.start(lift=False)
    for _look in range(10):
        if starting.is_going_on:
            starting.look()
    assert page.session.read == send_starting.MOST_MISSED
    assert not starting.is_going_on


@pytest.fixture
def going_on(open_page, until, monkeypatch):  # noqa: F811
    """Press *Go on* after a planned look; lifting the stop takes as long as the test says."""
    monkeypatch.setattr(send_starting, "LOOK_AGAIN_MS", 10)
    workspace, window, page = open_page("first_look", Stage.SEND)
    until(page.footer.primary.isEnabled)
    lifting, may_lift = threading.Event(), threading.Event()
    acts: list[str] = []

    def resume(_campaign, **_more):
        lifting.set()
        assert may_lift.wait(WAIT_MS / 1000)
        acts.append("resume")
        if workspace.stopped_by:  # pressed in the meantime: it is not lifted
            raise Blocked([finding("send.stopped")])

    def stop(_campaign, *, by):
        acts.append("stop")
        workspace.hold, workspace.stopped_by = (finding("send.stopped"),), by.public_key
        return workspace._counts

    def start(_campaign, **_more):
        acts.append("start")
        if workspace.stopped_by:
            raise Blocked([finding("send.stopped")])
        return workspace.sender

    workspace.sender = PlayedSender(begins=False)
    workspace.resume, workspace.stop, workspace.start_sending = resume, stop, start
    page.press_primary()
    assert lifting.wait(WAIT_MS / 1000)
    return SimpleNamespace(
        workspace=workspace, window=window, page=page, acts=acts, may_lift=may_lift
    )


def test_stop_pressed_while_going_on_is_prepared_keeps_everything_from_leaving(going_on, until):  # noqa: F811
    assert going_on.window.header.stop.isVisible()
    going_on.window.header.stop.click()
    until(lambda: "stop" in going_on.acts)
    going_on.may_lift.set()
    until(lambda: not going_on.page.starting.is_going_on)
    assert "start" not in going_on.acts
    until(lambda: going_on.page.phase is Phase.STOPPED)
    assert going_on.page.footer.primary.isEnabled()  # and it can go on from there


def test_stop_pressed_after_going_on_while_the_sender_starts_is_a_stop(going_on, until):  # noqa: F811
    going_on.may_lift.set()
    until(lambda: "start" in going_on.acts)
    assert going_on.page.starting.is_going_on
    going_on.window.header.stop.click()
    until(lambda: "stop" in going_on.acts)
    going_on.workspace.sender.said = Blocked([finding("send.stopped")])  # as the process sees it
    going_on.workspace.sender.has_ended = True
    until(lambda: not going_on.page.starting.is_going_on)
    until(lambda: going_on.page.phase is Phase.STOPPED)


def test_a_stop_of_somebody_else_while_going_on_is_prepared_is_said(going_on, until):  # noqa: F811
    going_on.workspace.stop(CAMPAIGN, by=BEN)  # in another window, or on the command line
    going_on.may_lift.set()
    until(lambda: not going_on.page.starting.is_going_on)
    assert going_on.acts == ["stop", "resume"]
    until(lambda: going_on.page.phase is Phase.STOPPED)
