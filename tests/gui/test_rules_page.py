"""The rules for sign-off in the window, on a real workspace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt

from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.model.policy import Approver, AudienceRule, Rules, TransportRule
from composer.workspace import Workspace

SIZES = ((1280, 800), (1920, 1080), (1100, 700))
FULL = Rules(
    expires_hours=48,
    by_audience=(AudienceRule(people=10_000, reviewers=2),),
    by_transport=(TransportRule(kind="smtp", reviewers=2),),
    wait_hours=12,
    checks=("links", "warnings"),
    approvers=(
        Approver(
            email="ben@example.com",
            deputies=("somebody.with.a.very.long.address@a.very.long.domain.example.com",),
            is_away=True,
            phone="+49 30 123456",
            zone="Europe/Berlin",
            begins="09:00",
            ends="17:00",
        ),
    ),
)


@pytest.fixture
def real(tmp_path):
    made = Workspace.create(tmp_path / "workspace", practice=True)
    owner = made.add_person(
        name="Ana Reyes",
        email="ana@example.com",
        roles=frozenset({Role.OWNER, Role.AUTHOR}),
        by=None,
    )
    made.add_person(name="Ben", email="ben@example.com", roles=frozenset({Role.REVIEWER}), by=owner)
    yield made
    made.close()


@pytest.fixture
def page(qtbot, real):
    window = make_window(real, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.act_as(real.resolve_person("ana@example.com"))
    window.session.rules_requested.emit()
    qtbot.waitUntil(
        lambda: Apart.RULES in window.apart and window.apart[Apart.RULES].seen is not None
    )
    return window.apart[Apart.RULES]


def version(page):
    return page.seen.policy.version


def sign(qtbot, page, rules):
    wanted = version(page) + 1
    page.sign(rules)
    qtbot.waitUntil(lambda: version(page) == wanted)


def test_before_anything_was_signed_the_page_says_what_holds(page):
    assert page.effect.text().startswith("Nobody has signed rules yet")
    assert page.footer.primary.text() == "Add somebody who may approve…"
    assert page.footer.primary.isEnabled()
    assert not page.former.isVisible()


def test_the_owner_changes_a_number_by_keyboard_and_takes_it_back(qtbot, page, real):
    page.changers[0].click()
    qtbot.waitUntil(page.numbers.isVisible)
    page.numbers.reviewers.setText("two")
    qtbot.keyClick(page.numbers, Qt.Key.Key_Return)
    assert page.numbers.advice.text() == "Write whole numbers."
    page.numbers.reviewers.setText("2")
    page.numbers.sizes.setText("10000: 3")
    page.numbers.ways["smtp"].setText("2")
    qtbot.keyClick(page.numbers, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: version(page) == 1)
    policy = real.policy()
    assert (policy.reviewers, policy.by_audience[0].reviewers) == (2, 3)
    assert policy.by_transport == (TransportRule(kind="smtp", reviewers=2),)
    page.notice.undo.click()
    qtbot.waitUntil(lambda: version(page) == 2)
    assert real.policy().reviewers == 1
    assert page.former.isVisible()
    page.former.click()
    qtbot.waitUntil(lambda: version(page) == 3)
    assert real.policy().reviewers == 2


def test_somebody_is_named_with_hours_and_deputies(qtbot, page, real):
    page.press_primary()
    sheet = page.approver
    qtbot.waitUntil(sheet.isVisible)
    assert sheet.who.currentText() == "ben@example.com"
    sheet.deputies.setText("dora@example.com")
    sheet.zone.setCurrentText("Asia/Tokyo")
    sheet.begins.setText("09:00")
    sheet.ends.setText("17:00")
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: version(page) == 1)
    (one,) = real.policy().approvers
    assert one == Approver(
        email="ben@example.com",
        deputies=("dora@example.com",),
        zone="Asia/Tokyo",
        begins="09:00",
        ends="17:00",
    )


def test_rules_that_cannot_be_kept_are_refused_in_words(qtbot, page, real):
    failed = []
    page.session.failed.connect(failed.append)
    page.window().session.failed.disconnect(page.window().show_error)
    page.sign(Rules(expires_hours=5, wait_hours=5))
    qtbot.waitUntil(lambda: bool(failed))
    assert "shorter" in str(failed[0])
    assert real.policy().version == 0


def test_working_alone_asks_for_a_reason_and_for_nobody_else(qtbot, page, real):
    page.changers[-1].click()
    qtbot.waitUntil(page.alone.isVisible)
    qtbot.keyClick(page.alone, Qt.Key.Key_Return)
    assert page.alone.isVisible()
    page.alone.reason.setText("Nobody else works here.")
    qtbot.keyClick(page.alone, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: version(page) == 1)
    assert real.policy().alone == "Nobody else works here."
    assert not page.footer.primary.isEnabled()


def test_the_owner_says_that_the_clock_is_right(qtbot, page, real):
    assert not page.clock.isVisible()
    real._desk.highest_now()
    real._desk.now = lambda: datetime.now(UTC) - timedelta(days=3)
    page.read()
    qtbot.waitUntil(page.clock.isVisible)
    assert [item.code for item in page.findings.shown] == ["clock.jump"]
    page.clock.click()
    qtbot.waitUntil(page.clock_sheet.isVisible)
    page.clock_sheet.reason.setText("The battery was empty.")
    qtbot.keyClick(page.clock_sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.clock.isVisible())
    assert real.clock_findings() == ()


def test_nobody_but_the_owner_is_offered_a_change(qtbot, page, real):
    page.session.act_as(real.resolve_person("ben@example.com"))
    qtbot.waitUntil(lambda: not page.footer.primary.isEnabled())
    assert not any(changer.isVisible() for changer in page.changers)


def test_nothing_is_cut_off(qtbot, page):
    sign(qtbot, page, FULL)
    window = page.window()
    for size in SIZES:
        window.resize(*size)
        qtbot.waitUntil(lambda: not layout_faults(window), timeout=2_000)
