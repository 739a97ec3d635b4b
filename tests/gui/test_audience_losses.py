"""Nothing is lost on the Audience page: quick presses, refused changes, leaving with work under way."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit
from sample_workspace import CAMPAIGN

from composer.errors import ComposerError
from composer.findings import finding
from composer.gui.audience.situation import Mode
from composer.model.overview import ImportResult
from composer.model.stages import Stage

LIST = "email,locale,First name,account\nada@example.com,en,Ada,AC-1\n,de,Bob,AC-2\n"


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.AUDIENCE)
    made = window.page
    qtbot.waitUntil(lambda: made.model.rowCount() == 2000)
    return made


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "people.csv"
    made.write_text(LIST)
    return made


@pytest.fixture
def pending(qtbot, page, file):
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING and page.model.rowCount() == 2)
    return page


@pytest.fixture
def slow(workspace, monkeypatch):
    """Let each mended cell wait for the event."""
    go_on, fix = threading.Event(), workspace.audiences.fix_cell

    def fix_slowly(*args, **named):
        go_on.wait(10)
        return fix(*args, **named)

    monkeypatch.setattr(workspace.audiences, "fix_cell", fix_slowly)
    yield go_on
    go_on.set()


def cells(workspace):
    return [row.cells[0] for row in workspace.audiences._rows]


def test_changes_that_wait_are_made_when_the_campaign_is_left(
    qtbot, window, pending, workspace, slow
):
    pending.model.setData(pending.model.index(0, 1), "first@example.com")
    pending.model.setData(pending.model.index(1, 1), "second@example.com")
    window.show_campaigns()
    window.session.open_campaign(None)
    slow.set()
    qtbot.waitUntil(lambda: cells(workspace) == ["first@example.com", "second@example.com"])


def test_a_cell_that_is_being_written_is_kept_when_the_window_closes(
    qtbot, window, pending, workspace
):
    pending.table.setCurrentIndex(pending.model.index(1, 1))
    pending.table.setFocus()
    qtbot.keyClick(pending.table, Qt.Key.Key_F2)
    qtbot.keyClicks(pending.table.findChild(QLineEdit), "bob@example.com")
    window.close()
    assert cells(workspace)[1] == "bob@example.com"


def test_the_list_is_used_only_with_what_was_mended_before(
    qtbot, pending, workspace, slow, monkeypatch
):
    used = []

    def take_over(_campaign, *, by, reading):
        used.append(cells(workspace))
        workspace.audiences._rows = []
        return ImportResult(id=CAMPAIGN, name="", findings=())

    monkeypatch.setattr(workspace.audiences, "take_over", take_over)
    pending.model.setData(pending.model.index(1, 1), "bob@example.com")
    pending.with_pending.take_over()
    slow.set()
    qtbot.waitUntil(lambda: pending.mode is Mode.IN_USE)
    assert used == [["ada@example.com", "bob@example.com"]]


def test_a_refused_cell_shows_what_the_list_holds_and_its_undo_is_not_lost(
    qtbot, pending, workspace, monkeypatch
):
    pending.session.failed.disconnect()
    pending.model.setData(pending.model.index(1, 1), "bob@example.com")
    qtbot.waitUntil(lambda: cells(workspace)[1] == "bob@example.com")
    qtbot.waitUntil(lambda: pending.changes._current is None)
    fix = workspace.audiences.fix_cell

    def refuse(*_args, **_named):
        raise ComposerError("The disk is full.")

    monkeypatch.setattr(workspace.audiences, "fix_cell", refuse)
    with qtbot.waitSignal(pending.session.failed):
        pending.model.setData(pending.model.index(0, 1), "other@example.com")
    qtbot.waitUntil(
        lambda: pending.model.index(0, 1).data(Qt.ItemDataRole.EditRole) == "ada@example.com"
    )
    with qtbot.waitSignal(pending.session.failed):
        pending.changes.undo()
    qtbot.waitUntil(lambda: pending.changes._current is None)
    monkeypatch.setattr(workspace.audiences, "fix_cell", fix)
    pending.changes.undo()
    qtbot.waitUntil(lambda: cells(workspace)[1] == "")


def test_the_reason_why_a_list_is_not_used_stays(qtbot, pending, workspace, monkeypatch):
    refused = ImportResult(id="", name="", findings=(finding("audience.busy", who="Ben"),))
    monkeypatch.setattr(workspace.audiences, "take_over", lambda *_args, **_named: refused)
    pending.with_pending.take_over()
    with qtbot.waitSignal(pending.session.campaign_changed):
        pass
    qtbot.waitUntil(lambda: pending.session.background.is_idle)
    assert "audience.busy" in {line.code for line in pending.problems.lines}


def test_two_quick_answers_are_both_kept(qtbot, page, workspace):
    page.choose_tool.click()
    choices = page.people.choices
    choices.mx.click()
    choices.filter.setText("tier = gold")
    choices.use_filter.click()
    qtbot.waitUntil(lambda: page.session.background.is_idle)
    assert (workspace.audiences.settings.segment, choices._settings.mx) != ("", False)
    assert workspace.audiences.settings.segment == "tier = gold"


def test_what_is_written_of_the_promise_stays_when_a_list_is_opened_and_is_kept_when_it_is_read(
    qtbot, page, workspace, file
):
    page.promise.edit()
    page.promise.expected.setText("300")
    page.intake.open(file)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    assert page.promise.expected.text() == "300"
    page.press_primary()
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING)
    assert workspace.audiences.contract["expected"] == 300


def test_the_list_chosen_last_is_shown_whichever_opens_first(
    qtbot, page, workspace, tmp_path, monkeypatch
):
    go_on, look = threading.Event(), workspace.audiences.open
    slow, quick = tmp_path / "slow.csv", tmp_path / "quick.csv"
    for made in (slow, quick):
        made.write_text(LIST)

    def open_slowly(campaign, given, *, options=None):
        if given == slow:
            go_on.wait(10)
        return look(campaign, given, options=options)

    monkeypatch.setattr(workspace.audiences, "open", open_slowly)
    page.intake.open(slow)
    page.intake.open(quick)
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    go_on.set()
    qtbot.waitUntil(lambda: page.session.background.is_idle)
    assert page.intake.view.file == "quick.csv"


def test_rows_stay_while_a_cell_is_written_in(qtbot, pending):
    pending.table.setCurrentIndex(pending.model.index(1, 1))
    pending.table.setFocus()
    qtbot.keyClick(pending.table, Qt.Key.Key_F2)
    editor = pending.table.findChild(QLineEdit)
    qtbot.keyClicks(editor, "bob@")
    pending.model.show_wanted(replace(pending.model.wanted, search="ada"))
    qtbot.waitUntil(lambda: pending.session.background.is_idle)
    qtbot.keyClicks(editor, "example.com")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pending.model.rowCount() == 1)
    pending.model.show_wanted(replace(pending.model.wanted, search=""))
    qtbot.waitUntil(lambda: pending.model.rowCount() == 2)
    assert pending.model.index(1, 1).data(Qt.ItemDataRole.EditRole) == "bob@example.com"


def test_the_card_follows_the_row_when_it_comes_later(qtbot, page):
    with qtbot.waitSignal(page.session.inspected) as seen:
        page.table.setCurrentIndex(page.model.index(1900, 1))
    assert seen.args[0].row == 1902


def test_an_old_count_does_not_speak_of_an_empty_filter(qtbot, page):
    page.choose_tool.click()
    choices = page.people.choices
    choices.filter.setText("tier = gold")
    choices.filter.paused.emit("tier = gold")
    choices.filter.setText("")
    choices.filter.paused.emit("")
    qtbot.waitUntil(lambda: page.session.background.is_idle)
    assert choices.kept.text() == "Everybody stays: 2,000."


def test_the_table_shows_only_whom_the_filter_keeps_while_it_is_written(qtbot, page):
    page.choose_tool.click()
    choices = page.people.choices
    choices.filter.setText("tier = gold")
    choices.filter.paused.emit("tier = gold")
    choices.only_kept.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 667)
    page.choose_tool.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2000)
    assert not choices.only_kept.isChecked()


def test_the_whole_way_is_walked_by_keyboard(qtbot, page, workspace, file):
    """From the promise to a list in use; a file dialog is the system's own, so cells are pasted."""

    def press(key, modifier=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def tab_to(wanted):
        for _step in range(60):
            if QApplication.focusWidget() is wanted:
                return
            press(Qt.Key.Key_Tab)
        pytest.fail(f"{wanted} is not reached by Tab.")

    page.heading.window().activateWindow()
    page.setFocus()
    tab_to(page.promise.change)
    press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is page.promise.expected
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.audiences.contract.get("expected") == 2)
    QApplication.clipboard().setText(file.read_text().replace(",", "\t"))
    qtbot.keySequence(QApplication.focusWidget(), QKeySequence(QKeySequence.StandardKey.Paste))
    qtbot.waitUntil(lambda: page.mode is Mode.SOURCE)
    qtbot.waitUntil(page.source.table.hasFocus)
    press(Qt.Key.Key_Backtab)
    assert page.source.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.mode is Mode.PENDING and page.model.rowCount() == 2)
    tab_to(page.table)
    page.table.setCurrentIndex(page.model.index(1, 1))
    press(Qt.Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "bob@example.com")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.problems.lines)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.problems.lines) == 1)
    page.problems.toggle.setChecked(True)
    leave_out = page.problems.buttons("address.empty")[0]
    qtbot.waitUntil(leave_out.isVisible)
    page.problems.toggle.setFocus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is leave_out  # Tab order is reading order
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(page.footer.primary.isEnabled)
    assert page.footer.primary.text() == "Use this 1 person"
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.mode is Mode.IN_USE)
