"""From the press until the sender shows itself: as long as it lives, and why it gave up."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton
from sending_workspace import PlayedSender

from composer.errors import WorkspaceError
from composer.findings import finding
from composer.gui.pages import send_starting
from composer.gui.pages.send_phase import Phase
from composer.model.stages import Stage
from tests.gui.test_later_pages import open_page, until  # noqa: F401 - fixtures


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
    workspace.sender.said = (finding("send.digest_differs"),)
    workspace.sender.has_ended = True
    until(lambda: not page.starting.is_going_on)
    assert [item.code for item in page.findings.shown] == ["send.digest_differs"]
    assert page.phase is Phase.READY


def test_a_sender_that_ended_and_said_nothing_did_not_start(started, until):  # noqa: F811
    workspace, window, page = started
    workspace.sender.has_ended = True
    until(lambda: not page.starting.is_going_on)
    (error,) = window.failures
    window.failures.clear()
    QApplication.activeModalWidget().reject()
    assert str(error) == "The program that sends did not start."


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
