"""A point to look at is accepted on the command line, sealed, and read by the reviewer."""

from __future__ import annotations

import html
from pathlib import Path

from tests.flow.conftest import Practice, change_cell

REASON = "Test is this person's name."


def test_a_reviewer_reads_who_accepted_what_and_why(small: Practice, tmp_path: Path) -> None:
    folder = small.export(tmp_path / "edited")
    change_cell(folder, "first_name", "test test")
    small.bring_back(folder)
    run, campaign = small.run, small.campaign
    unnamed = run(
        "check", campaign, "--accept", "content.bad_link", "--reason", "x", by=small.author, code=2
    )
    assert "content.bad_link" in unnamed.record["error"]
    run("check", campaign, "--accept", "content.field_test:1", by=small.author, code=2)
    accepting = ("check", campaign, "--accept", "content.field_test:1", "--reason", REASON)
    done = run(*accepting, by=small.author)
    accepted = {point["code"]: point["accepted"] for point in done.record["points"]}
    assert accepted["content.field_test"]["reason"] == REASON
    name = accepted["content.field_test"]["by"]
    small.seal()
    small.review(tmp_path / "review")
    page = (tmp_path / "review" / "index.html").read_text(encoding="utf-8")
    assert f"1 point accepted by {name}" in page.replace("\u2068", "").replace("\u2069", "")
    assert html.escape(REASON) in page
    taken = run("check", campaign, "--withdraw", "content.field_test:1", by=small.author)
    assert all(point["accepted"] is None for point in taken.record["points"])
    assert run("status", campaign).record["proof"] is None
