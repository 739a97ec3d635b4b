"""Marks in the text: seen, reached by key, told in words; and unknown fields before any check."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QHelpEvent

from composer.findings import Severity
from composer.gui.editor import MessageEditor, set_writing_direction
from composer.gui.writing.text_marks import Mark


@pytest.fixture
def editor(qtbot):
    made = MessageEditor()
    made.set_known_fields({"first_name": "Ada"})
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def rest_on(editor, point):
    at = QPoint(int(point.x()), int(point.y()))
    event = QHelpEvent(QEvent.Type.ToolTip, at, editor.viewport().mapToGlobal(at))
    QGuiApplication.sendEvent(editor.viewport(), event)


def test_a_mark_stands_on_its_letters_and_moves_with_them(qtbot, editor):
    editor.set_source("one\n{{ first_name }} 😀 twoo")
    editor.set_marks((Mark(line=2, column=20, length=4, text="twoo", advice="two?"),))
    (shown,) = editor.extraSelections()
    assert shown.cursor.selectedText() == "twoo"
    qtbot.keyClicks(editor, "zero ")
    assert shown.cursor.selectedText() == "twoo"


def test_f8_goes_through_marks_and_unknown_fields_and_says_their_advice(qtbot, editor):
    editor.set_source("bad {{ frist_name }} worse")
    marks = (Mark(line=1, column=1, length=3, text="Not good.", advice="Write better."),)
    editor.set_marks((*marks, Mark(line=1, column=22, length=5, text="Worse.")))
    places = []
    for _press in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_F8)
        places.append((editor.selected_source(), editor.marks.advice_shown.split("\n")[0]))
    assert places == [
        ("bad", "Not good."),
        (
            "{{ frist_name }}",
            "No column of the audience is called “frist name”. Did you mean “first name”?",
        ),
        ("worse", "Worse."),
        ("bad", "Not good."),
    ]
    qtbot.keyClick(editor, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert editor.selected_source() == "worse"
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    assert editor.marks.advice_shown == ""


def test_a_mark_on_a_tag_makes_its_chip_red(qtbot, editor):
    editor.set_source("Hi {{ first_name | date }}")
    editor.set_marks((Mark(line=1, column=4, length=23, text="No date."),))
    assert editor.marks.state_at(3) == "problem"
    qtbot.keyClicks(editor, "x")
    assert editor.marks.state_at(4) == "problem"
    assert editor.extraSelections() == []


def test_advice_and_whole_words_are_shown_where_the_pointer_rests(editor):
    editor.set_source('Hi {{ first_name or "you" }} and {{ frist_name }} twoo')
    editor.set_marks((Mark(line=1, column=51, length=4, text="twoo", severity=Severity.WARN),))
    rest_on(editor, editor.chip_rect(3).center())
    assert editor.marks.advice_shown == "first name, or “you”\nFor example Ada"
    rest_on(editor, editor.chip_rect(9).center())
    assert "Did you mean “first name”" in editor.marks.advice_shown
    cursor = editor.textCursor()
    cursor.setPosition(13)
    rest_on(editor, editor.cursorRect(cursor).center())
    assert editor.marks.advice_shown == "twoo"
    rest_on(editor, editor.viewport().rect().bottomRight())
    assert editor.marks.advice_shown == ""


def test_a_line_without_a_column_is_marked_whole(editor):
    editor.set_source("one\ntwo {{ first_name }}\nthree")
    editor.set_marks((Mark(line=2), Mark(line=99)))
    first, last = editor.extraSelections()
    assert first.cursor.selectionStart() == 4
    assert first.cursor.selectionEnd() == 9
    assert last.cursor.selectedText() == "three"


def test_marks_keep_their_places_when_tags_show_as_written(editor):
    editor.set_source("{{ first_name }} twoo")
    editor.set_marks((Mark(line=1, column=18, length=4),))
    for as_written in (True, False):
        editor.set_tags_as_written(as_written)
        (shown,) = editor.extraSelections()
        assert shown.cursor.selectedText() == "twoo"


def test_a_repeats_item_is_no_unknown_field(qtbot, editor):
    editor.set_known_fields({"items": "a,b"})
    editor.set_source('{% for item in items | split(",") %}\n- {{ item }}\n{% endfor %}')
    assert not editor.known.is_wrong("{{ item }}")
    editor.set_source("{{ item }}")
    assert editor.known.is_wrong("{{ item }}")


def test_screen_readers_hear_the_words_of_chips(qtbot, editor):
    editor.activateWindow()
    qtbot.waitUntil(editor.hasFocus)
    editor.set_source("one\nDear {{ first_name }},")
    said = []
    editor.reader.said.connect(said.append)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert said == []  # nobody listens
    QAccessible.setActive(True)
    try:
        qtbot.keyClick(editor, Qt.Key.Key_Up)
        qtbot.keyClick(editor, Qt.Key.Key_Down)
        qtbot.keyClick(editor, Qt.Key.Key_End)
        qtbot.keyClick(editor, Qt.Key.Key_Left)
        qtbot.keyClick(editor, Qt.Key.Key_Left)
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
    finally:
        QAccessible.setActive(False)
    assert said == ["Dear first name,", "first name", "first name, selected. F2 changes it."]


def test_what_is_told_again_lays_nothing_out_anew(editor):
    """With each preview and each saving fields and direction come again: a long text would wait."""
    editor.set_source("Dear {{ first_name }}")
    set_writing_direction(editor, "en")
    drawn = []
    editor.document().documentLayout().update.connect(lambda *_where: drawn.append(1))
    editor.set_known_fields({"first_name": "Ben"})
    set_writing_direction(editor, "en-GB")
    assert not drawn
    assert editor.known.samples == {"first_name": "Ben"}
    set_writing_direction(editor, "ar")
    assert drawn
    drawn.clear()
    editor.set_known_fields({"name": "Ben"})
    assert drawn
    assert editor.known.is_wrong("{{ first_name }}")
