"""What the rules hold against freezing, approving and going on; and who can sign now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.policy import Approver, Rules
from composer.model.signers import Signer, Signers
from composer.signoff.identities import key_entry, signer_entry
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.dispatching import open_ledger
from composer.stages.required_checks import check_findings, note_looked, rule_findings
from composer.stages.revising import save_files
from composer.stages.sealing import proof_state
from composer.stages.sending import require_leave
from composer.stages.signing import release_findings
from composer.workspace import Workspace

SETTINGS = """name = "News"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
expected = 5
[transport]
kind = "practice"
[pace]
per_second = 0.001
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
            ("campaign.toml", SETTINGS), ("message.md", "---\nsubject: Hello!!\n---\nHello.\n"),
            ("audience.csv", "email,locale\n" + "".join(f"p{n}@acme.co,\n" for n in range(5))),
        ):  # fmt: skip
            (folder / name).write_text(text)
        self.campaign = CampaignId(workspace.import_folder(folder, by=self.owner).id)

    @property
    def desk(self) -> Desk:
        return self.workspace._desk

    @property
    def content(self) -> Content:
        return load_content(self.desk, self.campaign)

    def refused(self, rules: Rules) -> list[str]:
        """Sign rules and say why freezing is refused under them."""
        self.workspace.set_policy(rules, by=self.owner)
        with pytest.raises(Blocked) as blocked:
            self.workspace.seal(self.campaign, by=self.owner)
        return [item.code for item in blocked.value.findings]

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


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One campaign, checked once: rules change nothing of its messages."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "campaign").mkdir()
    workspace = Workspace.create(folder / "workspace", practice=True)
    yield Office(workspace, folder / "campaign")
    workspace.close()


def line(told: Signers, name: str) -> Signer:
    return next(one for one in told.people if one.person.email == f"{name}@acme.co")


def codes(one: Signer) -> list[str]:
    return [item.code for item in one.why_not]


def test_before_the_freeze_nobody_can_sign_and_the_reason_says_so(office: Office) -> None:
    told = office.workspace.signers(office.campaign)
    assert {tuple(codes(one)) for one in told.people} == {("send.not_sealed",)}
    assert told.not_independent == ""


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


