"""The whole story in a real window, with mouse and keyboard, as two people.

From the example to 2,000 messages in the practice mailbox and a report that says so. Nothing is
called that a person could not press; what is asserted is what the window shows and what lies in the
mailbox.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from walker import Walker, plain

from composer.audience.addresses import wire_address
from composer.gui.application import make_window
from composer.gui.pages.send_phase import Phase
from composer.gui.theme import ThemeChoice
from composer.model.overview import StageMark
from composer.model.stages import Stage
from composer.workspace import make_demo

DOMAIN = "seed.test"
EVERYBODY = 2000
CHECK_MS, TEST_MS, SEND_MS = 60_000, 90_000, 90_000


@pytest.fixture
def example(tmp_path, home):
    workspace, campaign = make_demo(tmp_path / "workspace", domain=DOMAIN)
    yield workspace, campaign
    workspace.close()


@pytest.fixture
def walker(qtbot, example):
    window = make_window(example[0], theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Walker(qtbot, window)


def test_two_people_take_the_example_through_every_stage_until_2000_have_it(
    walker, example, tmp_path
):
    workspace, campaign = example
    write_and_undo(walker)
    translate(walker)
    look_at_the_audience(walker)
    preview_and_freeze(walker)
    send_the_test(walker)
    assert messages(workspace.mailbox) == []
    sign_off_as_ben(walker)
    send_first_ten(walker, workspace)
    go_on_stop_and_go_on(walker, workspace)
    read_the_report(walker, tmp_path)
    everybody_has_exactly_one(workspace, campaign)


# --- the stages ---------------------------------------------------------------------------------


def write_and_undo(walker: Walker) -> None:
    """Type a change: it is saved, shown, and shuts the way to sending; undone, all is as before."""
    walker.until_page(Stage.PREVIEW)
    page = walker.stage_by_key(1, Stage.WRITE)
    before = page.draft
    assert "{{" in before.subject
    walker.click(page.subject)
    walker.press(page.subject, Qt.Key.Key_End)
    walker.write(page.subject, " soon")
    walker.until(
        lambda: recorded(walker).subject == f"{before.subject} soon", "the change is saved"
    )
    walker.until(
        lambda: plain(page.preview.inbox.subject._whole).endswith(" soon"), "the preview shows it"
    )
    walker.until(
        lambda: mark(walker, Stage.TRANSLATE) in {StageMark.LOOK, StageMark.BLOCKED},
        "translation asks for a look",
    )
    while page.draft != before:
        walker._qtbot.keySequence(page.subject, "Ctrl+Z")
    walker.until(lambda: recorded(walker).subject == before.subject, "the undo is saved")
    walker.until(
        lambda: mark(walker, Stage.TRANSLATE) is StageMark.DONE, "the translations count again"
    )


def translate(walker: Walker) -> None:
    """Look at one language's units; all are reviewed, so the way goes on."""
    walker.keys("Ctrl+Return")
    page = walker.until_page(Stage.TRANSLATE)
    walker.until(lambda: page.table.model().rowCount() > 3, "units are listed")
    walker.click(page.languages.buttons["ja"])
    walker.until(lambda: page._tag == "ja" and page.table.model().rowCount() > 3, "Japanese units")
    walker.click_item(page.table, 2)
    walker.until(lambda: page.editor.unit == page.list.model.units[2], "the unit is opened")
    assert page.editor.target.toPlainText()
    walker.until_primary("Go to Audience")
    walker.keys("Ctrl+Return")


def look_at_the_audience(walker: Walker) -> None:
    """Search somebody, look at the row, and go on."""
    page = walker.until_page(Stage.AUDIENCE)
    walker.until(lambda: page.model.rowCount() == EVERYBODY, "everybody is listed")
    someone = page.model.row(6)
    assert someone is not None
    walker.click(page.search)
    walker.write(page.search, someone.cells[0])
    walker.until(lambda: page.model.rowCount() == 1, "one is found")
    walker.click_item(page.table, 0)
    assert page.table.selectionModel().hasSelection()
    assert page.table.currentIndex().row() == 0
    walker.click(page.search)
    walker._qtbot.keySequence(page.search, "Ctrl+A")
    walker.press(page.search, Qt.Key.Key_Delete)
    walker.until(lambda: page.model.rowCount() == EVERYBODY, "everybody is listed again")
    walker.click_primary("Go to Preview")


def preview_and_freeze(walker: Walker) -> None:
    """See one recipient, check everybody, step through all kinds, freeze."""
    page = walker.until_page(Stage.PREVIEW)
    walker.until(lambda: page._preview is not None, "a message")
    first = page._preview.recipient.address
    walker.keys("Alt+Right")
    walker.until(lambda: page._preview.recipient.address != first, "the next one")
    walker.click_primary("Check everybody")
    walker.until(lambda: page._full_check is not None, "everybody is checked", ms=CHECK_MS)
    assert page._full_check.messages == EVERYBODY
    assert page.kinds.total > 5
    for _kind in range(page.kinds.total):
        left = page.kinds.unseen
        if left:
            walker.until_primary("Next kind")
            walker.keys("Ctrl+Return")
            walker.until(lambda before=left: page.kinds.unseen < before, "another kind is seen")
    walker.click_primary("Freeze for sign-off")
    walker.until(lambda: walker.window.session.is_frozen, "frozen", ms=CHECK_MS)
    assert "Frozen" in walker.window.band.words.text()


def send_the_test(walker: Walker) -> None:
    """Send the test and wait until what arrived was compared."""
    walker.click_primary("Go to Test")
    page = walker.until_page(Stage.TEST)
    walker.click_primary("Send test to 3 mailboxes")
    walker.until(lambda: page._summary.passed, "the test has passed", ms=TEST_MS)
    walker.until(lambda: "3 of 3 mailboxes" in page.verdict.text(), "all are said to have it")
    walker.until_primary("Go to Sign off")
    walker.keys("Ctrl+Return")
    walker.until_page(Stage.SIGN_OFF)


