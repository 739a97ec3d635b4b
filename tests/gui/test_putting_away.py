"""Deleting a draft and archiving the rest, in the window: asked first, and said why not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from composer.findings import finding
from composer.gui.campaign_list import Group, group_of
from composer.gui.putting_away import shelf_sheet
from composer.gui.sheets import Sheet
from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.model.shelf import Shelf


@pytest.fixture
def asked(author, qtbot):
    """Ask about the open campaign, as its menu does, and give the question."""

    def ask():
        window = author.window
        window.session.shelf_requested.emit(window.session.campaign)
        author.until(lambda: window.findChild(Sheet) is not None)
        return window.findChild(Sheet)

    return ask


def test_a_draft_is_deleted_after_a_question_that_keeps_it_by_itself(author, asked, qtbot):
    window, campaign = author.window, author.window.session.campaign
    sheet = asked()
    assert sheet.focusWidget().text() == "Keep it"
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    author.until(lambda: window.findChild(Sheet) is None)
    assert author.workspace.content(campaign)
    qtbot.keyClicks(author.page.editor, "typed a moment ago ")
    sheet = asked()
    sheet.findChild(QPushButton, "delete").click()
    author.until(lambda: window.stack.currentWidget() is window.campaigns)
    author.until(lambda: author.workspace.campaigns() == ())
    author.until(lambda: "was deleted" in window.campaigns.notice._text.text())


def test_the_archive_has_an_undo(author, asked):
    window = author.window
    asked().findChild(QPushButton, "archive").click()
    author.until(lambda: window.page.notice.isVisible())
    (line,) = author.workspace.campaigns()
    person = window.session.person
    assert group_of(line, person, now=line.changed_at) is Group.ARCHIVE
    window.page.notice.undo.click()
    author.until(lambda: not author.workspace.campaigns()[0].is_archived)


def test_why_it_cannot_be_deleted_is_said_and_what_can_be_done(author):
    kept = (finding("shelf.tested"), finding("shelf.needed", where={"campaign": "x"}, name="Two"))
    shelf = Shelf(campaign_id="c", name="One", people=3, is_archived=False, kept_by=kept)
    window = author.window
    sheet = shelf_sheet(window, shelf, window.session.person)
    assert sheet.findChild(QPushButton, "delete") is None
    assert sheet.findChild(QPushButton, "archive") is not None
    said = sheet.accessibleDescription()
    assert all(item.text in said for item in kept)
    sheet.deleteLater()


@pytest.mark.parametrize(
    ("roles", "buttons"),
    [
        ({Role.REVIEWER}, set()),
        ({Role.SENDER}, {"archive"}),
        ({Role.AUTHOR}, {"archive", "delete"}),
    ],
)
def test_who_may_do_what(author, roles, buttons):
    from dataclasses import replace

    window = author.window
    person = replace(window.session.person, roles=frozenset(roles))
    shelf = Shelf(campaign_id="c", name="One", people=3, is_archived=False)
    sheet = shelf_sheet(window, shelf, person)
    there = {name for name in ("archive", "delete") if sheet.findChild(QPushButton, name)}
    assert there == buttons
    sheet.deleteLater()


def test_the_delete_key_asks_in_the_list(author, qtbot):
    window = author.window
    window.show_campaigns()
    rows = window.campaigns.rows
    author.until(lambda: rows.model().rowCount() > 1)
    line = author.workspace.campaigns()[0]
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(rows.model().row_of(CampaignId(line.id)), 0))
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    author.until(lambda: window.findChild(Sheet) is not None)
    window.findChild(Sheet).reject()