def test_whoever_signs_at_another_computer_is_not_kept_by_who_signs_here(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.told(Rules())
    keychain, entry = office.desk.keychain, key_entry(office.people["ben"].public_key)
    secret = keychain.get(entry)
    assert secret is not None
    monkeypatch.setattr("composer.stages.people.counts_as_practice", lambda _desk, _way: False)
    keychain.set(signer_entry(office.desk.folder.id), office.owner.public_key)
    ben = lambda: line(office.workspace.signers(office.campaign), "ben")  # noqa: E731
    assert codes(ben()) == ["signoff.second_person_here"]
    keychain.delete(entry)
    try:
        assert codes(ben()) == []
    finally:
        keychain.set(entry, secret)


def test_in_hours_is_asked_at_this_moment_in_their_zone(office: Office) -> None:
    ben = Approver(email="ben@acme.co", zone="Europe/Berlin", begins="09:00", ends="17:00")
    assert office.told(Rules(approvers=(ben,))).people
    now = office.desk.now
    office.desk.now = lambda: MONDAY  # 08:30 in Berlin
    one = line(office.workspace.signers(office.campaign), "ben")
    assert one.is_in_hours is False
    office.desk.now = lambda: MONDAY.replace(hour=8)
    told = office.workspace.signers(office.campaign)
    office.desk.now = now
    assert line(told, "ben").is_in_hours is True


def test_a_send_that_would_outlive_every_approval_is_not_frozen(office: Office) -> None:
    # five people at one in a thousand seconds take more than an hour
    assert office.refused(Rules(expires_hours=1)) == ["seal.outlives_approvals"]
    assert office.refused(Rules(expires_hours=24, wait_hours=23)) == ["seal.outlives_approvals"]
    assert office.told(Rules(expires_hours=24, wait_hours=22)).needed == 1


def test_a_required_look_counts_for_the_revision_that_was_looked_at(office: Office) -> None:
    rules = Rules(checks=("spam", "links"))  # nobody is asked about links in a practice workspace
    assert office.refused(rules) == ["seal.spam_needed"]
    note_looked(office.desk, office.content, "links")
    assert office.refused(rules) == ["seal.spam_needed"]
    note_looked(office.desk, office.content, "spam")
    assert office.told(rules).needed == 1
    other = replace(office.content, revision=replace(office.content.revision, number=99))
    assert [item.code for item in check_findings(office.desk, other)] == ["seal.spam_needed"]


def test_open_points_can_be_forbidden(office: Office) -> None:
    office.told(Rules())
    summary = office.workspace.last_check(office.campaign)
    assert summary is not None
    points = [point for point in summary.points if point.accepted is None]
    assert points
    assert office.refused(Rules(checks=("warnings",))) == ["seal.points_open"]
    for point in points:
        office.workspace.accept_warning(
            office.campaign, point.key, "It is meant so.", by=office.owner
        )
    assert office.told(Rules(checks=("warnings",))).needed == 1


def test_an_approval_taken_back_ends_a_send_before_its_next_batch_and_at_resume(
    office: Office,
) -> None:
    office.told(Rules())
    chen = office.people["chen"]
    for kind in office.workspace.review_material(office.campaign, by=chen):
        office.workspace.record_shown(office.campaign, kind.variant.recipient_id, by=chen)
    office.workspace.approve(office.campaign, by=chen)
    stored = proof_state(office.desk, office.content).stored
    assert stored is not None
    require_leave(office.desk, office.content, stored)
    sender = office.add("eva", Role.SENDER)
    office.desk.send_folder(office.campaign).mkdir(parents=True, exist_ok=True)
    with open_ledger(office.desk, office.content):
        pass
    office.workspace.resume(office.campaign, by=sender)
    assert office.workspace.signers(office.campaign).have == 1
    office.workspace.revoke(office.campaign, by=chen)
    with pytest.raises(Blocked) as blocked:
        require_leave(office.desk, office.content, stored)
    assert [item.code for item in blocked.value.findings] == ["send.not_approved"]
    with pytest.raises(Blocked) as blocked:
        office.workspace.resume(office.campaign, by=sender)
    assert [item.code for item in blocked.value.findings] == ["send.not_approved"]


def test_a_clock_that_cannot_be_believed_ends_it_too(office: Office) -> None:
    office.told(Rules())
    office.desk.highest_now()
    stored, now = proof_state(office.desk, office.content).stored, office.desk.now
    assert stored is not None
    office.desk.now = lambda: datetime(2037, 1, 1, tzinfo=UTC)
    try:
        with pytest.raises(Blocked) as blocked:
            require_leave(office.desk, office.content, stored)
        assert blocked.value.findings[0].code == "clock.jump"
        approval = office.workspace.approval_findings(office.campaign, by=office.people["ben"])
        assert approval[0].code == "clock.jump"
        assert "clock.jump" in {
            item.code
            for item in release_findings(
                office.desk, office.content, proof_state(office.desk, office.content)
            )
        }
    finally:
        office.desk.now = now


def test_a_rule_of_the_campaign_that_is_looser_than_the_owner_s_is_named(office: Office) -> None:
    settings = office.desk.campaigns.tree(office.campaign)["campaign.toml"]
    looser = settings + b"[policy]\nreviewers = 1\nwait_hours = 1\nchecks = []\n"
    office.workspace.unseal(office.campaign, by=office.owner)
    save_files(office.desk, office.campaign, {"campaign.toml": looser}, by=office.owner)
    rules = Rules(reviewers=2, wait_hours=2)
    office.workspace.set_policy(rules, by=office.owner)
    found = rule_findings(office.desk, office.content)
    assert [(item.code, dict(item.where)["key"]) for item in found] == [
        ("policy.looser", "policy.reviewers"),
        ("policy.looser", "policy.wait_hours"),
    ]
