"""The watch of a running send: what it does beside the mailboxes."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from composer.delivery.verdicts import HoldCause
from composer.errors import AccountRefused, WorkspaceError
from composer.model.campaign import ImapSettings, TransportKind
from composer.model.identifiers import CampaignId
from composer.proofs.permit import FIRST_COPY_SLOT
from composer.stages import complaints, watching
from composer.stages.complaints import Complaints
from composer.stages.seed_test import SeedMailboxReader
from composer.stages.watching import LiveWatch
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.transports import sendgrid_lists
from composer.transports.mailboxes import Received


class NoCopies:
    """A record of test messages with none in it."""

    def all(self, _proof: str) -> tuple[()]:
        return ()

    def receipts(self, _proof: str) -> tuple[()]:
        return ()


def way() -> SimpleNamespace:
    transport = SimpleNamespace(kind=TransportKind.SENDGRID, key="sendgrid-main")
    test = SimpleNamespace(every_batches=0)
    return SimpleNamespace(
        desk=SimpleNamespace(tests=NoCopies()),
        content=SimpleNamespace(campaign=SimpleNamespace(transport=transport, test=test)),
        stored=SimpleNamespace(digest="a" * 64),
    )


@pytest.mark.parametrize(
    ("count", "code", "told"),
    [(0, None, []), (2, None, ["send.complaints_seen"]), (3, "send.complaints", [])],
)
def test_complaints_are_asked_for_while_a_send_runs_and_stop_it_when_they_are_many(
    monkeypatch: pytest.MonkeyPatch, count: int, code: str | None, told: list[str]
) -> None:
    asked = threading.Semaphore(0)

    def answer(_way: object) -> Complaints:
        asked.release()
        return Complaints(count=count, handed_over=1000)

    monkeypatch.setattr(watching, "asked_quietly", answer)
    with LiveWatch(way(), ask_every_s=0.01) as watch:
        for _nth in range(2):  # the answer before the second one was judged
            assert asked.acquire(timeout=60)
        cause = watch.alarm()
    assert (cause.code if cause else None) == code
    assert [item.code for item in watch.findings] == told


@pytest.mark.parametrize(("count", "holds"), [(3, False), (4, True)])
def test_complaints_for_which_the_send_was_held_before_hold_it_again_only_when_there_are_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, count: int, *, holds: bool
) -> None:
    listed = [SimpleNamespace(address=f"p{number}@acme.co") for number in range(count)]
    monkeypatch.setattr(sendgrid_lists, "read_complaints", lambda *_some, **_more: listed)
    monkeypatch.setattr(complaints, "provider_secret", lambda *_some: "")
    asked = way()
    asked.content.record = SimpleNamespace(id=CampaignId("c1"))
    asked.content.campaign.transport.base_url = "https://localhost"
    asked.desk.send_folder = lambda _campaign: tmp_path
    asked.desk.recipients = SimpleNamespace(by_address=lambda *_some: None)
    asked.desk.keychain, asked.desk.now = None, lambda: datetime.now(UTC)
    outside = OutsideHead(tmp_path / "state", workspace_id="w", campaign_id=CampaignId("c1"))
    path = tmp_path / "ledger.db"
    with SqliteLedger.open(path, campaign_id=CampaignId("c1"), outside=outside) as ledger:
        assert complaints.ask_complaints(asked).cause is not None
        ledger.set_hold("send.complaints", by="", count=3, all=900)
        ledger.lift_hold(by="c" * 64, reason="they had asked for it")
        assert (complaints.ask_complaints(asked).cause is not None) is holds


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nobody_asks_for_complaints_any_more_and_the_send_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_way: object) -> NoReturn:
        raise ValueError

    monkeypatch.setattr(watching, "asked_quietly", broken)
    with LiveWatch(way(), ask_every_s=0.01) as watch:
        (asking,) = watch._threads
        asking.join(60)
        assert watch.alarm() == HoldCause(code="send.broken_off")


def test_a_mailbox_that_cannot_be_read_is_told_and_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class OneCopy(NoCopies):
        def all(self, _proof: str) -> tuple[object, ...]:
            return (SimpleNamespace(id="1", slot=FIRST_COPY_SLOT, sent_at=datetime.now(UTC)),)

    def refused(_account: object) -> NoReturn:
        raise AccountRefused("The test mailbox does not accept the user name or password.")

    desk = SimpleNamespace(tests=OneCopy(), now=lambda: datetime.now(UTC))
    imap = ImapSettings(host="localhost", port=1)
    box = SeedMailboxReader(desk, imap, seed="seed1@seed.test", is_own=True, made=refused)
    monkeypatch.setattr(watching, "mailboxes_of", lambda *_some, **_more: [box])
    monkeypatch.setattr(watching, "can_be_asked", lambda _way: False)
    told = way()
    told.desk = desk
    with LiveWatch(told) as watch:
        began = time.monotonic()
        watch.await_copies(600)
        assert time.monotonic() - began < 300
        (found,) = watch.findings
    assert (found.code, dict(found.values)["seed"]) == ("send.mailbox_unread", "seed1@seed.test")
    assert not found.blocks


def test_what_came_and_cannot_be_taken_in_stops_the_send(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(NoCopies):
        def find_by_nonce_hash(self, _hash: str) -> NoReturn:
            raise WorkspaceError("The workspace cannot be read.")

    class OneMessage:
        def look(self) -> tuple[Received, ...]:
            return (Received(seed="seed1@seed.test", nonce="ab" * 16, content=b""),)

    monkeypatch.setattr(watching, "mailboxes_of", lambda *_some, **_more: [OneMessage()])
    monkeypatch.setattr(watching, "can_be_asked", lambda _way: False)
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 0.01)
    told = way()
    told.desk = SimpleNamespace(tests=Broken(), now=lambda: datetime.now(UTC))
    told.content.campaign.test.every_batches = 1
    with LiveWatch(told) as watch:
        until = time.monotonic() + 60
        while watch.alarm() is None and time.monotonic() < until:
            time.sleep(0.01)
        assert watch.alarm() == HoldCause(code="send.broken_off")
