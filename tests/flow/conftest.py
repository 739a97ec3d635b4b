"""Practice workspaces with the example, taken up to a given stage.

What leads to a test's own question is done in this process, because that is quick; the question is
put to the real command line, one process for each command.
"""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.model.overview import TestSummary
from composer.model.person import Role
from composer.stages.example import AUTHOR_ROLES, SEEDS, write_example
from composer.store.workspace_folder import open_workspace
from composer.workspace import Workspace, make_demo
from tests.flow.command_line import CommandLine
from tests.quick_workers import _quick_workers  # noqa: F401 - a fixture

DOMAIN = "seed.test"
EVERYBODY = 2000
FEW = 40


@dataclass
class Practice:
    """A practice workspace, its example campaign and its two people."""

    run: CommandLine
    campaign: str
    mailbox: Path
    author: str
    reviewer: str

    @contextmanager
    def here(self) -> Iterator[Workspace]:
        """The workspace opened in this process."""
        workspace = Workspace.open(self.run.workspace)
        try:
            yield workspace
        finally:
            workspace.close()

    def seal(self) -> str:
        with self.here() as workspace:
            author = workspace.resolve_person(self.author)
            return workspace.seal(CampaignId(self.campaign), by=author)[0]

    def test(self) -> TestSummary:
        with self.here() as workspace:
            author = workspace.resolve_person(self.author)
            return workspace.test(CampaignId(self.campaign), by=author)

    def review(self, folder: Path) -> None:
        with self.here() as workspace:
            reviewer = workspace.resolve_person(self.reviewer)
            workspace.review(CampaignId(self.campaign), folder, by=reviewer)

    def approve(self) -> int:
        """Approve, and give how many approvals are still needed."""
        with self.here() as workspace:
            reviewer = workspace.resolve_person(self.reviewer)
            return workspace.approve(CampaignId(self.campaign), by=reviewer)[1]

    def tested(self) -> str:
        """Seal and test it; give the proof."""
        proof = self.seal()
        assert self.test().passed is True
        return proof

    def released(self, folder: Path) -> str:
        """Take it up to the point where it may be sent; give the proof."""
        proof = self.tested()
        self.review(folder / "review")
        assert self.approve() == 0
        return proof

    def stage(self) -> str:
        with self.here() as workspace:
            return workspace.status(CampaignId(self.campaign)).stage.value

    def counts(self) -> dict[str, int]:
        return self.run("status", self.campaign).record["counts"]

    def messages(self) -> list[bytes]:
        """Every message of the audience in the practice mailbox."""
        return [path.read_bytes() for path in self._files(self.mailbox)]

    def message_count(self) -> int:
        return len(self._files(self.mailbox))

    def seed_messages(self) -> list[bytes]:
        return [path.read_bytes() for path in self._files(self.mailbox / ".Seeds")]

    @staticmethod
    def _files(folder: Path) -> list[Path]:
        return [path for name in ("new", "cur") for path in sorted((folder / name).glob("*"))]

    def export(self, folder: Path) -> Path:
        with self.here() as workspace:
            workspace.export_folder(CampaignId(self.campaign), folder)
        return folder

    def bring_back(self, folder: Path) -> None:
        """Import a folder as a new revision of the campaign."""
        with self.here() as workspace:
            author = workspace.resolve_person(self.author)
            result = workspace.import_folder(
                folder, by=author, campaign_id=CampaignId(self.campaign)
            )
        assert result.id == self.campaign, result.findings


def make_practice(folder: Path, *, people: int = EVERYBODY) -> Practice:
    """Make a practice workspace with the example, or with the first people of it only."""
    path = folder / "workspace"
    if people == EVERYBODY:
        workspace, campaign = make_demo(path, domain=DOMAIN)
    else:
        workspace = Workspace.create(path, practice=True)
        campaign = _import_shortened(workspace, folder / "example", people)
    by_role = {
        role.value: line.person.email for line in workspace.people() for role in line.person.roles
    }
    workspace.close()
    return Practice(
        run=CommandLine(path),
        campaign=campaign,
        mailbox=workspace.mailbox,
        author=by_role["owner"],
        reviewer=by_role["reviewer"],
    )


