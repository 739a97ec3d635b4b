"""Nearly the same message to the same people again: told, stopped, explained, sealed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from composer.findings import Finding
from composer.folder.audience_source import with_audience_settings
from composer.folder.settings import read_settings
from composer.model.identifiers import CampaignId
from tests.flow.conftest import FEW, Practice, make_practice, read_rows, write_rows, write_shortened


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return make_practice(tmp_path, people=FEW)


def bring(
    practice: Practice, folder: Path, *, campaign: str | None = None, **decided: object
) -> str:
    """Import a folder with other decisions about its audience; give the campaign's id."""
    toml = folder / "campaign.toml"
    read = read_settings(toml.read_bytes())[0]
    assert read is not None
    after = replace(read.audience, **decided)
    toml.write_bytes(with_audience_settings(toml.read_bytes(), read.audience, after))
    with practice.here() as workspace:
        author = workspace.resolve_person(practice.author)
        known = CampaignId(campaign) if campaign else None
        result = workspace.import_folder(folder, by=author, campaign_id=known)
    assert result.id, result.findings
    return result.id


def told(practice: Practice, campaign: str) -> list[Finding]:
    with practice.here() as workspace:
        findings = workspace.audience_findings(CampaignId(campaign))
    return [item for item in findings if item.code.startswith("overlap.")]


def test_a_frozen_campaign_stops_its_copy_until_somebody_gives_the_reason(practice, tmp_path):
    folder = write_shortened(tmp_path / "again", FEW)
    copy = bring(practice, folder)
    assert [item.code for item in told(practice, copy)] == ["overlap.drafted"]

    practice.seal()
    (found,) = told(practice, copy)
    assert (found.code, dict(found.values)["shared"]) == ("overlap.sent", FEW)
    assert told(practice, practice.campaign) == [], "what was frozen first is not stopped by it"
    refused = practice.run("seal", copy, by=practice.author, code=1)
    assert "overlap.sent" in [item["code"] for item in refused.record["findings"]]

    reason = "The first letter named the wrong day"
    bring(practice, folder, campaign=copy, overlap=((practice.campaign, reason),))
    (noted,) = told(practice, copy)
    assert (noted.code, noted.blocks) == ("overlap.reason", False)
    assert reason in noted.text
    practice.run("seal", copy, by=practice.author)
    review = tmp_path / "review"
    practice.run("review", copy, "--out", review, by=practice.reviewer)
    page = (review / "index.html").read_text("utf-8")
    assert 0 < page.index(reason) < page.index("<article>"), "reviewers see it first"


def test_half_of_the_people_or_other_words_are_no_overlap(practice, tmp_path):
    practice.seal()
    half = write_shortened(tmp_path / "half", FEW)
    rows = read_rows(half)
    email = rows[0].index("email")
    for row in rows[1 + FEW // 2 :]:
        row[email] = f"other-{row[email]}"
    write_rows(half, rows)
    assert told(practice, bring(practice, half)) == []

    other = write_shortened(tmp_path / "other", FEW)
    shutil.rmtree(other / "translations")
    (other / "message.md").write_text(
        "---\nsubject: Maintenance on Sunday\n---\nThe office is closed on Sunday.\n", "utf-8"
    )
    rows = read_rows(other)
    locale = rows[0].index("locale")
    for row in rows[1:]:
        row[locale] = "en"
    write_rows(other, rows)
    assert told(practice, bring(practice, other)) == []
