"""A practice workspace that is made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.store.workspace_folder import open_workspace
from tests.flow.authoring.desk import Desk
from tests.flow.command_line import CommandLine
from tests.flow.conftest import FEW, Practice, make_practice


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The workspace that every test has a copy of: making it takes 20 times as long as copying."""
    return make_practice(tmp_path_factory.mktemp("pattern"), people=FEW)


@pytest.fixture
def small(pattern: Practice, tmp_path: Path) -> Practice:
    path = tmp_path / "workspace"
    shutil.copytree(pattern.run.workspace, path)
    folder = open_workspace(path)
    folder.adopt()
    folder.database.close()
    return replace(pattern, run=CommandLine(path), mailbox=path / "mailbox")


@pytest.fixture
def desk(small: Practice) -> Iterator[Desk]:
    with small.here() as workspace:
        yield Desk(workspace, CampaignId(small.campaign), workspace.resolve_person(small.author))
