"""One history for the whole Write page: true order across fields, tools and panels, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from sample_workspace import ANA, CAMPAIGN

from composer.gui.writing.autosave import SaveMark
from composer.gui.writing.panels.headers_panel import HeadersPanel
from composer.gui.writing.panels.panel import DraftChange
from composer.model.stages import Stage


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.WRITE)
    qtbot.waitUntil(lambda: window.page.subject.source() != "")
    qtbot.waitUntil(lambda: window.page.autosave.may_keep)
    return window.page


def at_end(edit):
    edit.setFocus()
    edit.moveCursor(QTextCursor.MoveOperation.End)


def undo(qtbot, widget):
    qtbot.keySequence(widget, "Ctrl+Z")


def change_layout(page, name):
    page.text.take(DraftChange(label="layout", apply=lambda draft: replace(draft, layout=name)))


def test_typing_and_panels_are_taken_back_in_the_order_they_happened(qtbot, page):
    before = page.draft
    at_end(page.subject)
    qtbot.keyClicks(page.subject, " soon")
    change_layout(page, "newsletter")
    at_end(page.editor)
    qtbot.keyClicks(page.editor, "Bye")
    at_end(page.preheader)
    qtbot.keyClicks(page.preheader, "!")
    after = page.draft
    states = []
    for _turn in range(4):
        undo(qtbot, page.preheader)
        now = page.draft
        states.append((now.preheader[-1], now.body[-3:], now.layout, now.subject[-4:]))
    assert states == [
        (".", "Bye", "newsletter", "soon"),
        (".", "ge\n", "newsletter", "soon"),
        (".", "ge\n", "notice", "soon"),
        (".", "ge\n", "notice", before.subject[-4:]),
    ]
    assert page.draft == before
    for _turn in range(4):
        qtbot.keySequence(page.editor, "Ctrl+Shift+Z")
    assert page.draft == after
    assert page.editor.source() == after.body
    assert page.subject.source() == after.subject


def test_the_buttons_name_what_they_take_back(qtbot, page):
    assert not page.frame.bar.undo.isEnabled()
    change_layout(page, "newsletter")
    assert page.frame.bar.undo.toolTip() == "Undo layout (Ctrl+Z)"
    qtbot.mouseClick(page.frame.bar.undo, Qt.MouseButton.LeftButton)
    assert page.frame.bar.redo.toolTip() == "Redo layout (Ctrl+Shift+Z)"
    assert page.draft.layout == "notice"


def test_the_undone_text_gets_the_focus_and_the_cursor(qtbot, page):
    at_end(page.subject)
    qtbot.keyClicks(page.subject, "x")
    page.editor.setFocus()
    undo(qtbot, page.editor)
    qtbot.waitUntil(page.subject.hasFocus)


def test_a_chip_is_taken_back_whole_and_its_neighbours_stay(qtbot, page):
    before = page.editor.source()
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    page.frame.bar.press("field")
    page.insert.field().list.show_fields({"tier": "gold"}, chosen="tier")
    page.insert.field().act.click()
    assert page.draft.body == "{{ tier }}" + before
    undo(qtbot, page.editor)
    assert page.editor.source() == before
    assert "{{ account }}" in page.editor.source()


def test_saving_and_reading_again_leaves_the_history_alone(qtbot, page, workspace, window):
    at_end(page.editor)
    qtbot.keyClicks(page.editor, "Bye")
    qtbot.waitUntil(lambda: workspace.saved != [], timeout=10_000)
    qtbot.waitUntil(lambda: window.session.content.message.body.endswith("Bye"))
    undo(qtbot, page.editor)
    assert not page.draft.body.endswith("Bye")
    qtbot.waitUntil(lambda: not workspace.saved[-1].body.endswith("Bye"), timeout=10_000)


def test_undoing_to_what_is_stored_stores_the_same_again(qtbot, page, workspace):
    stored = workspace._draft
    change_layout(page, "newsletter")
    page.save()
    qtbot.waitUntil(lambda: workspace.saved[-1:] != [] and workspace.saved[-1].layout is not None)
    undo(qtbot, page.editor)
    page.save()
    qtbot.waitUntil(lambda: len(workspace.saved) == 2)
    last = workspace.saved[-1]
    assert (last.subject, last.preheader, last.body) == (
        stored.subject, stored.preheader, stored.body,
    )  # fmt: skip
    assert last.layout == "notice"


def test_another_stored_text_begins_a_new_history(qtbot, page, workspace, window):
    at_end(page.editor)
    qtbot.keyClicks(page.editor, "Bye")
    page.save()
    qtbot.waitUntil(lambda: page.autosave.state.mark is SaveMark.STORED)
    qtbot.waitUntil(lambda: window.session.content.message.body.endswith("Bye"))
    workspace._draft = replace(workspace._draft, body="Somebody else's text")
    window.session.reload()
    qtbot.waitUntil(lambda: page.editor.source() == "Somebody else's text")
    assert page.text.undo_label == ""


def test_a_frozen_page_takes_nothing_back(qtbot, page, workspace, window):
    at_end(page.subject)
    qtbot.keyClicks(page.subject, "!")
    page.save()
    qtbot.waitUntil(lambda: workspace.saved != [])
    qtbot.waitUntil(lambda: window.session.content.message.subject.endswith("!"))
    workspace.seal(CAMPAIGN, by=ANA)
    window.session.reload()
    qtbot.waitUntil(page.subject.isReadOnly)
    undo(qtbot, page.subject)
    page.text.undo()
    change_layout(page, "newsletter")
    assert page.subject.source().endswith("!")
    assert page.draft.layout == "notice"
    assert page.frame.bar.undo.toolTip().startswith("Undo (Ctrl+Z)\n")


def test_ctrl_z_in_a_panels_field_is_the_pages_own(qtbot, page):
    before = page.draft
    panel = page.side.show_panel(HeadersPanel)
    line = panel.from_box.name.edit
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.end(False)
    qtbot.keyClicks(line, " y")
    undo(qtbot, line)
    assert line.text() == "Example Exchange"
    qtbot.keyClicks(line, " x")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert page.draft.sender == "Example Exchange x <notices@example.com>"
    undo(qtbot, line)
    assert page.draft == before
    assert line.text() == "Example Exchange"
    assert page.text.redo_label


def test_emoji_and_chips_survive_undo_to_the_letter(qtbot, page):
    page.editor.replace_text("😀 {{ first_name }} 😀\n{{ account }}{{ tier }}\nend")
    before = page.draft.body
    cursor = page.editor.textCursor()
    cursor.setPosition(4)
    page.editor.setTextCursor(cursor)
    qtbot.keyClicks(page.editor, "abc")
    page.text.seal()
    page.editor.selectAll()
    qtbot.keyClick(page.editor, Qt.Key.Key_Delete)
    assert page.draft.body == ""
    undo(qtbot, page.editor)
    undo(qtbot, page.editor)
    assert page.draft.body == before
    assert page.editor.source() == before
