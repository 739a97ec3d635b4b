"""Dispatch: what opens the way out, in which order a send goes, and what keeps it from going on."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from composer.delivery.clock import SystemClock
from composer.delivery.dispatch import dispatch
from composer.delivery.means import Means, Threads
from composer.delivery.stopping import request_stop, resume, stop_mark, stop_request
from composer.errors import Blocked, UsageError
from composer.findings import finding
from composer.model.campaign import Security
from composer.model.identifiers import CampaignId, Digest
from composer.model.states import RecipientState as S
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.maildir import read_maildir
from composer.transports.practice import HOST, practice_server
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults import small_campaign
from tests.faults.small_campaign import FAST, Box, people, release


@asynccontextmanager
async def practice(box):
    async with practice_server(box.folder / "mailbox", seeds=frozenset()) as port:
        yield SmtpTransport(SmtpAccount(host=HOST, port=port, security=Security.NONE))


def run(box: Box, **more):
    async def story():
        async with practice(box) as transport:
            return await box.send(transport, **more)

    return asyncio.run(story())


def mailbox(box: Box) -> list[bytes]:
    return list(read_maildir(box.folder / "mailbox", since_s=0, known=set()))


def codes(outcome) -> list[str]:
    return [item.code for item in outcome.findings]


def test_everybody_gets_their_own_message_once(tmp_path):
    box = Box(tmp_path, people(40))
    outcome = run(box)
    assert outcome.finished
    assert outcome.counts.accepted == outcome.counts.total == 40
    messages = mailbox(box)
    assert len(messages) == 40
    for person in box.recipients:
        name = dict(person.fields)["first_name"].encode()
        mine = [item for item in messages if f"To: {person.address}\r\n".encode() in item]
        assert len(mine) == 1
        assert b"Weights for " + name + b"\r\n" in mine[0]
    # what arrived is what was rendered, after the trace lines and the one Date line
    wires = {item.wire for item in box.source.prepare([item.id for item in box.recipients])}
    assert {item.partition(b"Date: ")[2].partition(b"\r\n")[2] for item in messages} == wires


def test_a_second_run_sends_nothing_more(tmp_path):
    box = Box(tmp_path, people(5))
    run(box)
    outcome = run(box)
    assert outcome.finished
    assert len(mailbox(box)) == 5


def test_no_address_stands_in_the_record(tmp_path):
    box = Box(tmp_path, people(5))
    run(box)
    for path in tmp_path.glob("ledger.db*"):
        assert b"example.test" not in path.read_bytes()


@pytest.mark.parametrize("permit", [None, "yes", object(), {"proof": "a"}])
def test_nothing_but_a_release_or_a_test_permit_opens_the_way_out(permit, tmp_path, monkeypatch):
    monkeypatch.setattr(small_campaign, "release", lambda _proof: permit)
    box = Box(tmp_path, people(3))
    with pytest.raises(UsageError):
        run(box)
    assert mailbox(box) == []


def test_a_look_alike_of_a_release_does_not_open_the_way_out(tmp_path, monkeypatch):
    class LooksAlike(type(release())):
        __slots__ = ()

    real = release()
    fake = object.__new__(LooksAlike)
    for name in ("campaign_id", "proof", "manifest", "approvals", "expires_at", "roster_version"):
        object.__setattr__(fake, name, getattr(real, name))
    monkeypatch.setattr(small_campaign, "release", lambda _proof: fake)
    with pytest.raises(UsageError):
        run(Box(tmp_path, people(3)))


def test_a_release_of_another_campaign_or_out_of_time_sends_nothing(tmp_path, monkeypatch):
    box = Box(tmp_path, people(3))
    other = replace(
        release(), campaign_id=CampaignId("x"), builder=small_campaign.release_module._BUILDER
    )
    monkeypatch.setattr(small_campaign, "release", lambda _proof: other)
    with pytest.raises(UsageError):
        run(box)
    late = release(expires=timedelta(seconds=-1))
    monkeypatch.setattr(small_campaign, "release", lambda _proof: late)
    with pytest.raises(Blocked):
        run(box)
    assert mailbox(box) == []


def test_leave_is_asked_before_each_batch_and_the_send_is_held_once_it_is_gone(tmp_path):
    asked = []

    def leave() -> None:
        asked.append(len(mailbox(box)))
        if len(asked) == 3:
            raise Blocked([finding("send.not_approved", have=0, needed=1)])

    box = Box(tmp_path, people(9), pace=replace(FAST, batches=(2, 3, 4)), require_leave=leave)
    assert codes(run(box)) == ["send.held", "send.not_approved"]
    assert asked == [0, 2, 5]
    assert len(mailbox(box)) == 5
    box.require_leave = None
    assert codes(run(box)) == ["send.held", "send.not_approved"]
    with box.open_ledger() as ledger:
        resume(ledger, folder=box.folder, by="Ana", reason="")
    assert run(box).finished
    assert len(mailbox(box)) == 9


def test_approvals_that_expire_while_it_sends_hold_it_before_the_next_batch(tmp_path, monkeypatch):
    class Later(SystemClock):
        """A clock that goes two hours on once somebody has got a message."""

        def now(self) -> datetime:
            return super().now() + timedelta(hours=2 if mailbox(box) else 0)

    box = Box(tmp_path, people(5), pace=replace(FAST, batches=(2, 3)), clock=Later())
    soon = release(expires=timedelta(hours=1))
    monkeypatch.setattr(small_campaign, "release", lambda _proof: soon)
    assert codes(run(box)) == ["send.held", "send.expired"]
    assert len(mailbox(box)) == 2


def test_a_message_that_differs_from_the_proof_holds_the_campaign_and_nothing_of_it_leaves(
    tmp_path,
):
    box = Box(tmp_path, people(3))
    wrong = {item.id: (Digest("0" * 64), "0" * 64) for item in box.recipients}
    box.expected_override = lambda ids: {item: wrong[item] for item in ids}
    outcome = run(box)
    assert codes(outcome) == ["send.held", "send.digest_differs"]
    assert outcome.counts.held == 3
    assert mailbox(box) == []


def test_somebody_whom_the_proof_does_not_name_gets_nothing(tmp_path):
    box = Box(tmp_path, people(3))
    box.expected_override = lambda _ids: {}
    assert codes(run(box)) == ["send.held", "send.digest_differs"]
    assert mailbox(box) == []


def test_after_the_first_batch_it_waits_for_a_person_and_goes_on_after_resume(tmp_path):
    box = Box(tmp_path, people(9), pace=replace(FAST, batches=(2, 3), hold_after=(1,)))
    outcome = run(box)
    assert codes(outcome) == ["send.held", "send.batch_hold"]
    assert (outcome.counts.accepted, outcome.counts.held) == (2, 7)
    assert codes(run(box)) == ["send.held", "send.batch_hold"]
    assert len(mailbox(box)) == 2
    with box.open_ledger() as ledger:
        resume(ledger, folder=box.folder, by="Ana", reason="")
    outcome = run(box)
    assert outcome.finished
    assert len(mailbox(box)) == 9


def test_until_a_batch_ends_there_and_the_next_run_goes_on(tmp_path):
    box = Box(tmp_path, people(9), pace=replace(FAST, batches=(2, 3)), until_batch=2)
    outcome = run(box)
    assert not outcome.finished
    assert codes(outcome) == []
    assert outcome.counts.accepted == 5
    box.until_batch = None
    assert run(box).finished


def test_a_stop_keeps_everything_until_resume(tmp_path):
    box = Box(tmp_path, people(4))
    request_stop(tmp_path, by="Ben")
    outcome = run(box)
    assert codes(outcome) == ["send.stopped"]
    assert outcome.counts.held == 4
    assert mailbox(box) == []
    assert codes(run(box)) == ["send.stopped"]
    with box.open_ledger() as ledger:
        assert ledger.hold.by == "Ben"
        resume(ledger, folder=tmp_path, by="Ana", reason="")
    assert run(box).finished
    assert len(mailbox(box)) == 4


def test_a_stop_that_was_faster_than_a_run_that_waits_for_its_time_ends_it_at_once(tmp_path):
    class Planned(Box):
        def plan(self):
            return replace(super().plan(), start_at=datetime.now(UTC) + timedelta(hours=1))

    box = Planned(tmp_path, people(4))
    request_stop(tmp_path, by="Ben")

    async def story():
        async with practice(box) as transport:
            return await asyncio.wait_for(box.send(transport), 20)

    assert codes(asyncio.run(story())) == ["send.stopped"]


def test_a_stop_while_sending_ends_it_at_once_with_honest_counts(tmp_path):
    box = Box(tmp_path, people(600), pace=replace(FAST, per_second=Decimal(200), connections=4))

    def stop(report) -> None:
        box_reports.append(report)
        if report.counts.accepted > 5:
            request_stop(tmp_path, by="Ben")

    box_reports = []
    box.reports = type("Reports", (), {"append": staticmethod(stop)})()
    outcome = run(box)
    assert codes(outcome) == ["send.stopped"]
    assert outcome.counts.accepted == len(mailbox(box)) < 600
    assert outcome.counts.held + outcome.counts.accepted == 600
    with open_ledger_read_only(box.ledger_path) as view:
        assert view.counts().held == outcome.counts.held
        assert view.find_chain_findings() == []
        request = stop_request(tmp_path)
        late = [
            entry for entry in view.journal()
            if entry.state == S.BRINK.value and entry.at > request.at[:19] + ".999"
        ]  # fmt: skip
        assert len(late) <= 4


def test_cancelling_the_run_waits_for_what_is_at_the_brink(tmp_path):
    box = Box(tmp_path, people(500), pace=replace(FAST, per_second=Decimal(300), connections=4))

    async def story():
        async with practice(box) as transport:
            task = asyncio.create_task(box.send(transport))
            await some_went.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    class Reports:
        def append(self, report) -> None:
            if report.counts.accepted:
                some_went.set()

    box.reports = Reports()
    some_went = asyncio.Event()
    asyncio.run(story())
    box.reports = []
    with open_ledger_read_only(box.ledger_path) as view:
        counts = view.counts()
    assert counts.accepted == len(mailbox(box))
    assert (counts.claimed, counts.brink, counts.unknown) == (0, 0, 0)
    assert run(box).finished


def test_a_full_disk_holds_the_campaign(tmp_path):
    box = Box(tmp_path, people(3), free_bytes=lambda: 0)
    assert codes(run(box)) == ["send.held", "send.disk_low"]
    assert mailbox(box) == []


def test_a_limited_domain_keeps_its_pace_and_nobody_else_waits(tmp_path):
    mixed = tuple(
        replace(person, address=person.address.replace("example.test", "slow.test"))
        if number % 4 == 0
        else person
        for number, person in enumerate(people(40))
    )
    pace = replace(FAST, per_domain=(("slow.test", Decimal(5)),))
    box = Box(tmp_path, mixed, pace=pace)
    outcome = run(box)
    assert outcome.finished
    with open_ledger_read_only(box.ledger_path) as view:
        order = [e.recipient_id for e in view.journal() if e.state == S.BRINK.value]
        times = {e.recipient_id: e.at for e in view.journal() if e.state == S.BRINK.value}
    slow = sorted(times[person.id] for person in mixed if person.address.endswith("slow.test"))
    assert len(slow) == 10
    others = [person.id for person in mixed if not person.address.endswith("slow.test")]
    assert max(order.index(item) for item in others) < len(order) - 1
    assert (tmp_path / "ledger.db").exists()
    spread = span_s(slow)
    assert spread >= 9 / 5


def test_never_faster_than_the_pace_in_any_second_also_over_two_runs(tmp_path):
    pace = replace(FAST, per_second=Decimal(40), connections=8, batches=(30,))
    box = Box(tmp_path, people(90), pace=pace, until_batch=1)
    run(box)
    box.until_batch = None
    assert run(box).finished
    with open_ledger_read_only(box.ledger_path) as view:
        at_s = sorted(seconds(e.at) for e in view.journal() if e.state == S.BRINK.value)
    busiest = max(sum(start <= at < start + 1 for at in at_s) for start in at_s)
    assert busiest <= 40


def test_progress_is_told_with_sums_that_are_right(tmp_path):
    box = Box(tmp_path, people(60), pace=replace(FAST, per_second=Decimal(60)))
    run(box)
    assert [report.state for report in box.reports][-1] == "ended"
    assert {report.counts.total for report in box.reports[1:]} == {60}
    times = [seconds(report.at) for report in box.reports[:-1]]
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


def seconds(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


def span_s(times: list[str]) -> float:
    return seconds(times[-1]) - seconds(times[0])


def test_means_can_be_built_by_hand(tmp_path):
    box = Box(tmp_path, people(1))
    threads = Threads()
    with box.open_ledger() as ledger:
        means = Means(
            ledger=ledger, transport=None, source=box.source, clock=box.clock,
            chance=random.random, record=threads.record, work=threads.work,
            stop_mark=lambda: stop_mark(tmp_path), stopped_by=str, free_bytes=box.free_bytes,
            report=box.reports.append,
        )  # fmt: skip
        with pytest.raises(UsageError):
            asyncio.run(dispatch("release", plan=box.plan(), means=means))
    threads.close()
