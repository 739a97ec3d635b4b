"""A disk that fills up at any commit: no end goes out unrecorded, and nobody gets two messages."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from composer.delivery import committer
from composer.delivery.stopping import resume
from composer.model.campaign import Security
from composer.model.moves import Move
from composer.model.states import RecipientState as S
from composer.store.ledger import SqliteLedger
from composer.transports.mailboxes import header_value
from composer.transports.maildir import read_maildir
from composer.transports.practice import HOST, practice_server
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults.small_campaign import FAST, Box, people


class FillingDisk:
    """Lets SQLite run out of pages just before a commit that holds a move to a given state.

    Without a state every commit counts, from the claims on.
    """

    def __init__(self, ledger: SqliteLedger, *, at: S | None, after: int) -> None:
        self.ledger = ledger
        self.at = at
        self.left = after
        self.is_full = False
        self.apply_before, ledger.apply = ledger.apply, self.apply
        self.claim_before, ledger.claim = ledger.claim, self.claim

    def claim(self, *kind: object, **limits: object) -> object:
        self.count({S.CLAIMED})
        return self.claim_before(*kind, **limits)

    def apply(self, moves: Sequence[Move]) -> None:
        self.count({move.to for move in moves})
        self.apply_before(moves)

    def count(self, states: set[S]) -> None:
        self.left -= self.at is None or self.at in states
        if self.left < 0 and not self.is_full:
            self.is_full = True
            with self.ledger._engine.connect() as connection:
                pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
                connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def delivered(box: Box) -> Counter[str]:
    messages = read_maildir(box.folder / "mailbox", since_s=0, known=set())
    return Counter(header_value(message, "Delivered-To") for message in messages)


def run(box: Box, ledger: SqliteLedger):
    async def story():
        async with practice_server(box.folder / "mailbox", seeds=frozenset()) as port:
            account = SmtpAccount(host=HOST, port=port, security=Security.NONE)
            return await box.send(SmtpTransport(account), ledger=ledger)

    return asyncio.run(story())


PLACES = [
    *(
        pytest.param(at, after, id=f"{at.value} {after}")
        for at, after in (
            (S.CLAIMED, 2),
            *((at, n) for at in (S.BRINK, S.ACCEPTED) for n in (0, 3)),
        )
    ),
    *(pytest.param(None, n, id=f"commit {n}", marks=pytest.mark.long) for n in range(40)),
]


@pytest.mark.parametrize(("at", "after"), PLACES)
def test_a_disk_that_fills_up_stops_the_send_and_loses_nothing(at, after, tmp_path, monkeypatch):
    monkeypatch.setattr(committer, "OUTCOME_TRIES_S", 1.0)
    box = Box(tmp_path, people(400), pace=replace(FAST, connections=4, batches=(400,)))
    with box.open_ledger() as ledger:
        disk = FillingDisk(ledger, at=at, after=after)
        outcome = run(box, ledger)
        assert disk.is_full
    assert not outcome.finished
    assert "send.record_failed" in [item.code for item in outcome.findings]
    with box.open_ledger() as ledger:  # the disk has space again
        counts = ledger.counts()
        assert counts.total == 400
        has_it = sum(delivered(box).values())
        assert counts.accepted <= has_it <= counts.accepted + counts.unknown
        assert ledger.find_chain_findings() == []
        resume(ledger, folder=box.folder, by="Ana", reason="space again")
    with box.open_ledger() as ledger:
        outcome = run(box, ledger)
    assert outcome.finished
    assert max(delivered(box).values()) == 1
    assert outcome.counts.accepted + outcome.counts.unknown == 400
