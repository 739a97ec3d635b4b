"""A practice workspace with the example, and the steps that take it up to a given stage.

Workspaces are made in this process, because that is quick; what a test is about goes through the
real command line.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.workspace import Workspace, make_demo
from tests.flow.command_line import CommandLine

DOMAIN = "seed.test"
FEW = 40


@dataclass
class Practice:
    """A practice workspace, its example campaign and its two people."""

    run: CommandLine
    campaign: str
    mailbox: Path
    author: str
    reviewer: str

    def seal(self) -> str:
        return self.run("seal", self.campaign, by=self.author).record["proof"]

    def test(self) -> dict:
        return self.run("test", self.campaign, by=self.author).record

    def review(self, folder: Path) -> None:
        self.run("review", self.campaign, "--out", folder, by=self.reviewer)

    def approve(self) -> dict:
        return self.run("approve", self.campaign, by=self.reviewer).record

    def released(self, folder: Path) -> str:
        """Take it up to the point where it may be sent; give the proof."""
        proof = self.seal()
        assert self.test()["passed"] is True
        self.review(folder / "review")
        assert self.approve()["still_needed"] == 0
        return proof

    def status(self) -> dict:
        return self.run("status", self.campaign).record

    def messages(self) -> list[bytes]:
        """Every message of the audience in the practice mailbox."""
        return [path.read_bytes() for path in self._files(self.mailbox)]

    def seed_messages(self) -> list[bytes]:
        return [path.read_bytes() for path in self._files(self.mailbox / ".Seeds")]

    @staticmethod
    def _files(folder: Path) -> list[Path]:
        return [path for name in ("new", "cur") for path in sorted((folder / name).glob("*"))]

    def export(self, folder: Path) -> Path:
        workspace = Workspace.open(self.run.workspace)
        workspace.export_folder(CampaignId(self.campaign), folder)
        workspace.close()
        return folder

    def bring_back(self, folder: Path) -> None:
        """Import a folder as a new revision of the campaign."""
        workspace = Workspace.open(self.run.workspace)
        author = workspace.resolve_person(self.author)
        result = workspace.import_folder(folder, by=author, campaign_id=CampaignId(self.campaign))
        workspace.close()
        assert result.id == self.campaign, result.findings


def make_practice(folder: Path, **environment: str) -> Practice:
    workspace, campaign = make_demo(folder / "workspace", domain=DOMAIN)
    by_role = {
        role.value: line.person.email for line in workspace.people() for role in line.person.roles
    }
    workspace.close()
    return Practice(
        run=CommandLine(folder / "workspace", dict(environment)),
        campaign=campaign,
        mailbox=workspace.mailbox,
        author=by_role["owner"],
        reviewer=by_role["reviewer"],
    )


def read_rows(folder: Path) -> list[list[str]]:
    text = (folder / "audience.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write_rows(folder: Path, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    (folder / "audience.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def keep_first(folder: Path, count: int) -> None:
    """Shorten a campaign folder's audience, and what was promised about it."""
    write_rows(folder, read_rows(folder)[: count + 1])
    path = folder / "campaign.toml"
    settings = path.read_text("utf-8").replace("expected = 2000", f"expected = {count}")
    path.write_text(settings, encoding="utf-8")


@pytest.fixture
def practice(tmp_path: Path, home: Path) -> Practice:
    """A fresh practice workspace with the example's 2,000 people."""
    return make_practice(tmp_path)


@pytest.fixture
def small(practice: Practice, tmp_path: Path) -> Practice:
    """The example with its first 40 people only, for the many tests that need no more."""
    folder = practice.export(tmp_path / "small")
    keep_first(folder, FEW)
    practice.bring_back(folder)
    shutil.rmtree(folder)
    return practice


@pytest.fixture
def edited(practice: Practice, tmp_path: Path) -> Callable[..., Path]:
    """Export the example, change one of its files, and give the folder to import."""
    made = iter(range(1000))

    def edit(name: str, old: str, new: str) -> Path:
        folder = practice.export(tmp_path / f"edited-{next(made)}")
        path = folder / name
        text = path.read_bytes().decode("utf-8")
        assert old in text, f"{name} holds no {old!r}"
        path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
        return folder

    return edit
