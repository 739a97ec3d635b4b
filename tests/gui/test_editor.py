"""The message's editor: source in, source out, chips in between, and nothing that cannot be undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent, QTextCursor

from composer.gui.editor import MessageEditor, set_writing_direction
from composer.gui.theme import Theme, ThemeChoice
from composer.gui.writing.chip_text import CHIP, chips_of, lines_of
from composer.gui.writing.tags import Field
from tests.measured import within

NAUGHTY = Path(__file__).parents[1] / "corpora" / "naughty-strings" / "blns.json"
FIELDS = {"first_name": "Ada", "last_name": "Lovelace", "items": "a,b"}


@pytest.fixture
def editor(qtbot):
    made = MessageEditor()
    made.set_known_fields(FIELDS)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def shown(editor):
    return editor.document().toRawText()


def select(editor, start, end):
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def compose(editor, text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QGuiApplication.sendEvent(editor, event)


def put_at_end(editor):
    editor.moveCursor(QTextCursor.MoveOperation.End)


# --- source -------------------------------------------------------------------------------------


def test_tags_are_chips_and_the_source_is_unchanged(editor):
    text = 'Dear {{ first_name or "customer" }},\n\n{% if first_name %}\nhi\n{%- endif %}\n'
    editor.set_source(text)
    assert editor.source() == text
    assert shown(editor).count(CHIP) == 3
    assert [chip.source for chip in chips_of(editor.document())][2] == "{%- endif %}"


STRANGE = st.lists(
    st.sampled_from(
        ["{{ a }}", "{{ a", "}}", "{% if a %}", "{# x\ny #}", "{% raw %}", "{% endraw %}", "\n", "😀",
         "\u2028", "\u2029", "\ufdd0", "\ufffc", "\xa0", "\t", "\x00", "مرحبا", "**b**", "é", " ", "\u202e"]
    )
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=5)
).map("".join)  # fmt: skip


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(STRANGE)
def test_any_text_comes_out_as_it_went_in(editor, text):
    editor.set_source(text)
    assert editor.source() == text
    editor.set_tags_as_written(True)
    assert editor.source() == text
    editor.set_tags_as_written(False)
    assert editor.source() == text
    editor.selectAll()
    assert editor.selected_source() == text


EDITS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.integers(0, 60),
        st.sampled_from(
            ["", "x", "\n", "a\n\nb", "{{ a }}", "{{ a\nb }}\n{{ c }}", "undo", "redo", "read"]
        ),
    ),
    max_size=25,
)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(EDITS)
def test_what_is_read_after_each_change_is_what_a_whole_reading_gives(editor, edits):
    editor.set_source("one\n{{ first_name }} two\n\nthree {{ x\n}}\n")
    for start, end, text in edits:
        last = editor.document().characterCount() - 1
        if text == "undo":
            editor.undo()
        elif text == "redo":
            editor.redo()
        elif text == "read":
            editor.set_tags_as_written(not editor.tags_as_written)
        else:
            select(editor, min(start, last), min(end, last))
            editor.insert_source(text)
        if start % 3:
            assert editor.source() == "\n".join(lines_of(editor.document()))
    assert editor.source() == "\n".join(lines_of(editor.document()))


def test_every_naughty_string_comes_out_as_it_went_in(editor):
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        editor.set_source(text)
        assert editor.source() == text.replace("\r\n", "\n").replace("\r", "\n")


def test_places_are_counted_in_the_source_past_chips_and_emoji(editor):
    editor.set_source("one\n😀 {{ first_name }} two\nthree")
    editor.show_line(2)
    assert editor.selected_source() == "😀 {{ first_name }} two"


def test_changes_are_told_once_for_each_turn_of_the_loop(qtbot, editor):
    with qtbot.waitSignal(editor.source_changed):
        editor.set_source("a")
    told = []
    editor.source_changed.connect(lambda: told.append(editor.source()))
    with qtbot.waitSignal(editor.source_changed):
        qtbot.keyClicks(editor, "xyz")
    assert told == ["xyza"]


def test_a_tag_over_several_lines_is_one_chip_and_lines_count_on(editor):
    editor.set_source("{{ first_name\n  or 'you' }}\nsecond\nthird")
    assert shown(editor).startswith(CHIP)
    editor.show_line(3)
    assert editor.selected_source() == "second"


# --- typing ---------------------------------------------------------------------------------------


def test_a_typed_tag_becomes_a_chip_and_one_step_back_gives_the_letters(qtbot, editor):
    qtbot.keyClicks(editor, "Dear {{ first_name }}")
    assert shown(editor) == f"Dear {CHIP}"
    assert editor.source() == "Dear {{ first_name }}"
    editor.undo()
    assert shown(editor) == "Dear {{ first_name }}"
    editor.redo()
    assert shown(editor) == f"Dear {CHIP}"
    qtbot.keyClicks(editor, ", hi")
    assert editor.source() == "Dear {{ first_name }}, hi"
    assert len(list(chips_of(editor.document()))) == 1


def test_what_an_input_method_composes_becomes_a_chip_too(editor):
    compose(editor, "مرحبا {{ first_name }}")
    assert shown(editor) == f"مرحبا {CHIP}"


def test_backspace_selects_a_chip_before_it_takes_it_away(qtbot, editor):
    editor.set_source("a {{ first_name }}")
    put_at_end(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.selected_source() == "{{ first_name }}"
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.source() == "a "
    editor.undo()
    assert editor.source() == "a {{ first_name }}"


def test_delete_selects_a_chip_first_too(qtbot, editor):
    editor.set_source("{{ first_name }} a")
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.selected_source() == "{{ first_name }}"
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.source() == " a"


def test_the_cursor_goes_over_a_chip_as_over_one_letter(qtbot, editor):
    editor.set_source("a{{ first_name }}b")
    put_at_end(editor)
    for _step in range(3):
        qtbot.keyClick(editor, Qt.Key.Key_Left)
    assert editor.textCursor().atStart()


def test_letters_typed_behind_a_chip_are_letters(editor):
    editor.set_source("{{ first_name }}")
    put_at_end(editor)
    compose(editor, CHIP + "x")
    assert editor.source() == "{{ first_name }}" + CHIP + "x"


# --- a chip is changed ------------------------------------------------------------------------------


def test_enter_f2_and_a_double_click_ask_for_a_chip_to_be_changed(qtbot, editor):
    editor.set_source('Hi {{ first_name or "you" }}')
    expected = Field(name="first_name", fallback="you")
    asked = []
    editor.chip_activated.connect(lambda tag, at: asked.append((tag, at)))
    put_at_end(editor)
    qtbot.keyClick(editor, Qt.Key.Key_F2)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    middle = editor.chip_rect(3).center().toPoint()
    qtbot.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert asked == [(expected, 3)] * 3
    assert editor.source() == 'Hi {{ first_name or "you" }}'


def test_a_click_selects_a_chip(qtbot, editor):
    editor.set_source("Hi {{ first_name }} there")
    middle = editor.chip_rect(3).center().toPoint()
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert editor.selected_source() == "{{ first_name }}"


def test_a_chip_is_replaced_in_one_step(editor):
    editor.set_source("Hi {{ first_name }}")
    editor.replace_tag(3, "{{ last_name }}")
    assert editor.source() == "Hi {{ last_name }}"
    editor.undo()
    assert editor.source() == "Hi {{ first_name }}"
    editor.replace_tag(3, "")
    assert editor.source() == "Hi "
    editor.replace_tag(0, "nothing stands here")
    assert editor.source() == "Hi "


def test_tags_as_written_are_a_step_of_the_same_history(qtbot, editor):
    text = "a {{ first_name }} b\n{% if first_name %}"
    editor.set_source(text)
    put_at_end(editor)
    qtbot.keyClicks(editor, "!")
    editor.set_tags_as_written(True)
    assert shown(editor).replace("\u2029", "\n") == text + "!"
    assert editor.textCursor().atEnd()
    qtbot.keyClicks(editor, "{{ x }}")
    assert CHIP not in shown(editor)
    with qtbot.waitSignal(editor.tags_as_written_changed) as told:
        while editor.tags_as_written:
            editor.undo()
    assert told.args == [False]
    assert editor.source() == text + "!"
    editor.undo()
    assert editor.source() == text
    editor.redo()
    editor.redo()
    assert editor.tags_as_written


def test_another_text_is_shown_as_the_former_one_was(editor):
    editor.set_tags_as_written(True)
    editor.set_source("a {{ first_name }}")
    assert editor.tags_as_written
    assert shown(editor) == "a {{ first_name }}"


def test_a_chip_of_a_frozen_message_is_not_changed(qtbot, editor):
    editor.set_source("{{ first_name }}")
    editor.setReadOnly(True)
    asked = []
    editor.chip_activated.connect(lambda *told: asked.append(told))
    qtbot.keyClick(editor, Qt.Key.Key_F2)
    assert asked == []


def test_a_read_only_message_switches_to_tags_as_written_and_changes_nothing(qtbot, editor):
    editor.set_source("a {{ first_name }}")
    editor.setReadOnly(True)
    editor.set_tags_as_written(True)
    assert shown(editor) == "a {{ first_name }}"
    assert editor.isReadOnly()
    put_at_end(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(editor, "x}}")
    assert editor.source() == "a {{ first_name }}"


# --- clipboard and dragging -----------------------------------------------------------------------


def test_the_clipboard_carries_source(editor):
    editor.set_source("a {{ first_name }} b")
    editor.selectAll()
    editor.copy()
    assert QGuiApplication.clipboard().text() == "a {{ first_name }} b"
    editor.cut()
    assert editor.source() == ""
    editor.paste()
    assert editor.source() == "a {{ first_name }} b"
    assert shown(editor) == f"a {CHIP} b"


def test_rich_text_becomes_markdown_and_only_plain_text_where_asked(qtbot, editor):
    mime = QMimeData()
    mime.setHtml("<h2>Title</h2><p>A <b>bold</b> <a href='https://x.example'>link</a></p>")
    mime.setText("Title\nA bold link")
    editor.insertFromMimeData(mime)
    assert editor.source() == "## Title\n\nA **bold** [link](https://x.example)"
    again = QMimeData()
    again.setHtml("<b>bold</b>")
    again.setText("bold")
    QGuiApplication.clipboard().setMimeData(again)
    editor.set_source("")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(editor, Qt.Key.Key_V, keys)
    assert editor.source() == "bold"


def test_pictures_and_files_are_told_and_change_nothing(qtbot, editor, tmp_path):
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    with qtbot.waitSignal(editor.images_dropped) as told:
        editor.insertFromMimeData(mime)
    ((name, content),) = told.args[0]
    assert name == "picture.png"
    assert content.startswith(b"\x89PNG")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf"))])
    with qtbot.waitSignal(editor.files_dropped) as told:
        editor.insertFromMimeData(files)
    assert told.args[0] == (str(tmp_path / "a.pdf"),)
    assert editor.source() == ""


# --- fields -----------------------------------------------------------------------------------------


def test_a_part_of_a_name_is_enough_in_either_spelling(qtbot, editor):
    qtbot.keyClicks(editor, "{{ nam")
    qtbot.waitUntil(editor.completion.popup.isVisible)
    assert editor.completion.completer.completionCount() == 2
    qtbot.keyClick(editor.completion.popup, Qt.Key.Key_Down)
    qtbot.keyClick(editor.completion.popup, Qt.Key.Key_Return)
    assert editor.source() == "{{ last_name }}"
    assert shown(editor) == CHIP


def test_ctrl_space_offers_every_field_anywhere(qtbot, editor):
    qtbot.keyClicks(editor, "Dear ")
    qtbot.keyClick(editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(editor.completion.popup.isVisible)
    qtbot.keyClick(editor.completion.popup, Qt.Key.Key_Return)
    assert editor.source() == "Dear {{ first_name }}"


def test_names_are_offered_within_an_open_tag_too(qtbot, editor):
    qtbot.keyClicks(editor, "{% if first_name and la")
    qtbot.waitUntil(editor.completion.popup.isVisible)
    qtbot.keyClick(editor.completion.popup, Qt.Key.Key_Return)
    assert editor.source() == "{% if first_name and last_name"
    qtbot.keyClicks(editor, " %}")
    assert shown(editor) == CHIP
    qtbot.keyClicks(editor, '{{ first_name or "la')
    assert not editor.completion.popup.isVisible()


def test_a_repeat_is_completed_over_the_pieces_of_a_cell(qtbot, editor):
    qtbot.keyClicks(editor, "{% for x in it")
    qtbot.waitUntil(editor.completion.popup.isVisible)
    qtbot.keyClick(editor.completion.popup, Qt.Key.Key_Tab)
    assert editor.source() == '{% for x in items | split(",") %}'


def test_fields_are_completed_in_a_message_whose_tags_show_as_written(qtbot, editor):
    editor.set_tags_as_written(True)
    qtbot.keyClicks(editor, "{{ fi")
    qtbot.waitUntil(editor.completion.popup.isVisible)
    qtbot.keyClick(editor.completion.popup, Qt.Key.Key_Return)
    assert shown(editor) == "{{ first_name }}"


# --- looks --------------------------------------------------------------------------------------------


def test_chips_follow_theme_and_font_while_the_editor_is_open(qtbot, qapp, editor):
    theme = Theme(qapp, ThemeChoice.LIGHT)
    editor.set_source("{{ first_name }}")
    light = editor.grab().toImage()
    wide = editor.chip_rect(0).width()
    theme.choose(ThemeChoice.DARK)
    qtbot.waitUntil(lambda: editor.grab().toImage() != light)
    font = editor.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    editor.setFont(font)
    qtbot.waitUntil(lambda: editor.chip_rect(0).width() > wide * 1.7)
    theme.choose(ThemeChoice.LIGHT)


def test_a_chip_is_never_wider_than_the_line(editor):
    editor.set_source('{{ first_name or "' + "long " * 100 + '" }}')
    assert editor.chip_rect(0).right() <= editor.viewport().width() + 1


def test_a_chip_in_a_line_from_right_to_left_is_found_under_the_pointer(editor):
    set_writing_direction(editor, "ar")
    editor.set_source("مرحبا {{ first_name }} شكرا")
    rect = editor.chip_rect(6)
    assert rect.left() > 0
    assert editor.chip_under(rect.center().toPoint()).source == "{{ first_name }}"
    outside = rect.center() - QPointF(rect.width(), 0)
    assert editor.chip_under(outside.toPoint()) is None


# --- undo elsewhere -----------------------------------------------------------------------------------


def test_the_keys_of_undo_can_belong_to_the_page(qtbot, editor):
    editor.set_undo_elsewhere(elsewhere=True)
    qtbot.keyClicks(editor, "a")
    with qtbot.waitSignal(editor.undo_requested):
        qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(editor.redo_requested):
        qtbot.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert editor.source() == "a"


def test_each_step_of_the_editor_is_one_step_of_its_document(qtbot, editor):
    steps = []
    editor.document().undoCommandAdded.connect(lambda: steps.append(editor.source()))
    editor.set_source("x")
    editor.insert_source("a {{ first_name }}\n\nb")
    editor.set_tags_as_written(True)
    while editor.document().isUndoAvailable():
        editor.undo()
    assert editor.source() == "x"
    assert len(steps) >= 2


@pytest.mark.parametrize(
    "line",
    [
        "*" * 60_000,
        "[" * 60_000,
        "{{" * 30_000,
        "[](" + "{{}}" * 15_000,
        "`" * 60_000,
        "| " * 30_000 + "x",
    ],
)
def test_no_line_makes_the_editor_wait(qtbot, editor, line):
    def edit() -> None:
        editor.set_source(line)
        qtbot.keyClick(editor, Qt.Key.Key_X)
        editor.selected_link()
        editor.finder.look_for("{{ x")
        editor.finder.go()
        assert editor.source() == "x" + line

    within(5, edit)


def test_the_menu_shows_tags_as_written_and_back(editor):
    editor.set_source("Dear {{ first_name }},")
    menu = editor.make_menu()
    entry = next(item for item in menu.actions() if item.isCheckable())
    assert not entry.isChecked()
    entry.trigger()
    assert editor.tags_as_written
    assert editor.document().toPlainText() == "Dear {{ first_name }},"
    entry.trigger()
    assert not editor.tags_as_written
    assert editor.source() == "Dear {{ first_name }},"


def test_a_list_of_fields_that_stands_open_for_nothing_takes_no_return(qtbot, editor):
    editor.set_source("")
    qtbot.keyClicks(editor, "Dear {{ fir")
    qtbot.waitUntil(editor.completion.popup.isVisible)
    editor.insert_source("st_name }}")  # a tool finishes the tag: nothing is begun any more
    editor.replace_text("Dear {{ first_name }}")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    assert editor.completion.popup.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.source() == "Dear {{ first_name }}\n\n"
    assert not editor.completion.popup.isVisible()


@pytest.mark.parametrize("text", ["", "word", "Dear {{ first_name }}", "Dear {{ first_name }},"])
def test_every_return_begins_a_line(qtbot, editor, text):
    editor.set_source(text)
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    first = editor.textCursor().blockFormat()
    for count in range(1, 4):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert editor.source() == text + "\n" * count
        assert editor.textCursor().blockFormat() == first
