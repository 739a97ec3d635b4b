"""A new version's audience enters the record in time that grows with the people, not with more."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import PlannedRecipient
from composer.store import ledger_plan
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead

CAMPAIGN = CampaignId("c0ffee00c0ffee00")


def person(number):
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return PlannedRecipient(recipient_id=RecipientId(digest[:32]), key_digest=digest)


@pytest.fixture
def ledger(tmp_path):
    outside = OutsideHead(tmp_path / "state", workspace_id="w", campaign_id=CAMPAIGN)
    with SqliteLedger.open(tmp_path / "ledger.db", campaign_id=CAMPAIGN, outside=outside) as opened:
        yield opened


def test_whoever_is_left_behind_is_found_without_going_over_who_stays(ledger, monkeypatch):
    """With a million who stay, each look over all of them takes a second, and there are hundreds."""
    monkeypatch.setattr(ledger_plan, "_ROWS_AT_ONCE", 3)
    people = [person(number) for number in range(20)]
    ledger.plan("first", people, batches=(5,))
    looks = []

    @event.listens_for(ledger._engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, _context, _many):
        if "LIMIT" in statement:
            looks.append((statement, parameters))

    ledger.plan("second", people[:10], batches=(5,))
    event.remove(ledger._engine, "before_cursor_execute", note)
    counts = ledger.counts()
    assert (counts.planned, counts.cancelled) == (10, 10)
    assert len(looks) == 5, "three at a time, and once in vain"
    with closing(sqlite3.connect(ledger.path)) as connection:
        for statement, parameters in looks:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            assert all("plan<?" in line[-1] for line in plan), plan
