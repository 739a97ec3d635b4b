"""What the tools and keys of the editor do to lines and stretches; each is one step of undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from composer.gui.editor import MessageEditor

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def editor(qtbot):
    made = MessageEditor()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def fill(editor, text, *, line=None, chosen=None):
    """Show a text with the cursor at its end, or at a line's, or with a stretch selected."""
    editor.set_source(text)
    cursor = editor.textCursor()
    if line is not None:
        cursor.setPosition(editor.span_of_line(line)[1])
    else:
        cursor.movePosition(QTextCursor.MoveOperation.End)
    if chosen is not None:
        start = text.index(chosen)
        cursor.setPosition(start)
        cursor.setPosition(start + len(chosen), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


# --- marks around a stretch -----------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "other"), [("**", ""), ("*", ""), ("`", ""), ("~~", "")])
def test_marks_come_and_go_around_what_is_selected(editor, mark, other):
    fill(editor, "one two three", chosen="two")
    editor.wrap(mark, other)
    assert editor.source() == f"one {mark}two{mark} three"
    assert editor.selected_source() == f"{mark}two{mark}"
    editor.wrap(mark, other)
    assert editor.source() == "one two three"
    assert editor.selected_source() == "two"


def test_marks_just_outside_the_selection_are_taken_away_too(editor):
    fill(editor, "one **two** three", chosen="two")
    editor.wrap("**")
    assert editor.source() == "one two three"


def test_italic_does_not_take_bold_for_its_own(editor):
    fill(editor, "**two**", chosen="two")
    editor.wrap("*")
    assert editor.source() == "***two***"
    editor.wrap("**")
    assert editor.source() == "*two*"


def test_spaces_at_the_edges_stay_outside_and_each_line_has_its_own_marks(editor):
    fill(editor, "- one \n\n two", chosen="- one \n\n two")
    editor.wrap("**")
    assert editor.source() == "- **one** \n\n **two**"
    editor.undo()
    assert editor.source() == "- one \n\n two"


def test_marks_go_around_a_chip_and_leave_it_one(editor):
    fill(editor, "Dear {{ first_name }}")
    editor.selectAll()
    editor.wrap("**")
    assert editor.source() == "**Dear {{ first_name }}**"
    assert len(editor.document().toRawText()) == len("**Dear **") + 1


def test_without_a_selection_the_word_is_meant_or_the_cursor_stands_between(qtbot, editor):
    fill(editor, "one two")
    qtbot.keyClick(editor, Qt.Key.Key_Left)
    editor.wrap("**")
    assert editor.source() == "one **two**"
    fill(editor, "one ")
    editor.wrap("**")
    qtbot.keyClicks(editor, "x")
    assert editor.source() == "one **x**"


# --- links -------------------------------------------------------------------------------------------


def test_the_link_at_the_cursor_is_told_and_replaced(editor):
    fill(editor, 'see [{{ name }} here](https://x.example/{{ token }} "button") now')
    cursor = editor.textCursor()
    cursor.setPosition(6)
    editor.setTextCursor(cursor)
    link = editor.selected_link()
    assert (link.text, link.target, link.title) == (
        "{{ name }} here",
        "https://x.example/{{ token }}",
        "button",
    )
    editor.insert_link("there", "https://y.example")
    assert editor.source() == "see [there](https://y.example) now"
    editor.undo()
    assert "button" in editor.source()
    fill(editor, "no link")
    assert editor.selected_link() is None


# --- lines ---------------------------------------------------------------------------------------------


def test_lists_go_on_by_enter_and_end_in_an_empty_item(qtbot, editor):
    fill(editor, "- one")
    qtbot.keyClick(editor, ENTER)
    qtbot.keyClicks(editor, "two")
    qtbot.keyClick(editor, ENTER)
    assert editor.source() == "- one\n- two\n- "
    qtbot.keyClick(editor, ENTER)
    assert editor.source() == "- one\n- two\n"


@pytest.mark.parametrize(
    ("line", "next_line"),
    [("9. x", "10. "), ("3) x", "4) "), ("  * x", "  * "), ("> x", "> "), ("- [x] x", "- [ ] ")],
)
def test_what_an_item_begins_with_is_continued(qtbot, editor, line, next_line):
    fill(editor, line)
    qtbot.keyClick(editor, ENTER)
    assert editor.source() == f"{line}\n{next_line}"


def test_enter_within_an_item_takes_the_rest_along(qtbot, editor):
    fill(editor, "- one two")
    for _letter in " two":
        qtbot.keyClick(editor, Qt.Key.Key_Left)
    qtbot.keyClick(editor, ENTER)
    assert editor.source() == "- one\n-  two"


def test_shift_enter_begins_a_line_without_a_mark(qtbot, editor):
    fill(editor, "- one")
    qtbot.keyClick(editor, ENTER, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, "x")
    assert editor.source() == "- one\nx"


def test_tab_moves_items_in_and_out_by_the_width_that_markdown_wants(qtbot, editor):
    fill(editor, "1. one\n2. two")
    qtbot.keyClick(editor, TAB)
    assert editor.source() == "1. one\n   2. two"
    qtbot.keyClick(editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert editor.source() == "1. one\n2. two"
    fill(editor, "- one\n- two")
    qtbot.keyClick(editor, TAB)
    assert editor.source() == "- one\n  - two"


def test_an_empty_inner_item_moves_out_before_the_list_ends(qtbot, editor):
    fill(editor, "- one\n  - ")
    qtbot.keyClick(editor, ENTER)
    assert editor.source() == "- one\n- "


def test_a_tab_never_makes_a_paragraph_code(qtbot, editor):
    fill(editor, "text", line=1)
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    for _press in range(4):
        qtbot.keyClick(editor, TAB)
    assert editor.source() == "text"


def test_numbers_count_on_and_replace_bullets(editor):
    fill(editor, "- one\n\n- two")
    editor.selectAll()
    editor.start_lines("1. ")
    assert editor.source() == "1. one\n\n2. two"
    editor.start_lines("1. ")
    assert editor.source() == "one\n\ntwo"


def test_a_line_becomes_a_heading_and_ordinary_again(editor):
    fill(editor, "Title")
    seen = []
    for level in (1, 2, 3, 0):
        editor.set_heading(level)
        seen.append((editor.heading_level(), editor.source()))
    assert seen == [(1, "# Title"), (2, "## Title"), (3, "### Title"), (0, "Title")]


# --- paragraphs, tables, tags ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("", 0, "---\n\n"),
        ("one", 3, "one\n\n---\n\n"),
        ("one", 0, "---\n\none"),
        ("one two", 3, "one\n\n---\n\n two"),
        ("one\n\ntwo", 3, "one\n\n---\n\ntwo"),
        ("one\ntwo", 3, "one\n\n---\n\ntwo"),
        ("one\n\n", 5, "one\n\n---\n\n"),
    ],
)
def test_a_block_has_blank_lines_around_it(editor, text, at, expected):
    editor.set_source(text)
    cursor = editor.textCursor()
    cursor.setPosition(at)
    editor.setTextCursor(cursor)
    editor.insert_block("---")
    assert editor.source() == expected
    assert editor.selected_source() == "---"
    editor.undo()
    assert editor.source() == text


