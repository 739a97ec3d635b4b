"""The pages Write, Translate and Preview: what a person does reaches the façade and back."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from sample_workspace import ANA, BEN, CAMPAIGN

from composer.gui.editor import MessageEditor
from composer.model.stages import Stage
from composer.model.translation import UnitState


def show(qtbot, window, stage):
    window.show_stage(stage)
    qtbot.waitUntil(lambda: not window.page._stale)
    return window.page


# --- write --------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_after_a_pause_and_previewed(qtbot, window, workspace):
    page = show(qtbot, window, Stage.WRITE)
    qtbot.waitUntil(lambda: page.subject.text() != "")
    page.subject.clear()
    qtbot.keyClicks(page.subject, "News for {{ first_name }}")
    qtbot.waitUntil(lambda: workspace.saved != [], timeout=10_000)
    assert workspace.saved[-1].subject == "News for {{ first_name }}"
    qtbot.waitUntil(
        lambda: page.preview.inbox.subject._whole == "\u2068News for Ada\u2069", timeout=10_000
    )
    qtbot.waitUntil(lambda: re.fullmatch(r"Saved \d\d:\d\d", page.saved.text()) is not None)
    assert page.subject.text() == "News for {{ first_name }}"


def test_a_mistake_in_the_text_is_told_beside_the_last_good_preview(qtbot, window, workspace):
    page = show(qtbot, window, Stage.WRITE)
    qtbot.waitUntil(lambda: page.preview.pane.view is not None, timeout=20_000)
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(page.editor, "{% if tier")
    page.editor.completion.popup.hide()
    qtbot.waitUntil(page.preview.problem.isVisible, timeout=10_000)
    qtbot.waitUntil(lambda: page.findings.isVisible(), timeout=10_000)
    page.findings.show_requested.emit(page.findings.shown[0])
    assert page.editor.textCursor().hasSelection()


def test_lengths_are_hinted(qtbot, window):
    page = show(qtbot, window, Stage.WRITE)
    for letters, words in ((12, "12 letters"), (61, "61 letters; phones show about 40")):
        page.subject.selectAll()
        page.subject.insert_source("x" * letters)
        qtbot.waitUntil(lambda words=words: page.head.subject_hint._whole == words)


def test_a_frozen_message_is_read_only(qtbot, window, workspace):
    page = show(qtbot, window, Stage.WRITE)
    workspace.seal(CAMPAIGN, by=ANA)
    window.session.reload()
    qtbot.waitUntil(page.subject.isReadOnly)
    assert page.editor.isReadOnly()
    assert page.footer.secondary.text() == "Change…"


def test_another_persons_change_reaches_an_untouched_editor(qtbot, window, workspace):
    page = show(qtbot, window, Stage.WRITE)
    workspace._draft = type(workspace._draft)(
        subject="Changed elsewhere", preheader="", body="New body"
    )
    window.session.reload()
    qtbot.waitUntil(lambda: page.subject.text() == "Changed elsewhere")
    assert page.editor.toPlainText() == "New body"


@pytest.fixture
def editor(qtbot):
    made = MessageEditor()
    made.set_known_fields({"first_name": "Ada", "last_name": "Lovelace"})
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_marks_go_around_the_selection_and_away_again(editor):
    editor.setPlainText("one two")
    editor.selectAll()
    editor.wrap("**")
    assert editor.toPlainText() == "**one two**"
    editor.selectAll()
    editor.wrap("**")
    assert editor.toPlainText() == "one two"


def test_headings_and_lists_mark_whole_lines(editor):
    editor.setPlainText("one\ntwo")
    editor.selectAll()
    editor.start_lines("- ")
    assert editor.toPlainText() == "- one\n- two"
    editor.undo()
    assert editor.toPlainText() == "one\ntwo"


def test_replacing_the_text_can_be_undone(editor):
    editor.setPlainText("before")
    editor.replace_text("after")
    editor.undo()
    assert editor.toPlainText() == "before"


def test_fields_are_completed_with_closing_braces(qtbot, editor):
    qtbot.keyClicks(editor, "Dear {{ fir")
    qtbot.waitUntil(editor.completion.popup.isVisible)
    editor.completion.completer.activated.emit(editor.completion.completer.currentCompletion())
    assert editor.toPlainText() == "Dear {{ first_name }}"


def test_conditions_are_completed_too(qtbot, editor):
    qtbot.keyClicks(editor, "{% if la")
    qtbot.waitUntil(editor.completion.popup.isVisible)
    editor.completion.completer.activated.emit(editor.completion.completer.currentCompletion())
    assert editor.toPlainText() == "{% if last_name %}"


def test_finding_goes_round(editor):
    editor.setPlainText("one two one")
    editor.finder.look_for("two")
    assert editor.finder.go()
    assert editor.finder.go()
    editor.finder.look_for("three")
    assert not editor.finder.go()


def test_ctrl_tab_leaves_the_editor(qtbot, window):
    page = show(qtbot, window, Stage.WRITE)
    window.activateWindow()
    page.editor.setFocus()
    qtbot.waitUntil(page.editor.hasFocus)
    qtbot.keyClick(page.editor, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert not page.editor.hasFocus()


# --- translate ----------------------------------------------------------------------------------


def test_the_first_unfinished_part_is_offered_and_saved(qtbot, window, workspace):
    page = show(qtbot, window, Stage.TRANSLATE)
    qtbot.waitUntil(lambda: page.editor.unit is not None)
    source = page.editor.unit.source
    assert page.editor.unit.state == "new"
    page.editor.target.setPlainText("Übersetzt.")
    page.press_primary()
    qtbot.waitUntil(lambda: workspace.targets["de"].get(source) == ("Übersetzt.", UnitState.DRAFT))
    qtbot.waitUntil(lambda: page.editor.unit.source != source)
    assert page.editor.unit.state != "reviewed"


def test_a_translation_that_is_not_reviewed_stays_unfinished(qtbot, window, workspace):
    page = show(qtbot, window, Stage.TRANSLATE)
    qtbot.waitUntil(lambda: page.editor.unit is not None)
    source = page.editor.unit.source
    page.editor.target.setPlainText("Entwurf.")
    page.save()
    qtbot.waitUntil(lambda: workspace.targets["de"].get(source) == ("Entwurf.", UnitState.DRAFT))
    qtbot.waitUntil(
        lambda: {unit.source: unit.state for unit in page.list.model.units}[source] == "draft"
    )


def test_progress_is_shown_for_each_language(qtbot, window):
    page = show(qtbot, window, Stage.TRANSLATE)
    qtbot.waitUntil(lambda: len(page.all_languages.progress) == 4)
    assert page.languages.buttons["de"].text() == "\u2068German\u2069  6 of 18"


def test_a_language_is_added(qtbot, window, workspace):
    page = show(qtbot, window, Stage.TRANSLATE)
    page.add_language("fr")
    qtbot.waitUntil(lambda: "fr" in page.languages.buttons)
    qtbot.waitUntil(lambda: len(page.list.model.units) == 18)
    assert page.languages.buttons["fr"].isChecked()


def test_arabic_is_written_from_right_to_left(qtbot, window):
    page = show(qtbot, window, Stage.TRANSLATE)
    page.show_language("ar")
    qtbot.waitUntil(lambda: page.editor.unit is not None and page._tag == "ar")
    target = page.editor.target
    target.moveCursor(QTextCursor.MoveOperation.Start)
    assert target.cursorRect().x() > target.width() / 2


def test_the_preview_shows_a_reader_of_the_language(qtbot, window):
    page = show(qtbot, window, Stage.TRANSLATE)
    qtbot.waitUntil(
        lambda: "Neue Indexgewichtung" in page.preview.inbox.subject._whole, timeout=10_000
    )


# --- preview ------------------------------------------------------------------------------------


def test_what_one_recipient_will_get_is_stated_for_good(qtbot, window):
    page = show(qtbot, window, Stage.PREVIEW)
    qtbot.waitUntil(lambda: page._preview is not None, timeout=10_000)
    first = page._preview.recipient.address
    assert first in page.promise.words._whole
    assert page.promise.one.text() == "One recipient: yes."
    assert page._preview.rendered.digest[:8] in page.promise.fingerprint.text()


def test_alt_arrows_go_from_recipient_to_recipient(qtbot, window):
    page = show(qtbot, window, Stage.PREVIEW)
    qtbot.waitUntil(lambda: page._preview is not None, timeout=10_000)
    qtbot.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page._preview.recipient.row == 3, timeout=10_000)
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page._preview.recipient.row == 2, timeout=10_000)


def test_every_side_of_the_message_can_be_seen(qtbot, window):
    page = show(qtbot, window, Stage.PREVIEW)
    qtbot.waitUntil(lambda: page._preview is not None, timeout=10_000)
    tabs = page.message
    tabs.tabs.setCurrentIndex(1)
    assert (
        tabs.headers.model.index(1, 1).data().strip("\u2066\u2069")
        == page._preview.recipient.address
    )
    tabs.tabs.setCurrentIndex(2)
    assert "<!doctype html>" in tabs.source.viewer.toPlainText()
    tabs.tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: tabs.wire.viewer.toPlainText().startswith("→ From: "), timeout=10_000)
    tabs.tabs.setCurrentIndex(0)
    qtbot.mouseClick(tabs.ways.plain, Qt.MouseButton.LeftButton)
    assert "Dear Ada" in tabs.text.toPlainText()
    qtbot.mouseClick(tabs.ways.plain, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tabs.ways.phone, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tabs.pane._frame.width() == 372)


def test_check_then_every_kind_then_freeze(qtbot, window, workspace):
    page = show(qtbot, window, Stage.PREVIEW)
    assert page.footer.primary.text() == "Check everybody"
    page.press_primary()
    qtbot.waitUntil(lambda: page.footer.primary.text() == "Next kind", timeout=10_000)
    for _turn in range(12):
        if page.footer.primary.text() != "Next kind":
            break
        unseen = page.kinds.unseen
        page.press_primary()
        qtbot.waitUntil(lambda unseen=unseen: page.kinds.unseen < unseen, timeout=10_000)
    assert page.footer.primary.text() == "Freeze for sign-off"
    page.press_primary()
    qtbot.waitUntil(lambda: window.session.is_frozen, timeout=10_000)
    qtbot.waitUntil(lambda: page.footer.primary.text() == "Go to Test")


def test_a_reviewers_looks_are_recorded(qtbot, window, workspace):
    workspace.check(CAMPAIGN)
    workspace.seal(CAMPAIGN, by=ANA)
    workspace.run_test(CAMPAIGN, by=ANA)
    window.session.act_as(BEN)
    page = show(qtbot, window, Stage.PREVIEW)
    qtbot.waitUntil(lambda: page.footer.primary.text() == "Next kind", timeout=10_000)
    qtbot.waitUntil(lambda: len(workspace.shown(CAMPAIGN, by=BEN)) == 1, timeout=10_000)
    page.press_primary()
    qtbot.waitUntil(lambda: len(workspace.shown(CAMPAIGN, by=BEN)) == 2, timeout=10_000)
    assert workspace.shown(CAMPAIGN, by=ANA) == frozenset()


def test_a_message_is_saved_as_a_file(qtbot, window, tmp_path):
    page = show(qtbot, window, Stage.PREVIEW)
    qtbot.waitUntil(lambda: page._preview is not None, timeout=10_000)
    page.save_message(tmp_path / "ada.eml")
    qtbot.waitUntil(lambda: (tmp_path / "ada.eml").exists())
    qtbot.waitUntil(page.notice.isVisible)
    assert (tmp_path / "ada.eml").read_bytes() == page._preview.eml
