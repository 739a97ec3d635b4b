"""The tools over the text: what each writes, edits again and takes away, by mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from sample_workspace import ANA, CAMPAIGN

from composer.gui.writing.chip_text import chips_of
from composer.gui.writing.tags import parse_tag
from composer.model.stages import Stage

FIELDS = {"first_name": "Ada", "tier": "gold", "products": "Alpha; Beta", "account": "AC-1"}


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.WRITE)
    qtbot.waitUntil(lambda: window.page.preview.preview is not None, timeout=20_000)
    page = window.page
    page.insert.show_fields(FIELDS)
    page.preview.shown.disconnect()
    page.editor.setFocus()
    qtbot.waitUntil(page.editor.hasFocus)
    page.editor.replace_text("")
    assert page.draft.body == ""
    return page


def open_tool(qtbot, page, name):
    """Press a tool and give its popover."""
    page.frame.bar.press(name)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    return QApplication.activePopupWidget()


def open_first_chip(page):
    chip = next(iter(chips_of(page.editor.document())))
    page.editor.activate_chip(chip)
    return QApplication.activePopupWidget()


def test_every_tool_stands_in_the_bar_or_under_more(qtbot, page, window):
    bar = page.frame.bar
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: all(button.isVisible() for button in bar.buttons.values()))
    page.frame.parentWidget().setFixedWidth(330)
    qtbot.waitUntil(bar.more.isVisible)
    hidden = [name for name, button in bar.buttons.items() if not button.isVisible()]
    assert hidden
    assert len(bar.more_menu.actions()) == len(hidden)
    for button in bar.buttons.values():
        assert button.accessibleName()
        assert button.toolTip().startswith(button.accessibleName())


def test_a_link_is_made_by_keys_alone_and_edited_in_its_place(qtbot, page):
    qtbot.keyClicks(page.editor, "See the notice")
    page.editor.moveCursor(QTextCursor.MoveOperation.PreviousWord, QTextCursor.MoveMode.KeepAnchor)
    qtbot.keySequence(page.editor, "Ctrl+Shift+K")
    popover = QApplication.activePopupWidget()
    assert popover.words.text() == "notice"
    qtbot.waitUntil(popover.target.hasFocus)
    qtbot.keyClicks(popover.target, "notice")
    qtbot.keyClick(popover.target, Qt.Key.Key_Return)
    assert popover.advice.isVisible()
    assert "can be links" in popover.advice.text()
    popover.target.selectAll()
    qtbot.keyClicks(popover.target, "example.com/notice")
    qtbot.keyClick(popover.target, Qt.Key.Key_Return)
    assert page.draft.body == "See the [notice](https://example.com/notice)"
    qtbot.waitUntil(page.editor.hasFocus)
    page.editor.moveCursor(QTextCursor.MoveOperation.PreviousCharacter)
    popover = open_tool(qtbot, page, "link")
    assert (popover.words.text(), popover.target.text()) == ("notice", "https://example.com/notice")
    popover.words.setText("whole [notice]")
    popover.act.click()
    assert page.draft.body == "See the [whole \\[notice\\]](https://example.com/notice)"
    popover = open_tool(qtbot, page, "link")
    popover.remove.click()
    assert page.draft.body == "See the whole \\[notice\\]"


def test_esc_leaves_everything_as_it_was(qtbot, page):
    qtbot.keyClicks(page.editor, "text")
    popover = open_tool(qtbot, page, "link")
    qtbot.keyClick(popover.target, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.editor.hasFocus)
    assert page.draft.body == "text"


def test_a_button_stands_alone_and_opens_as_one(qtbot, page):
    popover = open_tool(qtbot, page, "button")
    popover.words.setText("Read more")
    popover.target.setText("https://example.com/{{ account }}")
    popover.act.click()
    assert page.draft.body.strip() == '[Read more](https://example.com/{{ account }} "button")'
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    page.editor.moveCursor(QTextCursor.MoveOperation.NextCharacter)
    assert open_tool(qtbot, page, "link") is popover
    assert popover.target.text() == "https://example.com/{{ account }}"
    popover.close()


def test_a_table_is_sized_by_arrows(qtbot, page):
    popover = open_tool(qtbot, page, "table")
    qtbot.keyClick(popover.grid, Qt.Key.Key_Right)
    qtbot.keyClick(popover.grid, Qt.Key.Key_Up)
    assert popover.grid.accessibleName() == "2 rows, 4 columns, and a line of headings"
    qtbot.keyClick(popover.grid, Qt.Key.Key_Return)
    lines = page.draft.body.strip().split("\n")
    assert len(lines) == 4
    assert lines[0].count("|") == 5


def test_a_field_with_a_fallback_is_found_by_a_few_letters(qtbot, page):
    popover = open_tool(qtbot, page, "field")
    qtbot.keyClicks(popover.list.search, "first")
    assert popover.list.field == "first_name"
    popover.fallback.setText("customer")
    qtbot.keyClick(popover.list.search, Qt.Key.Key_Return)
    assert page.draft.body == '{{ first_name or "customer" }}'
    popover = open_first_chip(page)
    assert popover.fallback.text() == "customer"
    assert popover.list.field == "first_name"
    popover.fallback.setText("friend")
    qtbot.keyClick(popover.fallback, Qt.Key.Key_Return)
    assert page.draft.body == '{{ first_name or "friend" }}'
    open_first_chip(page).remove.click()
    assert page.draft.body == ""


def test_enter_in_the_list_of_fields_writes_one_field_once(qtbot, page):
    popover = open_tool(qtbot, page, "field")
    popover.list.view.setFocus()
    qtbot.keyClick(popover.list.view, Qt.Key.Key_Return)
    assert page.draft.body == "{{ first_name }}"


def test_a_field_goes_where_somebody_wrote_last(qtbot, page):
    page.subject.setFocus()
    page.subject.moveCursor(QTextCursor.MoveOperation.End)
    page.subject.moveCursor(QTextCursor.MoveOperation.Start)
    popover = open_tool(qtbot, page, "field")
    popover.list.show_fields(FIELDS, chosen="tier")
    popover.act.click()
    assert page.draft.subject.startswith("{{ tier }}")
    assert page.draft.body == ""


def test_a_condition_is_said_in_words_changed_and_taken_away(qtbot, page):
    qtbot.keyClicks(page.editor, "Ask us.")
    page.editor.selectAll()
    popover = open_tool(qtbot, page, "condition")
    popover.field.setCurrentIndex(popover.field.findData("tier"))
    popover.test.setCurrentIndex(popover.test.findData("=="))
    popover.value.setText("gold")
    popover.act.click()
    assert page.draft.body == '{% if tier == "gold" %}\nAsk us.\n{% endif %}'
    popover = open_first_chip(page)
    assert popover.value.text() == "gold"
    popover.test.setCurrentIndex(popover.test.findData("empty"))
    assert not popover.value.isEnabled()
    popover.otherwise.setText("Wait.")
    popover.act.click()
    assert page.draft.body == "{% if not tier %}\nAsk us.\n{% else %}\nWait.\n{% endif %}"
    popover = open_first_chip(page)
    assert not popover.otherwise.isEnabled()
    popover.remove.click()
    assert page.draft.body == "Ask us."
    page.text.undo()
    assert page.draft.body.startswith("{% if not tier %}")


def test_a_condition_with_otherwise_is_one_step(qtbot, page):
    popover = open_tool(qtbot, page, "condition")
    popover.otherwise.setText("Wait.")
    popover.act.click()
    assert page.draft.body.strip() == (
        "{% if first_name %}\nText for these people.\n{% else %}\nWait.\n{% endif %}"
    )
    page.text.undo()
    assert page.draft.body == ""


def test_numbers_are_asked_for_where_sizes_are_compared(qtbot, page):
    popover = open_tool(qtbot, page, "condition")
    popover.test.setCurrentIndex(popover.test.findData(">"))
    popover.value.setText("many")
    popover.act.click()
    assert "plain number" in popover.advice.text()
    popover.value.setText("12.5")
    popover.act.click()
    assert "first_name | decimal > 12.5" in page.draft.body


def test_a_repeat_guesses_the_field_and_its_separator(qtbot, page):
    popover = open_tool(qtbot, page, "repeat")
    assert (popover.field.field, popover.separator.text()) == ("products", ";")
    assert popover.sample.text() == "Here that makes 2 items: Alpha · Beta"
    popover.act.click()
    body = page.draft.body
    assert body.strip() == (
        '{% for product in products | split(";") %}\n- {{ product }}\n{% endfor %}'
    )
    popover = open_first_chip(page)
    popover.separator.setText("|")
    popover.act.click()
    assert 'split("|")' in page.draft.body
    open_first_chip(page).remove.click()
    assert page.draft.body.strip() == "- {{ product }}"


def test_what_has_no_words_opens_as_it_is_written(qtbot, page):
    page.editor.insert_source("{{ first_name ~ tier }}")
    popover = open_first_chip(page)
    assert popover.source.text() == "{{ first_name ~ tier }}"
    popover.source.setText("{{ tier")
    popover.act.click()
    assert popover.advice.isVisible()
    popover.source.setText("{{ tier }}")
    popover.act.click()
    assert parse_tag(page.draft.body).name == "tier"


def test_tools_are_named_steps(qtbot, page):
    page.editor.insert_source("word")
    page.editor.selectAll()
    page.frame.bar.press("bold")
    assert page.draft.body == "**word**"
    assert page.frame.bar.undo.toolTip() == "Undo bold (Ctrl+Z)"
    page.frame.bar.press("divider")
    assert page.text.undo_label == "divider"


def test_headings_are_chosen_by_name(qtbot, page):
    page.editor.insert_source("News")
    page.frame.bar.press("heading")
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()][:2] == ["Ordinary text", "Large heading"]
    menu.actions()[2].trigger()
    menu.close()
    assert page.draft.body == "## News"


def test_tools_rest_on_a_frozen_page(qtbot, page, workspace, window):
    page.save()
    qtbot.waitUntil(lambda: workspace.saved != [])
    workspace.seal(CAMPAIGN, by=ANA)
    window.session.reload()
    qtbot.waitUntil(page.editor.isReadOnly)
    page.frame.bar.press("bold")
    page.frame.bar.press("link")
    assert QApplication.activePopupWidget() is None
    assert not page.frame.bar.buttons["bold"].isEnabled()
    assert page.draft.body == ""
