"""Tripwires at the brink: the same address twice, more people than the audience, many refusals."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from decimal import Decimal
from itertools import islice

import pytest

from composer.delivery.stopping import request_stop
from composer.delivery.verdicts import HoldCause
from composer.delivery.watch_outcomes import LOOKED_BACK, NumberSet, OutcomeWatch
from composer.errors import RefusedByServer, TryLater
from composer.model.moves import PlannedRecipient
from composer.model.states import RecipientState as S
from composer.transports.handover import Answer
from tests.faults.small_campaign import FAST, Box, people
from tests.unit.delivery.test_dispatch import codes, mailbox, run


def refused(outcomes: OutcomeWatch, address: str, state: S = S.REFUSED):
    assert outcomes.begin(address) is None
    return outcomes.end(address, state)


@pytest.mark.parametrize("state", [S.ACCEPTED, S.UNKNOWN])
def test_who_has_it_or_may_have_it_is_not_let_over_the_brink_again(state):
    outcomes = OutcomeWatch(most=9)
    assert outcomes.begin("ana@example.test") is None
    outcomes.end("ana@example.test", state)
    assert outcomes.begin("ANA@Example.test").code == "send.address_twice"


def test_an_address_that_is_at_the_brink_is_not_let_over_it_beside_itself():
    outcomes = OutcomeWatch(most=9)
    assert outcomes.begin("ana@example.test") is None
    assert outcomes.begin("ana@example.test").code == "send.address_twice"


@pytest.mark.parametrize("state", [S.PLANNED, S.DEFERRED, S.REFUSED])
def test_who_surely_has_not_got_it_may_be_tried_again(state):
    outcomes = OutcomeWatch(most=1)
    outcomes.begin("ana@example.test")
    outcomes.end("ana@example.test", state)
    assert outcomes.begin("ana@example.test") is None


def test_nobody_beyond_those_who_were_open_is_let_over_the_brink():
    outcomes = OutcomeWatch(most=3)
    for name in ("a", "b"):
        refused(outcomes, f"{name}@example.test", S.ACCEPTED)
    assert outcomes.begin("c@example.test") is None
    tripped = outcomes.begin("d@example.test")
    assert (tripped.code, dict(tripped.values)) == ("send.more_than_audience", {"count": 3})


def test_five_refusals_of_a_hundred_hold_and_four_do_not():
    outcomes = OutcomeWatch(most=1000)
    for number in range(95):
        refused(outcomes, f"{number}@example.test", S.ACCEPTED)
    found = [refused(outcomes, f"r{number}@example.test") for number in range(5)]
    assert found[:4] == [None] * 4
    assert (found[4].code, dict(found[4].values)) == ("send.refused_many", {"count": 5, "all": 100})


def test_a_bad_stretch_late_in_a_long_send_is_seen_and_an_old_one_forgotten():
    outcomes = OutcomeWatch(most=10_000)
    for number in range(4):
        refused(outcomes, f"old{number}@example.test")
    for number in range(1000):
        refused(outcomes, f"{number}@example.test", S.ACCEPTED)
    found = [refused(outcomes, f"r{number}@example.test") for number in range(10)]
    assert found[8] is None
    assert dict(found[9].values) == {"count": 10, "all": LOOKED_BACK}


def test_the_set_of_numbers_holds_what_was_put_in_and_nothing_else():
    chance = random.Random(8)
    wanted = {chance.getrandbits(64) or 1 for _nth in range(5000)}
    numbers = NumberSet()
    for number in wanted:
        numbers.add(number)
        numbers.add(number)
    assert len(numbers) == len(wanted)
    assert all(number in numbers for number in wanted)
    assert not any(chance.getrandbits(64) in numbers for _nth in range(5000))


class Confused(Box):
    """A record that takes two people of one address for two: their keyed digests differ."""

    def plan(self):
        whole = super().plan()
        people = tuple(
            PlannedRecipient(recipient_id=item.id, key_digest=item.id) for item in self.recipients
        )
        return replace(whole, audience=lambda: people)


def test_two_people_of_one_address_stop_the_send_before_the_second_message_ends(tmp_path):
    first, second, *rest = people(6)
    twin = replace(second, address=first.address.upper())
    box = Confused(tmp_path, (first, twin, *rest), pace=replace(FAST, connections=1))
    outcome = run(box)
    assert codes(outcome)[:2] == ["send.held", "send.address_twice"]
    to_first = [item for item in mailbox(box) if first.address.encode() in item.lower()]
    assert len(to_first) == 1


class SlowFirst:
    """A mail server that answers the first when two others were tried, and the second: not now."""

    is_usable = True

    def __init__(self) -> None:
        self.asked = 0
        self.third = asyncio.Event()

    async def connect(self):
        return self

    async def hand_over(self, _prepared, *, brink):
        self.asked += 1
        if self.asked == 2:
            raise TryLater("", code=450, answer="450 later")
        is_first = self.asked == 1
        try:
            await brink()
        finally:
            if not is_first:
                self.third.set()
        if is_first:
            await self.third.wait()
        return Answer(code=250, text="250 ok")

    async def close(self) -> None:
        pass


def test_who_never_reached_the_brink_frees_nobody_elses_address_there(tmp_path):
    first, *rest = people(3)
    twins = tuple(replace(one, address=first.address) for one in rest)
    box = Confused(tmp_path, (first, *twins), pace=replace(FAST, connections=2))
    outcome = asyncio.run(box.send(SlowFirst()))
    assert codes(outcome)[:2] == ["send.held", "send.address_twice"]
    assert outcome.counts.accepted == 1


class Grown(Box):
    """The record is given more people than the proof holds: three."""

    def open_ledger(self):
        ledger = super().open_ledger()
        plan, everybody = ledger.plan, tuple(super().plan().audience())

        def plan_more(proof, audience, *, batches):
            assert len(tuple(audience)) == 3
            plan(proof, everybody, batches=batches)

        ledger.plan = plan_more
        return ledger

    def plan(self):
        whole = super().plan()
        return replace(whole, audience=lambda: islice(whole.audience(), 3))


def test_more_people_than_the_proof_holds_stop_the_send_before_the_next_message_ends(tmp_path):
    box = Grown(tmp_path, people(6), pace=replace(FAST, connections=1))
    outcome = run(box)
    assert codes(outcome)[:2] == ["send.held", "send.more_than_audience"]
    assert outcome.counts.accepted == len(mailbox(box)) == 3


class Refusing:
    """A mail server that refuses two of three, each time for another reason."""

    is_usable = True

    def __init__(self) -> None:
        self.asked = 0

    async def connect(self):
        return self

    async def hand_over(self, _prepared, *, brink):
        self.asked += 1
        if self.asked % 3:
            number = self.asked
            raise RefusedByServer("", code=550, answer=f"550 5.1.{number} <…> unknown")
        await brink()
        return Answer(code=250, text="250 ok")

    async def close(self) -> None:
        pass


def test_many_refusals_for_different_reasons_stop_the_send(tmp_path):
    box = Box(tmp_path, people(40), pace=replace(FAST, connections=1))
    outcome = asyncio.run(box.send(Refusing()))
    assert codes(outcome)[:2] == ["send.held", "send.refused_many"]
    assert outcome.counts.refused == 5
    assert outcome.counts.held > 30


def test_an_alarm_stops_the_send_at_once_and_is_written_down_before_a_stop_by_hand(tmp_path):
    seen = HoldCause(code="send.copy_foreign", values=(("count", 1), ("copy", 1)))
    box = Box(tmp_path, people(60), pace=replace(FAST, per_second=Decimal(50), connections=2))

    def alarm():
        if len(mailbox(box)) < 5:
            return None
        request_stop(tmp_path, by="Ben")
        return seen

    box.alarm = alarm
    outcome = run(box)
    assert codes(outcome) == ["send.held", "send.copy_foreign"]
    assert 5 <= outcome.counts.accepted <= 8
    with box.open_ledger() as ledger:
        assert ledger.hold.code == "send.copy_foreign"


def test_an_alarm_that_stands_before_the_first_batch_lets_nobody_over_the_brink(tmp_path):
    box = Box(tmp_path, people(5), alarm=lambda: HoldCause(code="send.copy_twice"))
    assert codes(run(box)) == ["send.held", "send.copy_twice"]
    assert mailbox(box) == []
