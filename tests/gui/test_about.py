"""*About Composer*, what another program froze, and signed files that somebody opens."""

from __future__ import annotations

import os

from layout_faults import layout_faults
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from sample_workspace import SampleWorkspace

from composer import __version__
from composer.findings import finding
from composer.gui.application import make_window
from composer.gui.opened import Opened
from composer.gui.parts import Button
from composer.gui.sheets import Sheet
from composer.gui.theme import ThemeChoice
from composer.proofs.fingerprint import program_fingerprint


def open_about(qtbot, window) -> Sheet:
    menu = window.header.person.menu()
    menu.aboutToShow.emit()
    next(item for item in menu.actions() if item.text() == "About Composer…").trigger()
    (sheet,) = window.findChildren(Sheet)
    qtbot.waitUntil(lambda: bool(sheet.findChild(QPlainTextEdit).toPlainText()), timeout=30_000)
    return sheet


def test_about_says_which_program_this_is_and_what_is_in_it(qtbot, window):
    sheet = open_about(qtbot, window)
    assert any(__version__ in part.text() for part in sheet.findChildren(QLabel))
    values = [line.text() for line in sheet.findChildren(QLineEdit)]
    assert values == [program_fingerprint().source, str(window.session.workspace.path)]
    assert "PySide6 6." in sheet.findChild(QPlainTextEdit).toPlainText()
    if folder := os.environ.get("COMPOSER_PICTURES"):
        sheet.grab().save(f"{folder}/about.png")
    assert layout_faults(sheet) == []
    next(part for part in sheet.findChildren(Button) if part.text() == "Copy").click()
    assert program_fingerprint().source in QGuiApplication.clipboard().text()


def test_campaigns_that_another_program_froze_are_named_in_the_list(qtbot, window):
    told = finding("workspace.other_program", name="Notice", theirs="0.1", own="0.2")
    window.session.workspace.program.found = (told,)
    window.show_campaigns()
    qtbot.waitUntil(lambda: window.campaigns.findings._findings == (told,))


def test_a_signed_file_that_is_opened_goes_to_the_workspace_that_is_shown(qtbot, qapp, tmp_path):
    workspace = SampleWorkspace()
    opened = Opened(lambda it, person: make_window(it, person=person, theme=ThemeChoice.LIGHT))
    opened.show(workspace)
    taken = []
    opened.window.dropping.approval_dropped.connect(taken.append)
    opened.window.dropping.approval_dropped.disconnect(opened.window._taking.take_in)
    opened.take_in(tmp_path / "signed.approval")
    assert taken == [tmp_path / "signed.approval"]
    opened.window.close()


def test_without_a_workspace_a_signed_file_is_told_to_belong_nowhere(qtbot, qapp, tmp_path):
    make_window(SampleWorkspace(), theme=ThemeChoice.LIGHT).close()  # makes the one theme
    opened = Opened(lambda _workspace, _person: None)
    opened.begin(tmp_path / "none")
    opened.take_in(tmp_path / "signed.approval")
    (sheet,) = opened._welcome.findChildren(Sheet)
    assert sheet.accessibleName().startswith("There is no workspace here")
    opened._welcome.close()


def test_a_file_that_the_system_asks_for_is_told(qapp, tmp_path):
    asked = []
    qapp.asked.connect(asked.append)
    for name in ("to-review.proof", "signed.approval"):
        qapp.sendEvent(qapp, QFileOpenEvent(str(tmp_path / name)))
    qapp.asked.disconnect(asked.append)
    assert [file.name for file in asked] == ["to-review.proof", "signed.approval"]
