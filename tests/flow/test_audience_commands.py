"""From a file to exactly these people, on the command line: every step, and every refusal."""

from __future__ import annotations

import csv
import signal
import subprocess
import time
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from tests.flow.command_line import Answer
from tests.flow.conftest import FEW, Practice, make_practice, read_rows, wait_for


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return make_practice(tmp_path_factory.mktemp("audience"), people=FEW)


@pytest.fixture(scope="module")
def rows(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The example's rows with their header: every column that the message uses."""
    return read_rows(practice.export(tmp_path_factory.mktemp("out") / "folder"))


def write(file: Path, rows: list[list[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\r\n").writerows(rows)
    return file


def ask(practice: Practice, *words: object, code: int = 0) -> Answer:
    return practice.run("audience", practice.campaign, *words, by=practice.author, code=code)


def codes(answer: Answer) -> list[str]:
    return [item["code"] for item in answer.record["findings"]]


def listed(practice: Practice) -> int:
    with practice.here() as workspace:
        return workspace.status(CampaignId(practice.campaign)).audience


def changed(rows: list[list[str]], at: int, column: str, value: str) -> list[list[str]]:
    copy = [list(row) for row in rows]
    copy[at][rows[0].index(column)] = value
    return copy


def test_the_wrong_list_is_stopped_before_anything_is_taken_over(practice, rows, tmp_path):
    many = [rows[0]] + [
        [f"{number}.{row[0]}", *row[1:]] for number in range(30) for row in rows[1:]
    ]
    refused = ask(practice, "--replace", write(tmp_path / "many.csv", many), code=1)
    assert "audience.wrong_count" in codes(refused)
    assert listed(practice) == FEW
    ask(practice, "--discard")


def test_a_blank_address_is_told_and_no_neighbour_moves(practice, rows, tmp_path):
    blank = write(tmp_path / "blank.csv", changed(rows, 7, "email", ""))
    refused = ask(practice, "--replace", blank, code=1)
    (found,) = [item for item in refused.record["findings"] if item["severity"] == "block"]
    assert (found["code"], found["where"]["row"]) == ("address.empty", 8)
    assert found["where"]["column"] == "email"
    taken = ask(practice, "--leave-out", "address.empty", "--use", "--expect", FEW - 1)
    assert taken.record["count"] == FEW - 1
    after = read_rows(practice.export(tmp_path / "after"))
    assert after == rows[:7] + rows[8:], "every other row is as it was"
    ask(practice, "--replace", write(tmp_path / "all.csv", rows), "--expect", FEW)
    assert listed(practice) == FEW


def test_upper_and_lower_case_are_one_person(practice, rows, tmp_path):
    address = rows[1][rows[0].index("email")]
    twice = changed(rows, 2, "email", address.upper())
    refused = ask(practice, "--replace", write(tmp_path / "twice.csv", twice), code=1)
    assert "audience.duplicate" in codes(refused)
    assert listed(practice) == FEW
    ask(practice, "--discard")


def test_rows_are_mended_outside_and_brought_back_by_their_number(practice, rows, tmp_path):
    bad = changed(changed(rows, 3, "email", "nobody"), 9, "email", "a@example.com b@example.com")
    ask(practice, "--replace", write(tmp_path / "bad.csv", bad), code=1)
    saved = tmp_path / "to mend.csv"
    assert ask(practice, "--bad-rows", saved).record["rows"] == 2
    with saved.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    email = lines[0].index("email")
    assert [line[0] for line in lines[1:]] == ["4", "10"]
    for line in lines[1:]:
        line[email] = f"mended-{line[0]}@example.com"
    write(saved, [lines[0], *reversed(lines[1:])])
    brought = ask(practice, "--bring-back", saved)
    assert brought.record["pending"]["bad_rows"] == 0
    assert ask(practice, "--use").record["count"] == FEW
    after = read_rows(practice.export(tmp_path / "after"))
    assert [row[0] for row in after if row[0].startswith("mended")] == [
        "mended-4@example.com", "mended-10@example.com",
    ]  # fmt: skip


def test_a_filter_never_means_everybody_by_mistake(practice, rows, tmp_path):
    file = write(tmp_path / "all.csv", rows)
    refused = ask(practice, "--replace", file, "--segment", "statos = active", code=1)
    assert "segment.no_column" in codes(refused)
    refused = ask(practice, "--replace", file, "--segment", 'locale != "dee"', code=1)
    assert "segment.typo" in codes(refused)
    german = sum(row[rows[0].index("locale")].startswith("de") for row in rows[1:])
    kept = ask(
        practice, "--replace", file, "--segment", 'locale starts with "de"', "--expect", german
    )
    assert kept.record["count"] == german
    assert kept.record["segment"] == 'locale starts with "de"'
    everybody = ask(practice, "--replace", file, "--segment", "", "--expect", FEW)
    assert everybody.record["count"] == FEW


def test_a_filter_may_be_changed_without_the_file(practice):
    before = listed(practice)
    refused = ask(practice, "--segment", "nobody = here", code=1)
    assert "segment.no_column" in codes(refused)
    assert listed(practice) == before


def test_a_pending_list_is_read_in_another_way_in_one_step(practice, rows, tmp_path):
    named = changed(rows, 3, "first_name", "Zoë")
    file = write(tmp_path / "letters.csv", named)
    file.write_bytes(file.read_bytes().decode().encode("cp1252", "xmlcharrefreplace"))
    assert "audience.encoding_guess" in codes(ask(practice, "--replace", file, code=1))
    again = ask(practice, "--encoding", "windows-1252", code=1).record["pending"]
    assert again["rows"] == FEW
    assert "audience.encoding_guess" not in {item["code"] for item in again["findings"]}
    file.unlink()
    gone = ask(practice, "--encoding", "utf-8", code=2)
    assert "--replace" in gone.record["advice"]
    ask(practice, "--discard")


def test_cancelling_leaves_the_old_audience_and_a_second_import_is_refused(
    practice, rows, tmp_path
):
    big = tmp_path / "big.csv"
    write(big, [rows[0], *([f"{number}.{rows[1][0]}", *rows[1][1:]] for number in range(500_000))])
    before = listed(practice)
    command = practice.run.command(
        "audience", practice.campaign, "--replace", big, "--encoding", "utf-8", by=practice.author
    )
    with subprocess.Popen(
        command, env=practice.run.environ(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert b"progress" in process.stdout.readline()
        process.send_signal(signal.SIGSTOP)  # it is at it for as long as the second asks
        second = practice.run(
            "audience", practice.campaign, "--replace", big, by=practice.author, code=None
        )
        assert second.code != 0
        assert "audience.busy" in second.output.decode()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGCONT)
        began = time.monotonic()
        process.stdout.read()
        assert process.wait(timeout=60) != 0
        took = time.monotonic() - began
    assert took < 20, "far longer than the half second that it takes on a quiet machine"
    assert listed(practice) == before
    wait_for(lambda: ask(practice).record["pending"] is None)
