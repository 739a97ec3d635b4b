"""History and the printed report in the window, on a real workspace."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import QObject, Qt
from sqlalchemy import insert

from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.pages.history_model import WHAT, WHO
from composer.gui.pages.report_pdf import ReportPdf
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.store.audit import AuditEntry
from composer.store.tables import audit
from composer.workspace import Workspace

AT = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)


def fill(desk, person):
    """Put 300 acts into the log at once: one by one, each waits for the disk."""
    head, rows = desk.audit.head(), []
    for number in range(head.number + 1, head.number + 301):
        bare = AuditEntry(
            number=number,
            at=AT,
            person=person,
            action="warning.accept",
            details=f'{{"reason":"number {number}"}}',
            previous=rows[-1]["hash"] if rows else head.hash,
            hash="",
        )
        rows.append({**dataclasses.asdict(bare), "hash": bare.chained_hash})
    with desk.folder.database.write() as connection:
        connection.execute(insert(audit), rows)


@pytest.fixture
def real(tmp_path):
    opened = Workspace.create(tmp_path / "workspace", practice=True)
    ana = opened.add_person(
        name="Ana", email="ana@example.com", roles=frozenset({Role.OWNER, Role.AUTHOR}), by=None
    )
    fill(opened._desk, ana.public_key)
    opened._desk.audit.append(
        person="", action="signoff.rejection", details={"comment": "The date is wrong."}
    )
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, real):
    window = make_window(real, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.session.history_requested.emit()
    qtbot.waitUntil(
        lambda: Apart.HISTORY in window.apart and window.apart[Apart.HISTORY].model.rowCount() > 0
    )
    qtbot.waitUntil(lambda: window.session.background.is_idle)
    return window.apart[Apart.HISTORY]


def cell(page, row, column):
    text = page.model.index(row, column).data(Qt.ItemDataRole.DisplayRole)
    return text.translate(dict.fromkeys((0x2068, 0x2069)))


def test_the_newest_act_stands_first_and_the_log_is_said_to_be_whole(page):
    assert cell(page, 0, WHAT) == "Sent back: “The date is wrong.”"
    assert cell(page, 1, WHO) == "Ana"
    assert page.count.text() == "302 acts"
    assert page.sound.isVisible()
    assert page.sound.text().startswith("All 302 entries fit")
    assert layout_faults(page) == []


def test_rows_far_down_are_read_when_they_are_looked_at(qtbot, page):
    page.table.scrollToBottom()
    last = page.model.rowCount() - 1
    cell(page, last, WHAT)
    qtbot.waitUntil(lambda: cell(page, last, WHAT).startswith("Added somebody"))


def test_it_is_sifted_and_searched(qtbot, page):
    page.kind.setCurrentIndex(page.kind.findData("signoff"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.kind.setCurrentIndex(0)
    page.search.setText("number 299")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and "number 299" in cell(page, 0, WHAT))
    page.search.setText("nothing of the kind")
    qtbot.waitUntil(lambda: page.body.currentIndex() == 0)


def test_what_is_shown_is_exported(qtbot, page, tmp_path):
    file = tmp_path / "history.csv"
    page.export(file)
    qtbot.waitUntil(file.exists)
    assert len(file.read_text("utf-8-sig").splitlines()) == 303


def test_a_changed_log_is_told_above_the_list(qtbot, page, real):
    with real._desk.folder.database.write() as connection:
        connection.exec_driver_sql("UPDATE audit SET person = 'other' WHERE number = 40")
    page.read()
    qtbot.waitUntil(lambda: [item.code for item in page.findings.shown] == ["audit.broken"])
    assert not page.sound.isVisible()


def test_a_report_is_printed_into_a_file(qtbot, tmp_path):
    told = []
    file = tmp_path / "report.pdf"
    owner = QObject()
    ReportPdf(owner, html="<!DOCTYPE html><p>Report</p>", file=file, then=told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    assert told == [True]
    assert file.read_bytes().startswith(b"%PDF")
