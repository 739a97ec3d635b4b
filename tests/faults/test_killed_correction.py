"""A correction whose program is killed in the midst of it, by the system, at every step it takes.

Whatever the moment: nobody is in both campaigns, nobody in neither, and asking once more makes the
correction, whole, or says that it is there.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from composer.model.identifiers import CampaignId
from composer.stages.content import load_content
from composer.workspace import Workspace
from tests.flow.conftest import Practice, copied
from tests.flow.resting import PEOPLE, listed, who_has_it

STEPS = (
    ("composer.store.audit:AuditLog.append", "before", "campaign.later"),
    ("composer.store.audit:AuditLog.append", "after", "campaign.later"),
    ("composer.store.ledger:SqliteLedger.end", "after", ""),
    ("composer.store.ledger:SqliteLedger.sign", "after", ""),
    ("composer.store.campaigns:CampaignStore._add", "after", ""),
    ("composer.store.campaigns:carry_over", "after", ""),
    ("composer.store.campaigns:CampaignStore.create", "after", ""),
    ("composer.store.recipients:RecipientStore.drop_forgotten", "after", ""),
    ("composer.store.audit:AuditLog.append", "before", "send.correct"),
)
"""Where the program is killed: around which call, for the log with which action."""
MADE = {"composer.store.campaigns:CampaignStore.create", "send.correct",
        "composer.store.recipients:RecipientStore.drop_forgotten"}  # fmt: skip
"""From here on the correction is there."""

KILLED = """
import importlib, os, signal, sys
from pathlib import Path
from composer.workspace import Workspace

folder, campaign, people, place, when, action = sys.argv[1:7]
module, _colon, path = place.partition(":")
owner = importlib.import_module(module)
*classes, name = path.split(".")
for one in classes:
    owner = getattr(owner, one)
real = getattr(owner, name)

def killed(*words, **named):
    hit = not action or named.get("action") == action
    if hit and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    answer = real(*words, **named)
    if hit:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

workspace = Workspace.open(Path(folder))
setattr(owner, name, killed)
by = workspace.people()[0].person
workspace.after_stop.correct(campaign, people=int(people), by=by)
"""


@pytest.fixture
def at_rest(pattern_at_rest: Practice, home: Path, tmp_path: Path) -> Practice:
    return copied(pattern_at_rest, tmp_path)


def corrections(workspace: Workspace, campaign: str) -> list[CampaignId]:
    """Give the campaigns that correct this one."""
    desk = workspace._desk
    return [
        record.id
        for record in desk.campaigns.all()
        if load_content(desk, record.id).campaign.audience.corrects == campaign
    ]


@pytest.mark.long
@pytest.mark.parametrize(("place", "when", "action"), STEPS)
def test_a_correction_that_was_killed_leaves_nobody_out_and_nobody_in_both(
    at_rest: Practice, place: str, when: str, action: str
) -> None:
    campaign, author = CampaignId(at_rest.campaign), at_rest.author
    with at_rest.here() as workspace:
        has_it, everybody = who_has_it(workspace, campaign), set(listed(workspace, campaign))
        acts = workspace._desk.translations.acts(campaign, "de")
    left = len(everybody - has_it)
    assert acts
    words = (at_rest.run.workspace, campaign, left, place, when, action)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, words)],
        env=at_rest.run.environ(),
        cwd=at_rest.run.workspace.parent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()

    is_made = bool({place, action} & MADE)
    with at_rest.here() as workspace:
        assert len(corrections(workspace, campaign)) == is_made
    counts = at_rest.run("status", campaign).record["counts"]
    assert (sum(counts.values()), counts["accepted"]) == (PEOPLE, len(has_it))
    again = at_rest.run("correct", campaign, "--people", left, by=author, code=1 if is_made else 0)
    assert again.findings == (["send.ended"] if is_made else [])

    with at_rest.here() as workspace:
        (made,) = corrections(workspace, campaign)
        assert set(listed(workspace, made)) == everybody - has_it
        assert workspace._desk.translations.acts(made, "de") == acts
        ended = workspace.status(campaign).ended
    assert ended is not None
    assert (ended.linked, ended.people) == (made, left)
    assert ended.together is not None
    assert (ended.together.total, ended.together.accepted) == (PEOPLE, len(has_it))
    assert at_rest.run("send", campaign, by=author, code=1).findings
    assert at_rest.message_count() == len(has_it)
