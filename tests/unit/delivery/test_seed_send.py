"""Test messages: seeds only, through the same code, each with its own nonce."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace

import pytest

from composer.delivery.forecast import Forecast
from composer.delivery.ledger import seed_id
from composer.delivery.source import RenderingSource
from composer.delivery.stopping import request_stop
from composer.errors import Blocked
from composer.model.campaign import Security
from composer.model.identifiers import Digest, RecipientId
from composer.model.person import SeedList
from composer.model.states import RecipientState as S
from composer.proofs.permit import PermitKind, SeedMessage, TestPermit
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.mailboxes import MaildirMailbox, collect
from composer.transports.practice import HOST, practice_server
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults import small_campaign
from tests.faults.small_campaign import CAMPAIGN, FAST, Box, context, people

SEEDS = ("seed1@example.test", "seed2@other.test")


def permit(kind: PermitKind = PermitKind.TEST, *, first: int = 0) -> TestPermit:
    messages = tuple(
        SeedMessage(
            seed=seed,
            slot=first + slot,
            variant_id=people(1)[0].id,
            recipient=replace(
                people(1)[0],
                id=RecipientId(hashlib.sha256(f"{seed}{first}".encode()).hexdigest()[:32]),
                address=seed,
            ),
            nonce=hashlib.sha256(f"nonce {seed} {first}".encode()).hexdigest()[:32],
        )
        for slot, seed in enumerate(SEEDS)
    )
    return TestPermit(
        campaign_id=CAMPAIGN,
        proof=Digest("a" * 64),
        kind=kind,
        seeds=SeedList(version=1, previous="", addresses=SEEDS, digest="d"),
        messages=messages,
    )


@pytest.fixture(scope="module")
def source():
    rows = {person.id: person for person in people(8)}
    with RenderingSource(
        context(), recipients=lambda ids: {item: rows[item] for item in ids}, workers=1
    ) as made:
        yield made


def run(box: Box, **more):
    async def story():
        async with practice_server(box.folder / "mailbox", seeds=frozenset(SEEDS)) as port:
            account = SmtpAccount(host=HOST, port=port, security=Security.NONE)
            return await box.send(SmtpTransport(account), **more)

    return asyncio.run(story())


def received(box: Box, *permits: TestPermit):
    wanted = {message.nonce for one in permits for message in one.messages}
    mailbox = MaildirMailbox(box.folder / "mailbox" / ".Seeds", since_s=0)
    return collect([mailbox], wanted=wanted, wait_s=0)


def test_a_test_goes_to_the_seeds_and_to_nobody_else(tmp_path, source, monkeypatch):
    monkeypatch.setattr(small_campaign, "release", lambda _proof: permit())
    box = Box(tmp_path, people(8), source=source)
    outcome = run(box)
    assert outcome.finished
    assert [(item.seed, item.state) for item in outcome.seeds] == [
        (seed, S.ACCEPTED) for seed in SEEDS
    ]
    found = received(box, permit())
    assert {item.seed for item in found} == set(SEEDS)
    assert all(b"\r\nTo: " + item.seed.encode() + b"\r\n" in item.content for item in found)
    assert list((tmp_path / "mailbox" / "new").iterdir()) == []
    with open_ledger_read_only(box.ledger_path) as view:
        assert view.counts().total == 0
        assert view.seed_counts().accepted == 2


def test_a_test_may_go_while_the_campaign_is_stopped_but_not_after_a_newer_stop(
    tmp_path, source, monkeypatch
):
    monkeypatch.setattr(small_campaign, "release", lambda _proof: permit())
    request_stop(tmp_path, by="Ben")
    assert run(Box(tmp_path, people(8), source=source)).finished


def test_a_permit_cannot_hold_somebody_of_the_audience():
    good = permit()
    stranger = replace(good.messages[0], seed="person00001@example.test")
    with pytest.raises(Blocked):
        replace(good, messages=(stranger, good.messages[1]))


def test_copies_go_with_every_second_batch_once(tmp_path, source):
    class WithCopies(Box):
        def plan(self):
            return replace(super().plan(), every_batches=2, copies=copies)

    def copies(number: int) -> TestPermit:
        made.append(permit(PermitKind.COPY, first=100 + number))
        return made[-1]

    made: list[TestPermit] = []
    box = WithCopies(tmp_path, people(8), source=source, pace=replace(FAST, batches=(2,)))
    box.until_batch = 1
    run(box)
    box.until_batch = None
    assert run(box).finished
    assert len(made) == 2  # batches 1 and 3 of 4
    assert len(received(box, *made)) == 4
    assert len(list((tmp_path / "mailbox" / "new").iterdir())) == 8


def test_copies_are_not_taken_off_what_is_left_of_the_audience(tmp_path, source, monkeypatch):
    class WithCopies(Box):
        def plan(self):
            return replace(super().plan(), every_batches=1, copies=copies)

    def copies(number: int) -> TestPermit:
        return permit(PermitKind.COPY, first=100 + number)

    counted: list[int] = []
    monkeypatch.setattr(Forecast, "done", lambda _self, batch, _lane: counted.append(batch))
    assert run(WithCopies(tmp_path, people(3), source=source)).finished
    assert counted == [1, 1, 1]


def test_a_nonce_is_in_the_record_as_a_digest_only(tmp_path, source, monkeypatch):
    monkeypatch.setattr(small_campaign, "release", lambda _proof: permit())
    box = Box(tmp_path, people(8), source=source)
    run(box)
    nonce = permit().messages[0].nonce
    for path in tmp_path.glob("ledger.db*"):
        assert nonce.encode() not in path.read_bytes()
    with open_ledger_read_only(box.ledger_path) as view:
        row = view.row(seed_id(nonce))
        assert row is not None
        assert row.state is S.ACCEPTED