def sign_off_as_ben(walker: Walker) -> None:
    """Ana may not approve her own work; Ben looks at every kind and approves."""
    page = walker.page
    walker.until_primary("Ben Okafor")  # ask him, or in practice act as him
    act_as(walker, "Ben Okafor")
    walker.click_primary("Look at")
    walker.until(lambda: page.review.kinds != (), "the kinds are there")
    assert not page.footer.primary.isEnabled()
    for number in range(len(page.review.kinds)):
        kind = page.review.kind
        assert page.review.verdicts.is_open(kind)
        walker.until(
            lambda: page.review.kind.variant.recipient_id in page.review._painted, "it was painted"
        )
        if number % 2:
            walker.press(page.review, Qt.Key.Key_Space)
        else:
            walker.click(page.review.right)
        page.review.setFocus()
    walker.click_primary("Approve for 2,000 people")
    walker.until(
        lambda: [a.counts for a in walker.window.session.status.approvals] == [True],
        "Ben's approval counts",
    )


def send_first_ten(walker: Walker, workspace) -> None:
    """Send, as Ana: the sheet's focus stands on Not yet, and after ten it waits."""
    act_as(walker, "Ana Torres")
    page = walker.stage_by_key(7, Stage.SEND)
    walker.click_primary("Send to 2,000 people")
    sheet = walker.sheet()
    stay, act = sheet.findChild(QPushButton, "stay"), sheet.findChild(QPushButton, "act")
    walker.until(stay.hasFocus, "the focus stands on Not yet")
    assert stay.text() == "Not yet"
    assert "cannot be called back" in sheet.accessibleDescription()
    assert act.text() == "Send to 2,000 people"
    walker.click(act)
    walker.until(lambda: page.phase is Phase.FIRST_LOOK, "it waits after the first ten", ms=SEND_MS)
    assert len(messages(workspace.mailbox)) == 10


def go_on_stop_and_go_on(walker: Walker, workspace) -> None:
    """Stop is there while it runs, works at once, and nobody is lost by it."""
    page, header = walker.page, walker.window.header
    walker.click_primary("Go on with 100 people")
    walker.until(header.stop.isVisible, "Stop is there", ms=SEND_MS)
    walker.click(header.stop)
    walker.until(lambda: page.phase is Phase.STOPPED, "it is stopped", ms=SEND_MS)
    counts = walker.window.session.status.counts
    assert 10 <= counts.accepted < EVERYBODY
    assert counts.total == EVERYBODY
    assert len(messages(workspace.mailbox)) == counts.accepted
    walker.until(lambda: not header.stop.isVisible(), "Stop is gone")
    assert "Stopped by Ana Torres" in walker.window.band.words.text()
    walker.click_primary("Go on with")
    walker.until(lambda: page.phase is Phase.DONE, "everybody is done", ms=SEND_MS)


def read_the_report(walker: Walker, folder: Path) -> None:
    """The report says what the mailbox says: everybody, handed over, and nobody without."""
    walker.click_primary("See the report")
    page = walker.until_page(Stage.REPORT)
    walker.until(lambda: page._figures is not None, "the figures are counted")
    assert "handed over to 2,000 of 2,000 people" in plain(page.sentence.text())
    assert plain(page.tiles.sum_line.text()).endswith("2,000 people")
    assert sum(share.handed_over for share in page._figures.locales) == EVERYBODY
    assert mark(walker, Stage.SEND) is StageMark.DONE
    walker.click_primary("Save report")
    walker.name_file(folder / "report.csv")
    walker.until(lambda: "report.csv" in page.notice._text.text(), "the report is saved")
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["state"] for row in csv.DictReader(stream)] == ["accepted"] * EVERYBODY


# --- what is asserted ---------------------------------------------------------------------------


def everybody_has_exactly_one(workspace, campaign) -> None:
    """The mailbox holds one message to each of the audience, and the status says so."""
    received = [to_addresses(message) for message in messages(workspace.mailbox)]
    assert len(received) == EVERYBODY
    assert all(len(addresses) == 1 for addresses in received)
    status = workspace.status(campaign)
    assert status.counts.accepted == status.audience == EVERYBODY
    everybody = audience(workspace, campaign)
    assert {one for [one] in received} == {wire_address(person.address) for person in everybody}


def audience(workspace, campaign):
    """Everybody of the audience."""
    return workspace.audience_page(campaign, offset=0, limit=EVERYBODY + 1).rows


def messages(mailbox: Path) -> list[bytes]:
    return [
        path.read_bytes() for name in ("new", "cur") for path in sorted((mailbox / name).glob("*"))
    ]


def to_addresses(message: bytes) -> list[str]:
    head = re.sub(rb"\r?\n[ \t]+", b" ", message.partition(b"\r\n\r\n")[0])
    fields = [line for line in head.splitlines() if line.lower().startswith(b"to:")]
    assert len(fields) == 1
    return [part.strip().decode() for part in fields[0][3:].split(b",")]


# --- inside -------------------------------------------------------------------------------------


def recorded(walker: Walker):
    return walker.window.session.content.message


def mark(walker: Walker, stage: Stage) -> StageMark | None:
    status = walker.window.session.status
    return next((state.mark for state in status.stages if state.stage is stage), None)


def act_as(walker: Walker, name: str) -> None:
    """Choose another person in the header."""
    person = walker.window.header.person
    walker.click_menu(person, person.menu(), name)
    walker.until(lambda: walker.window.session.person.name == name, f"acting as {name}")
