"""Who has a campaign open: others see the name, their changes are refused, and nothing is stale."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.model.person import Role
from composer.workspace import Workspace
from tests.unit.stages.test_listing import Made

HOLDER = """
import sys, time
from pathlib import Path
from composer.model.identifiers import CampaignId
from composer.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
print(workspace.editing.take(CampaignId(sys.argv[2]), by=workspace.resolve_person(sys.argv[3])))
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture
def made(tmp_path: Path, home: Path) -> Iterator[Made]:
    workspace = Workspace.create(tmp_path / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    workspace.add_person(name="Ben", email="ben@acme.co", roles=roles - {Role.OWNER}, by=ana)
    yield Made(workspace=workspace, ana=ana, folder=tmp_path / "campaign")
    workspace.close()


def test_while_a_colleague_has_it_open_it_is_read_only_here(made: Made) -> None:
    campaign = made.bring("News")
    ben = made.workspace.resolve_person("ben@acme.co")
    other = Workspace.open(made.workspace.path)
    try:
        assert other.editing.take(campaign, by=ben) == ""
        assert made.workspace.editing.take(campaign, by=made.ana) == "Ben"
        content = made.workspace.content(campaign)
        assert (content.frozen, content.open_with) == (True, "Ben")
        assert made.workspace.campaigns()[0].open_with == "Ben"
        with pytest.raises(Blocked) as refused:
            made.workspace.rename(campaign, "Mine", by=made.ana)
        assert [item.code for item in refused.value.findings] == ["campaign.open_elsewhere"]
        assert "Ben" in str(refused.value)
        other.rename(campaign, "Ben's", by=ben)
    finally:
        other.close()
    assert made.workspace.editing.take(campaign, by=made.ana) == ""
    made.workspace.rename(campaign, "Mine", by=made.ana)
    assert made.workspace.content(campaign).open_with == ""


def test_a_command_is_refused_for_others_and_carried_out_for_who_has_it_open(made: Made) -> None:
    campaign = made.bring("News")
    commands = Workspace.open(made.workspace.path)
    commands.change_frozen_too()
    try:
        made.workspace.editing.take(campaign, by=made.ana)
        commands.editing.act_for(commands.resolve_person("ben@acme.co"))
        with pytest.raises(Blocked):
            commands.import_folder(made.folder, by=made.ana, campaign_id=campaign)
        commands.editing.act_for(made.ana)
        assert commands.import_folder(made.folder, by=made.ana, campaign_id=campaign).id
    finally:
        commands.close()


@pytest.mark.long
def test_it_ends_with_the_process_that_had_it_open_however_that_ends(made: Made) -> None:
    campaign = made.bring("News")
    given = [sys.executable, "-c", HOLDER, str(made.workspace.path), campaign, "ben@acme.co"]
    with subprocess.Popen(given, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b""
        assert made.workspace.editing.take(campaign, by=made.ana) == "Ben"
        holder.kill()
        holder.wait()
    assert made.workspace.editing.take(campaign, by=made.ana) == ""
