"""The whole story on the command line: from the example to 2,000 messages and a report."""

from __future__ import annotations

import base64
import csv
import io
import json
from pathlib import Path

from composer.model.identifiers import CampaignId
from composer.rendering import jobs
from composer.stages.content import load_content
from tests.flow.conftest import EVERYBODY, Practice, on_the_wire, read_rows

SHOWN = 100
TRACE = (b"return-path:", b"delivered-to:", b"received:", b"date:")


def without_trace(message: bytes) -> bytes:
    """Take the receiving side's header fields and Date away, line by line, folding included."""
    head, separator, body = message.partition(b"\r\n\r\n")
    kept: list[bytes] = []
    leaving = False
    for line in head.split(b"\r\n"):
        if not line.startswith((b" ", b"\t")):
            leaving = line.lower().startswith(TRACE)
        if not leaving:
            kept.append(line)
    return b"\r\n".join(kept) + separator + body


def to_addresses(message: bytes) -> list[str]:
    head = message.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
    fields = [line for line in head.split(b"\r\n") if line.lower().startswith(b"to:")]
    assert len(fields) == 1
    return [part.strip().decode() for part in fields[0][3:].split(b",")]


def waits_for(practice: Practice) -> tuple[str, ...]:
    with practice.here() as workspace:
        return workspace.listing.with_stages([CampaignId(practice.campaign)])[0].waiting_for


def test_the_example_goes_from_seal_to_report_on_the_command_line(
    practice: Practice, tmp_path: Path
) -> None:
    run, campaign = practice.run, practice.campaign
    assert run("status", campaign).record["stage"] == "preview"

    checked = run("check", campaign).record
    assert checked["messages"] == EVERYBODY
    assert checked["variants"]["coverage"] == 1.0
    assert checked["eta"]["total_s"] > 0

    proof = run("seal", campaign, by=practice.author).record["proof"]
    assert run("test", campaign, by=practice.author).record["passed"] is True
    assert waits_for(practice) == (practice.reviewer,)
    run("review", campaign, "--out", tmp_path / "review", by=practice.reviewer)
    assert run("approve", campaign, by=practice.reviewer).record["still_needed"] == 0
    assert run("status", campaign).record["stage"] == "send"
    assert waits_for(practice) == (practice.author,)  # the only sender
    assert len(practice.seed_messages()) >= 2
    assert practice.messages() == []

    first = run("send", campaign, by=practice.author, code=1)
    assert "send.held" in first.findings
    assert practice.message_count() == 10

    run("resume", campaign, by=practice.author)
    last = run("send", campaign, by=practice.author).record
    assert last["counts"]["accepted"] == EVERYBODY

    status = run("status", campaign).record
    assert status["stage"] == "report"
    assert status["proof"] == proof
    assert sum(status["counts"].values()) == status["audience"] == EVERYBODY

    messages = practice.messages()
    assert len(messages) == EVERYBODY
    received = [to_addresses(message) for message in messages]
    assert all(len(addresses) == 1 for addresses in received)
    everybody = {addresses[0] for addresses in received}
    assert len(everybody) == EVERYBODY

    _report_and_evidence(practice, tmp_path, everybody)
    _sent_equals_rendered(practice, messages)


def _report_and_evidence(practice: Practice, folder: Path, audience: set[str]) -> None:
    practice.run("report", practice.campaign, "--format", "csv", folder / "report.csv")
    rows = list(csv.DictReader(io.StringIO((folder / "report.csv").read_text("utf-8-sig"))))
    assert len(rows) == EVERYBODY
    assert {row["state"] for row in rows} == {"accepted"}
    practice.run("report", practice.campaign, "--format", "html", folder / "report.html")
    assert "2000" in (folder / "report.html").read_text("utf-8")

    evidence = folder / "evidence.json"
    practice.run("evidence", practice.campaign, evidence)
    assert practice.run("verify", evidence).record == {"valid": True, "findings": []}
    changed = evidence.read_text("utf-8").replace('"accepted"', '"refused"', 1)
    (folder / "changed.json").write_text(changed, encoding="utf-8")
    assert practice.run("verify", folder / "changed.json", code=1).record["valid"] is False
    plain = evidence.read_text("utf-8")
    assert not [address for address in audience if address in plain], "addresses stay at home"


def _sent_equals_rendered(practice: Practice, messages: list[bytes]) -> None:
    """What everybody got is what is rendered for them, and what the command and the preview show."""
    campaign = CampaignId(practice.campaign)
    received = {to_addresses(message)[0]: without_trace(message) for message in messages}
    some = list(received)[:SHOWN]
    answer = practice.run("render", campaign, "--recipient", some[0])
    assert received[some[0]] == base64.b64decode(answer.record["content_base64"])
    with practice.here() as workspace:
        for address in some:
            assert received[address] == workspace.preview(campaign, address).eml
        desk = workspace._desk
        state = jobs.setup(load_content(desk, campaign).context())
        for person in desk.recipients.recipients(campaign):
            assert received.pop(on_the_wire(person.address)) == jobs.render_one(state, person).eml
    assert received == {}


def test_status_is_the_contract_s_shape(small: Practice) -> None:
    status = small.run("status", small.campaign).record
    assert {
        "stage", "blocked_by", "proof", "approvals", "counts", "audience", "seeds", "rate_per_s",
        "eta_s", "mailbox",
    } <= status.keys()  # fmt: skip
    assert list(status["counts"]) == [
        "planned", "claimed", "brink", "accepted", "refused", "deferred", "unknown", "suppressed",
        "held", "cancelled",
    ]  # fmt: skip
    assert json.dumps(status)


def test_a_recipient_is_found_by_either_spelling_of_the_domain(practice: Practice) -> None:
    folder = practice.export(practice.run.workspace.parent / "all")
    address = next(row[0] for row in read_rows(folder) if "αα" in row[0])
    plain = practice.run("render", practice.campaign, "--recipient", address).record
    ascii_form = address.replace("αα", "xn--mxaa")
    assert practice.run("render", practice.campaign, "--recipient", ascii_form).record == plain
    practice.run("render", practice.campaign, "--recipient", "nobody@seed.test", code=2)
