"""No control of the Write and Brand pages is off without saying why."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from unexplained import unexplained

from composer.gui.pages.write import PANELS
from composer.gui.reasons import allow, rename
from composer.gui.writing.panels.files_panel import FilesPanel
from composer.gui.writing.panels.headers_panel import HeadersPanel
from composer.gui.writing.panels.picture_card import Waiting
from composer.model.stages import Stage


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.WRITE)
    qtbot.waitUntil(lambda: window.page.subject.source() != "")
    return window.page


def test_a_control_says_why_it_is_off_and_its_own_words_when_it_is_on_again(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    rename(button, "Undo typing (Ctrl+Z)")
    allow(button, unless="Nothing was changed.")
    assert button.toolTip() == "Undo typing (Ctrl+Z)\nNothing was changed."
    assert button.accessibleName() == "Undo typing"
    assert button.accessibleDescription() == "Nothing was changed."
    assert not button.isEnabled()
    allow(button, unless="")
    assert button.toolTip() == "Undo typing (Ctrl+Z)"
    assert button.accessibleDescription() == ""
    assert button.isEnabled()


@pytest.mark.parametrize("text", ["", "Dear you,\n"])
def test_every_tool_of_the_text_says_why_it_is_off(page, text):
    page.editor.replace_text(text)
    page.frame.find_bar.open_bar(replace=True)
    assert unexplained(page) == []
    page.frame.find_bar.edit.setText("nowhere at all")
    assert unexplained(page) == []
    page.frame.find_bar.edit.setText("e")
    assert unexplained(page) == []
    page.preview.ways.plain.click()
    assert unexplained(page) == []
    assert not page.preview.ways.dark.isEnabled()


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.__name__)
def test_every_panel_says_why_something_is_off(qtbot, page, kind):
    panel = page.side.show_panel(kind)
    if isinstance(panel, HeadersPanel):
        panel.more.setChecked(True)
        panel.reply_to._list_columns()
    if isinstance(panel, FilesPanel):
        panel._list_columns()
        panel.card.show_picture(
            Waiting(name="a.png", content=b"x", thumbnail=QImage(), bytes_before=1), more=0
        )
        assert not panel.card.put.isEnabled()
    assert unexplained(page) == []
    panel.set_read_only(True)
    assert unexplained(page) == []


def test_a_text_brought_as_html_and_a_frozen_one_say_why_the_tools_are_off(page):
    for is_html, read_only in ((True, False), (False, True)):
        page.frame.show_kind(is_html=is_html, read_only=read_only)
        assert not page.frame.bar.buttons["bold"].isEnabled()
        assert unexplained(page) == []


def test_the_popovers_say_why_something_is_off(page):
    popover = page.insert.condition()
    popover.open(page.frame.bar.buttons["condition"])
    for at in range(popover.test.count()):
        popover.test.setCurrentIndex(at)
        assert unexplained(popover) == []
    popover.hide()


def test_the_menu_of_the_text_says_why_nothing_can_be_copied(page):
    menu = page.editor.make_menu()
    off = [action for action in menu.actions() if not action.isEnabled()]
    assert [action.text().partition("\t")[0] for action in off if not action.isSeparator()] != []
    assert unexplained(page) == []
