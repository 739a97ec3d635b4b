"""Each row of the table of faults that concerns HTTP, against a server that does exactly that.

What is asked of every row, plain and through TLS: the recipient's state, whether the campaign
holds, and that the last byte never went out unless the record says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from email.utils import formatdate

import pytest

from composer.delivery.outcome import Outcome
from composer.delivery.verdicts import Verdict, not_taken, taken
from composer.errors import TransportError
from composer.model.moves import Claimed
from composer.model.states import RecipientState as S
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.sendgrid import HttpLimits, SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from tests.faults.scripted_http import TAKEN, ScriptedHttp, scripted_http
from tests.faults.scripted_server import DRIP, DROP, RESET, SILENCE
from tests.faults.sendgrid_message import KEY, SendGridSource, certificates, one_message
from tests.faults.small_campaign import FAST, Box, people

PATIENT = HttpLimits()
QUICK = HttpLimits(answer_s=0.8)
NOW_S = 1_572_588_000.0  # 2019-11-01 06:00 UTC
ERROR = b'{"errors":[{"message":"too many requests","field":null,"help":null}]}'


def http(status: str, body: bytes = b"", *fields: str, length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", *fields]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Row:
    """One fault: what the server does, and what must follow; `wait_s`: for how long at least."""

    name: str
    answer: bytes
    state: S
    hold: str = ""
    early: bytes = b""
    greeting: bytes = b""
    ends: int = 1
    wait_s: float = 0.0


BUSY = "429 Too Many Requests"
STRANGE = "send.strange_answer"
US = "send.account_refused"
ROWS = [
    Row("taken", TAKEN, S.ACCEPTED),
    Row("taken in pieces", b"|".join(TAKEN[n : n + 7] for n in range(0, len(TAKEN), 7)), S.ACCEPTED),
    Row("taken without its id", http("202 Accepted"), S.ACCEPTED),
    Row("taken with two ids", http("202 Accepted", b"", "X-Message-Id: a", "X-Message-Id: b"), S.ACCEPTED),
    Row("taken, in chunks", b"HTTP/1.1 202 Accepted\r\nX-Message-Id: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", S.ACCEPTED),
    Row("taken without a length", b"HTTP/1.1 202 Accepted\r\nX-Message-Id: a\r\n\r\n", S.ACCEPTED),
    Row("taken, body cut off", http("202 Accepted", b"abc", length=9) + b"|" + DROP, S.ACCEPTED),
    Row("400", http("400 Bad Request", b'{"errors":[{"message":"no a@b.example","field":"from"}]}'), S.REFUSED),
    Row("400, body cut off", http("400 Bad Request", b'{"err', length=90) + b"|" + DROP, S.REFUSED),
    Row("413", http("413 Payload Too Large"), S.REFUSED),
    Row("401", http("401 Unauthorized", b'{"errors":[{"message":"Maximum credits exceeded"}]}'), S.PLANNED, US),
    Row("403", http("403 Forbidden", b'{"errors":[{"message":"verified Sender Identity"}]}'), S.PLANNED, US),
    Row("401, header cut off", b"HTTP/1.1 401 Unauthorized\r\nContent-Le|" + DROP, S.UNKNOWN),
    Row("429 in its own form", http(BUSY, ERROR), S.DEFERRED, wait_s=60),
    Row("429 with rate headers", http(BUSY, b"slow", "X-RateLimit-Reset: 1572588500"), S.DEFERRED, wait_s=500),
    Row("429, header alone, cut off", http(BUSY, b"", "X-RateLimit-Limit: 5", length=9) + b"|" + DROP, S.DEFERRED, wait_s=60),
    Row("429, seconds", http(BUSY, ERROR, "Retry-After: 900"), S.DEFERRED, wait_s=900),
    Row("429, a date", http(BUSY, ERROR, f"Retry-After: {formatdate(NOW_S + 700, usegmt=True)}"), S.DEFERRED, wait_s=700),
    Row("429, a date that is past", http(BUSY, ERROR, "Retry-After: Fri, 01 Nov 2013 06:00:00 GMT"), S.DEFERRED, wait_s=60),
    Row("429, an absurd wait", http(BUSY, ERROR, "Retry-After: 99999999999999999"), S.DEFERRED, wait_s=3600),
    Row("429, an absurd moment", http(BUSY, ERROR, "X-RateLimit-Reset: 99999999999"), S.DEFERRED, wait_s=3600),
    Row("429, no number", http(BUSY, ERROR, "Retry-After: soon"), S.DEFERRED, wait_s=60),
    Row("429 of somebody else", http(BUSY, b"<html>busy</html>", "Retry-After: 5"), S.UNKNOWN),
    Row("429, its own form cut off", http(BUSY, ERROR[:-9], length=len(ERROR)) + b"|" + DROP, S.UNKNOWN),
    Row("500", http("500 Internal Server Error", ERROR), S.UNKNOWN),
    Row("502", http("502 Bad Gateway", b"<html>"), S.UNKNOWN),
    Row("503", http("503 Service Unavailable", ERROR, "Retry-After: 5"), S.UNKNOWN),
    Row("504", http("504 Gateway Timeout"), S.UNKNOWN),
    Row("200", http("200 OK", b"<html>log in</html>"), S.UNKNOWN, STRANGE),
    Row("100", b"HTTP/1.1 100 Continue\r\n\r\n" + TAKEN, S.UNKNOWN, STRANGE),
    Row("103", b"HTTP/1.1 103 Early Hints\r\n\r\n" + TAKEN, S.UNKNOWN, STRANGE),
    Row("302", http("302 Found", b"", "Location: /v3/mail/send"), S.UNKNOWN, STRANGE),
    Row("307", http("307 Temporary Redirect", b"", "Location: /v3/mail/send"), S.UNKNOWN, STRANGE),
    Row("308", http("308 Permanent Redirect", b"", "Location: /v3/mail/send"), S.UNKNOWN, STRANGE),
    Row("404", http("404 Not Found"), S.UNKNOWN, STRANGE),
    Row("415", http("415 Unsupported Media Type"), S.UNKNOWN, STRANGE),
    Row("drop after the end", DROP, S.UNKNOWN),
    Row("reset after the end", RESET, S.UNKNOWN),
    Row("silence after the end", SILENCE, S.UNKNOWN),
    Row("drip after the end", b"HTTP/1.1 202 Accepted\r\nX-Drip: |" + DRIP, S.UNKNOWN),
    Row("a drip of a body", http("202 Accepted", b"", length=9000) + b"|" + DRIP, S.UNKNOWN),
    Row("truncated header", TAKEN[:-2] + b"|" + DROP, S.UNKNOWN),
    Row("truncated status line", b"HTTP/1.1 202|" + DROP, S.UNKNOWN),
    Row("status line alone", b"HTTP/1.1 202 Accepted\r\n|" + DROP, S.UNKNOWN),
    Row("an endless header", b"HTTP/1.1 202 Accepted\r\n" + b"X-A: b\r\n" * 20_000, S.UNKNOWN),
    Row("an endless line", b"HTTP/1.1 202 " + b"x" * 200_000, S.UNKNOWN),
    Row("a body of 1 GB", http("202 Accepted", b"", length=1_000_000_000), S.UNKNOWN),
    Row("an endless body", b"HTTP/1.1 400 No\r\n\r\n" + b"x" * 200_000, S.UNKNOWN),
    Row("two lengths", TAKEN.replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n"), S.UNKNOWN),
    Row("a length and chunks", TAKEN.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n"), S.UNKNOWN),
    Row("lines without CR", TAKEN.replace(b"\r\n", b"\n"), S.UNKNOWN),
    Row("a folded field", TAKEN.replace(b"\r\nX-", b"\r\n X-"), S.UNKNOWN),
    Row("HTTP/2", TAKEN.replace(b"HTTP/1.1", b"HTTP/2"), S.UNKNOWN),
    Row("garbage", b"hello\r\n\r\n", S.UNKNOWN),
    # before the last byte nothing can have been taken
    Row("drop before the end", b"", S.DEFERRED, early=DROP, ends=0),
    Row("reset before the end", b"", S.DEFERRED, early=RESET, ends=0),
    Row("413 before the end", b"", S.REFUSED, early=http("413 Payload Too Large") + b"|" + DROP, ends=0),
    Row("401 before the end", b"", S.PLANNED, US, early=http("401 Unauthorized"), ends=0),
    Row("429 before the end", b"", S.DEFERRED, early=http(BUSY, b"", "Retry-After: 900"), ends=0, wait_s=900),
    Row("503 before the end", b"", S.DEFERRED, early=http("503 Service Unavailable"), ends=0),
    Row("202 before the end", b"", S.PLANNED, US, early=TAKEN, ends=0),
    Row("307 before the end", b"", S.PLANNED, US, early=http("307 Temporary Redirect"), ends=0),
    Row("half an answer before the end", b"", S.DEFERRED, early=b"HTTP/1.1 202|" + DROP, ends=0),
    Row("an answer to nothing", b"", S.PLANNED, US, greeting=TAKEN, ends=0),
]  # fmt: skip


@pytest.fixture(scope="module")
def protection(tmp_path_factory):
    return certificates(tmp_path_factory.mktemp("certificates"))


async def hand_over(row: Row, server: ScriptedHttp, *, ca_file: str = "") -> tuple[Verdict, int]:
    """Hand one message over, and give what follows and how often the brink was committed."""
    brinks = 0

    async def brink() -> Callable[[], None]:
        nonlocal brinks
        brinks += 1
        if row.early or row.greeting:  # whatever comes before the end is there before the look
            await server.before_the_end.wait()
        return lambda: None

    claimed = Claimed(
        recipient_id=one_message().recipient_id, lane=0, tries=0, first_tried_at=NOW_S
    )
    waits = any(pause in row.answer + row.early for pause in (SILENCE, DRIP))
    limits = replace(QUICK if waits else PATIENT, look_s=60.0 if row.early else 0.02)
    transport = SendGridTransport(
        account_at(server.port, ca_file=ca_file), limits=limits, now_s=lambda: NOW_S
    )
    connection = await transport.connect()
    try:
        answer = await connection.hand_over(one_message(), brink=brink)
    except TransportError as error:
        return not_taken(claimed, error, now_s=NOW_S, chance=0.0), brinks
    finally:
        await connection.close()
    return taken(claimed, answer), brinks


def account_at(port: int, *, ca_file: str = "", host: str = "localhost") -> SendGridAccount:
    scheme = "https" if ca_file else "http"
    return SendGridAccount(base_url=f"{scheme}://{host}:{port}", api_key=KEY, ca_file=ca_file)


@pytest.mark.parametrize("way", ["plain", "tls"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_answer_decides_as_the_table_says(row, way, protection):
    server_tls, ca_file = protection if way == "tls" else (None, "")

    async def story() -> tuple[Verdict, int, ScriptedHttp]:
        async with scripted_http(
            answer=row.answer, early=row.early, greeting=row.greeting, tls=server_tls
        ) as server:
            return *await hand_over(row, server, ca_file=ca_file), server

    verdict, brinks, server = asyncio.run(story())
    last = verdict.moves[-1]
    assert (last.to, len(server.whole)) == (row.state, row.ends)
    assert (verdict.hold.code if verdict.hold else "") == row.hold
    assert brinks == (1 if row.ends or not row.greeting else brinks)
    assert "@" not in last.answer
    if row.state is S.DEFERRED:
        assert (last.not_before or 0) - NOW_S == pytest.approx(max(row.wait_s, 60))
    # the end leaves alone, in one byte; nothing is asked twice
    assert server.ends == [b"}"] * row.ends
    assert server.sessions == 1
    assert len(server.heads) <= 1


@pytest.mark.parametrize("row", [ROWS[0], ROWS[2], ROWS[3]], ids=lambda row: row.name)
def test_the_id_is_kept_where_there_is_one_and_only_one(row):
    async def story() -> Verdict:
        async with scripted_http(answer=row.answer) as server:
            return (await hand_over(row, server))[0]

    move = asyncio.run(story()).moves[0]
    assert move.provider_id == ("an-id.0" if row is ROWS[0] else "")
    assert ("without X-Message-Id" in move.answer) == (row is not ROWS[0])


# --- what follows for the campaign -----------------------------------------------------------


async def send_all(box: Box, answer: bytes) -> tuple[Outcome, ScriptedHttp]:
    async with scripted_http(answer=answer) as server:
        return await box.send(SendGridTransport(account_at(server.port))), server


def a_box(folder, count: int) -> Box:
    recipients = people(count)
    return Box(
        folder,
        recipients,
        pace=replace(FAST, connections=1),
        source=SendGridSource(recipients),
    )


@pytest.mark.parametrize(
    ("answer", "hold", "counts"),
    [
        (http("202 Accepted"), "send.without_id_in_a_row", {"accepted": 3}),
        (http("400 Bad Request", ERROR), "send.refused_alike", {"refused": 3}),
        (http("503 Service Unavailable"), "send.unclear_in_a_row", {"unknown": 3}),
        (http("200 OK", b"log in"), "send.strange_answer", {"unknown": 1}),
        (http("401 Unauthorized", ERROR), "send.account_refused", {}),
    ],
    ids=["202 without id", "400", "503", "200", "401"],
)
def test_what_is_about_us_holds_the_campaign(answer, hold, counts, tmp_path):
    box = a_box(tmp_path, 6)
    outcome, server = asyncio.run(send_all(box, answer))
    assert [item.code for item in outcome.findings][:2] == ["send.held", hold]
    assert outcome.counts.held == 6 - sum(counts.values())
    assert all(getattr(outcome.counts, name) == count for name, count in counts.items())
    assert len(server.whole) == max(sum(counts.values()), 1)
    with open_ledger_read_only(box.ledger_path) as record:
        assert record.find_chain_findings() == []


def test_one_connection_carries_everybody_and_each_request_names_one(tmp_path):
    box = a_box(tmp_path, 5)
    outcome, server = asyncio.run(send_all(box, TAKEN))
    assert outcome.counts.accepted == 5
    assert server.sessions == 1
    assert all(f"Bearer {KEY}\r\n".encode() in head for head in server.heads)
    addresses = [person.address.encode() for person in people(5)]
    found = [[one for one in addresses if one in body] for body in server.whole]
    assert sorted(found) == [[one] for one in addresses]


def test_no_more_connections_are_opened_than_the_pace_needs(tmp_path):
    box = a_box(tmp_path, 8)  # slowly: a busy machine takes long for each, and needs more of them
    box.pace = replace(box.pace, connections=16, per_second=Decimal(6))
    outcome, server = asyncio.run(send_all(box, TAKEN))
    assert outcome.counts.accepted == 8
    assert server.sessions <= 5


def test_two_without_their_number_are_a_warning(tmp_path):
    outcome, _server = asyncio.run(send_all(a_box(tmp_path, 2), http("202 Accepted")))
    assert [item.code for item in outcome.findings] == ["send.without_id"]


def test_a_server_that_closes_after_each_answer_costs_a_connection_and_nothing_else(tmp_path):
    answer = TAKEN.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + b"|" + DROP
    outcome, server = asyncio.run(send_all(a_box(tmp_path, 4), answer))
    assert (outcome.counts.accepted, server.sessions) == (4, 4)


def test_a_second_answer_to_one_request_is_never_taken_for_the_next(tmp_path):
    outcome, server = asyncio.run(send_all(a_box(tmp_path, 4), TAKEN + TAKEN))
    assert outcome.counts.accepted == 4
    assert server.sessions == 4


def test_the_key_stands_in_no_text():
    assert KEY not in repr(account_at(9))
