"""A correction from end to end: stopped, corrected, signed anew, sent to exactly the held."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.flow.conftest import FEW, Practice, change_settings

FIRST = 10  # the first batch


def addressees(messages: list[bytes]) -> Counter[str]:
    """Count the messages by whom they were delivered to."""
    return Counter(str(message_from_bytes(one)["Delivered-To"]) for one in messages)


@pytest.mark.long
def test_a_correction_reaches_exactly_those_who_had_not_got_it(
    small: Practice, tmp_path: Path
) -> None:
    first = small
    first.released(tmp_path)
    author = first.author
    first.run("send", first.campaign, by=author, code=1)
    has_it = addressees(first.messages())
    assert len(has_it) == FIRST
    first.run("stop", first.campaign, by=first.reviewer)

    refused = first.run("correct", first.campaign, "--people", FEW, by=author, code=1)
    assert refused.findings
    reason = "The name of the sender was wrong"
    left = FEW - FIRST
    made = first.run("correct", first.campaign, "--people", left, "--reason", reason, by=author)
    assert made.record["people"] == left
    assert first.run("resume", first.campaign, by=author, code=1).findings, "it is ended for good"

    second = replace(first, campaign=made.record["id"])
    assert second.run("send", second.campaign, by=author, code=1).findings, "nobody signed it"
    folder = second.export(tmp_path / "corrected")
    change_settings(folder, 'from = "Example', 'from = "Corrected Example')
    second.bring_back(folder)
    second.released(tmp_path / "second")
    assert second.message_count() == FIRST, "until somebody sends nothing leaves"
    second.run("send", second.campaign, by=author, code=1)
    second.run("resume", second.campaign, by=author)
    done = second.run("send", second.campaign, by=author).record
    assert done["finished"] is True
    assert done["counts"]["accepted"] == left

    corrected = [one for one in second.messages() if b"Corrected Example" in one]
    got_second = addressees(corrected)
    assert len(got_second) == sum(got_second.values()) == left
    assert not set(got_second) & set(has_it)
    assert sum(addressees(second.messages()).values()) == FEW

    status = first.run("status", first.campaign).record
    assert status["ended"]["linked"] == second.campaign
    assert status["ended"]["together"]["accepted"] == FEW
    assert sum(status["ended"]["together"].values()) == FEW
    report = tmp_path / "report.csv"
    first.run("report", first.campaign, "--format", "csv", report)
    lines = report.read_text("utf-8-sig").splitlines()
    states = Counter(row["state"] for row in csv.DictReader(lines))
    assert states == {"accepted": FIRST, "cancelled": left}
    text = tmp_path / "report.html"
    first.run("report", first.campaign, "--format", "html", text)
    assert reason in text.read_text("utf-8")
