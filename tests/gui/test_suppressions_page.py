"""The do-not-write list in the window, on a real workspace."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.sheets import Sheet
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.model.suppression import SuppressionReason
from composer.workspace import Workspace

SIZES = ((1280, 800), (1920, 1080), (1100, 700))


@pytest.fixture
def real(tmp_path):
    made = Workspace.create(tmp_path / "workspace", practice=True)
    made.add_person(name="Ana Reyes", email="ana@example.com", roles=frozenset(Role), by=None)
    yield made
    made.close()


@pytest.fixture
def page(qtbot, real):
    window = make_window(real, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.suppressions_requested.emit()
    qtbot.waitUntil(lambda: Apart.SUPPRESSIONS in window.apart)
    qtbot.waitUntil(lambda: window.session.background.is_idle)
    return window.apart[Apart.SUPPRESSIONS]


def add(qtbot, page, address, reason=SuppressionReason.COMPLAINT):
    before = page.model.rowCount()
    page.add(address, reason, "")
    qtbot.waitUntil(lambda: page.model.rowCount() == before + 1)


def test_the_empty_list_teaches(page):
    assert page.body.currentIndex() == 0
    assert page.footer.primary.text() == "Add an address…"
    assert "never taken over" in page.sync.words.text()


def test_somebody_is_put_on_the_list_by_keyboard(qtbot, page, real):
    page.press_primary()
    sheet = page.adding
    qtbot.waitUntil(sheet.isVisible)
    qtbot.keyClicks(sheet.address, "no address")
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert sheet.advice.text() == "Write one whole address."
    sheet.address.setText("ada@example.com")
    sheet.reason.setCurrentIndex(1)
    assert "spam" in sheet.meaning.text()
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    lines, total = real.suppressions.lines()
    assert (total, lines[0].address, lines[0].reason) == (1, "ada@example.com", "complaint")
    assert "ada@example.com" in page.model.index(0, 0).data()
    assert page.model.index(0, 1).data() == "complained"


def test_whoever_is_on_it_already_is_said(qtbot, page):
    add(qtbot, page, "ada@example.com")
    page.add("ADA@example.com", SuppressionReason.COMPLAINT, "")
    qtbot.waitUntil(lambda: "already" in page.notice._text.text())


def test_taking_off_needs_a_reason(qtbot, page, real):
    add(qtbot, page, "ada@example.com")
    assert not page.take_off.isEnabled()
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.take_off.click()
    sheet = page.removing
    qtbot.waitUntil(sheet.isVisible)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert sheet.isVisible()
    sheet.why.setText("Asked for it by phone")
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert real.suppressions.lines()[1] == 0


def test_the_list_is_searched(qtbot, page):
    for name in ("ada", "bob", "chen"):
        add(qtbot, page, f"{name}@example.com")
    qtbot.keyClicks(page.search, "bob")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.search.setText("nobody")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.body.currentIndex() == 1  # a search that finds nothing is no empty list


def test_a_file_is_taken_and_what_was_not_taken_is_told(qtbot, page, tmp_path):
    file = tmp_path / "unsubscribed.csv"
    file.write_text("email,reason\nada@example.com,unsubscribe\nnobody,bounce\n")
    page.take_file(file)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert len(page.findings.shown) == 1
    assert page.model.index(0, 1).data() == "unsubscribed"
    assert "unsubscribed.csv" in page.model.index(0, 3).data()


def test_back_leads_to_where_it_was_opened(qtbot, page):
    window = page.window()
    page.footer.back.click()
    assert window.stack.currentWidget() is window.campaigns


def test_nothing_is_cut_off(qtbot, page):
    window = page.window()
    for size in SIZES:
        window.resize(*size)
        qtbot.waitUntil(lambda: not layout_faults(window), timeout=2_000)
    add(qtbot, page, "somebody.with.a.very.long.address.indeed@a.very.long.domain.example.com")
    for size in SIZES:
        window.resize(*size)
        qtbot.waitUntil(lambda: not layout_faults(window), timeout=2_000)


def test_no_lists_are_offered_where_no_key_is_named(page):
    assert not page.sync.take.isVisible()


def test_lists_are_offered_by_the_key_of_a_campaign_and_a_failure_is_said_in_place(
    qtbot, page, real
):
    page.sync.show_state(None, (("sendgrid-main", "http://127.0.0.1:9"),))
    assert page.sync.take.isVisible()
    page.sync.take.click()
    assert not page.sync.take.isEnabled()
    assert "being read" in page.sync.words.text()
    qtbot.waitUntil(page.sync.take.isEnabled)
    assert "sendgrid-main" in page.sync.words.text()
    assert page.model.rowCount() == 0


def test_whoever_asked_to_be_erased_is_erased_only_after_a_sheet(qtbot, page, real):
    add(qtbot, page, "bob@example.com")
    page.add("bob@example.com", SuppressionReason.ERASURE, "")
    sheet = page.window().findChild(Sheet)
    assert sheet is not None
    assert "bob@example.com" in sheet.windowTitle()
    sheet.findChild(QPushButton, "stay").click()
    assert real.suppressions.of_address("bob@example.com")[0].address == "bob@example.com"
    page.add("bob@example.com", SuppressionReason.ERASURE, "")
    acting = [one for one in page.window().findChildren(QPushButton, "act") if one.isVisible()]
    acting[-1].click()
    qtbot.waitUntil(lambda: "Erased" in page.notice._text.text(), timeout=20_000)
    (kept,) = real.suppressions.of_address("bob@example.com")
    assert (kept.address, kept.reason) == ("", "erasure")
