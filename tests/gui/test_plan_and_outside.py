"""The plan of a send in its small sheet, and what others are asked, on the Preview page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from composer.findings import finding
from composer.gui.pages.send_launch import when_words
from composer.gui.pages.send_sheet import send_sheet
from composer.gui.preview.outside_card import OutsideCard
from composer.gui.times import planned_for_reader
from composer.model.planned_time import PlannedTime
from composer.model.stages import Stage

SOON = 20_000
ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
PLAN = PlannedTime(
    local="2026-12-01 09:00", zone="Asia/Tokyo", at=datetime(2026, 12, 1, tzinfo=UTC)
)


def plain(text: str) -> str:
    return text.translate(ISOLATES)


@pytest.fixture
def page(qtbot, window):
    window.show_stage(Stage.PREVIEW)
    qtbot.waitUntil(lambda: window.page._preview is not None, timeout=SOON)
    return window.page


def test_a_plan_is_typed_shown_and_undone(qtbot, page, workspace):
    sheet = page.plan.sheet
    page.plan.click()
    sheet.day.setText("2026-12-01")
    sheet.time.setText("9 o'clock")
    sheet.zone.setCurrentText("Europe/Berlin")
    sheet.act.click()
    assert sheet.advice.isVisibleTo(sheet)
    assert workspace.planning.planned is None
    sheet.time.setText("09:00")
    sheet.act.click()
    qtbot.waitUntil(lambda: "Planned for" in page.plan.accessibleName(), timeout=SOON)
    told = plain(page.plan.accessibleName())
    assert told.startswith("Planned for Tue")
    assert told.endswith("2026, 09:00 (Europe/Berlin)")
    page.notice.undo.click()
    qtbot.waitUntil(lambda: page.plan.accessibleName() == "No planned time", timeout=SOON)


def test_a_plan_is_told_in_its_own_zone_and_in_the_reader_s():
    told = plain(planned_for_reader(PLAN))
    assert "2026, 09:00 (Asia/Tokyo), your time" in told
    assert "a sender must be here then" in when_words(PLAN)


def test_a_start_at_another_time_is_said_on_the_sheet_and_stops_nobody(qtbot, window):
    late = finding("send.late", moment=PLAN.written)
    sheet = send_sheet(window, name="x", people=5, first=None, seconds=None, warnings=(late.text,))
    qtbot.addWidget(sheet)
    assert late.text in [words.text() for words in sheet.findChildren(QLabel)]
    assert sheet.findChild(QPushButton, "act").isEnabled()


def test_practice_asks_nobody_and_says_why(qtbot, page):
    card = page.outside
    qtbot.waitUntil(lambda: "Practice" in card.online_words.text(), timeout=SOON)
    assert not card.online.isEnabled()
    assert not card.filter.isEnabled()
    assert "no SpamAssassin" in card.filter_words.text()


def test_what_others_say_is_shown_with_the_time_until_the_text_changes(qtbot, page, workspace):
    workspace.is_practice = False
    card = OutsideCard(page)
    qtbot.addWidget(card)
    card.refresh()
    qtbot.waitUntil(card.online.isEnabled, timeout=SOON)
    assert "4 links" in plain(card.online_words.text())
    card.online.click()
    qtbot.waitUntil(lambda: not card.asked.isHidden(), timeout=SOON)
    assert card.asked.text().startswith("Asked ")
    told = [words.text() for words in card.found.findChildren(QLabel)]
    assert "3 of 4 links answered." in [plain(text) for text in told]
    card._for = ()
    card.refresh()
    assert card.asked.isHidden()
