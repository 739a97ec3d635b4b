"""The page People on a real workspace: admitting by words, revoking, keyboard, empty and narrow."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt

from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.parts import Button
from composer.gui.people.people_model import KEY, NAME
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.stages.joining import ask_to_join
from composer.workspace import Workspace
from tests.unit.signoff.conftest import MemoryKeychain

ANA, BEN = "ana@acme.co", "ben@acme.co"


@pytest.fixture
def real(tmp_path):
    opened = Workspace.create(tmp_path / "workspace", practice=True)
    owner = opened.add_person(
        name="Ana Reyes", email=ANA, roles=frozenset({Role.AUTHOR, Role.SENDER}), by=None
    )
    opened.add_person(
        name="Ben Okafor", email=BEN, roles=frozenset({Role.REVIEWER}), locales=("de",), by=owner
    )
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, real):
    made = make_window(real, person=real.resolve_person(ANA), theme=ThemeChoice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def page(qtbot, window):
    window.session.people_requested.emit()
    qtbot.waitUntil(
        lambda: Apart.PEOPLE in window.apart and window.apart[Apart.PEOPLE].shown is not None
    )
    qtbot.waitUntil(lambda: window.session.background.is_idle)
    return window.apart[Apart.PEOPLE]


@pytest.fixture
def request_file(tmp_path):
    file = tmp_path / "chen.join"
    asked = ask_to_join(
        MemoryKeychain(), file, name="Chen Li", email="chen@acme.co", device="laptop"
    )
    return file, asked.words


def cell(page, row, column):
    return page.model.index(row, column).data()


def test_it_shows_who_works_here_and_whose_key_is_here(page):
    assert "Ana Reyes" in cell(page, 0, NAME)
    assert [cell(page, row, KEY) for row in range(2)] == ["on this computer"] * 2
    assert page.table.currentIndex().row() == 0
    assert "Ana Reyes" in page.detail.name.text()
    assert len(page.shown.words.split()) == 9
    assert layout_faults(page) == []


def test_whoever_asks_is_admitted_only_with_their_words(
    qtbot, page, real, request_file, monkeypatch
):
    file, words = request_file
    page.take_file(file)
    qtbot.waitUntil(page.card.isVisible)
    assert page.card.words.hasFocus()
    assert page.footer.primary.text() == "Admit"
    assert words not in page.card.advice.text()
    assert layout_faults(page) == []
    qtbot.keyClick(page.card.words, Qt.Key.Key_Return)
    assert page.card.problem.isVisible()
    page.card.roles[Role.REVIEWER].setChecked(True)
    qtbot.keyClicks(page.card.words, "zebra wolf")
    qtbot.keyClick(page.card.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "people.words_differ" in _codes(page))
    assert len(real.people()) == 2
    assert page.card.isVisible()
    shown, say = [], page.say

    def note(*told, **more):
        shown.append((page.body.currentWidget() is page.sides, _codes(page)))
        say(*told, **more)

    monkeypatch.setattr(page, "say", note)
    page.card.words.setText(f" {words.upper()} ")
    qtbot.keyClick(page.card.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(real.people()) == 3)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert not page.card.isVisible()
    assert shown == [(True, set())]  # the list at once, without what was refused before
    assert cell(page, 2, KEY) == "elsewhere"


def _codes(page):
    return {item.code for group in page.findings._model.groups for item in group.findings}


def test_a_key_is_revoked_with_a_reason_and_the_person_stays_listed(qtbot, page, real):
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: "Ben Okafor" in page.detail.name.text())
    page.detail.revoke_all.click()
    sheet = page.detail.revoking
    qtbot.waitUntil(sheet.isVisible)
    qtbot.keyClick(sheet.why, Qt.Key.Key_Return)
    assert sheet.advice.isVisible()
    qtbot.keyClicks(sheet.why, "left the team")
    qtbot.keyClick(sheet.why, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(page, 1, KEY) == "revoked")
    assert not real.resolve_person(BEN).is_active
    assert "Ben Okafor" in page.detail.name.text()
    assert not page.detail.revoke_all.isVisible()
    assert layout_faults(page) == []


def test_somebody_is_added_in_practice_and_the_card_leaves_with_esc(qtbot, page, real):
    page.add.click()
    qtbot.waitUntil(page.card.name.hasFocus)
    qtbot.keyClick(page.card.name, Qt.Key.Key_Escape)
    assert not page.card.isVisible()
    page.add.click()
    qtbot.keyClicks(page.card.name, "Chen Li")
    qtbot.keyClicks(page.card.address, "chen@acme.co")
    page.card.roles[Role.SENDER].setChecked(True)
    qtbot.keyClick(page.card.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(real.people()) == 3)


def test_whoever_owns_nothing_sees_why_they_change_nothing(qtbot, window, page, real):
    window.session.act_as(real.resolve_person(BEN))
    qtbot.waitUntil(lambda: not page.footer.primary.isEnabled())
    assert not page.detail.revoke_all.isVisible()
    hidden = (page.add, page.renew, page.recovery)
    assert not any(button.isVisible() for button in hidden)
    assert page.export.isVisible()


def test_the_lists_are_signed_again_and_saved_with_the_owner_s_words(qtbot, page, real, tmp_path):
    version = real.list_states()[0].version
    page.renew.click()
    qtbot.waitUntil(lambda: real.list_states()[0].version == version + 1)
    page.save_lists(tmp_path / "team.json")
    qtbot.waitUntil((tmp_path / "team.json").is_file)
    page.make_recovery(tmp_path / "recovery.json")
    qtbot.waitUntil((tmp_path / "recovery.json").is_file)
    qtbot.waitUntil(lambda: real.list_states()[0].version == version + 2)


def test_every_button_has_a_name(page):
    shown = [button for button in page.findChildren(Button) if button.isVisible()]
    assert len(shown) > 4
    assert all(button.text() or button.accessibleName() for button in shown)
