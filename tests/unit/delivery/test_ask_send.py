"""Requests for approval go at once: the hours of sending are the audience's."""

import asyncio
import random
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from composer.delivery.ask_send import AskSource, send_asks
from composer.delivery.clock import SystemClock
from composer.delivery.means import Means, Threads, free_bytes
from composer.delivery.stopping import stop_mark
from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    Security,
    TransportKind,
    TransportSettings,
)
from composer.model.person import Person, Role
from composer.model.sending_window import SendingWindow
from composer.model.states import RecipientState
from composer.signoff import ask_permit
from composer.signoff.ask_permit import AskPermit
from composer.stages.ask_message import Request, finished
from composer.transports.practice import HOST, practice_server
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults.small_campaign import CAMPAIGN, FAST, Box, people

ANA = Person(name="Ana", email="ana@example.test", roles=frozenset({Role.AUTHOR}), public_key="a")
BEN = Person(name="Ben", email="ben@example.test", roles=frozenset({Role.REVIEWER}), public_key="b")
SETTINGS = Campaign(
    name="Weights",
    purpose=Purpose.SERVICE,
    sender=Mailbox(name="Acme", address="notices@example.test"),
    locale="en",
    layout="plain",
    audience=AudienceSettings(file="audience.csv"),
    transport=TransportSettings(kind=TransportKind.PRACTICE),
)


def test_a_request_does_not_wait_for_the_hours_of_sending(tmp_path):
    asks = Request(to=BEN, by=ANA, subject="Look", text="Look", file_name="a.proof", file=b"x")
    permit = AskPermit(
        campaign_id=CAMPAIGN,
        proof="a" * 64,
        messages=(finished(asks, SETTINGS),),
        builder=ask_permit._BUILDER,
    )
    in_two_days = (datetime.now(UTC) + timedelta(days=2)).weekday()
    shut = SendingWindow(opens="08:00", closes="09:00", zone="UTC", days=(in_two_days,))
    box = Box(tmp_path, people(1))

    async def story():
        async with practice_server(tmp_path / "mailbox", seeds=frozenset()) as port:
            with box.open_ledger() as ledger, closing(Threads()) as threads:
                account = SmtpAccount(host=HOST, port=port, security=Security.NONE)
                means = Means(
                    ledger=ledger, transport=SmtpTransport(account), source=AskSource(permit),
                    clock=SystemClock(), chance=random.random, record=threads.record,
                    work=threads.work, stop_mark=lambda: stop_mark(tmp_path), stopped_by=str,
                    free_bytes=lambda: free_bytes(tmp_path), report=lambda _progress: None,
                )  # fmt: skip
                asking = send_asks(permit, pace=replace(FAST, window=shut), means=means)
                return await asyncio.wait_for(asking, timeout=10)

    run = asyncio.run(story())
    assert list(run.states.values()) == [RecipientState.ACCEPTED]
