"""Only removal is free: whom the do-not-write list stops leaves the send at any time, for good."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from composer.delivery.ledger import planned
from composer.errors import WorkspaceError
from composer.model.campaign import Security
from composer.model.states import RecipientState as S
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.maildir import read_maildir
from composer.transports.practice import HOST, practice_server
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults.small_campaign import FAST, LEDGER_KEY, Box, people


def run(box: Box):
    async def story():
        async with practice_server(box.folder / "mailbox", seeds=frozenset()) as port:
            account = SmtpAccount(host=HOST, port=port, security=Security.NONE)
            return await box.send(SmtpTransport(account))

    return asyncio.run(story())


def received(box: Box) -> str:
    return b"".join(read_maildir(box.folder / "mailbox", since_s=0, known=set())).decode()


def test_who_is_on_the_list_when_it_begins_gets_nothing_and_the_counts_add_up(
    tmp_path: Path,
) -> None:
    box = Box(tmp_path, people(6))
    stopped = {box.recipients[2].id: "bounce 2019-11-01"}
    box.suppressed = lambda: stopped
    outcome = run(box)
    assert outcome.finished
    assert (outcome.counts.accepted, outcome.counts.suppressed, outcome.counts.total) == (5, 1, 6)
    assert box.recipients[2].address not in received(box)
    with open_ledger_read_only(box.ledger_path) as view:
        row = view.row(box.recipients[2].id)
        assert (row.state, row.reason) == (S.SUPPRESSED, "bounce 2019-11-01")
        assert view.find_chain_findings() == []


def test_the_plan_itself_takes_them_out_of_every_batch() -> None:
    persons = people(3)
    found = list(
        planned(persons, pace=FAST, ledger_key=LEDGER_KEY, suppressed={persons[1].id: "legal"})
    )
    assert [item.suppressed for item in found] == ["", "legal", ""]


def test_who_comes_onto_the_list_before_a_batch_is_not_in_it(tmp_path: Path) -> None:
    box = Box(tmp_path, people(6), pace=replace(FAST, batches=(2,), connections=1), until_batch=1)
    assert run(box).counts.accepted == 2
    with open_ledger_read_only(box.ledger_path) as view:
        waiting = [row.recipient_id for row in view.rows() if row.state is S.PLANNED]
    box.until_batch = None
    box.suppressed = lambda: dict.fromkeys(waiting[:3], "unsubscribe 2019-11-01")
    outcome = run(box)
    assert outcome.finished
    assert (outcome.counts.accepted, outcome.counts.suppressed) == (3, 3)
    assert received(box).count("\nTo: ") == 3


def test_who_comes_onto_the_list_within_a_batch_is_given_back_after_the_claim(
    tmp_path: Path,
) -> None:
    box = Box(tmp_path, people(200), pace=replace(FAST, connections=1, per_second=Decimal(400)))
    last = box.recipients[-1]
    asked = []

    def suppressed() -> dict:
        asked.append(1)
        return {last.id: "complaint 2019-11-01"} if len(asked) > 2 else {}

    box.suppressed = suppressed
    outcome = run(box)
    assert len(asked) > 3
    assert outcome.finished
    assert (outcome.counts.accepted, outcome.counts.suppressed) == (199, 1)
    assert last.address not in received(box)
    with open_ledger_read_only(box.ledger_path) as view:
        assert view.row(last.id).state is S.SUPPRESSED
        assert S.BRINK.value not in {
            entry.state for entry in view.journal() if entry.recipient_id == last.id
        }


def test_when_all_of_a_batch_come_onto_the_list_the_next_one_still_goes(tmp_path: Path) -> None:
    box = Box(tmp_path, people(60), pace=replace(FAST, batches=(40, 20), connections=1))
    asked = []

    def suppressed() -> dict:
        asked.append(1)
        people_of_batch = {item.id: "legal 2019-11-01" for item in box.recipients[:40]}
        return people_of_batch if len(asked) > 1 else {}

    box.suppressed = suppressed
    outcome = run(box)
    assert outcome.finished
    assert (outcome.counts.accepted, outcome.counts.suppressed) == (20, 40)


def test_a_list_that_cannot_be_read_stops_everything_and_nobody_is_lost(tmp_path: Path) -> None:
    box = Box(tmp_path, people(5))
    asked = []

    def suppressed() -> dict:
        asked.append(1)
        if len(asked) > 1:
            raise WorkspaceError("gone")
        return {}

    box.suppressed = suppressed
    with pytest.raises(WorkspaceError):
        run(box)
    assert received(box) == ""
    with open_ledger_read_only(box.ledger_path) as view:
        assert view.counts().planned == 5
