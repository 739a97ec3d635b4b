"""In a low or narrow window, or with large text, a page gives its room to what it is for."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui import page as pages
from composer.gui.pages.group_tiles import GroupTiles
from composer.gui.parts import label
from composer.gui.preview import aside
from composer.gui.preview.message_tabs import SOURCE
from composer.model.stages import Stage

SOON = 20_000
EVERY_PAGE_IS_LOW = 1000


@pytest.fixture
def preview(qtbot, window):
    window.session.workspace.check(window.session.campaign)
    window.session.reload()
    window.show_stage(Stage.PREVIEW)
    page = window.page
    qtbot.waitUntil(lambda: page._preview is not None and page.kinds.total > 0, timeout=SOON)
    return page


def resize(qtbot, window, width: int, height: int) -> None:
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.size().toTuple() == (width, height), timeout=SOON)


def test_a_low_page_says_less_and_shows_more(qtbot, monkeypatch, window, preview):
    resize(qtbot, window, 1280, 800)
    usual = preview.message.height()
    assert preview.purpose_line.isVisible()
    monkeypatch.setattr(pages, "LOW_LINES", EVERY_PAGE_IS_LOW)
    resize(qtbot, window, 1280, 801)
    qtbot.waitUntil(lambda: preview.message.height() > usual + 40, timeout=SOON)
    assert not preview.purpose_line.isVisible()
    assert preview.heading.toolTip() == preview.purpose_line.text()
    monkeypatch.undo()
    resize(qtbot, window, 1280, 800)
    qtbot.waitUntil(preview.purpose_line.isVisible, timeout=SOON)
    assert preview.heading.toolTip() == ""


def test_kinds_and_time_take_the_messages_place_where_there_is_room_for_one(
    qtbot, monkeypatch, window, preview
):
    preview.aside.tool.click()
    assert preview.aside.isVisible()
    assert preview.message.isVisible()
    monkeypatch.setattr(aside, "BESIDE_LINES", EVERY_PAGE_IS_LOW)
    resize(qtbot, window, 1280, 801)
    assert preview.aside.isVisible()
    assert not preview.message.isVisible()
    preview.all_kinds.chosen.emit(window.session.check.variants[-1].address)
    qtbot.waitUntil(preview.message.isVisible, timeout=SOON)
    assert not preview.aside.isVisible()


def test_the_tools_of_a_message_stand_below_its_tabs_where_both_find_no_room(
    qtbot, window, preview
):
    message = preview.message
    resize(qtbot, window, 1280, 800)
    assert message.tools.y() < message.tabs.geometry().bottom()
    preview.aside.tool.click()
    message.setMaximumWidth(420)
    qtbot.waitUntil(lambda: message.tools.y() > message.tabs.geometry().bottom(), timeout=SOON)
    assert message.tabs.width() >= message.tabs.sizeHint().width()


def test_what_belongs_to_a_low_source_stays_whole(qtbot, window, preview):
    preview.message.tabs.setCurrentIndex(SOURCE)
    preview.message.setMaximumHeight(160)
    source = preview.message.source
    qtbot.waitUntil(lambda: 0 < source.height() < 160, timeout=SOON)
    faults = [fault for fault in layout_faults(window) if "Decoded" in fault or "Date" in fault]
    assert faults == []
    assert source.viewer.height() > source.decoded.height()
    assert label("x").sizeHint().height() < source.tree.height()


def test_both_lines_of_a_group_stay_whole_however_low_the_page_is(qtbot, window):
    around = QWidget(window)
    QVBoxLayout(around).addWidget(tiles := GroupTiles())
    around.setGeometry(0, 0, 900, 40)
    around.show()
    qtbot.waitUntil(lambda: tiles.tiles["held"].isVisible(), timeout=SOON)
    tile = tiles.tiles["held"]
    qtbot.waitUntil(lambda: tile.height() >= tile.sizeHint().height(), timeout=SOON)
    assert [fault for fault in layout_faults(tile) if "too low" in fault] == []
