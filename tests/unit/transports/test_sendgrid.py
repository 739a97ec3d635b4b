"""Handing over to a strict SendGrid: one request each, taken as it is, by the library's own body."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from composer.errors import AccountRefused, GuardRefused, LedgerError, Unreachable, UnsafeConnection
from composer.proofs.receipts import compare_receipt
from composer.transports.handover import Answer, Prepared
from composer.transports.sendgrid import SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from composer.wire.guard import inspect
from tests.faults.sendgrid_message import KEY, certificates, compiled, one_message
from tests.faults.small_campaign import people, prepared_for
from tests.servers.sendgrid import SendGrid, sendgrid
from tests.servers.sendgrid_rules import expand

SENDER = "notices@example.test"


async def at_once():
    return lambda: None


def hand_over(
    account: SendGridAccount, *messages: Prepared, brink: object = at_once
) -> list[Answer]:
    async def story() -> list[Answer]:
        connection = await SendGridTransport(account).connect()
        try:
            return [await connection.hand_over(item, brink=brink) for item in messages]
        finally:
            await connection.close()

    return asyncio.run(story())


def account_of(server: SendGrid, *, key: str = KEY, ca_file: str = "") -> SendGridAccount:
    return SendGridAccount(base_url=server.base_url, api_key=key, ca_file=ca_file)


@pytest.fixture
def server():
    with sendgrid() as one:
        one.senders[SENDER] = True
        yield one


def test_each_recipient_gets_what_was_rendered_and_sees_nobody_else(server):
    messages = [prepared_for(compiled(), person) for person in people(3)]
    answers = hand_over(account_of(server), *messages)
    assert len({answer.provider_id for answer in answers}) == 3
    assert [one.recipients for one in server.taken] == [
        (item.envelope_recipient,) for item in messages
    ]
    for got, item in zip(server.taken, messages, strict=True):
        predicted = inspect(item.wire, form="sendgrid")
        assert compare_receipt(predicted=predicted, received=got.as_eml()) == []
        assert dict(got.custom_args) == {"composer_id": item.recipient_id}
    assert server.connections == 1


def test_the_account_s_tracking_is_off_in_every_body(server):
    server.tracking = dict.fromkeys(server.tracking, True)
    hand_over(account_of(server), one_message())
    assert not server.taken[0].is_rewritten


def test_a_footer_of_the_account_is_added_behind_our_back(server):
    """Why the account's settings are read: no request can tell."""
    server.mail_settings |= {"footer": True, "bcc": True}
    hand_over(account_of(server), one_message())
    assert server.taken[0].is_rewritten
    assert len(server.taken[0].recipients) == 2


def test_a_second_recipient_in_the_body_never_leaves(server):
    body = json.loads(one_message().wire)
    body["personalizations"][0]["to"].append({"email": "somebody@else.example"})
    forged = replace(one_message(), wire=json.dumps(body).encode())
    brinks = []

    async def brink():
        brinks.append(1)
        return lambda: None

    with pytest.raises(GuardRefused):
        hand_over(account_of(server), forged, brink=brink)
    assert (server.taken, server.refused, brinks) == ([], [], [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda server: server.senders.clear(), "403 from: The from address"),
        (lambda server: server.scopes.clear(), "403 access forbidden"),
        (lambda server: setattr(server, "has_credits", False), "401 Maximum credits exceeded"),
    ],
    ids=["sender", "scope", "credits"],
)
def test_what_the_account_may_not_do_is_said_in_the_service_s_words(server, change, said):
    change(server)
    with pytest.raises(AccountRefused) as refused:
        hand_over(account_of(server), one_message())
    assert refused.value.answer.startswith(said)


def test_a_wrong_key_is_refused_and_stands_in_no_text(server):
    with pytest.raises(AccountRefused) as refused:
        hand_over(account_of(server, key="SG.wrong"), one_message())
    assert "SG." not in f"{refused.value} {refused.value.answer} {refused.value.advice}"


@pytest.mark.parametrize("key", ["", "SG.a\r\nX-Evil: 1", "SG.a b", "SG.\u00e9"])
def test_a_key_that_would_write_headers_opens_no_connection(server, key):
    with pytest.raises(AccountRefused):
        hand_over(account_of(server, key=key), one_message())
    assert server.connections == 0


def test_the_key_leaves_by_protected_connections_only():
    with pytest.raises(UnsafeConnection):
        hand_over(SendGridAccount(base_url="http://api.sendgrid.com", api_key=KEY), one_message())


def test_a_certificate_that_nobody_vouches_for_is_never_accepted(tmp_path):
    context, _ca_file = certificates(tmp_path)
    with sendgrid(tls=context) as server:
        with pytest.raises(UnsafeConnection):
            hand_over(account_of(server), one_message())
        assert server.taken == []


@pytest.mark.parametrize(
    "fault",
    [{"host": "api.sendgrid.com"}, {"valid_until": datetime(2019, 11, 1, tzinfo=UTC)}],
    ids=["another name", "expired"],
)
def test_a_certificate_with_a_fault_is_never_accepted(fault, tmp_path):
    context, ca_file = certificates(tmp_path, **fault)
    with sendgrid(tls=context) as server:
        with pytest.raises(UnsafeConnection):
            hand_over(account_of(server, ca_file=ca_file), one_message())
        assert server.taken == []


def test_a_protected_hand_over(tmp_path):
    context, ca_file = certificates(tmp_path)
    with sendgrid(tls=context) as server:
        server.domains["example.test"] = True
        hand_over(account_of(server, ca_file=ca_file), one_message(), one_message())
        assert len(server.taken) == 2


def test_nobody_listening_is_no_answer(server):
    base_url = server.base_url.rpartition(":")[0] + ":1"
    with pytest.raises(Unreachable):
        hand_over(SendGridAccount(base_url=base_url, api_key=KEY), one_message())


def test_nothing_goes_when_the_brink_cannot_be_written(server):
    async def brink():
        raise LedgerError("")

    with pytest.raises(LedgerError):
        hand_over(account_of(server), one_message(), brink=brink)
    assert (server.taken, server.refused) == ([], [])


def test_the_trap_is_taken_by_the_service_and_shows_everybody(server):
    """What this program exists for: nothing at the service refuses it."""
    body = json.loads(one_message().wire)
    body["personalizations"][0]["to"] = [{"email": f"{n}@x.example"} for n in range(1000)]
    raw = json.dumps(body).encode()
    said = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    assert server.decide("/v3/mail/send", said, raw)[0] == 202
    assert len(expand(raw)[0].to) == 1000
