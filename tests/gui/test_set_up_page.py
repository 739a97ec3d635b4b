"""Setting up: opened on the first open step, a step is done from here, left, and taken up again."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt
from unexplained import unexplained

from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.model.set_up import SetUpStep
from composer.workspace import Workspace


@pytest.fixture
def real(tmp_path):
    opened = Workspace.create(tmp_path / "workspace", practice=True)
    opened.add_person(
        name="Ana Reyes", email="ana@acme.co", roles=frozenset({Role.AUTHOR}), by=None
    )
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, real):
    person = real.resolve_person("ana@acme.co")
    made = make_window(real, person=person, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def idle(qtbot, window):
    qtbot.waitUntil(lambda: window.session.background.is_idle)


def test_steps_are_done_from_here_left_and_taken_up_again(qtbot, window, real):
    window.session.set_up_requested.emit()
    page = window.apart[Apart.SET_UP]
    qtbot.waitUntil(lambda: page.seen is not None)
    assert page.steps[SetUpStep.SERVICE].isChecked()
    assert page.footer.primary.isEnabled()
    assert "4 steps" in page.footer.reason.accessibleName()
    for step in SetUpStep:
        page.show_step(step)
        assert layout_faults(page) == [], step
        assert unexplained(page) == [], step
    page.show_step(SetUpStep.SERVICE)
    form = page.service.panel.form
    form.service.setCurrentIndex(1)
    form.name.setText("Here")
    form.host.setText("localhost")
    form.security.setCurrentIndex(2)
    assert form.port.text() == "25"
    qtbot.mouseClick(page.service.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "done" in page.steps[SetUpStep.SERVICE].accessibleName())
    assert [one.name for one in real.accounts.saved()] == ["Here"]
    page.show_step(SetUpStep.RULES)
    idle(qtbot, window)
    qtbot.mouseClick(page.rules.sign, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "done" in page.steps[SetUpStep.RULES].accessibleName())
    assert len(real.policy_history()) == 1
    idle(qtbot, window)
    page.panes[SetUpStep.PEOPLE].go.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.apart[Apart.PEOPLE])
    idle(qtbot, window)
    window.apart[Apart.PEOPLE].footer.back.click()
    assert window.stack.currentWidget() is page  # back to where it was opened
    idle(qtbot, window)
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window.campaigns
    idle(qtbot, window)