def test_tab_goes_through_the_cells_of_a_table_and_adds_a_row(qtbot, editor):
    editor.insert_table(1, 2)
    assert editor.selected_source() == "Heading 1"
    for word in ("Name", "Price", "a|b", "2"):
        qtbot.keyClicks(editor, word.replace("|", "\\|"))
        qtbot.keyClick(editor, TAB)
    qtbot.keyClicks(editor, "c")
    assert editor.source().rstrip("\n").split("\n") == [
        "| Name | Price |",
        "| --- | --- |",
        "| a\\|b | 2 |",
        "| c |  |",
    ]
    qtbot.keyClick(editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert editor.selected_source() == "2"


def test_a_condition_goes_around_whole_lines_on_lines_of_its_own(editor):
    fill(editor, "before\nfirst\nsecond\nafter", chosen="first\nsecond")
    editor.surround_with("{% if a %}", "{% endif %}")
    assert editor.source() == "before\n{% if a %}\nfirst\nsecond\n{% endif %}\nafter"
    assert editor.selected_source() == "first\nsecond"
    editor.undo()
    assert editor.source() == "before\nfirst\nsecond\nafter"


def test_a_condition_goes_around_words_within_their_line(editor):
    fill(editor, "one two three", chosen="two")
    editor.surround_with("{% if a %}", "{% endif %}")
    assert editor.source() == "one {% if a %}two{% endif %} three"
    assert editor.selected_source() == "two"


def test_a_condition_around_nothing_gets_a_text_to_write_over(qtbot, editor):
    fill(editor, "one\n")
    editor.surround_with("{% if first_name %}", "{% endif %}")
    assert editor.source() == "one\n{% if first_name %}\nText for these people.\n{% endif %}"
    qtbot.keyClicks(editor, "x")
    assert editor.source() == "one\n{% if first_name %}\nx\n{% endif %}"


def test_a_selection_to_the_start_of_the_next_line_means_whole_lines(editor):
    fill(editor, "one\ntwo\n", chosen="one\n")
    editor.surround_with("{% if a %}", "{% endif %}")
    assert editor.source() == "{% if a %}\none\n{% endif %}\ntwo\n"
