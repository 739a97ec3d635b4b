"""`policy show`, `set`, `approver` and `clock`, as programs and people read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from composer.cli.main import BLOCKED, DONE, USAGE, run_command_line
from composer.model.person import Role
from composer.workspace import Workspace

Run = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    ana = workspace.add_person(
        name="Ana", email="ana@acme.co", roles=frozenset({Role.OWNER}), by=None
    )
    workspace.add_person(name="Ben", email="ben@acme.co", roles=frozenset({Role.REVIEWER}), by=ana)
    workspace.close()

    def run_step(*words: str, by: str = "ana") -> tuple[int, dict[str, object]]:
        code = run_command_line(
            [
                "policy", *words, "--json",
                "--workspace", str(tmp_path / "workspace"), "--as", f"{by}@acme.co",
            ],
            open_window=lambda _path, _email: 0,
            open_file=lambda *_all: 0,
        )  # fmt: skip
        printed = capsys.readouterr()
        said = printed.out or printed.err
        return code, cast("dict[str, object]", json.loads(said) if said.startswith("{") else {})

    return run_step


def test_every_rule_is_set_and_shown(run: Run) -> None:
    code, told = run(
        "set", "--reviewers", "1", "--expires-hours", "48", "--wait-hours", "12",
        "--from-people", "10000:2", "--from-people", "50000:3", "--by-transport", "smtp:2",
        "--checks", "warnings,links", "--receipts", "3",
    )  # fmt: skip
    assert code == DONE
    assert told == run("show")[1]
    assert told["by_audience"] == [
        {"people": 10_000, "reviewers": 2},
        {"people": 50_000, "reviewers": 3},
    ]
    assert told["by_transport"] == [{"kind": "smtp", "reviewers": 2}]
    assert (told["wait_hours"], told["receipts"], told["checks"]) == (12, 3, ["links", "warnings"])
    code, told = run("set", "--from-people", "none", "--wait-hours", "0", "--checks", "none")
    assert (code, told["by_audience"], told["wait_hours"], told["checks"]) == (DONE, [], 0, [])
    assert told["by_transport"] == [{"kind": "smtp", "reviewers": 2}]


def test_somebody_is_named_goes_away_and_is_taken_off(run: Run) -> None:
    words = ("approver", "ben@acme.co", "--deputies", "dora@acme.co", "--phone", "+49 30 1")
    hours = ("--zone", "Europe/Berlin", "--hours", "09:00-17:00", "--days", "1,2")
    code, told = run(*words, *hours)
    (one,) = cast("list[dict[str, object]]", told["approvers"])
    assert (code, one["deputies"], one["is_away"]) == (DONE, ["dora@acme.co"], False)
    assert (one["zone"], one["begins"], one["ends"], one["days"]) == (
        "Europe/Berlin",
        "09:00",
        "17:00",
        [1, 2],
    )
    (one,) = cast(
        "list[dict[str, object]]", run("approver", "ben@acme.co", "--away")[1]["approvers"]
    )
    assert (one["is_away"], one["phone"]) == (True, "+49 30 1")
    assert run("approver", "ben@acme.co", "--remove")[1]["approvers"] == []
    assert run("approver", "ben@acme.co", "--remove")[0] == USAGE


def test_a_team_of_one_says_why_and_ends(run: Run) -> None:
    assert run("set", "--alone", "Nobody else works here.")[1]["alone"] == "Nobody else works here."
    assert run("set", "--reviewers", "2")[0] == USAGE  # a team of one has nobody else to ask
    assert run("set", "--alone", "none", "--reviewers", "2")[1]["alone"] == ""


@pytest.mark.parametrize(
    "words",
    [
        ("set",),
        ("set", "--from-people", "many"),
        ("set", "--by-transport", "pigeon:2"),
        ("set", "--checks", "horoscope"),
        ("approver", "ben@acme.co", "--hours", "9-5"),
        ("approver", "ben@acme.co", "--days", "8"),
    ],
)
def test_what_cannot_be_read_is_refused_as_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words)[0] == USAGE


def test_only_the_owner_changes_them(run: Run) -> None:
    assert run("set", "--reviewers", "2", by="ben")[0] == BLOCKED
    assert run("clock") == (DONE, {"believed": True})
    assert run("clock", "--correct", "Nothing is wrong.")[0] == USAGE
