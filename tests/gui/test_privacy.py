"""The window removes personal data only after a sheet that says what goes and what stays."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from sample_workspace import SampleWorkspace

from composer.findings import finding
from composer.gui.erasing import erase_sheet, erased_words
from composer.gui.pages.kept_line import KeptLine, kept_words, removal_sheet
from composer.gui.pages.send import SendPage
from composer.gui.session import Session
from composer.model.person import Person, Role
from composer.model.privacy import Erased, Kept, Purge

AT = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)


def kept(**changes: object) -> Kept:
    usual: dict[str, object] = {
        "campaign_id": "ab" * 8,
        "name": "Weights",
        "people": 2000,
        "ended_at": AT,
        "due_at": AT,
        "purge": None,
    }
    return Kept(**{**usual, **changes})  # type: ignore[arg-type]


def purge(done_at: datetime | None) -> Purge:
    return Purge(campaign_id="ab" * 8, people=2000, by="", begun_at=AT, done_at=done_at)


def test_the_line_says_until_when_or_since_when():
    assert "kept until" in kept_words(kept())
    assert "removed on" in kept_words(kept(purge=purge(AT)))
    assert "cut off" in kept_words(kept(purge=purge(None)))
    assert kept_words(kept(ended_at=None, due_at=None)) == ""


def test_the_sheet_keeps_unless_somebody_presses_remove(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    done: list[int] = []
    for sheet, act in (
        (removal_sheet(window, kept(), then=lambda: done.append(1)), "Remove it"),
        (erase_sheet(window, "ann@example.com", then=lambda: done.append(2)), "Erase"),
    ):
        buttons = {button.text(): button for button in sheet.findChildren(QPushButton)}
        acting = buttons.pop(act)
        (staying,) = buttons.values()
        assert staying.isDefault()
        assert acting.property("kind") == "delete"
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        staying.click()
        assert done in ([], [1])
        acting.click()
    assert done == [1, 2]


def test_what_waits_is_said():
    words = erased_words(Erased(removed_from=("A",), later=("B",), named=3))
    assert "1 campaign" in words
    assert "left out from now on" in words
    assert "stay as they are: 3" in words


def test_what_keeps_it_is_said_beside_the_button_and_leads_there(qtbot):
    session = Session(SampleWorkspace())
    page = SendPage(session)
    line = KeptLine(page)
    qtbot.addWidget(page)
    qtbot.addWidget(line)
    owner = Person(name="Ana", email="a@x.co", public_key="k", roles=frozenset({Role.OWNER}))
    needed = finding("purge.needed", where={"campaign": "cd" * 8}, name="Follow-up")
    line.show_kept(kept(hindered=(needed,)), owner)
    assert not line.remove.isEnabled()
    assert needed.text in line.reason.text()
    assert needed.advice in line.reason.text()
    asked = []
    session.campaign_requested.connect(asked.append)
    line.show_other.click()
    assert asked == ["cd" * 8]
    line.show_kept(kept(), owner)
    assert line.remove.isEnabled()
    assert not line.reason.isVisibleTo(line)
    assert not line.show_other.isVisibleTo(line)
    session.close()
