"""What only a hostile or careless typist sends: each gets a plain answer and the right exit code.

Exit 1 says that findings stand in the way, so nothing else may end with 1: a folder that cannot be
written is 3, a command that cannot be meant is 2, and with `--json` the answer is one JSON object.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from tests.flow.command_line import CommandLine
from tests.flow.conftest import Practice, change_cell, make_practice

NO_TEXT = os.fsdecode(b"\xff")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """One campaign for every question that changes nothing."""
    return make_practice(tmp_path_factory.mktemp("hostile"), people=4)


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("warp",),
        ("check", "x", "--sample", "9" * 30),
        ("check", "x", "--sample", "9" * 5000),
        ("send", "x", "--rate", "0"),
        ("settle", "x", "a@seed.test", "--sent", "--not-sent", "--evidence", "log"),
        ("people", "add", "Cy", "cy@seed.test", "--role", ""),
        ("people", "add", "Cy", "cy@seed.test", "--role", "king"),
        ("people", "add", "Cy", "cy@seed.test", "--role", "reviewer", "--locales", "de,zz_!!"),
        ("people", "add", "Cy\nBcc: x", "cy@seed.test", "--role", "reviewer"),
        ("people", "add", " ", "cy@seed.test", "--role", "reviewer"),
        ("people", "add", "Cy", "cy@seed.test", "--role", "owner"),
        ("people", "add", NO_TEXT, "cy@seed.test", "--role", "author"),
        ("policy", "set"),
        ("policy", "set", "--reviewers", "101"),
        ("policy", "set", "--expires-hours", "999999999"),
        ("status", NO_TEXT),
    ],
)
def test_a_command_that_cannot_be_meant_is_a_matter_of_usage(
    words: tuple[str, ...], shared: Practice
) -> None:
    answer = shared.run(*words, by=shared.author, code=2)
    assert answer.record["error"]
    assert answer.output.count(b"\n") == 1, "one JSON object and nothing else"
    with shared.here() as workspace:
        assert len(workspace.people()) == 2
        assert workspace.policy().version == 0


def test_what_the_system_refuses_is_a_failure_and_no_finding(
    shared: Practice, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for place in (folder, Path("/proc/report.csv"), folder / ("n" * 300)):
        answer = shared.run("report", shared.campaign, "--format", "csv", place, code=3)
        assert answer.record["error"]
    assert list(tmp_path.rglob("*")) == [folder], "no half file stays"


@pytest.mark.parametrize("group", ["people", "seeds"])
def test_options_are_understood_in_every_place(group: str, shared: Practice) -> None:
    run = CommandLine(Path("/nowhere/at/all"), shared.run.environment, shared.run.program)
    found = ["--json", "--workspace", str(shared.run.workspace)]
    for words in (([*found, group, "list"]), ([group, *found, "list"]), ([group, "list", *found])):
        done = subprocess.run(
            [*run.command()[:3], *words],
            env=run.environ(),
            capture_output=True,
            check=True,
            timeout=300,
        )
        assert done.stdout.startswith(b"{"), words


def test_an_empty_variable_names_nobody(shared: Practice) -> None:
    shared.run.environment["COMPOSER_AS"] = ""
    try:
        answer = shared.run("seal", shared.campaign, code=2)
    finally:
        del shared.run.environment["COMPOSER_AS"]
    assert answer.record["error"] == "Say who you are."


def test_a_demo_in_no_domain_leaves_nothing_behind(tmp_path: Path) -> None:
    run = CommandLine(tmp_path / "unused")
    run("demo", tmp_path / "demo", "--no-window", "--domain", "not a domain", code=2)
    assert not (tmp_path / "demo").exists()
    run("demo", tmp_path / "demo", "--no-window")


def test_a_comment_may_name_somebody_with_an_at_sign(small: Practice, tmp_path: Path) -> None:
    small.tested()
    small.review(tmp_path / "review")
    comment = "Agreed with @dora and eve@seed.test"
    answer = small.run("approve", small.campaign, "--comment", comment, by=small.reviewer)
    assert answer.record["still_needed"] == 0
    with sqlite3.connect(small.run.workspace / "workspace.db") as database:
        (details,) = database.execute(
            "SELECT details FROM audit WHERE action = 'signoff.approval'"
        ).fetchone()
    database.close()
    assert "@" not in details


def test_anybody_may_stop_even_somebody_unknown_here(small: Practice) -> None:
    small.run("stop", small.campaign, by="stranger@seed.test")
    assert (small.run.workspace / "sends" / small.campaign / "stop").exists()


def test_a_stop_needs_no_list_of_people_that_verifies(small: Practice) -> None:
    with sqlite3.connect(small.run.workspace / "workspace.db") as database:
        database.execute("UPDATE statement SET envelope = x'00' WHERE kind = 'roster'")
    database.close()
    small.run("stop", small.campaign, code=None)
    assert (small.run.workspace / "sends" / small.campaign / "stop").exists()


def test_settling_before_any_send_makes_no_record(small: Practice) -> None:
    with small.here() as workspace:
        address = workspace.preview(CampaignId(small.campaign), None).recipient.address
    answer = small.run(
        "settle", small.campaign, address, "--sent", "--evidence", "log line 7", by=small.author, code=1
    )  # fmt: skip
    assert answer.findings == ["send.not_begun"]
    assert not (small.run.workspace / "sends" / small.campaign / "ledger.db").exists()


def test_an_audience_replaced_during_a_check_is_not_taken_for_checked(
    small: Practice, tmp_path: Path
) -> None:
    folder = small.export(tmp_path / "other")
    change_cell(folder, "balance", "77.01")
    campaign = CampaignId(small.campaign)
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        replaced: list[str] = []

        def replace_once(_done: int, _total: int) -> None:
            if not replaced:
                file = folder / "audience.csv"
                replaced.append(workspace.replace_audience(campaign, file, by=author).id)

        workspace.check(campaign, progress=replace_once)
        assert replaced == [campaign]
        assert workspace.last_check(campaign) is None
