"""The frame: stages by mouse and keyboard, Stop, band, person, announcements, right to left."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMenu
from sample_workspace import ANA, BEN, CAMPAIGN, SampleWorkspace, sample_finding

from composer.errors import ComposerError
from composer.findings import Severity
from composer.gui.application import make_window
from composer.gui.band import band_state
from composer.gui.pages.apart import Apart
from composer.gui.parts import label
from composer.gui.rail import NARROW, WIDE
from composer.gui.sheets import Sheet
from composer.gui.theme import ThemeChoice
from composer.model.overview import StageMark
from composer.model.stages import Stage


def is_shown(window, stage):
    return window.page.stage is stage


def press(qtbot, window, keys):
    qtbot.keySequence(window, keys)


def test_one_campaign_is_opened_where_its_work_goes_on(qtbot, window):
    qtbot.waitUntil(lambda: is_shown(window, Stage.WRITE))
    assert "Index weighting update" in window.windowTitle()
    assert "Practice" in window.windowTitle()
    assert "2,000 people · 5 languages" in window.header.people._whole


def test_where_there_is_no_room_for_all_the_campaigns_name_stays(window):
    header = window.header
    needed, account = header.sizeHint().width(), header.account.sizeHint().width()
    for narrower in (account // 2, account + 60):
        header.resize(needed - narrower, header.height())
        header.refresh()
        assert header.name.maximumWidth() == header.name.sizeHint().width()
        assert header.account.maximumWidth() < header.account.sizeHint().width()
    assert header.people.maximumWidth() < header.people.sizeHint().width()


def test_lines_that_run_from_the_right_are_not_cut_off_at_their_end(qtbot, qapp):
    said = "يُحذف نصها وترجماتها وقائمتها التي فيها 2,000 شخص ولا سبيل إلى استعادتها."
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        words = label(said, wraps=True)
        qtbot.addWidget(words)
        assert words.text() == said
        cut_off = []
        for wide in range(150, 400, 5):
            words.resize(wide, 300)
            picture = words.grab().toImage()
            left = {picture.pixel(0, y) for y in range(picture.height())}
            cut_off += [wide] if len(left) > 1 else []
        assert cut_off == []
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_what_is_said_for_six_seconds_is_never_cut_off(window):
    page = window.page
    said = "The test arrived in 3 of 3 mailboxes, exactly as predicted. " * 4
    page.say(said.strip(), undo=lambda: None)
    bar = page.notice
    assert page.rect().contains(bar.geometry())
    assert bar._text.height() >= bar._text.heightForWidth(bar._text.width())
    assert bar._text.height() >= 2 * bar._text.fontMetrics().height()
    page.say("Saved.")
    assert bar._text.height() < 2 * bar._text.fontMetrics().height()


@pytest.mark.parametrize(
    ("keys", "stage"),
    [
        ("Ctrl+1", Stage.WRITE),
        ("Ctrl+2", Stage.TRANSLATE),
        ("Ctrl+3", Stage.AUDIENCE),
        ("Ctrl+4", Stage.PREVIEW),
    ],
)
def test_stages_open_by_their_number(qtbot, window, keys, stage):
    press(qtbot, window, keys)
    qtbot.waitUntil(lambda: is_shown(window, stage))


def test_no_stage_is_marked_on_a_page_of_the_workspace_and_each_leads_back(author):
    window, rail = author.window, author.window.rail
    window.show_apart(Apart.SETTINGS)
    assert not rail.selectionModel().hasSelection()
    rect = rail.visualRect(rail.model().index(0, 0))
    author.qtbot.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    author.until(lambda: is_shown(window, Stage.WRITE))
    assert rail.selectionModel().hasSelection()


def test_stages_open_by_a_click_in_the_rail(qtbot, window):
    rail = window.rail
    rect = rail.visualRect(rail.model().index(2, 0))
    qtbot.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.waitUntil(lambda: is_shown(window, Stage.AUDIENCE))
    assert rail.currentIndex().row() == 2


def test_the_rail_says_name_mark_and_fact_to_screen_readers(qtbot, window):
    qtbot.waitUntil(lambda: window.rail._model.states[1].mark is StageMark.LOOK)
    index = window.rail.model().index(1, 0)
    assert (
        index.data(Qt.ItemDataRole.AccessibleTextRole) == "Translate, please look, 1 of 5 languages"
    )


def test_the_rail_is_narrow_in_a_small_window(qtbot, window):
    window.resize(1120, 720)
    qtbot.waitUntil(lambda: window.side.width() == NARROW)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.side.width() == WIDE)


def test_f6_goes_from_rail_to_page_to_inspector_and_round(qtbot, window):
    qtbot.waitUntil(lambda: is_shown(window, Stage.WRITE))
    window.inspector.show()
    window.activateWindow()
    window.rail.setFocus()
    qtbot.waitUntil(window.rail.hasFocus)
    press(qtbot, window, "F6")
    assert window.page.isAncestorOf(QApplication.focusWidget())
    press(qtbot, window, "F6")
    assert window.inspector.isAncestorOf(QApplication.focusWidget())
    press(qtbot, window, "F6")
    qtbot.waitUntil(window.rail.hasFocus)


def test_ctrl_enter_presses_the_primary_button(qtbot, window):
    qtbot.waitUntil(lambda: is_shown(window, Stage.WRITE))
    press(qtbot, window, "Ctrl+Return")
    qtbot.waitUntil(lambda: is_shown(window, Stage.TRANSLATE))


def test_back_goes_to_the_stage_before(qtbot, window):
    press(qtbot, window, "Ctrl+3")
    qtbot.waitUntil(lambda: is_shown(window, Stage.AUDIENCE))
    qtbot.mouseClick(window.page.footer.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_shown(window, Stage.TRANSLATE))


def test_stop_is_there_only_while_a_send_runs_and_stops_at_once(qtbot, window, workspace):
    assert not window.header.stop.isVisible()
    workspace.start_sending(CAMPAIGN, by=ANA)
    workspace.advance(1204)
    window.session.reload()
    qtbot.waitUntil(window.header.stop.isVisible)
    assert window.header.stop.width() >= 120
    assert window.header.stop.height() >= 36
    assert window.band.words.text() == "Sending… 1,204 of 2,000"
    press(qtbot, window, "Esc")
    assert workspace.stopped_by == ""
    press(qtbot, window, "Ctrl+.")
    qtbot.waitUntil(lambda: workspace.stopped_by == "Ana Reyes")
    qtbot.waitUntil(lambda: not window.header.stop.isVisible())
    assert "Stopped by Ana Reyes" in window.band.words.text()


def test_while_a_send_runs_its_state_is_read_each_second(qtbot, window, workspace):
    workspace.start_sending(CAMPAIGN, by=ANA)
    window.session.reload()
    qtbot.waitUntil(lambda: window.session.is_sending)
    with qtbot.waitSignal(window.session.status_changed, timeout=5000):
        workspace.advance(500)
    assert window.band.words.text() == "Sending… 500 of 2,000"


def test_the_band_says_the_most_urgent_truth(workspace):
    status = workspace.status(CAMPAIGN)
    assert band_state(None, practice=False) is None
    assert band_state(status, practice=True).tone == "practice"
    frozen = replace(status, proof="9f3a")
    assert band_state(frozen, practice=True).action == "change"
    held = replace(frozen, held_because="a test mailbox received something else")
    assert band_state(held, practice=True).tone == "danger"
    sending = replace(held, progress=replace(status.progress, running=True))
    assert "Sending" in band_state(sending, practice=True).text


def test_a_frozen_campaign_is_changed_only_through_the_sheet(qtbot, window, workspace):
    workspace.seal(CAMPAIGN, by=ANA)
    workspace.approve(CAMPAIGN, by=BEN)
    window.session.reload()
    qtbot.waitUntil(lambda: window.session.is_frozen)
    window.ask_to_change()
    sheet = window.findChild(Sheet)
    assert "signed by Ben Okafor" in sheet.accessibleName()
    assert sheet.findChild(object, "stay").isDefault()
    sheet.reject()
    assert window.session.is_frozen
    window.ask_to_change()
    sheet = next(s for s in window.findChildren(Sheet) if s.isVisible())
    qtbot.mouseClick(sheet.findChild(object, "act"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.session.is_frozen)


def test_in_practice_one_can_act_as_the_other_person(qtbot, window):
    menu: QMenu = window.header.person.menu()
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: any("Ben Okafor" in action.text() for action in menu.actions()))
    next(action for action in menu.actions() if "Ben Okafor" in action.text()).trigger()
    assert window.session.person == BEN
    assert window.header.person.text() == "BO"


def test_an_error_is_shown_in_the_one_dialog(qtbot, window):
    error = ComposerError("The workspace cannot be read.", advice="Close the other window.")
    window.session.failed.emit(error)
    sheet = window.findChild(Sheet, "error")
    assert sheet.accessibleName() == "The workspace cannot be read."
    assert sheet.accessibleDescription() == "Close the other window."
    sheet.accept()


def test_equal_findings_are_one_row_and_lead_to_their_places(qtbot, window, workspace):
    rows = [
        sample_finding(recipient=r.address, row=r.row, column="first_name")
        for r in workspace._recipients[:14]
    ]
    warning = replace(sample_finding(part="body"), severity=Severity.WARN)
    workspace.extra_findings = (warning, *rows)
    press(qtbot, window, "Ctrl+4")
    window.session.reload()
    strip = window.page.findings
    qtbot.waitUntil(strip.isVisible)
    assert strip._words.text() == "1 thing must be fixed · 1 to look at"
    press(qtbot, window, "Ctrl+Shift+F")
    assert strip.rows.isVisible()
    assert "13 more like this" in strip.rows.model().index(0, 0).data()
    strip.rows.clicked.emit(strip.rows.model().index(0, 0))
    qtbot.waitUntil(lambda: window.page.recipients.edit.address == rows[0].place_of("recipient"))
    strip.rows.clicked.emit(strip.rows.model().index(0, 0))
    qtbot.waitUntil(lambda: window.page.recipients.edit.address == rows[1].place_of("recipient"))


def test_the_list_of_campaigns_opens_one(qtbot, window):
    window.show_campaigns()
    assert not window.side.isVisible()
    page = window.campaigns
    qtbot.waitUntil(lambda: page.rows.model().rowCount() == 2)
    assert page.rows.model().index(0, 0).data() == "In work"
    page.rows.clicked.emit(page.rows.model().index(1, 0))
    qtbot.waitUntil(lambda: window.page.stage is Stage.WRITE)


def test_an_empty_list_teaches_and_takes_a_folder(qtbot, tmp_path):
    made = make_window(SampleWorkspace(people=8, campaigns=False), theme=ThemeChoice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    page = made.campaigns
    qtbot.waitUntil(page._empty.isVisible)
    page.take_folder(tmp_path)
    qtbot.waitUntil(page.findings.isVisible)
    (tmp_path / "campaign.toml").write_text("")
    page.take_folder(tmp_path)
    qtbot.waitUntil(lambda: made.page.stage is Stage.WRITE)


def test_from_right_to_left_the_rail_stands_on_the_right(qtbot, qapp, workspace, monkeypatch):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        made = make_window(workspace, theme=ThemeChoice.DARK)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: made.session.content is not None)
        qtbot.waitUntil(lambda: made.side.x() > made.stack.x())
        footer = made.page.footer
        assert footer.primary.x() < footer.back.x()
        made.close()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_announcements_are_sent_and_polite_ones_are_spaced(qtbot, window, monkeypatch):
    sent = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: sent.append((event.message(), event.politeness())),
    )
    window.announcer._said_s = 0.0
    window.session.announce("Saved")
    window.session.announce("Batch done")
    window.session.announce("Sending has stopped.", assertive=True)
    polite = QAccessible.AnnouncementPoliteness
    assert sent == [("Saved", polite.Polite), ("Sending has stopped.", polite.Assertive)]


def test_closing_the_window_waits_for_nothing_but_saves(qtbot, window, workspace):
    qtbot.waitUntil(lambda: is_shown(window, Stage.WRITE))
    window.page.subject.setText("Closed in haste")
    window.close()
    assert workspace.saved[-1].subject == "Closed in haste"


def test_a_check_under_way_outlives_its_page(qtbot, window, workspace):
    """Nothing of a page that was closed is touched when its task ends."""
    go = threading.Event()
    check = workspace.check

    def slow(campaign, **given):
        go.wait(5)
        return check(campaign, **given)

    workspace.check = slow
    window.show_stage(Stage.PREVIEW)
    qtbot.waitUntil(lambda: not window.page._stale)
    window.page.press_primary()
    qtbot.waitUntil(window.activity.isVisible)
    assert window.page.footer.primary.text() == "Checking…"
    assert not window.page.footer.primary.isEnabled()
    window.show_campaigns()
    window.open_campaign(CAMPAIGN, Stage.WRITE)
    go.set()
    qtbot.waitUntil(lambda: not window.activity.isVisible())
    qtbot.waitUntil(lambda: window.session.check is not None)
