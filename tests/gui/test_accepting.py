"""Accepting a point in the findings of Preview: the line asks why, and the way back is offered."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from composer.findings import finding
from composer.gui.accepting_line import AcceptingLine
from composer.gui.findings_strip import FindingsStrip
from composer.gui.pages.sign_off_facts import _point_lines
from composer.model.acceptance import Acceptance, Point
from composer.model.check_summary import CheckSummary
from composer.model.clock import utc_now
from composer.model.identifiers import Digest
from composer.model.stages import Stage

LINK = finding("content.http_link", where={"locale": "en"}, link="http://acme.co")
NOTE = finding("content.no_preheader", where={"locale": "en"})
POINT = Point(key="a" * 64, findings=(LINK,))
ACCEPTED = Point(
    key="a" * 64,
    findings=(LINK,),
    accepted=Acceptance(reason="Meant so.", name="Ana", person="k", at=utc_now()),
)


@pytest.fixture
def strip(qtbot) -> FindingsStrip:
    made = FindingsStrip(None)
    qtbot.addWidget(made)
    made.show_findings([LINK, NOTE])
    made.show_points([POINT], may_accept=True)
    made.show()
    made.open_list()
    return made


def test_a_warning_is_accepted_for_a_reason_only(qtbot, strip: FindingsStrip) -> None:
    line: AcceptingLine = strip.accepting
    assert line.ask.isVisible()
    line.ask.click()
    assert line.reason.isVisible()
    assert not line.accept.isEnabled()
    QTest.keyClicks(line.reason, "Meant so.")
    with qtbot.waitSignal(line.accept_requested) as asked:
        QTest.keyClick(line.reason, Qt.Key.Key_Return)
    assert asked.args == [POINT, "Meant so."]
    assert not line.reason.isVisible()


def test_escape_leaves_it_open(strip: FindingsStrip) -> None:
    strip.accepting.ask.click()
    strip.accepting.leave.click()
    assert strip.accepting.ask.isVisible()
    assert not strip.accepting.reason.isVisible()


def test_what_is_accepted_says_by_whom_and_can_be_taken_back(qtbot, strip: FindingsStrip) -> None:
    strip.show_points([ACCEPTED], may_accept=True)
    index = strip.rows.model().index(0, 0)
    assert "Accepted by" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    with qtbot.waitSignal(strip.accepting.withdraw_requested) as asked:
        strip.accepting.withdraw.click()
    assert asked.args == [ACCEPTED]


def test_nothing_is_offered_for_what_is_no_warning_or_frozen(strip: FindingsStrip) -> None:
    strip.rows.setCurrentIndex(strip.rows.model().index(1, 0))
    assert not strip.accepting.isVisible()
    strip.rows.setCurrentIndex(strip.rows.model().index(0, 0))
    assert strip.accepting.isVisible()
    strip.show_points([POINT], may_accept=False)
    assert not strip.accepting.isVisible()
    strip.show_points([ACCEPTED], may_accept=False)
    assert strip.accepting.isVisible()
    assert not strip.accepting.withdraw.isVisible()


def test_on_preview_a_point_is_accepted_and_undone(qtbot, window, workspace) -> None:
    workspace.extra_findings = (LINK, NOTE)
    window.show_stage(Stage.PREVIEW)
    qtbot.waitUntil(lambda: not window.page._stale)
    page = window.page
    page.check_everybody()
    qtbot.waitUntil(lambda: page.findings.shown != (), timeout=10_000)
    page.findings.open_list()
    line = page.findings.accepting
    qtbot.waitUntil(line.ask.isVisible, timeout=10_000)
    line.ask.click()
    QTest.keyClicks(line.reason, "The old site has no https.")
    line.accept.click()
    qtbot.waitUntil(line.withdraw.isVisible, timeout=10_000)
    assert page.findings._words.text() == "1 for your information · 1 accepted"
    assert workspace.accepted[LINK.code].reason == "The old site has no https."
    assert "The old site has no https." in line._words._whole
    assert page.notice.undo.isVisible()
    if folder := os.environ.get("COMPOSER_PICTURES"):
        window.grab().save(f"{folder}/accepted.png")
    page.notice.undo.click()
    qtbot.waitUntil(line.ask.isVisible, timeout=10_000)
    assert workspace.accepted == {}


def test_whoever_signs_reads_who_accepted_what_and_what_nobody_did() -> None:
    other = finding("content.long_subject", where={"locale": "en"}, length=95)
    asked = finding("content.time_words", where={"locale": "en"}, found="tomorrow")
    check = CheckSummary(
        messages=2, seconds=1.0, findings=(LINK, other, asked), variants=(), coverage=1.0,
        eta_total_s=1, eta_per_domain=(), root=Digest("d" * 64), sampled=False,
        points=(ACCEPTED, Point(key="b" * 64, findings=(other,))),
    )  # fmt: skip
    lines = [line.text.replace("\u2068", "").replace("\u2069", "") for line in _point_lines(check)]
    assert lines == [
        "1 point accepted by Ana",
        f"{LINK.text} Accepted: Meant so.".replace("\u2068", "").replace("\u2069", ""),
        "1 point that nobody has accepted",
        asked.text.replace("\u2068", "").replace("\u2069", ""),
    ]
