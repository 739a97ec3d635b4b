"""The Write page as a whole: panels, preview, hints, marks, empty and HTML texts, other scripts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from sample_workspace import CAMPAIGN

from composer.errors import Blocked
from composer.findings import finding
from composer.gui.writing.first_words import FirstWords
from composer.gui.writing.panels.files_panel import FilesPanel
from composer.gui.writing.panels.headers_panel import HeadersPanel
from composer.gui.writing.panels.layout_panel import LayoutPanel
from composer.i18n import use_language, words_in
from composer.model.stages import Stage


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.WRITE)
    qtbot.waitUntil(lambda: window.page.preview.preview is not None, timeout=20_000)
    return window.page


# --- beside the text ----------------------------------------------------------------------------


def test_a_panel_takes_the_previews_place_or_stands_beside_it(qtbot, page, window):
    window.resize(1280, 800)
    tools = page.side.tools
    qtbot.mouseClick(tools.button(LayoutPanel), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.side.frame.isVisible)
    assert not page.preview.isVisible()
    assert tools.button(LayoutPanel).isChecked()
    window.resize(1920, 1080)
    qtbot.waitUntil(page.preview.isVisible)
    assert page.side.frame.isVisible()
    qtbot.mouseClick(tools.button(HeadersPanel), Qt.MouseButton.LeftButton)
    assert isinstance(page.side.open_panel, HeadersPanel)
    qtbot.keyClick(page.side.frame, Qt.Key.Key_Escape)
    assert not page.side.frame.isVisible()
    assert tools.button(None).isChecked()
    qtbot.waitUntil(page.editor.hasFocus)


def test_what_a_panel_changes_is_saved_shown_and_taken_back(qtbot, page, workspace):
    panel = page.side.show_panel(LayoutPanel)
    panel.choose("newsletter")
    assert page.draft.layout == "newsletter"
    qtbot.waitUntil(lambda: workspace.saved != [], timeout=10_000)
    assert workspace.saved[-1].layout == "newsletter"
    assert workspace.saved[-1].sender is None
    page.text.undo()
    assert page.draft.layout == "notice"


def test_pictures_that_are_dropped_open_their_panel_and_go_into_the_text(qtbot, page):
    page.editor.files_dropped.emit(())
    panel = page.side.open_panel
    assert isinstance(panel, FilesPanel)
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    panel.picture_wanted.emit("files/chart.png", "Weights [2019]")
    assert page.draft.body.startswith("![Weights \\[2019\\]](files/chart.png)")
    assert page.text.undo_label == "picture"


def test_a_finding_in_the_settings_opens_their_panel(qtbot, page):
    assert page.show_finding(
        finding("template.contact_only", where={"part": "from"}, part="from", field="x")
    )
    assert isinstance(page.side.open_panel, HeadersPanel)


# --- the preview --------------------------------------------------------------------------------


def test_ways_of_seeing_are_chosen_beside_the_text(qtbot, page):
    ways = page.preview.ways
    qtbot.mouseClick(ways.plain, Qt.MouseButton.LeftButton)
    assert "Dear Ada" in page.preview.text.toPlainText()
    assert not ways.phone.isEnabled()
    qtbot.mouseClick(ways.plain, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(ways.phone, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview.pane._frame.width() <= 375)


def test_a_mistake_is_one_sentence_with_a_way_to_its_place(qtbot, page, workspace, monkeypatch):
    where = {"file": "message.md", "part": "body", "line": 4}
    wrong = finding("render.time", where=where, part="body")

    def refuse(campaign_id, address, *, draft=None):
        raise Blocked([wrong])

    shown = page.preview.preview
    monkeypatch.setattr(workspace, "preview", refuse)
    page.editor.insert_source("x")
    qtbot.waitUntil(page.preview.problem.isVisible)
    assert page.preview._why.text() == "The template takes too long."
    assert page.preview.preview is shown
    assert page.preview.pane.isVisible()
    qtbot.mouseClick(page.preview.show_place, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.editor.textCursor().blockNumber() == 3)
    monkeypatch.undo()
    page.editor.insert_source("y")
    qtbot.waitUntil(lambda: not page.preview.problem.isVisible())


# --- hints --------------------------------------------------------------------------------------


def test_lengths_are_measured_with_the_fields_filled_in(qtbot, page):
    page.subject.selectAll()
    page.subject.insert_source('Hi {{ first_name }}{{ nothing or "!" }}')
    qtbot.waitUntil(lambda: page.head.subject_hint._whole == "7 letters")
    assert page.subject.accessibleDescription() == "7 letters"
    page.preheader.selectAll()
    page.preheader.insert_source("")
    qtbot.waitUntil(lambda: "first words" in page.head.preheader_hint._whole)


def test_an_unknown_field_is_named_and_mended_by_one_press(qtbot, page, workspace, monkeypatch):
    def look(campaign_id, draft=None):
        if "frist_name" not in draft.body:
            return ()
        line = draft.body[: draft.body.index("frist_name")].count("\n") + 1
        where = {"file": "message.md", "part": "body", "line": line}
        values = {"part": "body", "field": "frist_name", "near": "first_name"}
        return (finding("template.unknown_field", where=where, **values),)

    monkeypatch.setattr(workspace, "template_findings", look)
    page.editor.insert_source("{{ frist_name }} and {% if frist_name %}x{% endif %}\n")
    qtbot.waitUntil(page.frame.problem.isVisible)
    assert page.frame.problem.words._whole == "No column is called “frist name”."
    assert page.frame.problem.use.text() == "Use first_name"
    page.frame.problem.use.click()
    assert page.draft.body.startswith("{{ first_name }} and {% if first_name %}x{% endif %}\n")
    qtbot.waitUntil(lambda: not page.frame.problem.isVisible())
    page.text.undo()
    assert page.draft.body.startswith("{{ frist_name }}")


def test_reading_time_follows_the_text(qtbot, page):
    page.editor.replace_text("word " * 440)
    qtbot.waitUntil(lambda: page.frame.reading._whole == "about 2 min to read · 440 words")


# --- other texts --------------------------------------------------------------------------------


def test_an_empty_text_teaches_and_begins(qtbot, page):
    page.editor.replace_text("")
    qtbot.waitUntil(page.frame.first_words.isVisible)
    assert "[first name]" in page.frame.first_words.example.text()
    page.frame.first_words.put.click()
    assert page.draft.body.startswith('Dear {{ first_name or "customer" }},')
    qtbot.waitUntil(lambda: not page.frame.first_words.isVisible())
    page.text.undo()
    assert page.draft.body == ""


def test_the_greeting_that_is_offered_is_in_the_language_of_the_message(page):
    first = page.frame.first_words
    asked = []
    first.wanted.connect(asked.append)
    for tag, words in (("ar-EG", "ar"), ("de", "de"), ("pl", "en"), ("en-GB", "en")):
        first.show_locale(tag)
        first.show_fields({"first_name": "Ada"})
        first.put.click()
        greeting = words_in(words, "Dear {name},").split("{name}")[0]
        fallback = words_in(words, "customer")
        assert asked[-1].startswith(greeting + '{{ first_name or "' + fallback + '" }}')
    assert words_in("ar", "customer") != "customer"


def test_the_greeting_is_in_english_in_an_arabic_window_on_an_english_message(qtbot):
    use_language("ar")
    try:
        first = FirstWords()
        qtbot.addWidget(first)
        first.show_locale("en-GB")
        first.show_fields({})
        assert first.example.text() == "Hello,\nwe have news for you: …"
        assert first.put.text() == words_in("ar", "Put it in") != "Put it in"
    finally:
        use_language("en")


def test_a_text_brought_as_html_is_edited_as_its_source(qtbot, page, workspace, window):
    original = workspace._message
    html = ["<h1>Dear {{ first_name }}</h1>"]

    def message():
        return replace(original(), body_html=html[0], body="")

    workspace._message = message
    window.session.reload()
    qtbot.waitUntil(lambda: page.editor.source() == html[0])
    assert page.frame.reason.isVisible()
    assert not page.frame.bar.buttons["bold"].isEnabled()
    assert not page.editor.isReadOnly()
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(page.editor, "<p>x</p>")
    assert page.draft.html == "<h1>Dear {{ first_name }}</h1><p>x</p>"
    assert page.draft.body == ""
    qtbot.waitUntil(lambda: workspace.saved != [], timeout=10_000)
    assert workspace.saved[-1].html == page.draft.html
    page.text.undo()
    assert page.draft.html == html[0]


def test_arabic_is_written_from_the_right(qtbot, page, workspace, window):
    original = workspace._message
    workspace._message = lambda: replace(original(), locale="ar", body="مرحبا", subject="خبر")
    window.session.reload()
    qtbot.waitUntil(lambda: page.editor.source() == "مرحبا")
    for edit in (page.editor, page.subject):
        edit.moveCursor(QTextCursor.MoveOperation.Start)
        assert edit.cursorRect().x() > edit.width() / 2


def test_everything_has_a_name_for_those_who_hear_it(qtbot, page):
    for edit in (page.subject, page.preheader, page.editor):
        assert edit.accessibleName()
    for kind in page.side._kinds:
        assert page.side.tools.button(kind).accessibleName()
    assert page.frame.bar.accessibleName()


def test_tab_goes_through_the_page_in_reading_order(qtbot, page):
    page.subject.setFocus()
    qtbot.waitUntil(page.subject.hasFocus)
    qtbot.keyClick(page.subject, Qt.Key.Key_Tab)
    qtbot.waitUntil(page.preheader.hasFocus)
    qtbot.keyClick(page.preheader, Qt.Key.Key_Tab)
    qtbot.waitUntil(page.frame.bar.buttons["bold"].hasFocus)
    qtbot.keyClick(page.preheader, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    page.editor.setFocus()
    qtbot.keyClick(page.editor, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert not page.editor.hasFocus()


def test_the_campaign_is_known(workspace):
    assert workspace.authoring.draft(CAMPAIGN).layout == "notice"
