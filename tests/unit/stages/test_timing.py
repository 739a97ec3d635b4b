"""Days in people's cells until which something is asked for, judged at the day of the check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from composer.model.person import Role
from composer.stages.checking import writing_findings
from composer.stages.content import load_content
from composer.stages.timing import deadline_findings
from composer.workspace import Workspace

SETTINGS = """
name = "News"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
MESSAGE = (
    "---\nsubject: Hello\n---\nAnswer by **{{ until | date }}**. From {{ start | date }} it counts. "
    "We meet on Friday, 21 November 2026.\n"
)
PEOPLE = (
    "email,locale,until,start\nann@acme.co,,2026-11-30,2020-01-01\n"
    "bob@acme.co,,2026-11-10,2020-01-01\ncal@acme.co,,2026-11-01,2020-01-01\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Workspace, str]]:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    source = tmp_path / "campaign"
    source.mkdir()
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", MESSAGE), ("audience.csv", PEOPLE),
    ):  # fmt: skip
        (source / name).write_text(text)
    yield workspace, workspace.import_folder(source, by=ana).id
    workspace.close()


def test_a_day_that_is_over_is_found_in_the_column_that_asks(made: tuple[Workspace, str]) -> None:
    workspace, campaign = made
    desk, content = workspace._desk, load_content(workspace._desk, campaign)
    (found,) = deadline_findings(desk, content, at=date(2026, 11, 15))
    values = dict(found.values)
    assert (found.place_of("row"), values["column"], values["count"]) == (3, "until", 2)
    assert list(deadline_findings(desk, content, at=date(2026, 10, 1))) == []


def test_what_is_written_is_judged_with_its_file_and_line(made: tuple[Workspace, str]) -> None:
    workspace, campaign = made
    desk = replace(workspace._desk, now=lambda: datetime(2026, 11, 15, tzinfo=UTC))
    (found,) = (
        item
        for item in writing_findings(desk, load_content(desk, campaign))
        if item.code == "content.weekday"
    )
    assert (found.place_of("file"), found.place_of("line")) == ("message.md", 1)
