"""Every control of every page has a name and is reached by the Tab key."""

from __future__ import annotations

import pytest
from accessible import controls, nameless, tabbed_through, unreached
from PySide6.QtWidgets import QApplication

from composer.gui.pages.apart import Apart
from composer.gui.pages.write import PANELS
from composer.gui.shortcuts import SHORTCUTS, Act
from composer.gui.stage_words import STAGES
from composer.model.stages import Stage

FEW_PAGES = (Stage.WRITE, Stage.TRANSLATE)


def faults(qtbot, window, where):
    qtbot.waitUntil(lambda: window.session.background.is_idle, timeout=20_000)
    QApplication.processEvents()
    assert controls(window), where
    return [f"{where}: no name: {one}" for one in nameless(window)] + [
        f"{where}: not by Tab: {one}" for one in unreached(window)
    ]


def shown(author, stage, keys):
    author.qtbot.keySequence(author.window, keys)
    author.until(lambda: author.window.page.stage is stage and not author.window.page._stale)


def stage_keys():
    numbers = next(one.keys for one in SHORTCUTS if one.act is Act.STAGE)
    return tuple(zip(STAGES, numbers, strict=True))


def test_what_is_used_most_has_names_and_is_reached_by_tab(author):
    found = []
    for stage, keys in stage_keys():
        if stage in FEW_PAGES:
            shown(author, stage, keys)
            found += faults(author.qtbot, author.window, stage.value)
    author.window.show_campaigns()
    found += faults(author.qtbot, author.window, "campaigns")
    assert found == [], "\n".join(found)


def test_tab_goes_through_a_page_in_reading_order(author):
    shown(author, Stage.WRITE, "Ctrl+1")
    author.idle()
    page = author.page
    page.setFocus()
    order = tabbed_through(author.window)
    assert order.index(page.subject) < order.index(page.footer.back)
    assert order.index(page.footer.back) < order.index(page.footer.primary)


@pytest.mark.long
def test_every_page_and_panel_has_names_and_is_reached_by_tab(author):
    window, found = author.window, []
    for stage, keys in stage_keys():
        shown(author, stage, keys)
        found += faults(author.qtbot, window, stage.value)
    window.show_stage(Stage.WRITE)
    for kind in PANELS:
        window.page.side.show_panel(kind)
        found += faults(author.qtbot, window, f"panel {kind.title}")
    window.inspector.show()
    found += faults(author.qtbot, window, "details")
    window.inspector.hide()
    for which in Apart:
        window.show_apart(which)
        found += faults(author.qtbot, window, which.value)
    assert found == [], "\n".join(found)
