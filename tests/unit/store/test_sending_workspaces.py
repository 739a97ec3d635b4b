"""Of all workspaces on a computer, the first that begins to send a campaign is the only one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from composer.errors import WorkspaceError
from composer.model.identifiers import CampaignId
from composer.store.sending_workspaces import SendingWorkspaces

CAMPAIGN = CampaignId("c" * 16)


def test_nobody_sends_what_nobody_began(tmp_path: Path) -> None:
    assert SendingWorkspaces(tmp_path / "senders").of(CAMPAIGN) == ""


def test_the_first_that_begins_keeps_it(tmp_path: Path) -> None:
    known = SendingWorkspaces(tmp_path / "senders")
    assert known.claim(CAMPAIGN, "first") == "first"
    assert known.claim(CAMPAIGN, "second") == "first"
    assert known.claim(CAMPAIGN, "first") == "first"
    assert known.of(CAMPAIGN) == "first"
    assert known.claim(CampaignId("d" * 16), "second") == "second"


def test_of_many_that_begin_at_once_one_gets_it(tmp_path: Path) -> None:
    names = [f"workspace {number}" for number in range(16)]
    with ThreadPoolExecutor(len(names)) as threads:
        got = set(
            threads.map(
                lambda name: SendingWorkspaces(tmp_path / "senders").claim(CAMPAIGN, name), names
            )
        )
    assert len(got) == 1


def test_what_cannot_be_remembered_lets_nobody_begin(tmp_path: Path) -> None:
    (tmp_path / "senders").write_text("no folder")
    with pytest.raises(WorkspaceError):
        SendingWorkspaces(tmp_path / "senders").claim(CAMPAIGN, "first")
    with pytest.raises(WorkspaceError):
        SendingWorkspaces(tmp_path / "senders").of(CAMPAIGN)
