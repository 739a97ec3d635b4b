"""After a purge nothing of a campaign's people is found in any file, and its evidence still counts.

Also one person erased everywhere, and a removal that is cut off by the system.
"""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from tests.flow.conftest import FEW, Practice, make_practice, read_rows

SHORTEST_NUMBER = 7
SHORTEST = 4
"""Shorter values are found everywhere by chance, and name nobody."""


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A campaign of the example that was tested, approved and sent to its end."""
    folder = tmp_path_factory.mktemp("ended")
    practice = make_practice(folder, people=FEW)
    practice.released(folder)
    practice.run("send", practice.campaign, by=practice.author, code=None)
    practice.run("resume", practice.campaign, by=practice.author, code=None)
    practice.run("send", practice.campaign, by=practice.author)
    return practice


@pytest.fixture
def copy(ended: Practice, tmp_path: Path) -> Practice:
    """The same in a folder of its own."""
    path = tmp_path / "workspace"
    shutil.copytree(ended.run.workspace, path)
    shutil.copytree(ended.run.workspace.parent / "example", tmp_path / "example")
    return Practice(
        run=type(ended.run)(path),
        campaign=ended.campaign,
        mailbox=path / "mailbox",
        author=ended.author,
        reviewer=ended.reviewer,
    )


def values_of(folder: Path) -> set[bytes]:
    """Every address, name and other value of the audience's file, as bytes to look for."""
    rows = read_rows(folder)
    kept = {rows[0].index("locale")}
    cells = {
        cell.strip()
        for row in rows[1:]
        for place, cell in enumerate(row)
        if place not in kept
        and len(cell.strip()) >= (SHORTEST_NUMBER if cell.strip().isdigit() else SHORTEST)
    }
    return {cell.encode() for cell in cells} | {
        re.sub(r"[^\x00-\x7f]", lambda m: f"\\u{ord(m[0]):04x}", cell).encode() for cell in cells
    }


def found_in(workspace: Path, values: set[bytes]) -> set[tuple[str, bytes]]:
    """Which of the values lie in which files of a workspace, upper or lower case."""
    folded = {value.lower() for value in values}
    return {
        (str(path.relative_to(workspace)), value)
        for path in sorted(workspace.rglob("*"))
        if path.is_file()
        for content in [path.read_bytes().lower()]
        for value in folded
        if value in content
    }


def test_after_a_purge_no_value_of_the_audience_is_in_any_file(copy: Practice, tmp_path: Path):
    values = values_of(tmp_path / "example")
    before = tmp_path / "before.evidence"
    copy.run("evidence", copy.campaign, before, by=copy.author)
    counts = copy.counts()
    assert found_in(copy.run.workspace, values)
    purged = copy.run("purge", copy.campaign, "--after", "0", by=copy.author).record
    assert purged["purged"] is True
    assert purged["people"] == FEW
    assert found_in(copy.run.workspace, values) == set()
    after = tmp_path / "after.evidence"
    copy.run("evidence", copy.campaign, after, by=copy.author)
    assert copy.run("verify", before).record["valid"] is True
    assert copy.run("verify", after).record["valid"] is True
    assert copy.counts() == counts
    copy.run("report", copy.campaign, "--format", "csv", tmp_path / "report.csv", by=copy.author)
    lines = list(csv.DictReader((tmp_path / "report.csv").open(encoding="utf-8-sig")))
    assert len(lines) == FEW
    assert {line["state"] for line in lines} == {"accepted"}
    assert copy.stage() == "report"
