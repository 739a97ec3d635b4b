"""A record of the send that says "begun" does not spare anybody the check before the first message.

The sender checks everybody once more before anybody is written to, and not again when a send goes
on. Whoever can write the workspace's files, and holds no sender's key, could forge both the check's
result and the record: a send that seems to go on must not go out unchecked.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from composer.delivery.ledger import planned
from composer.errors import Blocked
from composer.model.identifiers import CampaignId
from composer.stages.content import load_content
from composer.stages.dispatching import open_ledger
from tests.flow.conftest import FEW, Practice, make_practice, read_rows, write_rows


def with_a_leak(practice: Practice, folder: Path) -> None:
    """Put somebody else's address into a cell that is printed."""
    practice.export(folder)
    rows = read_rows(folder)
    rows[1][rows[0].index("company")] = f"see {rows[2][0]}"
    write_rows(folder, rows)
    practice.bring_back(folder)


def forge_check(practice: Practice) -> None:
    """Take what the check found out of the database; the next check goes on with that."""
    practice.run("check", practice.campaign, code=1)
    with closing(sqlite3.connect(practice.run.workspace / "workspace.db")) as database, database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name.startswith(f"check_{practice.campaign}_")
        ]
        (state,) = [name for name in names if name.endswith("_state")]
        (found,) = [name for name in names if name.endswith("_found")]
        database.execute("DELETE FROM campaign_check")
        assert database.execute(f"DELETE FROM {found}").rowcount
        database.execute(f"UPDATE {state} SET finished = 0")
    practice.run("check", practice.campaign)


def forge_beginning(practice: Practice, proof: str) -> None:
    """Let the record say that this proof's audience was taken over; no key is needed for that."""
    campaign = CampaignId(practice.campaign)
    with practice.here() as workspace:
        desk = workspace._desk
        content = load_content(desk, campaign)
        people = planned(
            desk.recipients.recipients(campaign),
            pace=content.campaign.pace,
            ledger_key=bytes.fromhex(content.record.ledger_key),
            suppressed={},
        )
        with open_ledger(desk, content) as ledger:
            ledger.plan(proof, list(people), batches=content.campaign.pace.batches)


def test_a_record_that_says_begun_does_not_spare_the_check(tmp_path: Path, home: Path) -> None:
    practice = make_practice(tmp_path, people=FEW)
    with_a_leak(practice, tmp_path / "leak")
    forge_check(practice)
    forge_beginning(practice, practice.released(tmp_path))
    with practice.here() as workspace:
        author = workspace.resolve_person(practice.author)
        with pytest.raises(Blocked) as blocked:
            workspace.send(CampaignId(practice.campaign), by=author)
    assert "content.foreign_address" in [item.code for item in blocked.value.findings]
    assert practice.messages() == []
