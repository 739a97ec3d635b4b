"""A campaign frozen anew after some had it: who got which of the two messages is never mixed up."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.model.identifiers import CampaignId
from composer.stages.incident import incident_text
from tests.flow.conftest import Practice, change_settings
from tests.flow.resting import PEOPLE, listed, resting_send, who_has_it

FIRST = 10  # the first batch


def fingerprint(made: Practice, address: str) -> str:
    shown = made.run("render", made.campaign, "--recipient", address, "--format", "headers")
    return str(shown.record["digest"])


def report_of(made: Practice, file: Path) -> dict[str, dict[str, str]]:
    made.run("report", made.campaign, "--format", "csv", file, by=made.author)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return {line["address"]: line for line in csv.DictReader(stream)}


@pytest.mark.long
def test_who_got_the_former_version_is_told_from_who_got_the_new_one(
    home: Path, tmp_path: Path
) -> None:
    made = resting_send(tmp_path)
    campaign, author = CampaignId(made.campaign), made.author
    with made.here() as workspace:
        had_first = who_has_it(workspace, campaign)
        everybody = set(listed(workspace, campaign))
    assert len(had_first) == FIRST
    early, late = min(had_first), min(everybody - had_first)
    former = {one: fingerprint(made, one) for one in (early, late)}
    proof_a = made.run("status", campaign).record["proof"]

    folder = made.export(tmp_path / "again")
    change_settings(folder, 'from = "Example', 'from = "Corrected Example')
    made.bring_back(folder)
    proof_b = made.released(tmp_path / "second")
    assert proof_a != proof_b
    lines = report_of(made, tmp_path / "between.csv")
    assert lines[early]["digest"] == former[early], "frozen anew, nothing of it was sent"

    made.run("send", campaign, by=author, code=None)
    made.run("resume", campaign, by=author, code=None)
    assert made.run("send", campaign, by=author).record["counts"]["accepted"] == PEOPLE

    lines = report_of(made, tmp_path / "after.csv")
    assert Counter(line["proof"] for line in lines.values()) == {
        proof_a: FIRST,
        proof_b: PEOPLE - FIRST,
    }
    assert {one for one, line in lines.items() if line["proof"] == proof_a} == had_first
    assert lines[early]["digest"] == former[early]
    assert lines[late]["digest"] == fingerprint(made, late) != former[late]
    page = tmp_path / "report.html"
    made.run("report", campaign, "--format", "html", page, by=author)
    assert f"1 · {proof_a[:8]}" in page.read_text("utf-8")
    assert f"1 · {proof_b[:8]}" in page.read_text("utf-8")

    told = made.run("incident", campaign).record
    assert [(one["proof"], one["handed_over"]) for one in told["versions"]] == [
        (proof_a, FIRST),
        (proof_b, PEOPLE - FIRST),
    ]
    assert [(one["batch"], one["proof"]) for one in told["batches"]] == [(1, proof_a), (1, proof_b)]
    with made.here() as workspace:
        words = incident_text(workspace.incident.what_happened(campaign))
    assert proof_a[:8] in words
    assert "was handed over to 4 people" in words

    wanted = ("--follow-up", tmp_path / "letter", "--proof", proof_a[:8])
    letter = made.run("incident", campaign, *wanted, by=author).record["follow_up"]
    assert letter["people"] == FIRST
    with made.here() as workspace:
        assert set(listed(workspace, letter["id"])) == had_first
        sentences = " ".join(workspace.audience_decisions(letter["id"]))
        assert proof_a[:8] in sentences
        person = workspace.resolve_person(author)
        group = f"batch 1 of {proof_b[:16]}"
        second = workspace.incident.follow_up(campaign, groups=(group,), by=person)
        assert set(listed(workspace, second.id)) == everybody - had_first
        group = f"batch 2 of {proof_a[:16]}"
        with pytest.raises(Blocked):
            workspace.incident.follow_up(campaign, groups=(group,), by=person)
    # the letter's own folder is read back as it was written
    made.run("import", tmp_path / "letter", "--campaign", letter["id"], by=author)
    made.run("incident", campaign, "--proof", proof_a, code=2)
    wrong = ("--follow-up", tmp_path / "other", "--proof", "0" * 8)
    assert proof_b[:16] in made.run("incident", campaign, *wrong, by=author, code=2).errors
