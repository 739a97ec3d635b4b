"""An ordered list counts on when items come, go or are left; other numbers stay as written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from composer.gui.editor import MessageEditor

KEYS = {"Enter": Qt.Key.Key_Return, "Backspace": Qt.Key.Key_Backspace, "Delete": Qt.Key.Key_Delete}
UNTIL_DRAGGED_MS = 400
"""By then a busy machine, too, has begun to drag: a release before is a press only."""


@pytest.fixture
def editor(qtbot):
    made = MessageEditor()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def press(qtbot, editor, text: str, key: str) -> str:
    """Press a key in a text with a cursor "|", or with "[…]" chosen; give what stands there then."""
    marks = "|" if "|" in text else "[]"
    places = [text.index(mark) for mark in marks]
    editor.set_source("".join(letter for letter in text if letter not in marks))
    cursor = editor.textCursor()
    cursor.setPosition(places[0])
    if len(places) > 1:
        cursor.setPosition(places[1] - 1, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, KEYS[key])
    return editor.source()


@pytest.mark.parametrize(
    ("text", "key", "after"),
    [
        ("1. a|\n2. b\n3. c", "Enter", "1. a\n2. \n3. b\n4. c"),
        ("9. a|\n10. b", "Enter", "9. a\n10. \n11. b"),
        ("1. a|\n   within\n2. b", "Enter", "1. a\n2. \n   within\n3. b"),
        ("1. a|\n   1. in\n   2. in\n2. b", "Enter", "1. a\n2. \n   1. in\n   2. in\n3. b"),
        ("1. a|\n\n2. b", "Enter", "1. a\n2. \n\n3. b"),
        ("1. a\n[2. b\n]3. c\n4. d", "Delete", "1. a\n2. c\n3. d"),
        ("[1. a\n]2. b\n3. c", "Delete", "1. b\n2. c"),
        ("1. a\n2. |\n3. c", "Enter", "1. a\n\n2. c"),
        ("1. a\n|2. b\n3. c", "Backspace", "1. a2. b\n2. c"),
        ("1) a|\n2) b", "Enter", "1) a\n2) \n3) b"),
    ],
)
def test_a_list_counts_on(qtbot, editor, text, key, after):
    assert press(qtbot, editor, text, key) == after


@pytest.mark.parametrize(
    ("text", "key", "after"),
    [
        ("1. a|\n1. b\n1. c", "Enter", "1. a\n2. \n1. b\n1. c"),
        ("1. a|\n5. b", "Enter", "1. a\n2. \n5. b"),
        ("1. a|\n2) b", "Enter", "1. a\n2. \n2) b"),
        ("1. a|\n\nText\n\n2. b", "Enter", "1. a\n2. \n\nText\n\n2. b"),
        ("Text|\n2. b", "Enter", "Text\n\n2. b"),
        ("- a|\n1. b", "Enter", "- a\n- \n1. b"),
        ("[1. a\n]5. b\n9. c", "Delete", "5. b\n9. c"),
    ],
)
def test_what_does_not_count_on_stays_as_it_is(qtbot, editor, text, key, after):
    assert press(qtbot, editor, text, key) == after


def test_a_condition_around_items_does_not_end_their_list(qtbot, editor):
    editor.set_source("1. a\n{% if x %}\n2. b\n{% endif %}\n3. c")
    editor.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.source() == "1. a\n2. \n{% if x %}\n3. b\n{% endif %}\n4. c"


def test_new_numbers_are_taken_back_with_the_item(qtbot, editor):
    press(qtbot, editor, "1. a|\n2. b", "Enter")
    editor.undo()
    assert editor.source() == "1. a\n2. b"


def test_a_list_counts_on_past_what_is_cut_from_the_menu(editor):
    editor.set_source("1. a\n2. b\n3. c")
    choose(editor, 5, 10)
    entries = {action.text(): action for action in editor.make_menu().actions()}
    entries["Cut"].trigger()
    assert editor.source() == "1. a\n2. c"


@pytest.fixture
def beside(qtbot, editor):
    """Give a second field in one window with the editor."""
    window = QWidget()
    lines = QVBoxLayout(window)
    other = QPlainTextEdit()
    for edit in (editor, other):
        lines.addWidget(edit)
    qtbot.addWidget(window)
    window.resize(500, 500)
    window.show()
    qtbot.waitExposed(window)
    yield other
    editor.setParent(None)  # it has an owner of its own


def test_a_list_counts_on_past_what_is_dragged_out_of_it(editor, beside):
    editor.set_source("1. a\n2. b\n3. c\n4. d")
    choose(editor, 5, 10)
    drag_chosen(editor, beside.viewport(), QPoint(20, 10))
    assert beside.toPlainText() == "2. b\n"
    assert editor.source() == "1. a\n2. c\n3. d"


def test_a_list_counts_on_past_what_is_dragged_further_down(editor, beside):
    editor.set_source("1. a\n2. b\n3. c\n\nText\n")
    choose(editor, 5, 10)
    drag_chosen(editor, editor.viewport(), place_of(editor, 21))
    assert editor.source() == "1. a\n2. c\n\nText\n2. b\n"


def test_what_is_dragged_within_a_line_changes_no_number(editor, beside):
    editor.set_source("1. one two\n2. b")
    choose(editor, 3, 7)
    drag_chosen(editor, beside.viewport(), QPoint(20, 10))
    assert editor.source() == "1. two\n2. b"


def choose(editor, start: int, end: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def place_of(editor, position: int) -> QPoint:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(position)
    return editor.cursorRect(cursor).center()


def drag_chosen(editor, target, goal: QPoint) -> None:
    """Drag what is chosen as a pointer does; Qt waits in a loop of its own until it is dropped."""
    top = editor.window()
    window = top.windowHandle()
    no_key = Qt.KeyboardModifier.NoModifier
    begin = editor.viewport().mapTo(top, place_of(editor, editor.textCursor().selectionStart() + 1))
    end = target.mapTo(top, goal)
    dropping = QTimer(top)

    def go_on() -> None:
        dropping.stop()
        QTest.mouseMove(window, end - QPoint(3, 3))
        QTest.mouseMove(window, end)
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, no_key, end)

    dropping.timeout.connect(go_on)
    dropping.start(UNTIL_DRAGGED_MS)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, no_key, begin)
    QTest.mouseMove(window, begin + QPoint(0, 30))
    QTest.mouseMove(window, begin + QPoint(0, 31))
