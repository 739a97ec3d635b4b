"""Each row of the table of faults that concerns SMTP, against a server that does exactly that.

What is asked of every row: the recipient's state, whether the campaign holds, and that the end of a
message never went out unless the record says so.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from composer.delivery.outcome import Outcome
from composer.model.campaign import Security
from composer.model.states import RecipientState as S
from composer.store.ledger_view import open_ledger_read_only
from composer.transports.smtp import SmtpAccount, SmtpLimits, SmtpTransport
from tests.faults.cut_sessions import FastClock
from tests.faults.scripted_server import DRIP, DROP, RESET, SILENCE, ScriptedServer, scripted_server
from tests.faults.small_campaign import FAST, Box, people
from tests.servers.certificates import Authority

PATIENT = SmtpLimits(after_421_s=0.3, goodbye_s=0.2)
QUICK = replace(PATIENT, command_s=0.6, exchange_s=1.5)
QUICK_AT_THE_END = replace(PATIENT, answer_s=0.6)


@dataclass(frozen=True)
class Row:
    """One fault: what the server does, and what must follow."""

    name: str
    script: dict[str, bytes]
    state: S
    hold: str = ""
    account: dict[str, object] = field(default_factory=dict)
    early: bytes | None = None
    ends: int = 0

    @property
    def limits(self) -> SmtpLimits:
        """What may take long takes long, unless the row is about that: the machine may stand still."""
        if self.early:
            return replace(PATIENT, fresh_look_s=60.0)
        waits_at = {step for step, said in self.script.items() if {SILENCE, DRIP} & {said}}
        return QUICK_AT_THE_END if waits_at == {"end"} else QUICK if waits_at else PATIENT


LOGIN = {"username": "me", "password": "secret"}
PIPELINED = {"ehlo": b"250-x\r\n250 PIPELINING\r\n"}
ROWS = [
    Row("taken", {}, S.ACCEPTED, ends=1),
    Row("taken without words", {"end": b"250\r\n"}, S.ACCEPTED, ends=1),
    Row("taken in many lines", {"end": b"250-a\r\n250-b\r\n250 c\r\n"}, S.ACCEPTED, ends=1),
    # before the end: nothing was taken
    Row("421 at the banner", {"banner": b"421 4.3.2 busy\r\n|" + DROP}, S.DEFERRED),
    Row("554 at the banner", {"banner": b"554 5.7.1 no\r\n"}, S.PLANNED, "send.account_refused"),
    Row("drop at the banner", {"banner": DROP}, S.DEFERRED),
    Row("silence at the banner", {"banner": SILENCE}, S.DEFERRED),
    Row("garbage at the banner", {"banner": b"HTTP/1.1 200 OK\r\n\r\n"}, S.DEFERRED),
    Row("421 at EHLO", {"ehlo": b"421 4.3.2 busy\r\n"}, S.DEFERRED),
    Row("5xx at EHLO", {"ehlo": b"550 5.7.1 no\r\n"}, S.PLANNED, "send.account_refused"),
    Row("endless EHLO", {"ehlo": b"250-x\r\n" * 20000}, S.DEFERRED),
    Row("535 at AUTH", {"auth": b"535 5.7.8 no\r\n"}, S.PLANNED, "send.account_refused", LOGIN),
    Row("454 at AUTH", {"auth": b"454 4.7.0 later\r\n"}, S.DEFERRED, "", LOGIN),
    Row("421 at AUTH", {"auth": b"421 4.7.0 busy\r\n|" + DROP}, S.DEFERRED, "", LOGIN),
    Row("drop at AUTH", {"auth": DROP}, S.DEFERRED, "", LOGIN),
    Row("no AUTH offered", {"ehlo": b"250 plain\r\n"}, S.PLANNED, "send.account_refused", LOGIN),
    Row("421 at MAIL", {"mail": b"421 4.3.2 busy\r\n|" + DROP}, S.DEFERRED),
    Row("451 at MAIL", {"mail": b"451 4.3.0 later\r\n"}, S.DEFERRED),
    Row("451 at MAIL in a pipeline", {**PIPELINED, "mail": b"451 4.3.0 later\r\n"}, S.DEFERRED),
    Row("550 at RCPT in a pipeline", {**PIPELINED, "rcpt": b"550 5.1.1 no\r\n"}, S.REFUSED),
    Row(
        "421 at RCPT in a pipeline", {**PIPELINED, "rcpt": b"421 4.3.2 no\r\n|" + DROP}, S.DEFERRED
    ),
    Row("taken in a pipeline", PIPELINED, S.ACCEPTED, ends=1),
    Row("5xx at MAIL", {"mail": b"550 5.1.0 no\r\n"}, S.PLANNED, "send.account_refused"),
    Row("SIZE exceeded", {"ehlo": b"250-x\r\n250 SIZE 100\r\n"}, S.PLANNED, "send.account_refused"),
    Row("421 at RCPT", {"rcpt": b"421 4.3.2 busy\r\n|" + DROP}, S.DEFERRED),
    Row("450 at RCPT", {"rcpt": b"450 4.2.1 later\r\n"}, S.DEFERRED),
    Row("550 at RCPT", {"rcpt": b"550 5.1.1 <a@b.example> unknown\r\n"}, S.REFUSED),
    Row("550 at RCPT, drop at RSET", {"rcpt": b"550 5.1.1 no\r\n", "rset": DROP}, S.REFUSED),
    Row("drop at RCPT", {"rcpt": DROP}, S.DEFERRED),
    Row("451 at DATA", {"data": b"451 4.3.0 later\r\n"}, S.DEFERRED),
    Row("554 at DATA", {"data": b"554 5.5.1 no\r\n"}, S.REFUSED),
    Row("421 at DATA", {"data": b"421 4.3.2 bye\r\n|" + DROP}, S.DEFERRED),
    Row("drop at DATA", {"data": DROP}, S.DEFERRED),
    Row("silence at DATA", {"data": SILENCE}, S.DEFERRED),
    Row("250 at DATA", {"data": b"250 strange\r\n"}, S.DEFERRED),
    Row("552 before the end", {}, S.REFUSED, early=b"552 5.3.4 too big\r\n|" + DROP),
    Row("421 before the end", {}, S.DEFERRED, early=b"421 4.3.2 bye\r\n|" + DROP),
    Row("left before the end", {}, S.DEFERRED, early=DROP),
    Row("reset before the end", {}, S.DEFERRED, early=RESET),
    # after the end: what the server said, or unknown
    Row("452 after the end", {"end": b"452 4.3.1 full\r\n"}, S.DEFERRED, ends=1),
    Row("554 after the end", {"end": b"554 5.6.0 no\r\n"}, S.REFUSED, ends=1),
    Row("421 after the end, closed", {"end": b"421 4.3.2 bye\r\n|" + DROP}, S.UNKNOWN, ends=1),
    Row("421 after the end, open", {"end": b"421 4.3.2 wait\r\n"}, S.DEFERRED, ends=1),
    Row("drop after the end", {"end": DROP}, S.UNKNOWN, ends=1),
    Row("reset after the end", {"end": RESET}, S.UNKNOWN, ends=1),
    Row("silence after the end", {"end": SILENCE}, S.UNKNOWN, ends=1),
    Row("drip after the end", {"end": DRIP}, S.UNKNOWN, ends=1),
    Row("garbage after the end", {"end": b"hello\r\n"}, S.UNKNOWN, ends=1),
    Row("half an answer", {"end": b"250 2.0.0 o|" + DROP}, S.UNKNOWN, ends=1),
    Row("half a code", {"end": b"25|" + DROP}, S.UNKNOWN, ends=1),
    Row("an answer without CR", {"end": b"250 ok\n"}, S.UNKNOWN, ends=1),
    Row("half of many lines", {"end": b"250-a\r\n|" + DROP}, S.UNKNOWN, ends=1),
    Row("two codes in one answer", {"end": b"250-a\r\n550 b\r\n"}, S.UNKNOWN, ends=1),
    Row("354 after the end", {"end": b"354 again\r\n"}, S.UNKNOWN, ends=1),
    Row("251 after the end", {"end": b"251 hm\r\n"}, S.UNKNOWN, ends=1),
    Row("999 after the end", {"end": b"999 hm\r\n"}, S.UNKNOWN, ends=1),
    Row("an endless answer", {"end": b"250-x\r\n" * 20000}, S.UNKNOWN, ends=1),
    Row("an endless line", {"end": b"250 " + b"x" * 200_000}, S.UNKNOWN, ends=1),
    Row("nulls after the end", {"end": b"250 \0\r\n|" + DROP}, S.ACCEPTED, ends=1),
]


def protected_by(name: str, folder: Path, *, until: datetime | None = None) -> ssl.SSLContext:
    """Make a server's certificate for a name, and the file of whom to trust beside it."""
    authority = Authority()
    issued = authority.issue(name, valid_until=until)
    (folder / "server.pem").write_bytes(issued.certificate + issued.key)
    (folder / "ca.pem").write_bytes(authority.pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    return server


async def send_one(box: Box, row: Row, server: ScriptedServer, **account: object) -> Outcome:
    transport = SmtpTransport(
        SmtpAccount(
            host="127.0.0.1",
            port=server.port,
            **{"security": Security.NONE, **row.account, **account},
        ),
        limits=row.limits,
    )
    # a deferred recipient is left for later: the record is looked at instead of waited for
    sending = asyncio.create_task(box.send(transport))
    while not sending.done() and not (box.reports and box.reports[-1].counts.deferred):
        await asyncio.wait({sending}, timeout=0.02)
    if not sending.done():
        sending.cancel()
    return (await asyncio.gather(sending, return_exceptions=True))[0]


@pytest.fixture(params=[Security.NONE, Security.TLS], ids=lambda item: item.value)
def protection(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, object]:
    """How a server protects its connections, and what the client's account needs for it."""
    if request.param is Security.NONE:
        return {"server": {}, "account": {}}
    server = protected_by("127.0.0.1", tmp_path)
    account = {"security": Security.TLS, "ca_file": str(tmp_path / "ca.pem")}
    return {"server": {"tls": server, "wrapped": True}, "account": account}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_answer_decides_as_the_table_says(row, protection, tmp_path):
    async def story() -> tuple[Outcome, ScriptedServer]:
        async with scripted_server(row.script, early=row.early, **protection["server"]) as server:
            return await send_one(box, row, server, **protection["account"]), server

    box = Box(tmp_path, people(1), pace=replace(FAST, connections=1))
    outcome, server = asyncio.run(story())
    require_row(box, row)
    assert len(server.whole) == row.ends
    if isinstance(outcome, Outcome):
        assert outcome.counts.total == 1
    # the end leaves alone and whole, in one write
    assert all(end == b".\r\n" for end in server.ends)


def require_row(box: Box, row: Row) -> None:
    """The record says of the one recipient, and of the campaign, what the table says."""
    with open_ledger_read_only(box.ledger_path) as record:
        line = next(record.rows())
        assert line.state is row.state
        assert (record.hold.code if record.hold else "") == row.hold
        assert "@" not in line.answer
        assert record.find_chain_findings() == []


STARTTLS = {"ehlo": b"250-x\r\n250-STARTTLS\r\n250 SIZE 100000\r\n"}
STARTTLS_ROWS = [
    Row("not offered", {}, S.PLANNED, "send.unsafe_connection"),
    Row(
        "refused", {**STARTTLS, "starttls": b"554 5.7.0 no\r\n"}, S.PLANNED, "send.account_refused"
    ),
    Row("not now", {**STARTTLS, "starttls": b"454 4.7.0 later\r\n"}, S.DEFERRED),
    Row("drop at STARTTLS", {**STARTTLS, "starttls": DROP}, S.DEFERRED),
    Row("drop in the handshake", {**STARTTLS, "starttls": b"220 go\r\n|" + DROP}, S.DEFERRED),
    Row(
        "words before it is safe",
        {**STARTTLS, "starttls": b"220 go\r\n250 injected\r\n"},
        S.PLANNED,
        "send.unsafe_connection",
    ),
]


@pytest.mark.parametrize("row", STARTTLS_ROWS, ids=lambda row: row.name)
def test_without_protection_nothing_leaves_in_plain_text(row, tmp_path):
    async def story() -> ScriptedServer:
        async with scripted_server(row.script) as server:
            await send_one(box, row, server, security=Security.STARTTLS)
            return server

    box = Box(tmp_path, people(1), pace=replace(FAST, connections=1))
    server = asyncio.run(story())
    require_row(box, row)
    assert {line[:4] for line in server.commands} <= {b"EHLO", b"STAR", b"QUIT"}


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS], ids=lambda x: x.value)
@pytest.mark.parametrize("served", ["wrong name", "expired", "untrusted"])
def test_a_server_that_cannot_be_trusted_holds_the_campaign(served, security, tmp_path):
    async def story() -> ScriptedServer:
        wrapped = security is Security.TLS
        async with scripted_server(STARTTLS, tls=server_tls, wrapped=wrapped) as server:
            await send_one(box, row, server, security=security, ca_file=str(trusted))
            return server

    name = "other.example" if served == "wrong name" else "127.0.0.1"
    until = datetime.now(UTC) - timedelta(days=1) if served == "expired" else None
    server_tls, trusted = protected_by(name, tmp_path, until=until), tmp_path / "ca.pem"
    if served == "untrusted":
        trusted.write_bytes(Authority("another").pem)
    row = Row(served, {}, S.PLANNED, "send.unsafe_connection", LOGIN)
    box = Box(tmp_path / "send", people(1), pace=replace(FAST, connections=1))
    server = asyncio.run(story())
    require_row(box, row)
    assert {line[:4] for line in server.commands} <= {b"EHLO", b"STAR"}


