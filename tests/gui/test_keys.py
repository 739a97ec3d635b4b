"""Every shortcut of the table does in a real window what it says; Ctrl+K finds everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from sample_workspace import ANA, CAMPAIGN, sample_finding
from shiboken6 import delete

from composer import i18n
from composer.gui.command_list import Kind, _pressing, plain
from composer.gui.command_search import CommandSearch
from composer.gui.editor import MessageEditor
from composer.gui.pages.apart import Apart
from composer.gui.sheets import Sheet
from composer.gui.shortcuts import SHORTCUTS, Act
from composer.model.stages import Stage

STAGES = tuple(Stage)


def until_page(qtbot, window, stage):
    qtbot.waitUntil(lambda: window.page.stage is stage and not window.page._stale, timeout=10_000)
    qtbot.waitUntil(lambda: window.session.background.is_idle, timeout=10_000)


def press_search(qtbot, window):
    window.activateWindow()  # there is no window manager that gives the focus back
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keySequence(window, "Ctrl+K")
    qtbot.waitUntil(lambda: window.keys.search is not None and window.keys.search.isVisible())
    search = window.keys.search
    qtbot.waitUntil(lambda: any(one.kind is Kind.CAMPAIGN for one in search._campaigns))
    return search


def words(search):
    return [line.words for line in search.model.lines]


def test_the_stages_and_the_next_step_open_by_their_keys(qtbot, window):
    numbers = next(one.keys for one in SHORTCUTS if one.act is Act.STAGE)
    for keys, stage in tuple(zip(numbers, STAGES, strict=True))[:6]:  # all: test_accessible
        qtbot.keySequence(window, keys)
        until_page(qtbot, window, stage)
    for keys in next(one.keys for one in SHORTCUTS if one.act is Act.PRIMARY):
        window.show_stage(Stage.WRITE)
        until_page(qtbot, window, Stage.WRITE)
        qtbot.keySequence(window, keys)
        until_page(qtbot, window, Stage.TRANSLATE)


def test_regions_details_and_findings_open_by_their_keys(qtbot, window, workspace):
    until_page(qtbot, window, Stage.WRITE)
    qtbot.keySequence(window, "Ctrl+I")
    assert window.inspector.isVisible()
    window.rail.setFocus()
    qtbot.keySequence(window, "F6")
    assert window.page.isAncestorOf(QApplication.focusWidget())
    qtbot.keySequence(window, "Shift+F6")
    qtbot.waitUntil(window.rail.hasFocus)
    qtbot.keySequence(window, "Ctrl+I")
    assert not window.inspector.isVisible()
    workspace.extra_findings = (sample_finding(column="first_name"),)
    qtbot.keySequence(window, "Ctrl+4")
    window.session.reload()
    qtbot.waitUntil(window.page.findings.isVisible)
    qtbot.keySequence(window, "Ctrl+Shift+F")
    assert window.page.findings.rows.isVisible()


def test_alt_and_an_arrow_go_to_the_next_recipient_and_back(qtbot, window):
    window.show_stage(Stage.PREVIEW)
    until_page(qtbot, window, Stage.PREVIEW)
    edit = window.page.recipients.edit
    qtbot.waitUntil(lambda: bool(edit.address))
    first = edit.address
    qtbot.keySequence(window, "Alt+Right")
    qtbot.waitUntil(lambda: edit.address != first)
    qtbot.keySequence(window, "Alt+Left")
    qtbot.waitUntil(lambda: edit.address == first)


def test_ctrl_tab_leaves_the_text_and_tab_does_not(qtbot, window):
    until_page(qtbot, window, Stage.WRITE)
    inside = window.page.findChild(MessageEditor)
    inside.setFocus()
    QTest.keyClick(inside, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is inside
    QTest.keyClick(inside, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is not inside


def test_stop_is_pressed_by_its_key(qtbot, window, workspace):
    workspace.start_sending(CAMPAIGN, by=ANA)
    window.session.reload()
    qtbot.waitUntil(lambda: bool(window.session.sends.stoppable), timeout=10_000)
    qtbot.keySequence(window, "Ctrl+.")
    qtbot.waitUntil(lambda: workspace.stopped_by == "Ana Reyes")


def test_the_list_of_keys_names_every_shortcut(qtbot, window):
    qtbot.keySequence(window, "F1")
    sheet = next(one for one in window.findChildren(Sheet) if one.isVisible())
    shown = {part.text() for part in sheet.findChildren(object) if hasattr(part, "text")}
    assert {one.shown for one in SHORTCUTS} <= shown
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_what_is_searched_for_is_found_chosen_and_remembered_by_keys_alone(qtbot, window):
    until_page(qtbot, window, Stage.WRITE)
    search = press_search(qtbot, window)
    qtbot.waitUntil(search.edit.hasFocus)
    QTest.keyClicks(search.edit, "aud")
    assert words(search)[0] == "Audience"
    QTest.keyClick(search.edit, Qt.Key.Key_Return)
    until_page(qtbot, window, Stage.AUDIENCE)
    search = press_search(qtbot, window)
    assert (search.model.lines[0].words, search.model.lines[0].kind) == ("Audience", Kind.RECENT)
    QTest.keyClicks(search.edit, "index weigh")
    assert [line.kind for line in search.model.lines] == [Kind.CAMPAIGN]
    QTest.keyClick(search.edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.keys.search is None)


def test_the_arrow_keys_read_aloud_what_they_reach(qtbot, window):
    said = []
    window.session.announced.connect(lambda text, _assertive: said.append(text))
    search = press_search(qtbot, window)
    QTest.keyClicks(search.edit, "stop send")
    QTest.keyClick(search.edit, Qt.Key.Key_Down)
    assert said[-1] == "Stop sending, Window, Ctrl+., Nothing is being sent."
    QTest.keyClick(search.edit, Qt.Key.Key_Return)
    assert said[-1] == "Nothing is being sent."
    assert search.isVisible()


def test_what_cannot_be_done_now_is_listed_with_its_reason(qtbot, window):
    window.show_stage(Stage.TEST)
    until_page(qtbot, window, Stage.TEST)
    search = press_search(qtbot, window)
    off = [line for line in search.model.lines if line.kind is Kind.PAGE and line.reason]
    assert window.page.footer.primary.isEnabled() or off
    search.reject()
    window.show_campaigns()
    search = press_search(qtbot, window)
    reasons = {line.words: line.reason for line in search.model.lines}
    assert reasons["Send"] == "Open a campaign first."
    assert reasons["New campaign"] == ""


def test_the_workspace_s_pages_are_found_in_the_person_s_language(qtbot, window):
    i18n.use_language("de")
    try:
        search = press_search(qtbot, window)
        QTest.keyClicks(search.edit, "ubersetz")
        assert "Übersetzen" in words(search)
        search.reject()
    finally:
        i18n.use_language("en")


def test_words_are_compared_without_case_accents_and_isolates():
    assert plain("\u2068Señales\u2069 ÜBER") == "senales uber"


@pytest.mark.parametrize("which", [Apart.PEOPLE, Apart.HISTORY])
def test_a_page_of_the_workspace_has_a_command(qtbot, window, which):
    search = press_search(qtbot, window)
    commands = [line for line in search.model.lines if line.kind is Kind.PAGES]
    assert len(commands) == len(STAGES) + 1 + len(Apart)
    assert which in Apart


def test_a_button_that_is_gone_is_not_pressed(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    pressed = []
    button = QPushButton("Go", parent, clicked=lambda: pressed.append(True))
    command = _pressing(button, "Go", keys=False)
    command.run()
    delete(button)
    command.run()
    assert pressed == [True]


def test_the_arrow_keys_bear_that_nothing_is_called_so(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    search = CommandSearch(parent, (), ())
    told = []
    search.reached.connect(told.append)
    QTest.keyClick(search.edit, Qt.Key.Key_Down)
    QTest.keyClick(search.edit, Qt.Key.Key_Return)
    assert told == []
