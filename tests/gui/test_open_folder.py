"""A folder that is chosen in the system's dialog arrives, and what is wrong with it is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from composer.gui.application import make_window
from composer.gui.theme import ThemeChoice
from composer.model.person import Role
from composer.workspace import Workspace


@pytest.fixture
def window(qtbot, tmp_path):
    real = Workspace.create(tmp_path / "workspace", practice=True)
    ana = real.add_person(name="Ana", email="ana@acme.co", roles=frozenset({Role.AUTHOR}), by=None)
    made = make_window(real, person=ana, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    yield made
    qtbot.waitUntil(lambda: made.session.background.is_idle)
    real.close()


@pytest.mark.parametrize("typed", [True, False])
def test_what_is_chosen_arrives_whether_it_is_typed_or_pressed(qtbot, window, tmp_path, typed):
    folder = tmp_path / "campaign"
    folder.mkdir()
    window.campaigns.choose_folder()
    (dialog,) = window.campaigns.findChildren(QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setText(str(folder))
    if typed:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    else:
        dialog.accept()
    findings = window.campaigns.findings
    qtbot.waitUntil(findings.isVisible)
    assert window.session.workspace.campaigns() == ()
