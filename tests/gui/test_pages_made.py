"""The Translate page's many parts are made while nobody presses anything, and nothing is read."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from composer.gui import pages_made
from composer.model.identifiers import CampaignId
from composer.model.stages import Stage

SOON = 20_000


@pytest.fixture
def slow(monkeypatch):
    """Leave time between the pieces for somebody to press something."""
    monkeypatch.setattr(pages_made, "BREATH_MS", 150)
    monkeypatch.setattr(pages_made, "QUIET_MS", 300)


def press(window):
    """Press a key as the system does it: at the window's surface."""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)


def until(qtbot, holds):
    qtbot.waitUntil(holds, timeout=SOON)


def test_the_page_is_made_before_it_is_shown_and_its_texts_are_not_read(qtbot, window, workspace):
    until(qtbot, lambda: window.making.is_ready)
    assert Stage.TRANSLATE not in window.pages
    made = window.making.page
    assert made.list.model.units == ()
    assert made.isHidden()
    until(qtbot, lambda: workspace.memory.ready_for == [made.tags[0]])
    until(qtbot, lambda: window.session.background.is_idle)
    window.show_stage(Stage.TRANSLATE)
    assert window.page is made
    assert " of " in made.languages.buttons[made.tags[0]].text()  # how far it is was read before
    until(qtbot, lambda: made.list.model.units and made.editor.unit is not None)


def test_a_key_puts_it_off(qtbot, slow, window):
    until(qtbot, lambda: window.making.has_begun)
    for _press in range(12):
        press(window)
        done = window.making.count
        qtbot.wait(100)
        assert window.making.count == done
    assert not window.making.is_ready
    until(qtbot, lambda: window.making.count > done)


def test_a_press_for_the_page_finishes_what_was_begun(qtbot, slow, window):
    until(qtbot, lambda: window.making.has_begun)
    assert not window.making.is_ready
    begun = window.making.page
    window.show_stage(Stage.TRANSLATE)
    assert window.page is begun
    assert window.making.is_ready
    until(qtbot, lambda: begun.list.model.units and begun.editor.unit is not None)
    done = window.making.count
    qtbot.wait(500)
    assert window.making.count == done  # there is nothing left to do


def test_nothing_is_made_while_something_is_read(qtbot, slow, window):
    until(qtbot, lambda: window.making.has_begun)
    goes_on = threading.Event()
    window.session.ask(lambda _task: goes_on.wait(20), owner=window, then=lambda _done: None)
    done = window.making.count
    qtbot.wait(600)
    assert window.making.count == done
    goes_on.set()
    until(qtbot, lambda: window.making.count > done)


def test_another_campaign_does_not_get_the_page_of_the_former(qtbot, window, workspace):
    until(qtbot, lambda: window.making.is_ready)
    former = window.making.page
    window.open_campaign(CampaignId(workspace.campaigns()[0].id), Stage.WRITE)
    assert not window.making.is_ready
    until(qtbot, lambda: window.making.is_ready)
    assert window.making.page is not former
    assert not isValid(former)
    assert window.page.stage is Stage.WRITE


def test_tab_goes_through_a_page_made_ahead_as_through_any_other(qtbot, window):
    until(qtbot, lambda: window.making.is_ready)
    window.show_stage(Stage.TRANSLATE)
    page = window.page
    until(qtbot, lambda: page.editor.unit is not None)
    ahead = chain(page)
    window.making.forget()
    window.pages.pop(Stage.TRANSLATE)
    window.stack.removeWidget(page)
    page.deleteLater()
    window.show_stage(Stage.TRANSLATE)
    other = window.page
    until(qtbot, lambda: other.editor.unit is not None)
    assert len(ahead) > 10
    assert chain(other) == ahead


def chain(page):
    """Name what Tab reaches on a page, in order."""
    names, widget = [], page.nextInFocusChain()
    while widget is not page:
        takes_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if takes_tab and page.isAncestorOf(widget) and widget.isVisible():
            names.append((type(widget).__name__, widget.accessibleName()))
        widget = widget.nextInFocusChain()
    return names
