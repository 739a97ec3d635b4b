"""After something went wrong: who got it, what is known, and the letter to exactly them."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from composer.errors import Blocked, UsageError
from composer.model.identifiers import CampaignId
from composer.model.states import RecipientState
from composer.records.incident_sentences import (
    known_sentences,
    unknown_sentences,
    who_sentences,
)
from composer.records.verify import verify_evidence
from composer.stages.content import load_content
from composer.stages.followed import follow_findings, former_people
from composer.workspace import Workspace
from tests.flow.conftest import Practice, copied, make_practice

PEOPLE = 14


@pytest.fixture(scope="module")
def begun_pattern(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A send that rests after its first batch: some have it, the others wait."""
    folder = tmp_path_factory.mktemp("begun")
    made = make_practice(folder, people=PEOPLE)
    made.released(folder)
    with made.here() as workspace:
        author = workspace.resolve_person(made.author)
        assert not workspace.send(CampaignId(made.campaign), by=author).finished
    return made


@pytest.fixture
def begun(begun_pattern: Practice, home: Path, tmp_path: Path) -> Practice:
    return copied(begun_pattern, tmp_path)


def addresses(workspace: Workspace, campaign: CampaignId) -> set[str]:
    rows = workspace.audience_page(campaign, offset=0, limit=PEOPLE).rows
    return {row.address for row in rows}


def who_has_it(workspace: Workspace, campaign: CampaignId) -> set[str]:
    states = frozenset({RecipientState.ACCEPTED})
    lines, _count = workspace.ledger_lines(campaign, states, offset=0, limit=PEOPLE)
    return {line.address for line in lines}


def test_what_happened_is_told_with_what_nobody_knows(begun: Practice) -> None:
    with begun.here() as workspace:
        told = workspace.incident.what_happened(CampaignId(begun.campaign))
    assert 0 < told.counts.accepted < PEOPLE
    assert (told.searched, told.unclear) == (PEOPLE, 0)
    assert [batch.handed_over for batch in told.batches] == [told.counts.accepted]
    assert told.first_at is not None
    assert told.last_at is not None
    assert told.first_at <= told.last_at
    everything = " ".join((*who_sentences(told), *known_sentences(told), *unknown_sentences(told)))
    assert "delivered" not in everything
    assert f"{told.counts.accepted} people of {PEOPLE}" in everything
    assert not told.copies.shown


def test_a_follow_up_lists_exactly_those_who_got_it(begun: Practice) -> None:
    campaign = CampaignId(begun.campaign)
    with begun.here() as workspace:
        author = workspace.resolve_person(begun.author)
        got_it = who_has_it(workspace, campaign)
        made = workspace.incident.follow_up(campaign, by=author)
        assert addresses(workspace, made.id) == got_it
        assert made.people == len(got_it)
        settings = load_content(workspace._desk, made.id).campaign.audience
        assert (settings.follows, settings.expected) == (campaign, len(got_it))
        blocking = [item.code for item in workspace.audience_findings(made.id) if item.blocks]
        assert blocking == ["overlap.sent"], "the same text never goes to them once more"
        sentences = " ".join(workspace.audience_decisions(made.id))
        assert "and nobody else" in sentences
        with pytest.raises(Blocked) as nobody:
            workspace.incident.follow_up(campaign, groups=("unclear",), by=author)
        assert [item.code for item in nobody.value.findings] == ["follow.nobody"]
        first = workspace.incident.follow_up(campaign, groups=("batch 1",), by=author)
        assert addresses(workspace, first.id) == got_it
        with pytest.raises(Blocked):
            workspace.incident.follow_up(campaign, groups=("batch 2",), by=author)


def test_a_list_with_anybody_else_is_refused_and_one_that_is_read_again_is_right(
    begun: Practice, tmp_path: Path
) -> None:
    campaign = CampaignId(begun.campaign)
    with begun.here() as workspace:
        desk, author = workspace._desk, workspace.resolve_person(begun.author)
        got_it = who_has_it(workspace, campaign)
        content = load_content(desk, campaign)
        settings = replace(content.campaign.audience, follows=campaign)
        everybody = replace(content, campaign=replace(content.campaign, audience=settings))
        (found,) = follow_findings(desk, everybody)
        assert (found.code, found.blocks) == ("follow.not_sent", True)
        assert str(PEOPLE - len(got_it)) in found.text
        made = workspace.incident.follow_up(campaign, by=author)
        workspace.export_folder(made.id, tmp_path / "follow")
        workspace.export_folder(campaign, tmp_path / "everybody")
        whole = (tmp_path / "everybody" / "audience.csv").read_bytes()
        (tmp_path / "follow" / "audience.csv").write_bytes(whole)
        workspace.import_folder(tmp_path / "follow", by=author, campaign_id=made.id)
        assert addresses(workspace, made.id) == got_it
        former = former_people(desk, load_content(desk, made.id))
        assert former is not None
        others = {one.address for packed in former.packed(5) for one in packed.people()}
        assert others | got_it == addresses(workspace, campaign)
        assert not others & got_it


def test_the_pack_holds_what_proves_it_and_verifies(begun: Practice, tmp_path: Path) -> None:
    campaign = CampaignId(begun.campaign)
    with begun.here() as workspace:
        author = workspace.resolve_person(begun.author)
        workspace.incident.write_pack(campaign, tmp_path / "pack.zip", by=author)
        workspace.incident.write_pack(campaign, tmp_path / "pack", by=author)
        with pytest.raises(UsageError):
            workspace.incident.write_pack(campaign, tmp_path / "pack", by=author)
        got_it = who_has_it(workspace, campaign)
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        names = set(pack.namelist())
    assert names == {path.name for path in (tmp_path / "pack").iterdir()}
    assert verify_evidence(tmp_path / "pack" / "evidence.composer-evidence").valid
    with (tmp_path / "pack" / "who-got-what.csv").open(encoding="utf-8-sig") as stream:
        lines = list(csv.DictReader(stream))
    assert {line["address"] for line in lines if line["state"] == "accepted"} == got_it
    assert all(line["digest"] for line in lines)


def test_the_command_makes_a_follow_up_and_writes_its_folder(
    begun: Practice, tmp_path: Path
) -> None:
    run, author = begun.run, begun.author
    told = run("incident", begun.campaign).record
    assert told["handed_over"] > 0
    made = run("incident", begun.campaign, "--follow-up", tmp_path / "next", by=author).record[
        "follow_up"
    ]
    assert made["people"] == told["handed_over"]
    assert (tmp_path / "next" / "campaign.toml").is_file()
    run("incident", begun.campaign, "--follow-up", tmp_path / "next", by=author, code=2)
    run("incident", begun.campaign, "--batch", "1", by=author, code=2)
