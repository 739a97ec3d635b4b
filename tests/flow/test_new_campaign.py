"""`composer new`: a copy and a beginning by command, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.conftest import FEW, Practice, make_practice


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return make_practice(tmp_path_factory.mktemp("new"), people=FEW)


def test_a_campaign_is_begun_by_command(practice: Practice, tmp_path: Path) -> None:
    run = practice.run
    copied = run("new", "Again", "--copy", practice.campaign, by=practice.author).record
    assert copied["name"] == "Again"
    assert copied["id"] != practice.campaign
    assert run("audience", copied["id"], code=1).record["count"] == 0
    begun = run(
        "new", "Spring", "--layout", "newsletter", "--sender", "Acme <a@acme.co>",
        by=practice.author,
    ).record  # fmt: skip
    assert run("export", begun["id"], tmp_path / "out").code == 0
    assert 'name = "Spring"' in (tmp_path / "out" / "campaign.toml").read_text(encoding="utf-8")


def test_a_beginning_without_its_first_words_is_a_matter_of_usage(practice: Practice) -> None:
    run = practice.run
    run("new", "Spring", "--layout", "notice", by=practice.author, code=2)
    sender = ("--sender", "a@acme.co")
    run("new", "Spring", "--layout", "no", *sender, by=practice.author, code=2)
    run("new", "Spring", by=practice.author, code=2)
    refused = run("new", "Mine", "--copy", practice.campaign, by=practice.reviewer, code=1)
    assert refused.findings == ["people.role_needed"]
