"""Finding and replacing in a text with chips, and the bar for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.writing.find_bar import LOOK_PAUSE_MS, FindBar


@pytest.fixture
def bar(qtbot):
    frame = QWidget()
    editor = MessageEditor()
    made = FindBar(editor)
    column = QVBoxLayout(frame)
    column.addWidget(made)
    column.addWidget(editor)
    qtbot.addWidget(frame)
    frame.resize(600, 400)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    made.editor = editor
    made.frame = frame  # lives as long
    return made


def find(qtbot, bar, text, words):
    bar.editor.set_source(text)
    bar.open_bar(replace=True)
    bar.edit.clear()
    qtbot.keyClicks(bar.edit, words)


def test_places_are_counted_and_gone_through_both_ways(qtbot, bar):
    find(qtbot, bar, "one two one\n😀 One", "one")
    assert bar.count.text() == "1 of 3"
    qtbot.keyClick(bar.edit, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 3"
    qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert bar.count.text() == "3 of 3"
    assert bar.editor.selected_source() == "One"
    qtbot.keyClick(bar, Qt.Key.Key_F3)
    assert bar.count.text() == "1 of 3"
    qtbot.keyClick(bar, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "3 of 3"


def test_case_and_whole_words_are_kept_apart(qtbot, bar):
    find(qtbot, bar, "one One someone", "one")
    bar.case.click()
    assert len(bar.editor.finder.found) == 2
    bar.whole.click()
    assert bar.count.text() == "1 of 1"


def test_a_chip_is_found_by_its_source_and_by_its_words(qtbot, bar):
    text = "Dear {{ first_name }}, first name"
    find(qtbot, bar, text, "first_name")
    assert bar.editor.selected_source() == "{{ first_name }}"
    assert bar.replace.isEnabled()
    find(qtbot, bar, text, "first name")
    assert bar.count.text() == "1 of 2"
    assert bar.editor.selected_source() == "{{ first_name }}"
    assert not bar.replace.isEnabled()
    assert bar.reason.text() == "These are the words of a tag. Press F2 in the text to change it."
    find(qtbot, bar, text, "dear first")
    assert bar.editor.selected_source() == "Dear {{ first_name }}"


def test_replacing_a_name_changes_the_chips_source(qtbot, bar):
    find(qtbot, bar, '{{ frist_name or "you" }} and {{ frist_name }}', "frist")
    qtbot.keyClicks(bar.replacement, "first")
    bar.replace.click()
    assert bar.editor.source() == '{{ first_name or "you" }} and {{ frist_name }}'
    assert bar.count.text() == "1 of 1"
    bar.replace.click()
    assert bar.count.text() == "Not in the text"
    assert not bar.replace.isEnabled()
    assert bar.reason.text() == "This is not in the text."


def test_replacing_all_is_one_step_and_takes_words_as_they_are(qtbot, bar):
    find(qtbot, bar, "a.b a.b\n{{ ab }} a.b", "a.b")
    qtbot.keyClicks(bar.replacement, r"\1{{ x }}")
    bar.replace_all.click()
    assert bar.editor.source() == "\\1{{ x }} \\1{{ x }}\n{{ ab }} \\1{{ x }}"
    assert bar.reason.text() == "3 places replaced"
    bar.editor.undo()
    assert bar.editor.source() == "a.b a.b\n{{ ab }} a.b"


def test_how_many_were_replaced_is_said_until_something_else_is_looked_for(qtbot, bar):
    find(qtbot, bar, "one index, two index", "index")
    bar.replacement.setText("list")
    bar.replace_all.click()
    qtbot.wait(2 * LOOK_PAUSE_MS)
    assert "replaced" in bar.reason.text()
    bar.case.click()
    assert "replaced" not in bar.reason.text()


def test_places_follow_the_text_while_it_is_written(qtbot, bar):
    find(qtbot, bar, "one", "one")
    bar.editor.insert_source("two one one")
    qtbot.waitUntil(lambda: bar.count.text() == "2 places")


def test_esc_closes_and_goes_back_to_the_text(qtbot, bar):
    find(qtbot, bar, "one one", "one")
    qtbot.keyClick(bar.edit, Qt.Key.Key_Escape)
    assert bar.isHidden()
    qtbot.waitUntil(bar.editor.hasFocus)
    assert bar.editor.selected_source() == "one"
    assert bar.editor.extraSelections() == []


def test_nothing_is_replaced_in_a_frozen_message_and_the_bar_says_so(qtbot, bar):
    bar.editor.setReadOnly(True)
    find(qtbot, bar, "one", "one")
    assert bar.next.isEnabled()
    assert not bar.replace.isEnabled()
    assert not bar.replace_all.isEnabled()
    assert "frozen" in bar.reason.text()
