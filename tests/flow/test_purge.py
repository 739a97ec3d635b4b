"""After a purge nothing of a campaign's people is found in any file, and its evidence still counts.

Also one person erased everywhere, and a removal that is cut off by the system.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.store.workspace_folder import open_workspace
from tests.flow.conftest import FEW, Practice, make_practice, read_rows

SHORTEST_NUMBER = 7
SHORTEST = 4
"""Shorter values are found everywhere by chance, and name nobody."""

STEPS = ("keep_hashed", "erase_checks", "erase_people", "done")
KILLED = """
import os, signal, sys
from pathlib import Path
from composer.store.privacy import PrivacyStore
from composer.store.suppressions import SuppressionStore
from composer.workspace import Workspace

workspace, campaign, step = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def killed(*_words, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(SuppressionStore if step == "keep_hashed" else PrivacyStore, step, killed)
opened = Workspace.open(workspace)
by = opened.people()[0].person
opened.privacy.purge(campaign, after_days=0, by=by)
"""


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A campaign of the example that was tested, approved and sent to its end."""
    folder = tmp_path_factory.mktemp("ended")
    usual = os.umask(0)  # whatever the person's own is, nothing must depend on it
    try:
        practice = make_practice(folder, people=FEW)
        practice.released(folder)
        practice.run("send", practice.campaign, by=practice.author, code=None)
        practice.run("resume", practice.campaign, by=practice.author, code=None)
        practice.run("send", practice.campaign, by=practice.author)
        practice.run("evidence", practice.campaign, folder / "out.evidence", by=practice.author)
        practice.run("report", practice.campaign, "--format", "csv", folder / "out.csv")
    finally:
        os.umask(usual)
    return practice


@pytest.fixture
def copy(ended: Practice, tmp_path: Path) -> Practice:
    """The same in a folder of its own."""
    path = tmp_path / "workspace"
    shutil.copytree(ended.run.workspace, path)
    shutil.copytree(ended.run.workspace.parent / "example", tmp_path / "example")
    folder = open_workspace(path)
    folder.adopt()
    folder.database.close()
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


def test_files_and_folders_are_for_their_owner_only(ended: Practice):
    folder = ended.run.workspace.parent
    written = [ended.run.workspace, *ended.run.workspace.rglob("*")]
    written += [folder / "review", *(folder / "review").iterdir()]
    written += [folder / "out.evidence", folder / "out.csv"]
    open_to_others = [
        f"{stat.S_IMODE(path.stat().st_mode):o} {path}"
        for path in written
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    assert open_to_others == []


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
    told = (tmp_path / "report.csv").read_text("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(told)))
    assert len(lines) == FEW
    assert {line["state"] for line in lines} == {"accepted"}
    assert copy.stage() == "report"


@pytest.mark.long
def test_a_removal_that_was_cut_off_is_finished_when_the_workspace_is_opened(
    copy: Practice, tmp_path: Path
):
    """The process is killed between any two steps; each step is one that may be done again."""
    values = values_of(tmp_path / "example")
    for step in STEPS:
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(copy.run.workspace), copy.campaign, step],
            env=copy.run.environ(),
            cwd=tmp_path,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        assert found_in(copy.run.workspace, values) or step == STEPS[-1]
    with copy.here() as workspace:
        purge = workspace.privacy.kept(CampaignId(copy.campaign)).purge
    assert purge is not None
    assert purge.done_at is not None
    assert found_in(copy.run.workspace, values) == set()


@pytest.mark.long
def test_a_campaign_without_its_people_can_be_read_and_not_changed(copy: Practice, tmp_path: Path):
    copy.run("purge", copy.campaign, "--after", "0", by=copy.author)
    again = copy.run("purge", copy.campaign, by=copy.author).record
    assert again["purged"] is True
    for words in (
        ("check", copy.campaign),
        ("seal", copy.campaign),
        ("audience", copy.campaign, "--replace", tmp_path / "example" / "audience.csv"),
        ("import", tmp_path / "example", "--campaign", copy.campaign),
        ("evidence", copy.campaign, tmp_path / "clear", "--addresses"),
    ):
        assert "campaign.purged" in copy.run(*words, by=copy.author, code=1).findings, words


@pytest.mark.long
def test_nothing_is_removed_before_its_time_nor_by_anybody_but_the_owner(copy: Practice):
    early = copy.run("purge", copy.campaign, by=copy.author, code=1)
    assert early.findings == ["purge.too_early"]
    stranger = copy.run("purge", copy.campaign, "--after", "0", by=copy.reviewer, code=1)
    assert stranger.findings == ["people.role_needed"]
    rule = copy.run("retention", "--days", "0", "--by-itself", "no", by=copy.author).record
    assert [item["id"] for item in rule["due"]] == [copy.campaign]
    with copy.here() as workspace:
        assert workspace.privacy.kept(CampaignId(copy.campaign)).purge is None
    copy.run("retention", "--by-itself", "yes", by=copy.author)
    with copy.here() as workspace:
        purge = workspace.privacy.kept(CampaignId(copy.campaign)).purge
    assert purge is not None
    assert purge.by == ""


@pytest.mark.long
def test_one_person_is_erased_everywhere_and_never_written_to_again(copy: Practice, tmp_path: Path):
    rows = read_rows(tmp_path / "example")
    address = rows[3][0]
    values = {address.encode(), rows[3][rows[0].index("account")].encode()}
    shutil.copytree(tmp_path / "example", tmp_path / "second")
    second = copy.run("import", tmp_path / "second", by=copy.author).record["id"]
    assert found_in(copy.run.workspace, values)
    erased = copy.run("people", "erase", address, by=copy.author).record
    assert erased["later"] == []
    assert len(erased["removed_from"]) == 2
    assert found_in(copy.run.workspace, values) == set()
    assert copy.run("audience", second, code=None).record["count"] == FEW - 1
    evidence = tmp_path / "after.evidence"
    copy.run("evidence", copy.campaign, evidence, by=copy.author)
    assert copy.run("verify", evidence).record["valid"] is True
    third = copy.run("import", tmp_path / "second", by=copy.author).record["id"]
    assert copy.run("status", third).record["counts"]["suppressed"] == 1
    others = {row[0].lower().encode() for row in rows[4:8]}
    assert {value for _file, value in found_in(copy.run.workspace, others)} == others


@pytest.mark.long
def test_a_frozen_campaign_leaves_an_erased_person_out_and_stays_as_it_was_signed(tmp_path: Path):
    practice = make_practice(tmp_path, people=FEW)
    proof = practice.seal()
    rows = read_rows(tmp_path / "example")
    address = rows[3][0]
    values = {address.encode(), rows[3][rows[0].index("account")].encode()}
    erased = practice.run("people", "erase", address, by=practice.author).record
    assert erased["removed_from"] == []
    assert len(erased["later"]) == 1
    status = practice.run("status", practice.campaign).record
    assert status["proof"] == proof
    assert status["counts"]["suppressed"] == 1
    assert found_in(practice.run.workspace, values)
    with practice.here() as workspace:
        workspace.change_frozen_too()
        author = workspace.resolve_person(practice.author)
        workspace.rename(CampaignId(practice.campaign), "Another name", by=author)
    with practice.here() as workspace:
        assert workspace.privacy.kept(CampaignId(practice.campaign)).people == FEW - 1
    assert found_in(practice.run.workspace, values) == set()
