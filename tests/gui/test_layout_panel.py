"""The panel "Layout": the layouts, one's own, a text brought as HTML."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from composer.gui.writing.panels.layout_panel import LayoutPanel


def test_the_layouts_are_listed_and_one_click_changes_it(author):
    panel = author.open(LayoutPanel)
    model = panel.list.layouts
    assert [line.name for line in model.lines][:2] == ["notice", "announcement"]
    assert model.chosen == "notice"
    at = panel.list.visualRect(model.index(1)).center()
    author.qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert model.chosen == "announcement"
    author.saved(lambda draft: draft.layout == "announcement")
    author.undo()
    assert model.chosen == "notice"


def test_a_layout_is_chosen_by_keyboard_and_said_in_words(author):
    panel = author.open(LayoutPanel)
    panel.list.setFocus()
    author.qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    assert panel.list.layouts.chosen == "notice"
    author.qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.list.layouts.chosen == "announcement"
    said = panel.list.layouts.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Announcement, in use.")


def test_the_list_of_layouts_settles_in_one_pass(author):
    panel = author.open(LayoutPanel)
    author.until(lambda: panel.list.layouts.rowCount() > 0)
    for width in (1100, 1280, 1600, 1920, 1100):
        author.window.resize(width, 900)
        panel.layout().activate()
        wanted = panel.list.heightForWidth(panel.list.width())
        assert panel.list.height() == wanted
        assert panel.list.geometry().bottom() < panel.add.geometry().top()
        last = panel.list.layouts.index(panel.list.layouts.rowCount() - 1)
        assert panel.list.visualRect(last).bottom() < panel.list.viewport().height()


def test_every_layout_of_the_program_has_a_picture(author):
    from composer.gui.writing.panels.layout_list import layout_picture

    panel = author.open(LayoutPanel)
    for line in panel.list.layouts.lines:
        for dark in (False, True):
            assert not layout_picture(line.name, dark=dark).isNull(), line.name


def test_a_layout_of_ones_own_is_taken_and_used_at_once(author, tmp_path):
    panel = author.open(LayoutPanel)
    file = tmp_path / "Our Frame.html"
    file.write_text("<html><head><title>{{ subject }}</title></head><body>{{ body }}</body></html>")
    panel.take_layout(file)
    author.until(lambda: panel.list.layouts.chosen == "our-frame.html")
    author.saved(lambda draft: draft.layout == "our-frame.html")
    author.until(lambda: panel.list.layouts.lines[-1].own)
    assert panel.taken.text() == "our-frame.html was added and is in use."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html><body>nothing</body></html>", "does not show the message"),
        ("{{ body }}{% include 'x' %}", "not allowed in messages"),
        ("{{ body }}{{ nobody }}", "no column provides it"),
    ],
)
def test_a_layout_that_cannot_be_used_is_told_and_changes_nothing(author, tmp_path, content, words):
    panel = author.open(LayoutPanel)
    file = tmp_path / "bad.html"
    file.write_text(content)
    panel.take_layout(file)
    author.until(lambda: panel.problems.text != "")
    assert words in panel.problems.text
    assert panel.list.layouts.chosen == "notice"
    assert not any(line.own for line in author.workspace.authoring.layouts(author.campaign))


def test_a_text_is_brought_as_html_and_markdown_comes_back(author, tmp_path):
    panel = author.open(LayoutPanel)
    body = author.stored.body
    file = tmp_path / "text.html"
    file.write_bytes(b"\xef\xbb\xbf<h1>Dear {{ first_name }}</h1>")
    panel.take_body(file)
    author.until(lambda: author.page.draft.html == "<h1>Dear {{ first_name }}</h1>")
    author.until(panel.markdown.isVisible)
    author.click(panel.markdown)
    assert author.page.draft.html == ""
    assert author.page.draft.body == body


def test_a_text_that_is_not_utf8_is_told(author, tmp_path):
    panel = author.open(LayoutPanel)
    file = tmp_path / "text.html"
    file.write_bytes(b"<p>caf\xe9</p>")
    panel.take_body(file)
    author.until(lambda: "UTF-8" in panel.problems.text)
    assert not author.page.draft.html
