"""The team's words in the window, and what helps beside a text, on a real workspace."""

from __future__ import annotations

import shutil

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.parts import Button
from composer.gui.theme import ThemeChoice
from composer.gui.translating.suggestions import SuggestionsPanel
from composer.model.glossary import GlossaryTerm, Saying
from composer.workspace import Workspace
from tests.unit.stages.test_translating import build

WEIGHT = GlossaryTerm(
    source="weight",
    source_locale="en",
    note="of a source",
    sayings=(Saying(locale="de", targets=("Gewicht", "Anteil"), forbidden=("Wichtung",)),),
)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    folder = tmp_path_factory.mktemp("glossary")
    build(folder)
    return folder


@pytest.fixture
def real(pattern, tmp_path):
    shutil.copytree(pattern, tmp_path / "copy")
    opened = Workspace.open(tmp_path / "copy" / "workspace")
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, real):
    person = real.resolve_person("tom@acme.co")
    made = make_window(real, person=person, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.session.content is not None)
    return made


@pytest.fixture
def page(qtbot, window):
    window.session.glossary_requested.emit()
    qtbot.waitUntil(lambda: window.session.background.is_idle)
    return window.apart[Apart.GLOSSARY]


@pytest.fixture
def panel(qtbot, window, real):
    real.memory.save_term(WEIGHT, by=real.resolve_person("tom@acme.co"))
    made = SuggestionsPanel(window.session)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_unit(window.session.campaign, "de", "Dear {{ customer }}, the weights are here.")
    qtbot.waitUntil(lambda: bool(made.cards) and made.cards[0].isVisible())
    return made


def test_the_empty_glossary_teaches_and_a_word_is_added_by_keyboard(qtbot, page, real):
    assert page.body.currentIndex() == 0
    assert not page.save.isEnabled()
    page.press_primary()
    sheet = page.sheet
    qtbot.waitUntil(sheet.isVisible)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert "no word" in sheet.advice.text()
    qtbot.keyClicks(sheet.word, "weight")
    assert sheet.language.currentData() == "de"
    qtbot.keyClicks(sheet.said, "Gewicht | Anteil")
    sheet.language.setCurrentIndex(sheet.language.findData("ja"))
    qtbot.keyClicks(sheet.said, "x")
    sheet.language.setCurrentIndex(sheet.language.findData("de"))
    assert sheet.said.text() == "Gewicht | Anteil"
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    (line,) = real.memory.glossary()
    assert [item.targets for item in line.term.sayings] == [("Gewicht", "Anteil"), ("x",)]
    assert page.body.currentIndex() == 1
    assert "German" in [page.model.headerData(at, Qt.Orientation.Horizontal) for at in range(5)]


def test_a_word_is_changed_taken_out_and_brought_back(qtbot, page, real):
    page.keep(WEIGHT, None)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.change_word()
    qtbot.waitUntil(page.sheet.isVisible)
    page.sheet.note.setText("another note")
    qtbot.keyClick(page.sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: real.memory.glossary()[0].term.note == "another note")
    qtbot.waitUntil(lambda: page.session.background.is_idle)
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.take_out.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.notice.undo.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert real.memory.glossary()[0].term.note == "another note"


def test_a_table_with_a_wrong_row_is_shown_and_not_taken(qtbot, page, real, tmp_path):
    table = tmp_path / "words.csv"
    table.write_text("source,de\nweight,Gewicht\n,x\n")
    page.take_file(table)
    qtbot.waitUntil(lambda: page.findings.isVisible())
    assert real.memory.glossary() == ()
    table.write_text("source,de\nweight,Gewicht\n")
    page.take_file(table)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


@pytest.mark.parametrize("size", [(1280, 800), (1100, 700)])
def test_every_part_of_the_page_fits(qtbot, window, page, size):
    window.resize(*size)
    page.keep(WEIGHT, None)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert layout_faults(window) == []


def test_a_match_and_a_word_are_chosen_by_button_and_key(qtbot, window, panel):
    used, inserted = [], []
    panel.use.connect(used.append)
    panel.insert.connect(inserted.append)
    wanted = "Guten Tag {{ customer }}, die Gewichte sind da."
    assert panel.cards[0].likeness.text() == "99 %"
    panel.cards[0].use.click()
    assert QKeySequence("Alt+1") == QKeySequence(panel.cards[0].use.toolTip())
    qtbot.keyClick(panel, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert used == [wanted, wanted]
    panel.terms.findChildren(Button)[0].click()
    assert inserted == ["Gewicht"]
    panel.set_writable(writable=False)
    panel.use_match(0)
    assert len(used) == 2
    assert not panel.cards[0].use.isEnabled()


def test_a_wrong_match_is_taken_out_and_brought_back(qtbot, panel):
    panel.cards[0].take_out.click()
    qtbot.waitUntil(panel.nothing.isVisible)
    panel.notice.undo.click()
    qtbot.waitUntil(panel.cards[0].isVisible)
