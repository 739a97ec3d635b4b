"""`translate status`, `review` and `comment`, as programs and people read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from composer.cli.main import BLOCKED, DONE, USAGE, run_command_line
from tests.unit.stages.test_translating import build

Run = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    build(tmp_path)
    campaign = (tmp_path / "id").read_text()

    def run_step(step: str, *more: str, by: str = "rita") -> tuple[int, dict[str, object]]:
        code = run_command_line(
            [
                "translate", step, campaign, *more, "--json",
                "--workspace", str(tmp_path / "workspace"), "--as", f"{by}@acme.co",
            ],
            open_window=lambda _path, _email: 0,
            open_file=lambda *_all: 0,
        )  # fmt: skip
        printed = capsys.readouterr()
        said = printed.out or printed.err
        return code, cast("dict[str, object]", json.loads(said))

    return run_step


def test_states_are_counted_reviewed_and_sent_back_from_the_command_line(run: Run) -> None:
    code, told = run("status")
    counts = {
        "locale": "de", "people": 2, "total": 4, "reviewed": 2, "draft": 0, "needs_work": 1, "new": 1,
        "finished": False,
    }  # fmt: skip
    assert (code, told["locales"]) == (DONE, [counts])
    assert run("status", "--locale", "fr")[1]["locales"] == []

    code, told = run("review", "--locale", "de", "--part", "what is  NEW")
    assert (code, told["reviewed"]) == (DONE, 1)
    assert run("review", "--locale", "de", "--all")[1]["reviewed"] == 0
    assert run("review", "--locale", "de", "--part", "Nothing")[0] == BLOCKED
    assert run("review", "--locale", "de", "--part", "Nobody")[0] == USAGE

    code, told = run("comment", "--locale", "de", "--part", "Hello", "Say Servus.", "--needs-work")
    assert (code, told["text"], told["by"]) == (DONE, "Say Servus.", "Rita")
    units = cast("list[dict[str, object]]", run("status", "--locale", "de")[1]["units"])
    assert [unit["state"] for unit in units] == ["needs_work", "reviewed", "reviewed", "new"]
    assert cast("dict[str, object]", units[1]["reviewed"])["by"] == "Rita"
    assert [said["text"] for said in cast("list[dict[str, object]]", units[0]["comments"])] == [
        "Say Servus."
    ]


def test_what_is_said_about_languages_is_set_and_taken_back(run: Run) -> None:
    code, told = run("fallback", "--locale", "fr", "--to", "de", by="ana")
    assert (code, told["fallback"], told["readers"]) == (DONE, {"fr": "de"}, [])
    code, told = run("reader", "--locale", "de", by="ana")
    assert (code, told["fallback"], told["readers"]) == (DONE, {"fr": "de"}, ["de"])
    assert run("fallback", "--locale", "fr", "--to", "ja", by="ana")[0] == BLOCKED
    assert run("fallback", "--locale", "fr", "--to", "de", by="rita")[0] == BLOCKED
    assert run("fallback", "--locale", "fr", "--none", by="ana")[1]["fallback"] == {}
    assert run("reader", "--locale", "de", "--not-needed", by="ana")[1]["readers"] == []
    assert run("fallback", "--locale", "fr", by="ana")[0] == USAGE
