"""A change after the approval: who signed learns what changed, and undoing it brings all back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.stages import Stage
from composer.model.writing import MessageDraft
from composer.workspace import Workspace
from tests.flow.command_line import CommandLine
from tests.flow.conftest import Practice

PEOPLE = 3
SETTINGS = """
name = "Weights"
purpose = "service"
from = "Acme <notices@acme.co>"
reply_to = "Acme <answers@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
MESSAGE = """---
subject: New weights
preheader: What is new
---
Hello {{ name }}, there are new weights.
"""
LIST = "email,locale,name\nann@acme.co,,Ann\nbob@acme.co,,Bob\ncem@acme.co,,Cem\n"


@dataclass
class Desk:
    """An approved campaign, open in this process."""

    practice: Practice
    workspace: Workspace

    @property
    def campaign(self) -> CampaignId:
        return CampaignId(self.practice.campaign)

    @property
    def author(self) -> Person:
        return self.workspace.resolve_person(self.practice.author)

    @property
    def reviewer(self) -> Person:
        return self.workspace.resolve_person(self.practice.reviewer)

    @property
    def draft(self) -> MessageDraft:
        message = self.workspace.content(self.campaign).message
        return MessageDraft(subject=message.subject, preheader=message.preheader, body=message.body)

    def save(self, draft: MessageDraft) -> None:
        self.workspace.unseal(self.campaign, by=self.author)
        self.workspace.save_message(self.campaign, draft, by=self.author)


def make_small(folder: Path) -> Practice:
    """Make a workspace with a campaign of one language, and an owner and a reviewer."""
    workspace = Workspace.create(folder / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR, Role.SENDER})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    reviewer = frozenset({Role.REVIEWER})
    workspace.add_person(name="Ben", email="ben@acme.co", roles=reviewer, by=ana)
    for seed in ("seed1@acme.co", "seed2@acme.co"):
        workspace.add_seed(seed, by=ana)
    source = folder / "campaign"
    source.mkdir()
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", MESSAGE), ("audience.csv", LIST),
    ):  # fmt: skip
        (source / name).write_text(text)
    campaign = workspace.import_folder(source, by=ana).id
    workspace.close()
    return Practice(
        run=CommandLine(workspace.path),
        campaign=campaign,
        mailbox=workspace.mailbox,
        author="ana@acme.co",
        reviewer="ben@acme.co",
    )


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Leave it as it was."""
    folder = tmp_path_factory.mktemp("approved")
    practice = make_small(folder)
    practice.released(folder)
    with practice.here() as workspace:
        yield Desk(practice, workspace)


@pytest.fixture
def desk(approved: Desk) -> Iterator[Desk]:
    original = approved.draft
    yield approved
    approved.save(original)


def test_what_nobody_changed_is_not_said_to_be_changed(desk: Desk) -> None:
    status = desk.workspace.status(desk.campaign)
    assert status.changed is None
    assert [item.counts for item in status.approvals] == [True]
    assert desk.workspace.kinds_beside(desk.campaign) == ()


def test_a_change_voids_the_approval_in_words_and_undoing_it_brings_it_back(desk: Desk) -> None:
    before, frozen = desk.draft, desk.workspace.status(desk.campaign).proof
    desk.save(replace(before, subject="Another subject"))
    status = desk.workspace.status(desk.campaign)
    assert status.changed is not None
    assert status.changed.proof == frozen
    assert status.changed.was_tested
    assert status.changed.emails == (desk.practice.reviewer,)
    name = desk.reviewer.name
    assert status.changed.void == (
        f"{name}'s approval no longer counts: the subject changed after it was given."
    )
    first, *_others = status.changed.sentences
    assert first == f"The subject was “{before.subject}” and is now “Another subject”."
    assert (status.proof, status.approvals) == ("", ())

    desk.save(before)
    again = desk.workspace.status(desk.campaign)
    assert (again.proof, again.changed, again.stage) == (frozen, None, Stage.SEND)
    assert [item.counts for item in again.approvals] == [True]


def test_the_command_line_says_it_too(desk: Desk) -> None:
    practice = desk.practice
    before = desk.draft
    desk.save(replace(before, body=before.body + "\nOne more line.\n"))
    record = practice.run("status", practice.campaign).record
    assert "no longer counts: the text changed" in record["void"]
    assert "The text of the message was changed in 1 part." in record["changed"]


def test_kinds_whose_bytes_changed_are_shown_beside_what_they_were(desk: Desk) -> None:
    before = desk.draft
    desk.save(replace(before, subject="Another subject"))
    kinds = desk.workspace.kinds_beside(desk.campaign)
    assert kinds
    assert all(kind.is_exact for kind in kinds)
    english = [kind for kind in kinds if kind.locale == "en"]
    assert {kind.after.header("Subject") for kind in english if kind.after} == {"Another subject"}
    assert {kind.before.header("Subject") for kind in english if kind.before} != {"Another subject"}


def test_another_version_is_signed_and_the_first_one_counts_again_when_it_is_undone(
    desk: Desk, tmp_path: Path
) -> None:
    workspace, campaign = desk.workspace, desk.campaign
    original = workspace.content(campaign).campaign.reply_to
    assert original is not None
    before = replace(desk.draft, reply_to=f"{original.name} <{original.address}>")
    first = workspace.status(campaign).proof
    desk.save(replace(before, reply_to="help@acme.co"))
    second, _messages = workspace.seal(campaign, by=desk.author)
    assert workspace.test(campaign, by=desk.author).passed
    status = workspace.status(campaign)
    assert (status.proof, status.stage) == (second, Stage.SIGN_OFF)
    assert status.changed is not None
    assert (status.changed.proof, status.changed.signed_by) == (first, (desk.reviewer.name,))
    assert "no longer counts: the sender's lines changed" in status.changed.void

    workspace.review(campaign, tmp_path / "again", by=desk.reviewer)
    index = (tmp_path / "again" / "index.html").read_text(encoding="utf-8")
    assert "and now go to help@acme.co." in index
    workspace.approve(campaign, by=desk.reviewer)
    status = workspace.status(campaign)
    assert status.stage is Stage.SEND
    assert status.changed is not None
    assert status.changed.void == ""

    desk.save(before)
    status = workspace.status(campaign)
    assert (status.proof, status.stage) == (first, Stage.SEND)
    desk.practice.run("send", campaign, by=desk.practice.author)
    assert desk.practice.message_count() == PEOPLE