def _import_shortened(workspace: Workspace, folder: Path, people: int) -> CampaignId:
    ana = workspace.add_person(name="Ana", email=f"ana@{DOMAIN}", roles=AUTHOR_ROLES, by=None)
    workspace.add_person(
        name="Ben", email=f"ben@{DOMAIN}", roles=frozenset({Role.REVIEWER}), by=ana
    )
    for name in SEEDS:
        workspace.add_seed(f"{name}@{DOMAIN}", by=ana)
    result = workspace.import_folder(write_shortened(folder, people), by=ana)
    assert result.id, result.findings
    return CampaignId(result.id)


def write_shortened(folder: Path, people: int) -> Path:
    """Write the example as a folder with its first people only."""
    write_example(folder, domain=DOMAIN)
    write_rows(folder, read_rows(folder)[: people + 1])
    change_settings(folder, f"expected = {EVERYBODY}", f"expected = {people}")
    return folder


def change_settings(folder: Path, old: str, new: str) -> None:
    path = folder / "campaign.toml"
    settings = path.read_text("utf-8")
    assert old in settings, f"campaign.toml holds no {old!r}"
    path.write_text(settings.replace(old, new, 1), encoding="utf-8")


def read_rows(folder: Path) -> list[list[str]]:
    text = (folder / "audience.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write_rows(folder: Path, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    (folder / "audience.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def change_cell(folder: Path, column: str, value: str, row: int = 1) -> None:
    rows = read_rows(folder)
    rows[row][rows[0].index(column)] = value
    write_rows(folder, rows)


def on_the_wire(address: str) -> str:
    """Write an address as a server without SMTPUTF8 gets it; a local part is never rewritten."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}" if local.isascii() else address


def wait_for(ready: Callable[[], bool], seconds: float = 300) -> None:
    """Wait until another process has done something that only its files show."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def copied(pattern: Practice, folder: Path) -> Practice:
    """Copy a practice workspace and make the copy the active one.

    The test needs a home of its own: what a home knows of one copy says that another is restored.
    """
    path = folder / "workspace"
    shutil.copytree(pattern.run.workspace, path)
    opened = open_workspace(path)
    opened.adopt()
    opened.database.close()
    return replace(pattern, run=CommandLine(path), mailbox=path / pattern.mailbox.name)


@pytest.fixture(scope="session")
def pattern_of_everybody(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The example's 2,000 people, to be copied: making it takes 20 times as long."""
    return make_practice(tmp_path_factory.mktemp("everybody"))


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The example's first 40 people, for the many tests that need no more."""
    return make_practice(tmp_path_factory.mktemp("few"), people=FEW)


@pytest.fixture(scope="session")
def released_pattern(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The first 40 people's campaign, taken up to where it may be sent."""
    folder = tmp_path_factory.mktemp("released")
    made = make_practice(folder, people=FEW)
    made.released(folder)
    return made


@pytest.fixture
def practice(pattern_of_everybody: Practice, home: Path, tmp_path: Path) -> Practice:
    """A fresh practice workspace with the example's 2,000 people."""
    return copied(pattern_of_everybody, tmp_path)


@pytest.fixture
def small(pattern: Practice, home: Path, tmp_path: Path) -> Practice:
    """A fresh practice workspace with the example's first 40 people."""
    return copied(pattern, tmp_path)


@pytest.fixture
def released(released_pattern: Practice, home: Path, tmp_path: Path) -> Practice:
    """A copy of a campaign that lacks nothing for the send; a copy's own send is held for ever."""
    return copied(released_pattern, tmp_path)


@pytest.fixture
def edited(small: Practice, tmp_path: Path) -> Callable[..., Path]:
    """Export the small campaign, change one of its files, and give the folder to import."""
    made = iter(range(1000))

    def edit(name: str, old: str, new: str) -> Path:
        return export_changed(small, tmp_path / f"edited-{next(made)}", name, old, new)

    return edit


def export_changed(practice: Practice, folder: Path, name: str, old: str, new: str) -> Path:
    """Export a campaign and change one place in one of its files."""
    practice.export(folder)
    path = folder / name
    text = path.read_bytes().decode("utf-8")
    assert old in text, f"{name} holds no {old!r}"
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return folder
