"""Who the server has is recorded without being waited for, and in an order that a crash can read."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from composer.errors import LedgerError
from composer.model.states import RecipientState as S
from composer.transports.handover import Answer
from tests.faults.small_campaign import FAST, Box, people


class Willing:
    """A server that takes everybody, and notes who came when."""

    is_usable = True

    def __init__(self, told: list[str]) -> None:
        self.told = told

    async def connect(self):
        return self

    async def hand_over(self, prepared, *, brink):
        self.told.append("begun")
        is_out = await brink()
        is_out()
        self.told.append("answered")
        return Answer(code=250, text="250 ok")

    async def close(self) -> None:
        pass


def noted(ledger, told: list[str], seen: list[int]):
    """Note what is committed, and how many stand at the brink after each commit."""
    apply, at_brink = ledger.apply, set()

    def applied(moves):
        apply(moves)
        for move in moves:
            told.append(move.to.value)
            (at_brink.add if move.to is S.BRINK else at_brink.discard)(move.recipient_id)
        seen.append(len(at_brink))

    ledger.apply = applied


def test_the_next_message_begins_before_the_last_ones_answer_is_on_the_disk(tmp_path):
    told, seen = [], []
    box = Box(tmp_path, people(20), pace=replace(FAST, connections=1, batches=(20,)))
    with box.open_ledger() as ledger:
        noted(ledger, told, seen)
        outcome = asyncio.run(box.send(Willing(told), ledger=ledger))
        assert outcome.finished
        assert ledger.counts().accepted == 20
        assert ledger.find_chain_findings() == []
    at = [place for place, what in enumerate(told) if what == "answered"]
    assert sum(told[place + 1] == "begun" for place in at[:-1]) > 10
    assert max(seen) == 1, "two of one connection stood at the brink in the record"


@pytest.mark.parametrize("connections", [1, 3])
def test_of_each_connection_one_at_most_stands_at_the_brink_in_the_record(connections, tmp_path):
    told, seen = [], []
    box = Box(tmp_path, people(60), pace=replace(FAST, connections=connections, batches=(60,)))
    with box.open_ledger() as ledger:
        noted(ledger, told, seen)
        assert asyncio.run(box.send(Willing(told), ledger=ledger)).finished
    assert max(seen) <= connections


@pytest.mark.parametrize(
    ("error", "code"), [(LedgerError("full"), "send.record_failed"), (OSError(), None)]
)
def test_an_answer_that_cannot_be_recorded_holds_the_run(error, code, tmp_path, monkeypatch):
    monkeypatch.setattr("composer.delivery.committer.OUTCOME_TRIES_S", 0.0)
    box = Box(tmp_path, people(20), pace=replace(FAST, connections=2, batches=(20,)))
    with box.open_ledger() as ledger:
        apply, told = ledger.apply, []

        def refused(moves):
            if any(move.to is S.ACCEPTED for move in moves):
                raise error
            apply(moves)

        ledger.apply = refused
        sending = box.send(Willing(told), ledger=ledger)
        if code is None:
            with pytest.raises(OSError, match=r"^$"):
                asyncio.run(sending)
        else:
            outcome = asyncio.run(sending)
            assert code in [item.code for item in outcome.findings]
        assert told.count("answered") <= 4, "messages went on although nothing was recorded"
        assert ledger.counts().accepted == 0
    with box.open_ledger() as ledger:
        assert ledger.counts().unknown == told.count("answered")
