"""A practice workspace with the example, and the steps that take it up to a given stage."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.flow.command_line import CommandLine

DOMAIN = "seed.test"


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
        self.run("export", self.campaign, folder)
        return folder


def make_practice(folder: Path, **environment: str) -> Practice:
    run = CommandLine(folder / "workspace", dict(environment))
    record = run("demo", folder / "workspace", "--domain", DOMAIN, "--no-window").record
    by_role = {role: person["email"] for person in record["people"] for role in person["roles"]}
    return Practice(
        run=run,
        campaign=record["campaign"],
        mailbox=Path(record["mailbox"]),
        author=by_role["owner"],
        reviewer=by_role["reviewer"],
    )


@pytest.fixture
def practice(tmp_path: Path, home: Path) -> Practice:
    """A fresh practice workspace with the example's 2,000 people."""
    return make_practice(tmp_path)


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


@pytest.fixture
def small(practice: Practice, tmp_path: Path) -> Practice:
    """The example with its first 40 people only, for the many tests that need no more."""
    folder = practice.export(tmp_path / "small")
    rows = (folder / "audience.csv").read_bytes().split(b"\r\n")  # no cell holds a line end
    (folder / "audience.csv").write_bytes(b"\r\n".join(rows[:41]) + b"\r\n")
    settings = (folder / "campaign.toml").read_text(encoding="utf-8")
    settings = settings.replace("expected = 2000", "expected = 40")
    (folder / "campaign.toml").write_text(settings, encoding="utf-8")
    practice.run("import", folder, "--campaign", practice.campaign, by=practice.author)
    shutil.rmtree(folder)
    return practice
