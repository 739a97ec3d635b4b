"""Who something came back from, on the Report page: who, why, since when, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from composer.gui.pages.bounced import ADDRESS, ADVICE, KIND, SINCE, WHY
from composer.model.bounce import BounceCounts, BouncedPerson, BounceKind
from composer.model.identifiers import RecipientId
from composer.model.stages import Stage
from tests.gui.test_later_pages import open_page, until  # noqa: F401 - fixtures

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def person(number: int, kind: BounceKind, address: str, **more: str) -> BouncedPerson:
    return BouncedPerson(
        recipient_id=RecipientId(f"{number:032x}"), address=address, row=number, kind=kind,
        status=more.get("status", ""), answer=more.get("answer", ""), at=AT,
    )  # fmt: skip


PEOPLE = (
    person(2, BounceKind.PERMANENT, "ann@example.com", status="5.1.1", answer="No such user"),
    person(3, BounceKind.DELAYED, "bob@example.com"),
    person(4, BounceKind.COMPLAINT, ""),
)


@pytest.fixture
def page(open_page, until, monkeypatch):  # noqa: F811
    workspace, _window, made = open_page("done", Stage.REPORT)
    counts = BounceCounts(permanent=1, delayed=1, complaints=1)
    monkeypatch.setattr(workspace.bounces, "counts", lambda _campaign: counts)
    monkeypatch.setattr(workspace.bounces, "people", lambda _campaign: PEOPLE, raising=False)
    made._read()
    until(made.returned.who.isVisible)
    return made


def cell(page, row, column):
    return page.bounced.model.index(row, column).data()


def test_each_is_listed_with_why_and_what_to_do(page, until):  # noqa: F811
    page.returned.who.click()
    until(page.bounced.isVisible)
    assert not page.whole.isVisible()
    assert page.bounced.heading.text() == "Something came back from 3 people"
    assert "ann@example.com" in cell(page, 0, ADDRESS)
    assert cell(page, 0, KIND) == "address takes no mail"
    assert "5.1.1 No such user" in cell(page, 0, WHY)
    assert "Jun 1" in cell(page, 0, SINCE)
    full = page.bounced.model.index(0, SINCE).data(Qt.ItemDataRole.ToolTipRole)
    assert "2026" in full
    assert "do-not-write list" in cell(page, 0, ADVICE)
    assert cell(page, 1, ADVICE) == "Wait: it may still arrive."
    assert cell(page, 2, ADDRESS) == "—"
    page.bounced.back.click()
    assert page.whole.isVisible()
    assert not page.bounced.isVisible()


def test_a_row_leads_to_its_message_and_one_without_an_address_to_none(page, until):  # noqa: F811
    page.returned.who.click()
    until(page.bounced.isVisible)
    asked = []
    page.session.message_requested.disconnect()
    page.session.message_requested.connect(asked.append)
    for row in (0, 2):
        page.bounced.table.activated.emit(page.bounced.model.index(row, 0))
    assert asked == ["ann@example.com"]
    spoken = page.bounced.model.index(0, ADVICE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("What to do, ")
