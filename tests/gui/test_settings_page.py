"""Settings: what is chosen holds at once on this computer; how long data is kept is the owner's."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QTableView
from unexplained import unexplained

from composer.gui import density, system_notices, theme
from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.workspace import Workspace


@pytest.fixture
def real(tmp_path):
    opened = Workspace.create(tmp_path / "workspace", practice=True)
    opened.add_person(name="Ana", email="ana@acme.co", roles=frozenset({Role.AUTHOR}), by=None)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, real):
    window = make_window(real, person=real.resolve_person("ana@acme.co"), theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.session.settings_requested.emit()
    shown = window.apart[Apart.SETTINGS]
    qtbot.waitUntil(lambda: bool(shown.days.text()))
    yield shown
    window.theme.choose(ThemeChoice.LIGHT)
    density.choose(compact=False)
    for name in (*shown.notices, "tables/compact"):
        QSettings().remove(name)
    qtbot.waitUntil(lambda: window.session.background.is_idle)


def choose(combo, key):
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def test_what_is_chosen_holds_at_once(qtbot, page, real):
    assert layout_faults(page) == []
    assert unexplained(page) == []
    choose(page.colours, "dark")
    assert page._theme.choice is ThemeChoice.DARK
    table = QTableView()
    qtbot.addWidget(table)
    density.follow(table, comfortable=36)
    choose(page.density, "True")
    assert table.verticalHeader().defaultSectionSize() == theme.row_height(28, 1.0)
    page.notices[system_notices.SOUND].click()
    assert not system_notices.is_on(system_notices.SOUND)
    assert system_notices.is_on(system_notices.NOTICES)
    with qtbot.waitSignal(page.session.language_requested) as wanted:
        choose(page.language, "de")
    assert wanted.args == ["de"]
    assert page.place.text() == str(real.path)


def test_how_long_data_is_kept_is_the_owners_rule(qtbot, page, real):
    assert page.days.text() == "90"
    page.days.setText("30")
    page.by_itself.setChecked(True)
    qtbot.mouseClick(page.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: real.privacy.rule().days == 30)
    assert real.privacy.rule().by_itself
    qtbot.waitUntil(lambda: page.session.background.is_idle)
    owner = real.resolve_person("ana@acme.co")
    ben = real.add_person(
        name="Ben", email="ben@acme.co", roles=frozenset({Role.REVIEWER}), by=owner
    )
    page.session.act_as(ben)
    qtbot.waitUntil(lambda: not page.keep.isVisible())
    assert page.days.isReadOnly()
    assert page.rule_words.isVisible()
