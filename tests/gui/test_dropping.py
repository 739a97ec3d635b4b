"""Proofs and signed files are taken wherever on the window they are dropped; others are not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from sample_workspace import CAMPAIGN

from composer.errors import Blocked
from composer.findings import finding
from composer.gui.dropping import Dropping, our_files
from composer.gui.sheets import Sheet
from composer.gui.welcome import Welcome
from composer.stages.approval_files import TakenIn


def carrying(*files):
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return dragged


def drop(window, dragged):
    """Drop something as the system does: it enters the window, then it is let go."""
    target = window.windowHandle()
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(40, 40), actions, dragged, buttons, none)
    QApplication.sendEvent(target, entering)
    falling = QDropEvent(QPointF(40, 40), actions, dragged, buttons, none)
    QApplication.sendEvent(target, falling)
    return entering.isAccepted()


@pytest.fixture
def ground(qtbot):
    window = QWidget()
    edit = QPlainTextEdit()
    QVBoxLayout(window).addWidget(edit)
    qtbot.addWidget(window)
    dropping = Dropping(window)
    taken = []
    dropping.proof_dropped.connect(lambda file: taken.append(("proof", file)))
    dropping.approval_dropped.connect(lambda file: taken.append(("approval", file)))
    window.show()
    qtbot.waitUntil(lambda: window.childAt(40, 40) is edit.viewport())
    return window, edit, taken


def test_our_files_are_taken_over_an_editor_too(ground):
    window, edit, taken = ground
    assert drop(window, carrying("/home/ana/answer.approval"))
    assert drop(window, carrying("/home/ana/weights.PROOF"))
    assert taken == [
        ("approval", Path("/home/ana/answer.approval")),
        ("proof", Path("/home/ana/weights.PROOF")),
    ]
    assert edit.toPlainText() == ""


def test_what_is_not_ours_goes_on_to_where_it_was_dropped(ground):
    window, _edit, taken = ground
    for files in (("/home/ana/list.csv",), ("/home/ana/a.approval", "/home/ana/list.csv"), ()):
        drop(window, carrying(*files))
    text = QMimeData()
    text.setText("/home/ana/answer.approval")
    drop(window, text)
    web = QMimeData()
    web.setUrls([QUrl("https://example.com/answer.approval")])
    assert our_files(web) == ()
    assert our_files(None) == ()
    assert taken == []


class TakingIn:
    """Takes one decision in, as a workspace does; a second one it refuses."""

    def __init__(self):
        self.taken = []

    def import_approval(self, written, *, by):
        if self.taken:
            raise Blocked([finding("approval_file.known", name="Ben")])
        self.taken.append((written, by.name))
        return TakenIn(
            campaign_id=CAMPAIGN,
            campaign="Index weighting update",
            name="Ben",
            decision="rejection",
            comment="Line 3.",
            still_needed=1,
        )


def test_a_signed_file_dropped_on_any_page_is_taken_in_and_told_in_a_sentence(
    qtbot, window, workspace, tmp_path
):
    workspace.passing = TakingIn()
    file = tmp_path / "answer.approval"
    file.write_bytes(b"signed")
    drop(window, carrying(file))
    qtbot.waitUntil(lambda: window.page.notice.isVisible())
    assert workspace.passing.taken == [(b"signed", window.session.person.name)]
    assert window.page.notice._text.text() == (
        "Ben has sent “Index weighting update” back. Comment: Line 3."
    )
    drop(window, carrying(file))
    qtbot.waitUntil(lambda: window.findChild(Sheet) is not None)
    assert "taken in already" in window.findChild(Sheet).accessibleName()


def test_the_first_window_opens_a_file_that_was_sent(qtbot, home):
    welcome = Welcome(home / "data" / "workspace")
    qtbot.addWidget(welcome)
    welcome.show()
    assert welcome.review.text() == "Open the file…"
    with qtbot.waitSignal(welcome.proof_chosen) as chosen:
        drop(welcome, carrying(home / "weights.proof"))
    assert chosen.args[0] == home / "weights.proof"
