"""The panel "Plain text": derived, written by hand, older than the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from composer.gui.writing.panels.text_panel import TextPanel


def test_plain_text_is_shown_as_one_person_gets_it(author):
    panel = author.open(TextPanel)
    preview = author.page.preview.preview
    author.until(lambda: panel.shown.toPlainText() == preview.rendered.text)
    assert preview.recipient.address in panel.whose.text()
    assert panel.shown.isReadOnly()
    assert panel.by_hand.isVisible()
    assert not panel.derive.isVisible()


def test_plain_text_by_hand_begins_from_the_derived_one_and_goes_back(author):
    panel = author.open(TextPanel)
    author.click(panel.by_hand)
    author.until(lambda: panel.editor.isVisible())
    assert "{{" in panel.editor.toPlainText()
    panel.editor.selectAll()
    author.qtbot.keyClicks(panel.editor, "Dear reader,")
    author.until(lambda: author.page.draft.text_override == "Dear reader,")
    author.saved(lambda draft: draft.text_override == "Dear reader,")
    author.click(panel.derive)
    assert author.page.draft.text_override == ""
    assert panel.shown.isVisible()
    author.undo()
    assert panel.editor.toPlainText() == "Dear reader,"


def test_the_last_letters_of_the_plain_text_are_a_step_of_their_own(author):
    panel = author.open(TextPanel)
    author.click(panel.by_hand)
    author.until(lambda: panel.editor.isVisible())
    begun = author.page.draft.text_override
    author.qtbot.keyClicks(panel.editor, "New: ")
    author.undo()
    assert author.page.draft.text_override == begun
    author.page.text.redo()
    assert author.page.draft.text_override == f"{begun}New: "
    assert panel.editor.toPlainText() == f"{begun}New: "


def test_plain_text_that_is_older_says_what_changed_until_somebody_says_it_fits(author):
    author.workspace.save_message(
        author.campaign, replace(author.stored, text_override="By hand.\n"), by=author.person
    )
    author.workspace.save_message(
        author.campaign,
        replace(author.stored, body=author.stored.body + "\nA new line.\n"),
        by=author.person,
    )
    author.window.session.reload()
    panel = author.open(TextPanel)
    author.until(panel.older.isVisible)
    assert "after this plain text was written" in panel.older_words.text()
    author.click(panel.compare)
    assert "+ A new line." in panel.changes.toPlainText()
    author.click(panel.fits)
    author.until(lambda: not panel.older.isVisible())
    assert not author.workspace.content(author.campaign).text_is_older


@pytest.mark.parametrize("width", [1100, 1280, 1920])
def test_a_line_of_plain_text_stands_on_one_line_as_it_is_sent(author, width):
    author.window.resize(width, 800)
    panel = author.open(TextPanel)
    author.page.preview.ways.plain.click()
    line = "0123456789" * 7 + "01234567"
    for edit in (panel.shown, panel.editor, author.page.preview.text):
        edit.setPlainText(line)
        edit.show()
        block = edit.document().firstBlock()
        assert edit.lineWrapMode() is edit.LineWrapMode.NoWrap
        assert block.layout().lineCount() == 1
    wide = panel.shown.fontMetrics().horizontalAdvance(line)
    scrolls = panel.shown.horizontalScrollBar().maximum() > 0
    author.until(lambda: scrolls or wide <= panel.shown.viewport().width())
    assert panel.shown.font().pointSizeF() >= 7.5


def test_plain_text_begins_at_the_side_of_its_own_language(author):
    panel = author.open(TextPanel)
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.shown.set_language("en")
    panel.shown.setPlainText("0123456789" * 20)
    assert panel.shown.horizontalScrollBar().value() == 0
    assert panel.shown.layoutDirection() == Qt.LayoutDirection.LeftToRight
    panel.shown.set_language("ar")
    assert panel.shown.layoutDirection() == Qt.LayoutDirection.RightToLeft
