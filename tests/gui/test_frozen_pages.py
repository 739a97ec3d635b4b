"""A frozen campaign in the window: nothing on any page can be typed into, until *Change…*.

Every page and panel is looked through for fields that take text; each that can be written in is
written in, and left. They are those that look something up, what is stored stays as it is, and no
page even tried to store: what the library would refuse would be an error here. Buttons are not
pressed; what they ask for is refused in `tests/flow/test_frozen_is_read_only.py`.
"""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from composer.gui.pages.write import PANELS
from composer.gui.stage_words import STAGES
from composer.model.stages import Stage
from tests.flow.test_frozen_is_read_only import stored

FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)
LOOKING = {
    "audience: Search people",
    "preview: Recipient",
    "translate: Find in the parts",
    "translate: Recipient",
    "write: Recipient",
}
"""What finds something, and stores nothing."""
NOTED = tuple(f'INSERT INTO "{name}"' for name in ("audit", "shown", "sqlite_sequence"))
"""That a kind of the frozen version was shown to this person,"""
SIGNED = re.compile(r"INSERT INTO \"statement\" VALUES\(\d+,'shown',")
"""and that their program signed for it."""


def writable(page: QWidget) -> list[QWidget]:
    """Give the fields of a page that a person could write in now."""
    return [
        field
        for kind in FIELDS
        for field in page.findChildren(kind)
        if field.isVisible() and field.isEnabled() and not field.isReadOnly()
    ]


def places(window):
    """Show every page of the campaign, and every panel beside its text."""
    for stage in STAGES:
        window.show_stage(stage)
        yield stage.value
    window.show_stage(Stage.WRITE)
    for kind in PANELS:
        window.page.side.show_panel(kind)
        yield kind.__name__
    window.page.side.close_panel()


@pytest.mark.timeout(600)
def test_what_is_written_on_any_page_of_a_frozen_campaign_changes_nothing(author, qtbot):
    author.workspace.add_seed("seed8@seed.test", by=author.person)
    author.workspace.seal(author.campaign, by=author.person)
    session, failures = author.window.session, []
    session.failed.connect(failures.append)
    session.reload()
    author.until(lambda: session.is_frozen)
    author.idle()
    before = stored(author.workspace.path)
    written = set()
    for place in places(author.window):
        author.idle()
        for field in writable(author.page):
            if field.isVisible():
                written.add(f"{place}: {field.accessibleName() or type(field).__name__}")
                field.setFocus()
                qtbot.keyClicks(field, "x")
                qtbot.keyClick(field, Qt.Key.Key_Return)
                field.clearFocus()
                author.idle()
        if QApplication.activePopupWidget() is not None:
            QApplication.activePopupWidget().close()
    assert failures == []
    assert session.is_frozen
    assert written == LOOKING
    after = stored(author.workspace.path)
    rows = set(str(before.pop("rows")).splitlines()) ^ set(str(after.pop("rows")).splitlines())
    assert [line for line in rows if not (line.startswith(NOTED) or SIGNED.match(line))] == []
    assert after == before
