"""The list of campaigns: what waits for the person at this window stands first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from sample_workspace import ANA, BEN
from walker import plain

from composer.gui.campaign_list import ArchiveLine, CampaignsModel, Group
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignSummary, Turn
from composer.model.stages import Stage

NOTICE = CampaignSummary(
    id=CampaignId("1"),
    name="Notice",
    stage=Stage.SIGN_OFF,
    people=3,
    changed_at=datetime.now(UTC) - timedelta(days=1),
    turns=((BEN.email, Turn.SIGN),),
)


def shown(person, *summaries):
    model = CampaignsModel()
    model.replace(summaries, person=person, search="")
    return [line if isinstance(line, Group) else line.name for line in model.lines]


def test_a_campaign_waits_for_those_whose_turn_it_is():
    assert shown(BEN, NOTICE) == [Group.WAITING, "Notice"]
    assert shown(ANA, NOTICE) == [Group.WORK, "Notice"]


def test_what_runs_or_is_done_waits_for_nobody():
    running = replace(NOTICE, name="Running", running=True)
    done = replace(NOTICE, name="Done", stage=Stage.REPORT, is_over=True, turns=())
    assert shown(BEN, running, done) == [Group.SENDING, "Running", Group.DONE, "Done"]


def test_a_heading_says_what_its_campaigns_have_in_common():
    model = CampaignsModel()
    model.replace((NOTICE,), person=BEN, search="")
    assert model.index(0, 0).data(Qt.ItemDataRole.DisplayRole) == "Waiting for you"


def test_what_is_on_hold_for_somebody_else_is_still_sending():
    held = replace(NOTICE, turns=((BEN.email, Turn.GO_ON),))
    assert shown(BEN, held) == [Group.WAITING, "Notice"]
    assert shown(ANA, held) == [Group.SENDING, "Notice"]


def test_what_was_done_half_a_year_ago_lies_in_the_archive_until_it_is_searched_for():
    done = replace(NOTICE, name="Old", is_over=True, turns=())
    old = replace(done, changed_at=datetime.now(UTC) - timedelta(days=200))
    model = CampaignsModel()
    model.replace((old,), person=BEN, search="")
    (line,) = model.lines
    assert isinstance(line, ArchiveLine)
    assert model.index(0, 0).data(Qt.ItemDataRole.DisplayRole) == "Archive, 1 campaign"
    model.replace((old,), person=BEN, search="", archive_open=True)
    assert model.lines[1] == old
    model.replace((old,), person=BEN, search="old")
    assert model.lines == [Group.ARCHIVE, old]


def test_a_line_says_what_it_waits_for_and_who_has_it_open():
    model = CampaignsModel()
    model.replace((replace(NOTICE, open_with="Ana"),), person=BEN, search="")
    said = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Notice, Your approval is asked for, open with Ana, 3 people" in plain(said)


def test_the_page_reads_stages_in_the_background_and_keeps_the_place(qtbot, window):
    window.show_campaigns()
    page = window.campaigns
    qtbot.waitUntil(lambda: page._model.rowCount() == 2)
    page.rows.setCurrentIndex(page._model.index(1, 0))
    with qtbot.waitSignal(page._model.modelReset, timeout=5000):
        page.session.workspace._name = "Another name"
        page.read()
    assert page.rows.currentIndex().data() == "Another name"


def test_while_a_colleague_has_it_open_the_window_says_who_and_takes_no_typing(
    qtbot, window, workspace
):
    workspace.editing.other = "Ben Okafor"
    window.session.reload()
    qtbot.waitUntil(lambda: window.session.is_frozen)
    assert "Ben Okafor has this campaign open" in plain(window.band.words.text())
    window.show_stage(Stage.WRITE)
    qtbot.waitUntil(lambda: window.page.text.is_read_only)
    assert window.page.saved.text() == "Read only"
    workspace.editing.other = ""
    window.session._tick()
    qtbot.waitUntil(lambda: not window.session.is_frozen)
