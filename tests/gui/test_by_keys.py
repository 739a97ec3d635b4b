"""A keyboard alone is enough: what was in its way when the five tasks were walked (docs/tasks.md)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from sample_workspace import ANA, BEN
from sending_workspace import SendingWorkspace

from composer.gui.application import make_window
from composer.gui.footer import Footer
from composer.gui.page import Page
from composer.gui.pages.fact_lines import Fact, FactLines
from composer.gui.pages.group_tiles import GroupTiles
from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button
from composer.gui.sheets import ask_sheet
from composer.gui.theme import ThemeChoice
from composer.model.stages import Stage

WAIT_MS = 20_000
ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


@pytest.fixture
def open_page(qtbot, tmp_path):
    opened = []

    def open_one(situation, stage, person=ANA):
        window = make_window(
            SendingWorkspace(tmp_path / "mailbox").at(situation),
            theme=ThemeChoice.LIGHT,
            person=person,
        )
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: window.session.content is not None, timeout=WAIT_MS)
        window.show_stage(stage)
        opened.append(window)
        return window, window.page

    yield open_one
    for window in opened:
        window.close()


def test_enter_presses_the_button_one_stands_on_and_not_the_sheet_s_own(qtbot, window):
    answers = []
    sheet = ask_sheet(window, title="Send it?", text="It leaves.", stay="Not yet", act="Send")
    sheet.finished.connect(answers.append)
    sheet.open()
    qtbot.waitUntil(sheet.isActiveWindow, timeout=WAIT_MS)
    QTest.keyClick(sheet.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.findChild(QPushButton, "act")
    QTest.keyClick(sheet.windowHandle(), ENTER)
    assert answers == [sheet.DialogCode.Accepted.value]


def test_enter_opens_the_menu_of_a_button(qtbot, window):
    window.header.person.setFocus()
    QTest.keyClick(window.windowHandle(), ENTER)
    menu = window.header.person.menu()
    qtbot.waitUntil(menu.isVisible, timeout=WAIT_MS)
    menu.close()


def test_a_held_enter_presses_once(qtbot):
    pressed = []
    button = Button("Add", pressed=lambda: pressed.append(True))
    qtbot.addWidget(button)
    plain, down = Qt.KeyboardModifier.NoModifier, QEvent.Type.KeyPress
    for is_held in (False, True, True):
        QApplication.sendEvent(button, QKeyEvent(down, ENTER, plain, "\r", is_held))
    assert pressed == [True]


def test_the_next_step_that_cannot_be_done_says_why(qtbot, open_page):
    window, page = open_page("tested", Stage.SEND)
    qtbot.waitUntil(lambda: bool(page.footer.primary.text()), timeout=WAIT_MS)
    assert not page.footer.primary.isEnabled()
    said = []
    window.session.announced.connect(lambda text, assertive: said.append((text, assertive)))
    QTest.keyClick(window.windowHandle(), ENTER, Qt.KeyboardModifier.ControlModifier)
    assert said == [(page.footer.reason.accessibleName(), True)]


def test_a_page_that_has_the_focus_itself_has_a_name(open_page):
    _window, page = open_page("tested", Stage.SEND)
    assert page.hasFocus()
    assert page.accessibleName() == "Send"


def test_page_down_scrolls_wherever_on_the_page_the_focus_is(qtbot, window):
    page = Page(window.session)
    qtbot.addWidget(page)
    long = QWidget()
    column = QVBoxLayout(long)
    for number in range(80):
        column.addWidget(QLabel(f"line {number}"))
    area = scrolled(long)
    page.content.addWidget(area)
    page.set_primary("Go on")
    page.resize(600, 400)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=WAIT_MS)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=WAIT_MS)
    for where in (page, page.footer.primary):
        where.setFocus()
        before = bar.value()
        QTest.keyClick(page.windowHandle(), Qt.Key.Key_PageDown)
        assert bar.value() > before
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()


def test_space_on_something_is_wrong_does_not_say_that_it_looks_right(qtbot, open_page):
    window, page = open_page("tested", Stage.SIGN_OFF, BEN)
    review = page.review
    begin = "Look at every kind of message"
    qtbot.waitUntil(lambda: page.footer.primary.text() == begin, timeout=WAIT_MS)
    page.press_primary()
    qtbot.waitUntil(lambda: bool(review.kinds) and review.right.isEnabled(), timeout=WAIT_MS)
    assert review.accessibleName() == review.facts.text() != ""
    assert not page.views.hasHeightForWidth()  # else it would lie over the foot of the page
    review.wrong.setFocus()
    QTest.keyClick(window.windowHandle(), SPACE)
    assert review.verdicts.right == set()
    assert len(review.verdicts.wrong) == 1


def test_whoever_opens_the_unclear_ones_stands_on_their_list(qtbot, open_page):
    _window, page = open_page("unclear", Stage.SEND)
    qtbot.waitUntil(lambda: page.run.decide.isVisible(), timeout=WAIT_MS)
    page.run.decide.setFocus()
    QTest.keyClick(page.window().windowHandle(), ENTER)
    qtbot.waitUntil(page.decide.people.hasFocus, timeout=WAIT_MS)


def test_with_large_text_nothing_about_an_unclear_one_is_cut_off(qtbot, open_page):
    _window, page = open_page("unclear", Stage.SEND)
    page.open_decisions()
    qtbot.waitUntil(lambda: page.decide.line is not None, timeout=WAIT_MS)
    large(page.decide)
    area = page.decide.area
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width(), timeout=WAIT_MS)
    answer = page.decide.answers.button(0)
    qtbot.mouseClick(answer.words, Qt.MouseButton.LeftButton)
    assert answer.isChecked()
    assert answer.accessibleName() == answer.words.text()


def test_what_gets_the_focus_is_brought_into_sight(qtbot, window):
    page = Page(window.session)
    qtbot.addWidget(page)
    long = QWidget()
    column = QVBoxLayout(long)
    buttons = [Button(f"{number}") for number in range(80)]
    for button in buttons:
        column.addWidget(button)
    page.content.addWidget(scrolled(long))
    page.resize(600, 400)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=WAIT_MS)
    buttons[70].setFocus()
    qtbot.waitUntil(
        lambda: buttons[70].visibleRegion().boundingRect() == buttons[70].rect(), timeout=WAIT_MS
    )


def large(part, percent=200):
    """Give a part the text size of somebody who needs it twice as large."""
    font = part.font()
    font.setPointSizeF(10 * percent / 100)
    for one in (part, *part.findChildren(QWidget)):
        one.setFont(font)


def test_a_reason_that_has_no_room_beside_the_button_stands_above_it_whole(qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    column = QVBoxLayout(ground)
    footer = Footer(ground)
    column.addWidget(footer)
    words = "Sending goes on when this window is closed. Keep the computer switched on."
    footer.set_primary("Go on with 1,990 people", enabled=False, reason=words)
    ground.resize(1200, 300)
    ground.show()
    qtbot.waitUntil(footer.reason.isVisible, timeout=WAIT_MS)
    assert not footer.above.isVisible()
    assert footer.reason.text() == words
    ground.resize(700, 300)
    qtbot.waitUntil(footer.above.isVisible, timeout=WAIT_MS)
    assert not footer.reason.isVisible()
    assert footer.whole.text() == words
    footer.set_primary("Go on")
    assert not footer.above.isVisible()


def test_the_words_of_the_groups_are_never_cut_off(qtbot):
    tiles = GroupTiles()
    qtbot.addWidget(tiles)
    large(tiles)
    for width in (1400, 1000, 420, 250):
        tiles.resize(width, tiles.sizeHint().height())
        tiles.show()
        qtbot.waitUntil(lambda wide=width: tiles.width() == wide, timeout=WAIT_MS)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        for tile in tiles.tiles.values():
            assert tile._name.text() == tile.shows.word, width


def test_a_sender_wraps_so_that_the_domain_is_read(qtbot):
    facts = FactLines()
    qtbot.addWidget(facts)
    address = "notices@a-long-name.exchange.example"
    words = f"Example Exchange · {address}, by the practice mailbox on this computer"
    facts.show_facts([Fact(name="From", value=words, middle=True)])
    facts.resize(520, 300)
    facts.show()
    shown = next(part for part in facts.findChildren(QLabel) if address[:7] in part.text())
    qtbot.waitUntil(lambda: shown.width() < facts.width(), timeout=WAIT_MS)
    assert shown.text() == words
    facts.show_facts([Fact(name="From", value=f"{'x' * 200}@exchange.example", middle=True)])
    shown = next(part for part in facts.findChildren(QLabel) if part.text().startswith("x"))
    qtbot.waitUntil(lambda: "…" in shown.text(), timeout=WAIT_MS)
    assert shown.text().endswith("exchange.example")


def test_stop_has_room_for_its_words_however_full_the_header_is(qtbot, open_page):
    window, _page = open_page("running", Stage.SEND)
    qtbot.waitUntil(window.header.stop.isVisible, timeout=WAIT_MS)
    large(window.header, 250)
    window.header.refresh()
    stop = window.header.stop
    qtbot.waitUntil(lambda: stop.width() >= stop.sizeHint().width() > 120, timeout=WAIT_MS)


@pytest.mark.parametrize("opened", ["F1", "Ctrl+K"])
def test_stop_works_while_something_is_open_over_the_window(qtbot, open_page, opened):
    window, _page = open_page("running", Stage.SEND)
    qtbot.waitUntil(lambda: bool(window.session.sends.stoppable), timeout=WAIT_MS)
    qtbot.keySequence(window, opened)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=WAIT_MS)
    over = QApplication.activeModalWidget()
    qtbot.waitUntil(over.isActiveWindow, timeout=WAIT_MS)
    QTest.keyClick(over.windowHandle(), Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.session.sends.stoppable, timeout=WAIT_MS)
    over.close()