def test_three_refusals_alike_hold_the_campaign(tmp_path):
    async def story() -> Outcome:
        async with scripted_server({"rcpt": b"550 5.7.515 denied\r\n"}) as server:
            account = SmtpAccount(host="127.0.0.1", port=server.port, security=Security.NONE)
            return await box.send(SmtpTransport(account, limits=PATIENT))

    box = Box(tmp_path, people(9), pace=replace(FAST, connections=1))
    outcome = asyncio.run(story())
    assert [item.code for item in outcome.findings] == ["send.held", "send.refused_alike"]
    assert (outcome.counts.refused, outcome.counts.held) == (3, 6)


def test_three_messages_without_an_answer_hold_the_campaign(tmp_path):
    async def story() -> Outcome:
        async with scripted_server({"end": DROP}) as server:
            account = SmtpAccount(host="127.0.0.1", port=server.port, security=Security.NONE)
            return await box.send(SmtpTransport(account, limits=PATIENT))

    box = Box(tmp_path, people(9), pace=replace(FAST, connections=1))
    outcome = asyncio.run(story())
    assert outcome.counts.unknown == 3
    assert outcome.counts.held == 6
    assert "send.unclear" in [item.code for item in outcome.findings]


def test_a_refused_recipient_leaves_the_connection_for_the_next(tmp_path):
    async def story() -> ScriptedServer:
        async with scripted_server({"rcpt": b"550 5.1.1 no\r\n"}) as server:
            account = SmtpAccount(host="127.0.0.1", port=server.port, security=Security.NONE)
            await box.send(SmtpTransport(account, limits=PATIENT))
            return server

    box = Box(tmp_path, people(2), pace=replace(FAST, connections=1))
    server = asyncio.run(story())
    assert server.sessions == 1
    assert server.commands.count(b"RSET\r\n") == 2


def test_nobody_listening_defers_and_holds_after_five(tmp_path):
    async def story() -> Outcome:
        async with scripted_server({}) as server:
            port = server.port
        account = SmtpAccount(host="127.0.0.1", port=port, security=Security.NONE)
        return await box.send(SmtpTransport(account, limits=PATIENT))

    box = Box(tmp_path, people(8), pace=replace(FAST, connections=1), clock=FastClock())
    outcome = asyncio.run(story())
    assert [item.code for item in outcome.findings] == ["send.held", "send.unreachable"]
    assert outcome.counts.held == 8
    assert outcome.counts.total == 8


def test_a_name_that_cannot_be_found_defers_and_sends_nothing(tmp_path):
    async def no_such_name(_host: str, _port: int, *, tls: ssl.SSLContext | None):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    box = Box(tmp_path, people(8), pace=replace(FAST, connections=1), clock=FastClock())
    account = SmtpAccount(host="mail.example.com", port=25, security=Security.TLS)
    outcome = asyncio.run(box.send(SmtpTransport(account, open_stream=no_such_name)))
    assert [item.code for item in outcome.findings] == ["send.held", "send.unreachable"]
    assert outcome.counts.held == 8
