"""The table of kinds beside the message: what each shows, who is like it, what nobody gets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from composer.gui.kind_bar import kind_words
from composer.gui.preview.kinds_card import KindsCard
from composer.model.check_summary import CheckSummary
from tests.gui.sample_workspace import SampleWorkspace


@pytest.fixture
def check() -> CheckSummary:
    return SampleWorkspace().check("index")


@pytest.fixture
def card(qtbot, qapp, check):
    made = KindsCard()
    qtbot.addWidget(made)
    made.show_check(check)
    made.resize(340, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def plain(text: str) -> str:
    """Give a text without the marks that keep its values in order."""
    return text.replace("\u2068", "").replace("\u2069", "")


def test_it_says_how_much_is_shown_and_what_nobody_gets(card, check):
    assert card.title.text() == f"{len(check.variants)} kinds of message"
    assert card.coverage.text() == "They show 41 of 41 things that anybody gets."
    lines = plain(card.never.text()).split("\n")
    assert lines == ["Nobody gets:", "tier is platinum", "no first name (Japanese)"]
    assert card.estimated.isHidden()


def test_a_mark_leads_to_the_kind_that_shows_it_by_mouse_and_by_key(qtbot, card, check):
    table = card.table
    row = next(n for n, item in enumerate(check.kinds.rows) if item.fact == "longest company name")
    at = table.kinds.index(row, check.kinds.rows[row].kinds[0])
    assert at.data() == "●"
    expected = check.variants[check.kinds.rows[row].kinds[0]].address
    with qtbot.waitSignal(card.chosen, timeout=2_000) as pressed:
        table.clicked.emit(at)
    assert pressed.args == [expected]
    table.setCurrentIndex(at)
    table.setFocus()
    with qtbot.waitSignal(card.chosen, timeout=2_000) as pressed:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert pressed.args == [expected]


def test_a_number_leads_to_its_kind(qtbot, card, check):
    with qtbot.waitSignal(card.chosen, timeout=2_000) as pressed:
        card.table.horizontalHeader().sectionClicked.emit(2)
    assert pressed.args == [check.variants[2].address]


def test_a_row_says_what_it_is_about_and_how_many_people_have_it(card, check):
    header = card.table.kinds.headerData
    said = [str(header(n, Qt.Orientation.Vertical)) for n in range(len(check.kinds.rows))]
    said = [plain(text) for text in said]
    assert said[0] == f"{check.kinds.rows[0].fact} ({check.kinds.rows[0].people:,})"
    assert said[-1] == "longest company name"  # nobody counts lengths


def test_every_cell_says_in_words_what_it_marks(card, check):
    model = card.table.kinds
    fact = check.kinds.rows[0]
    shown = model.index(0, fact.kinds[0]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert plain(shown).startswith(f"{fact.fact}: shown by Kind {1 + fact.kinds[0]}: ")
    absent = next(n for n in range(len(check.variants)) if n not in fact.kinds)
    said = model.index(0, absent).data(Qt.ItemDataRole.AccessibleTextRole)
    assert plain(said).startswith(f"{fact.fact}: not in Kind {1 + absent}: ")
    assert plain(kind_words(check.variants[absent])) in plain(said)


def test_the_kind_that_is_shown_stands_out_and_the_column_comes_into_view(card, check):
    last = check.variants[-1]
    card.note_address(last.address)
    column = len(check.variants) - 1
    seen = card.table.visualRect(card.table.kinds.index(0, column))
    assert card.table.viewport().rect().intersects(seen)
    header = card.table.kinds.headerData
    across = Qt.Orientation.Horizontal
    assert header(column, across, Qt.ItemDataRole.ForegroundRole) is not None
    assert header(0, across, Qt.ItemDataRole.ForegroundRole) is None
    card.note_address("nobody@example.org")
    assert header(column, across, Qt.ItemDataRole.ForegroundRole) is None


def test_without_a_check_of_everybody_there_is_no_table(card, check):
    card.show_check(replace(check, sampled=True))
    assert card.isHidden()
    card.show_check(None)
    assert card.isHidden()
