"""A planned time: dates are judged at it, it is sealed, taken back to the byte, early or late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.model.person import Person, Role
from composer.proofs.changes import describe_changes
from composer.stages.checking import static_findings, writing_findings
from composer.stages.content import load_content
from composer.stages.planning import Planning
from composer.stages.sealing import current_manifest
from composer.stages.timing import judged_day, start_findings
from composer.workspace import Workspace

SETTINGS = """# by hand
name = "News"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
MESSAGE = "---\nsubject: Hello\n---\nAnswer by 10 December 2026. Yours, Acme.\n"
BERLIN = "2026-12-11 00:30 Europe/Berlin"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Workspace, str, Person]]:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    source = tmp_path / "campaign"
    source.mkdir()
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", MESSAGE),
        ("audience.csv", "email,locale\nann@acme.co,\n"),
    ):  # fmt: skip
        (source / name).write_text(text)
    workspace._desk.now = lambda: datetime(2026, 12, 1, tzinfo=UTC)
    yield workspace, workspace.import_folder(source, by=ana).id, ana
    workspace.close()


def codes(workspace: Workspace, campaign: str) -> set[str]:
    desk = workspace._desk
    return {item.code for item in writing_findings(desk, load_content(desk, campaign))}


def test_days_are_judged_at_the_planned_day_in_the_plan_s_own_zone(
    made: tuple[Workspace, str, Person],
) -> None:
    workspace, campaign, ana = made
    assert "content.deadline_past" not in codes(workspace, campaign)
    workspace.planning.plan(campaign, BERLIN, by=ana)  # in UTC it is the day before
    content = load_content(workspace._desk, campaign)
    assert judged_day(content.campaign, workspace._desk.now()) == date(2026, 12, 11)
    assert "content.deadline_past" in codes(workspace, campaign)


def test_taking_a_plan_back_gives_the_very_bytes_of_before(
    made: tuple[Workspace, str, Person],
) -> None:
    workspace, campaign, ana = made
    before = workspace.content(campaign).settings_source
    workspace.planning.plan(campaign, BERLIN, by=ana)
    assert workspace.content(campaign).settings_source != before
    workspace.planning.undo(campaign, before, BERLIN, by=ana)
    assert workspace.content(campaign).settings_source == before


def test_what_was_changed_since_stays_when_a_plan_is_taken_back(
    made: tuple[Workspace, str, Person],
) -> None:
    workspace, campaign, ana = made
    before = workspace.content(campaign).settings_source
    workspace.planning.plan(campaign, BERLIN, by=ana)
    workspace.rename(campaign, "Other news", by=ana)
    workspace.planning.undo(campaign, before, BERLIN, by=ana)
    now = workspace.content(campaign).campaign
    assert (now.name, now.pace.planned) == ("Other news", None)


@pytest.mark.parametrize(
    "written",
    ["tomorrow", "2026-12-01 09:00", "2026-12-01 09:00 Mars/Olympus", "2027-03-28T02:30 CET"],
)
def test_a_plan_that_is_no_moment_is_refused_and_nothing_is_saved(
    made: tuple[Workspace, str, Person], written: str
) -> None:
    workspace, campaign, ana = made
    revision = workspace.content(campaign).revision
    with pytest.raises(Blocked):
        workspace.planning.plan(campaign, written, by=ana)
    assert workspace.content(campaign).revision == revision


def test_a_person_without_a_say_in_the_text_plans_nothing(
    made: tuple[Workspace, str, Person],
) -> None:
    workspace, campaign, ana = made
    reader = replace(ana, roles=frozenset({Role.REVIEWER}))
    with pytest.raises(Blocked, match="author / owner"):
        workspace.planning.plan(campaign, BERLIN, by=reader)


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(20, ["send.early"]), (22, ["send.early"]), (23, []), (24, []), (25, ["send.late"])],
)
def test_an_hour_around_the_plan_is_neither_early_nor_late(
    made: tuple[Workspace, str, Person], hour: int, expected: list[str]
) -> None:
    workspace, campaign, ana = made
    workspace.planning.plan(campaign, BERLIN, by=ana)
    moment = datetime(2026, 12, 10 + hour // 24, hour % 24, 15, tzinfo=UTC)
    desk = replace(workspace._desk, now=lambda: moment)
    content = load_content(desk, campaign)
    found = start_findings(desk, content, judged_for=date(2026, 12, 11))
    assert [item.code for item in found if item.code.startswith("send.")] == expected


def test_what_is_no_longer_true_at_the_real_time_is_told(
    made: tuple[Workspace, str, Person],
) -> None:
    workspace, campaign, ana = made
    workspace.planning.plan(campaign, "2026-12-09 09:00 +01:00", by=ana)
    desk = replace(workspace._desk, now=lambda: datetime(2026, 12, 11, 8, tzinfo=UTC))
    found = start_findings(desk, load_content(desk, campaign), judged_for=date(2026, 12, 9))
    assert [item.code for item in found] == ["send.late", "content.deadline_past"]
    over = static_findings(desk, load_content(desk, campaign))
    assert "content.planned_past" in {item.code for item in over}


def test_the_plan_is_sealed_and_the_check_says_for_which_day(
    made: tuple[Workspace, str, Person],
) -> None:
    workspace, campaign, ana = made
    desk = workspace._desk
    assert workspace.check(campaign).judged_for == date(2026, 12, 1)
    before = current_manifest(desk, load_content(desk, campaign))
    workspace.planning.plan(campaign, "2026-12-09 09:00 +01:00", by=ana)
    assert workspace.last_check(campaign) is None
    workspace.check(campaign)
    check = workspace.last_check(campaign)
    assert check is not None
    assert check.judged_for == date(2026, 12, 9)
    after = current_manifest(desk, load_content(desk, campaign))
    assert before is not None
    assert after is not None
    assert after.section("pace")["planned"] == {
        "local": "2026-12-09 09:00", "zone": "+01:00", "utc": "2026-12-09T08:00:00+00:00",
    }  # fmt: skip
    (change,) = describe_changes(before, after)
    assert change.text == "It is now planned for 2026-12-09 09:00 (+01:00; 12-09 08:00 UTC)."
    assert isinstance(workspace.planning, Planning)
