"""Every forbidden move: refused with a reason, and nothing left the machine."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flow.command_line import CommandLine
from tests.flow.conftest import Practice, read_rows
from tests.flow.test_bad_input import change_cell

ROOT = Path(__file__).resolve().parents[2]


def nothing_left(practice: Practice) -> bool:
    return practice.messages() == []


def refused(practice: Practice, *codes: str) -> None:
    """Sending is refused, for these reasons among others, and the mailbox stays empty."""
    answer = practice.run("send", practice.campaign, by=practice.author, code=1)
    assert set(codes) <= set(answer.findings), answer.findings
    assert nothing_left(practice)


def test_sending_without_a_seal_is_refused(small: Practice) -> None:
    refused(small, "send.not_sealed")


def test_sending_without_a_test_is_refused(small: Practice) -> None:
    small.seal()
    refused(small, "send.not_tested")


def test_sending_without_an_approval_is_refused(small: Practice) -> None:
    small.seal()
    assert small.test()["passed"] is True
    refused(small, "send.not_approved")


def test_an_approval_by_the_author_is_refused(small: Practice, tmp_path: Path) -> None:
    small.seal()
    small.test()
    small.run("review", small.campaign, "--out", tmp_path / "review", by=small.author, code=None)
    answer = small.run("approve", small.campaign, by=small.author, code=1)
    assert "signoff.author" in answer.findings
    refused(small, "send.not_approved")


def test_an_approval_of_what_was_never_shown_is_refused(small: Practice) -> None:
    small.seal()
    small.test()
    answer = small.run("approve", small.campaign, by=small.reviewer, code=1)
    assert "signoff.not_shown" in answer.findings
    refused(small, "send.not_approved")


def test_a_rejection_blocks_the_send(small: Practice, tmp_path: Path) -> None:
    small.seal()
    small.test()
    small.review(tmp_path / "review")
    small.run("reject", small.campaign, "--comment", "Wrong date", by=small.reviewer)
    refused(small, "send.rejected")


CHANGES = {
    "body": ("message.md", "\n", "\nx", "send.proof_changed"),
    "translation": ("translations/de.po", 'msgstr "', 'msgstr "x', "send.proof_changed"),
    "sender": ("campaign.toml", 'from = "', 'from = "X ', "send.proof_changed"),
    "pace": ("campaign.toml", "per_second = ", "per_second = 1", "send.proof_changed"),
    "policy": ("campaign.toml", "reviewers = 1", "reviewers = 2", "send.proof_changed"),
    "audience row": ("audience.csv", "1", "2", "send.proof_changed"),
}  # fmt: skip


@pytest.mark.parametrize("part", CHANGES)
def test_one_changed_byte_voids_the_approval(
    part: str, small: Practice, edited: Callable[..., Path], tmp_path: Path
) -> None:
    small.released(tmp_path)
    name, old, new, code = CHANGES[part]
    if part == "body":
        folder = small.export(tmp_path / "body")
        path = folder / name
        path.write_bytes(path.read_bytes().rstrip() + b" x\n")
    elif part == "audience row":
        folder = small.export(tmp_path / "row")
        change_cell(folder, "balance", "77.01")
    else:
        folder = edited(name, old, new)
    small.bring_back(folder)
    refused(small, code)


def test_another_transport_voids_the_approval(
    small: Practice, edited: Callable[..., Path], tmp_path: Path
) -> None:
    small.released(tmp_path)
    folder = edited("campaign.toml", 'kind = "practice"', 'kind = "eml"\ndirectory = "out"')
    small.bring_back(folder)
    refused(small, "send.proof_changed")


def test_a_changed_program_voids_the_approval(small: Practice, tmp_path: Path) -> None:
    small.released(tmp_path)
    changed = tmp_path / "program"
    changed.mkdir()
    for name in ("composer", "templates", "resources", "packaging"):
        shutil.copytree(ROOT / name, changed / name, ignore=shutil.ignore_patterns("__pycache__"))
    source = changed / "composer" / "rendering" / "message.py"
    source.write_bytes(source.read_bytes() + b"\n")
    small.run.program = changed
    refused(small, "send.proof_changed")
    small.run.program = None
    assert small.status()["stage"] == "send", "the approved program may still send"


def test_undoing_a_change_brings_the_approval_back(
    small: Practice, edited: Callable[..., Path], tmp_path: Path
) -> None:
    original = small.export(tmp_path / "original")
    small.bring_back(original)
    proof = small.released(tmp_path)
    folder = edited("campaign.toml", "per_second = ", "per_second = 1")
    small.bring_back(folder)
    refused(small, "send.proof_changed")
    small.bring_back(original)
    assert small.status()["stage"] == "send"
    assert small.status()["proof"] == proof


def test_our_own_rendering_is_no_receipt(small: Practice, tmp_path: Path) -> None:
    small.seal()
    first = small.run("audience", small.campaign).record
    assert first["count"] == 40
    folder = small.export(tmp_path / "out")
    address = read_rows(folder)[1][0]
    rendered = tmp_path / "own.eml"
    rendered.write_bytes(small.run.raw("render", small.campaign, "--recipient", address))
    answer = small.run("test", small.campaign, "--receipt", rendered, by=small.author, code=1)
    assert answer.record["passed"] is False
    refused(small, "send.not_tested")


def test_a_receipt_of_another_proof_does_not_count(
    small: Practice, edited: Callable[..., Path], tmp_path: Path
) -> None:
    small.seal()
    assert small.test()["passed"] is True
    received = tmp_path / "received.eml"
    received.write_bytes(small.seed_messages()[0])
    folder = edited("campaign.toml", "per_second = ", "per_second = 1")
    small.bring_back(folder)
    small.seal()
    answer = small.run("test", small.campaign, "--receipt", received, by=small.author, code=1)
    assert answer.record["passed"] is False
    refused(small, "send.not_tested")


def test_a_rejection_turned_into_an_approval_in_the_database_is_refused(
    small: Practice, tmp_path: Path
) -> None:
    small.seal()
    small.test()
    small.review(tmp_path / "review")
    small.run("reject", small.campaign, "--comment", "No", by=small.reviewer)
    database = sqlite3.connect(small.run.workspace / "workspace.db")
    (envelope,) = database.execute(
        "SELECT envelope FROM statement WHERE kind = 'approval' ORDER BY number DESC"
    ).fetchone()
    forged = envelope.replace(b"rejection", b"approval")
    with database:
        database.execute("UPDATE statement SET envelope = ? WHERE kind = 'approval'", (forged,))
    database.close()
    answer = small.run("send", small.campaign, by=small.author, code=None)
    assert answer.code in {1, 3}
    assert nothing_left(small)


def test_a_copied_workspace_sends_nothing(small: Practice, tmp_path: Path) -> None:
    small.released(tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(small.run.workspace, copy)
    there = CommandLine(copy, small.run.environment)
    answer = there("send", small.campaign, by=small.author, code=1)
    assert "workspace.copied" in answer.findings
    assert not list((copy / "mailbox" / "new").glob("*"))
    assert nothing_left(small)
    small.run("send", small.campaign, by=small.author, code=1)
    assert len(small.messages()) == 10, "the original still sends"


def test_a_workspace_copied_in_mid_send_sends_nothing(small: Practice, tmp_path: Path) -> None:
    small.released(tmp_path)
    small.run("send", small.campaign, by=small.author, code=1)
    copy = tmp_path / "copy"
    shutil.copytree(small.run.workspace, copy)
    there = CommandLine(copy, small.run.environment)
    before = len(list((copy / "mailbox" / "new").glob("*")))
    there("resume", small.campaign, by=small.author, code=None)
    there("send", small.campaign, by=small.author, code=1)
    assert len(list((copy / "mailbox" / "new").glob("*"))) == before


def test_two_processes_cannot_send_one_campaign(practice: Practice, tmp_path: Path) -> None:
    practice.released(tmp_path)
    practice.run("send", practice.campaign, by=practice.author, code=1)
    practice.run("resume", practice.campaign, by=practice.author)
    command = practice.run.command("send", practice.campaign, "--rate", "50/s", by=practice.author)
    with subprocess.Popen(
        command, env=practice.run.environ(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as first:
        try:
            _wait_for(lambda: len(practice.messages()) > 12)
            second = practice.run("send", practice.campaign, by=practice.author, code=None)
            assert second.code in {1, 3}
            assert str(first.pid) in second.errors + str(second.record)
        finally:
            practice.run("stop", practice.campaign)
            first.wait(60)
    counts = practice.status()["counts"]
    assert sum(counts.values()) == 2000
    assert len(practice.messages()) == counts["accepted"] + counts["unknown"]


def test_stop_means_stop_and_survives_a_restart(practice: Practice, tmp_path: Path) -> None:
    practice.released(tmp_path)
    practice.run("send", practice.campaign, by=practice.author, code=1)
    practice.run("resume", practice.campaign, by=practice.author)
    command = practice.run.command("send", practice.campaign, "--rate", "100/s", by=practice.author)
    with subprocess.Popen(
        command, env=practice.run.environ(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as sending:
        _wait_for(lambda: len(practice.messages()) > 30)
        practice.run("stop", practice.campaign)
        assert sending.wait(60) == 1
    count = len(practice.messages())
    answer = practice.run("send", practice.campaign, by=practice.author, code=1)
    assert "send.stopped" in answer.findings
    assert len(practice.messages()) == count
    by_reviewer = practice.run("resume", practice.campaign, by=practice.reviewer, code=1)
    assert "people.role_needed" in by_reviewer.findings
    counts = practice.status()["counts"]
    assert counts["held"] == 2000 - count - counts["unknown"]


def test_a_reimported_folder_is_a_new_campaign_with_every_gate_shut(
    small: Practice, tmp_path: Path
) -> None:
    small.released(tmp_path)
    folder = small.export(tmp_path / "again")
    known = small.run("import", folder, by=small.author, code=1)
    assert "campaign.known" in known.findings
    settings = (folder / "campaign.toml").read_text("utf-8").splitlines(keepends=True)
    (folder / "campaign.toml").write_text(
        "".join(line for line in settings if not line.startswith("id = ")), encoding="utf-8"
    )
    new = small.run("import", folder, by=small.author).record["id"]
    assert new != small.campaign
    answer = small.run("send", new, by=small.author, code=1)
    assert "send.not_sealed" in answer.findings
    assert nothing_left(small)


def test_an_empty_first_name_that_would_be_printed_blocks_the_seal(
    small: Practice, tmp_path: Path
) -> None:
    folder = small.export(tmp_path / "empty")
    path = folder / "message.md"
    path.write_text(
        path.read_text("utf-8") + "\n\nBest wishes to you, {{ first_name }}\n", encoding="utf-8"
    )
    for catalogue in (folder / "translations").glob("*.po"):
        catalogue.write_text(
            catalogue.read_text("utf-8")
            + '\n\nmsgid "Best wishes to you, {{ first_name }}"\n'
            + 'msgstr "x {{ first_name }}"\n',
            encoding="utf-8",
        )
    change_cell(folder, "first_name", "  ")
    small.bring_back(folder)
    answer = small.run("seal", small.campaign, by=small.author, code=1)
    assert "content.empty_field" in answer.findings
    refused(small, "send.not_sealed")


def test_a_killed_sender_is_resumed_by_sending_again(small: Practice, tmp_path: Path) -> None:
    small.released(tmp_path)
    small.run("send", small.campaign, by=small.author, code=1)
    small.run("resume", small.campaign, by=small.author)
    command = small.run.command("send", small.campaign, "--rate", "20/s", by=small.author)
    with subprocess.Popen(
        command, env=small.run.environ(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as sending:
        _wait_for(lambda: len(small.messages()) > 14)
        os.kill(sending.pid, signal.SIGKILL)
        sending.wait(10)
    small.run("send", small.campaign, by=small.author)
    counts = small.status()["counts"]
    assert sum(counts.values()) == 40
    assert counts["accepted"] + counts["unknown"] == 40
    assert len(small.messages()) in {40, 40 - counts["unknown"]}


def _wait_for(ready: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
