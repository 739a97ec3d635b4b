"""The Report page's card of what came back, and *What happened*, in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from sending_workspace import SendingWorkspace

from composer.gui.application import make_window
from composer.gui.theme import ThemeChoice
from composer.model.stages import Stage

WAIT_MS = 20_000


@pytest.fixture
def report(qtbot, tmp_path):
    workspace = SendingWorkspace(tmp_path / "mailbox", 2000).at("done")
    window = make_window(workspace, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.content is not None, timeout=WAIT_MS)
    window.show_stage(Stage.REPORT)
    page = window.page
    qtbot.waitUntil(lambda: bool(page.returned.words.text()), timeout=WAIT_MS)
    yield workspace, window, page
    window.close()


def test_dropped_messages_are_read_and_what_was_found_is_said(qtbot, report, tmp_path):
    workspace, _window, page = report
    assert page.returned.words.text() == "Nothing came back that we know of."
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    page.returned.dropEvent(
        QDropEvent(
            QPointF(1, 1), Qt.DropAction.CopyAction, what,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    qtbot.waitUntil(lambda: "2 messages came back" in page.returned.words.text(), timeout=WAIT_MS)
    assert workspace.bounces.paths == [Path(tmp_path)]
    assert "4 messages read, 3 new; 3 put on the do-not-write list." in page.returned.found.text()
    assert "Not counted, names no message of this campaign: 1" in page.returned.found.text()
    assert page.returned.read.isEnabled()


def test_a_mailbox_is_read_once_and_its_password_kept_nowhere(qtbot, report):
    workspace, _window, page = report
    form = page.returned.form
    assert not form.isVisible()
    page.returned.choices.actions()[2].trigger()
    assert form.isVisible()
    assert not form.read.isEnabled()
    form.server.setText("mail.example.com:143")
    form.user.setText("bounces@example.com")
    form.password.setText("secret")
    form.read.click()
    qtbot.waitUntil(lambda: "2 messages came back" in page.returned.words.text(), timeout=WAIT_MS)
    (settings,) = workspace.bounces.paths
    assert (settings.host, settings.port, settings.security.value, settings.username) == (
        "mail.example.com", 143, "starttls", "bounces@example.com",
    )  # fmt: skip
    assert (form.password.text(), form.isVisible()) == ("", False)


def test_what_happened_is_shown_and_a_follow_up_goes_to_who_was_chosen(qtbot, report, tmp_path):
    workspace, window, page = report
    page.happened.click()
    view = page.incident
    assert view.isVisible()
    assert not view.handed_over.isVisible()  # whom it is about is not known yet
    assert not page.footer.primary.isVisible()
    qtbot.waitUntil(lambda: bool(view.who.shown), timeout=WAIT_MS)
    assert view.handed_over.isVisible()
    assert not page.whole.isVisible()
    assert "1,108 people of 2,000" in " ".join(view.who.shown)
    said = " ".join(view.who.shown)
    assert "T0" not in said
    assert "2031-01-06" not in said, "as in a log, not as a person says it"
    exact = [part.toolTip() for part in view.who.findChildren(QLabel) if part.toolTip()]
    assert "2031-01-06 06:00:00 UTC" in " ".join(exact)
    assert "400 people were handed a message since the last copy" in " ".join(view.unknown.shown)
    assert view.people == 1110
    assert view.groups == ("handed_over", "unclear")
    assert page.footer.primary.text() == "Prepare follow-up"
    view.unclear.setChecked(False)
    view.batches["batch 3"].setChecked(False)
    assert (view.people, view.groups) == (110, ("handed_over", "batch 1", "batch 2"))
    assert "exactly 110 people" in view.chosen.text()
    view.handed_over.setChecked(False)
    assert not page.footer.primary.isEnabled()
    view.handed_over.setChecked(True)
    view.save_pack(tmp_path / "pack.zip")
    qtbot.waitUntil(lambda: workspace.incident.packed == [tmp_path / "pack.zip"], timeout=WAIT_MS)
    view.back.click()
    assert page.whole.isVisible()
    assert page.footer.primary.text() == "Save report"
    page.happened.click()
    qtbot.waitUntil(lambda: view.people > 0, timeout=WAIT_MS)
    view.batches["batch 3"].setChecked(False)
    with qtbot.waitSignal(window.session.campaign_requested, timeout=WAIT_MS):
        page.press_primary()
    assert workspace.incident.asked == [("handed_over", "batch 1", "batch 2")]


def test_a_press_while_another_campaign_is_being_read_does_nothing(report):
    _workspace, window, page = report
    window.session.content = None
    page.happened.click()
    assert page.incident.isHidden()
    assert page.whole.isVisible()
