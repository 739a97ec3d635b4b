"""The list of campaigns: what waits for the person at this window stands first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from sample_workspace import ANA, BEN

from composer.gui.campaign_list import CampaignsModel, Group
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignSummary
from composer.model.stages import Stage

NOTICE = CampaignSummary(
    id=CampaignId("1"),
    name="Notice",
    stage=Stage.SIGN_OFF,
    people=3,
    locales=2,
    changed_at=datetime(2026, 11, 1, tzinfo=UTC),
    running=False,
    waiting_for=(BEN.email,),
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
    done = replace(NOTICE, name="Done", stage=Stage.REPORT)
    assert shown(BEN, running, done) == [Group.SENDING, "Running", Group.DONE, "Done"]


def test_a_heading_says_what_its_campaigns_have_in_common():
    model = CampaignsModel()
    model.replace((NOTICE,), person=BEN, search="")
    assert model.index(0, 0).data(Qt.ItemDataRole.DisplayRole) == "Waiting for you"
