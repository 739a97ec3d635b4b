"""Proofs and signed files are taken wherever on the window they are dropped; others are not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from composer.gui.dropping import Dropping, our_files
from composer.gui.welcome import Welcome


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


def test_the_first_window_opens_a_file_that_was_sent(qtbot, home):
    welcome = Welcome(home / "data" / "workspace")
    qtbot.addWidget(welcome)
    welcome.show()
    assert welcome.review.text() == "Open the file…"
    with qtbot.waitSignal(welcome.proof_chosen) as chosen:
        drop(welcome, carrying(home / "weights.proof"))
    assert chosen.args[0] == home / "weights.proof"
