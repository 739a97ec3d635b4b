"""Who can sign now is told with the reason, their hours, and the latest moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.policy import Approver, Rules
from composer.model.signers import Signer, Signers
from composer.workspace import Workspace

SETTINGS = """name = "News"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
expected = 1
[transport]
kind = "practice"
[pace]
planned = "2026-12-14 09:00 Europe/Berlin"
"""
MONDAY = datetime(2026, 12, 14, 7, 30, tzinfo=UTC)


class Office:
    """A workspace with an author, two reviewers and a deputy, and a frozen campaign."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.people: dict[str, Person] = {}
        self.owner = self.add("ana", Role.OWNER, Role.AUTHOR)
        for name in ("ben", "chen", "dora"):
            self.add(name, Role.REVIEWER)
        for seed in ("seed1@acme.co", "seed2@acme.co"):
            workspace.add_seed(seed, by=self.owner)
        for name, text in (
            ("campaign.toml", SETTINGS), ("message.md", "---\nsubject: Hello\n---\nHello.\n"),
            ("audience.csv", "email,locale\nann@acme.co,\n"),
        ):  # fmt: skip
            (folder / name).write_text(text)
        self.campaign = CampaignId(workspace.import_folder(folder, by=self.owner).id)

    def add(self, name: str, *roles: Role) -> Person:
        self.people[name] = self.workspace.add_person(
            name=name.title(),
            email=f"{name}@acme.co",
            roles=frozenset(roles),
            by=self.people.get("ana"),
        )
        return self.people[name]

    def told(self, rules: Rules) -> Signers:
        """Sign rules, freeze under them, and ask."""
        self.workspace.set_policy(rules, by=self.owner)
        self.workspace.seal(self.campaign, by=self.owner)
        return self.workspace.signers(self.campaign)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "campaign").mkdir()
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    yield Office(workspace, tmp_path / "campaign")
    workspace.close()


def line(told: Signers, name: str) -> Signer:
    return next(one for one in told.people if one.person.email == f"{name}@acme.co")


def codes(one: Signer) -> list[str]:
    return [item.code for item in one.why_not]


def test_who_can_sign_is_told_with_reasons_hours_and_the_latest_moment(office: Office) -> None:
    told = office.told(
        Rules(
            wait_hours=12,
            expires_hours=48,
            approvers=(
                Approver(
                    email="ben@acme.co",
                    deputies=("dora@acme.co",),
                    is_away=True,
                    phone="+81 1",
                    zone="Asia/Tokyo",
                    begins="09:00",
                    ends="17:00",
                ),
            ),
        )
    )
    assert [one.person.name for one in told.people] == ["Ben", "Chen", "Dora"]
    ben, chen, dora = (line(told, name) for name in ("ben", "chen", "dora"))
    assert (ben.may, ben.is_away, ben.phone) == (True, True, "+81 1")
    assert (ben.zone, ben.hours, ben.days) == ("Asia/Tokyo", ("09:00", "17:00"), (1, 2, 3, 4, 5))
    assert ben.local_now is not None
    assert codes(chen) == ["signoff.not_in_pool"]
    assert (dora.may, dora.stands_in_for, dora.is_in_hours) == (True, "ben@acme.co", None)
    assert (told.have, told.needed, told.waits_until) == (0, 1, None)
    assert told.planned == datetime(2026, 12, 14, 8, tzinfo=UTC)
    assert told.latest_at == datetime(2026, 12, 13, 20, tzinfo=UTC)
    assert told.latest_with_one_more == told.planned
    assert told.earliest_at is not None
    assert told.earliest_at >= datetime(2026, 12, 12, 8, tzinfo=UTC)


def test_in_hours_is_asked_at_this_moment_in_their_zone(office: Office) -> None:
    ben = Approver(email="ben@acme.co", zone="Europe/Berlin", begins="09:00", ends="17:00")
    assert office.told(Rules(approvers=(ben,))).people
    office.workspace._desk.now = lambda: MONDAY  # 08:30 in Berlin
    one = line(office.workspace.signers(office.campaign), "ben")
    assert one.is_in_hours is False
    office.workspace._desk.now = lambda: MONDAY.replace(hour=8)
    assert line(office.workspace.signers(office.campaign), "ben").is_in_hours is True


def test_before_the_freeze_nobody_can_sign_and_the_reason_says_so(office: Office) -> None:
    told = office.workspace.signers(office.campaign)
    assert {tuple(codes(one)) for one in told.people} == {("send.not_sealed",)}
    assert told.not_independent == ""
