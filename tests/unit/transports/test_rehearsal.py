"""What is shown of the wire is what the transport writes, byte for byte, without its secrets."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import socket
from dataclasses import replace

import pytest

from composer.errors import GuardRefused
from composer.model.campaign import Security
from composer.model.dialogue import Speaker, WireKind
from composer.rendering.jobs import setup
from composer.rendering.sendgrid_body import build_sendgrid_body
from composer.rendering.wireform import wire_sha256
from composer.transports.eml import EmlTransport
from composer.transports.handover import Prepared
from composer.transports.rehearsal import rehearse_file, rehearse_request, rehearse_smtp
from composer.transports.sendgrid_request import send_request
from composer.transports.smtp import SmtpAccount, SmtpTransport
from tests.faults.scripted_server import scripted_server
from tests.faults.small_campaign import context, people, prepared_for

MOMENT = dt.datetime(2019, 11, 1, 6, 0, tzinfo=dt.UTC)
OPEN = SmtpAccount(host="127.0.0.1", port=25, security=Security.NONE)
SAFE = SmtpAccount(
    host="mail.example.org", port=587, security=Security.STARTTLS, username="ana", password="s3cret"
)


@pytest.fixture(scope="module")
def message() -> Prepared:
    return prepared_for(setup(context("Dear {{ first_name }},\n\n.hidden\n")), people(1)[0])


def now() -> dt.datetime:
    return MOMENT


def lines(dialogue, speaker=Speaker.US):
    said = [item.content for item in dialogue.spoken if item.speaker is speaker]
    return [line.rstrip(b"\r\n") for line in said]


class Proxy:
    """Stands between client and a real server and keeps what the client writes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.heard = b""

    async def __call__(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self._port)

        async def carry(source, target, *, keep):
            while chunk := await source.read(65536):
                if keep:
                    self.heard += chunk
                target.write(chunk)
                await target.drain()
            target.close()

        await asyncio.gather(carry(reader, back, keep=True), carry(there, writer, keep=False))


def test_a_real_server_hears_the_very_bytes_that_are_shown(message):
    async def real() -> bytes:
        async with scripted_server({}) as server:
            proxy = Proxy(server.port)
            outer = await asyncio.start_server(proxy, "127.0.0.1", 0)
            account = replace(OPEN, port=outer.sockets[0].getsockname()[1])
            connection = await SmtpTransport(account, now=now).connect()
            await connection.hand_over(message, brink=yes)
            await connection.close()
            outer.close()
            return proxy.heard

    async def yes():
        return lambda: None

    shown = asyncio.run(rehearse_smtp(OPEN, message, now=now)).sent
    heard = asyncio.run(real())
    own = {line for line in (shown + heard).split(b"\r\n") if line.startswith(b"EHLO ")}
    assert len(own) in {1, 2}  # a name of its own is known before; an address only once connected
    for line in own:
        shown, heard = shown.replace(line, b"EHLO"), heard.replace(line, b"EHLO")
    assert shown == heard


def test_the_dialogue_names_one_recipient_and_doubles_the_dot(message):
    dialogue = asyncio.run(rehearse_smtp(OPEN, message, now=now))
    said = b"".join(item.content for item in dialogue.spoken if item.is_message)
    assert said.startswith(b"Date: Fri, 01 Nov 2019 06:00:00 +0000\r\n")
    assert b"\r\n..hidden\r\n" in said
    assert said.endswith(b"\r\n.\r\n")
    assert sum(line.startswith(b"RCPT TO:") for line in lines(dialogue)) == 1
    assert b"RCPT TO:<person00000@example.test>" in lines(dialogue)
    assert lines(dialogue)[-1] == b"QUIT"


def test_a_protected_dialogue_shows_no_secret_and_greets_twice(message):
    dialogue = asyncio.run(rehearse_smtp(SAFE, message, now=now))
    said = lines(dialogue)
    assert [line.split()[0] for line in said[:6]] == [
        b"EHLO", b"STARTTLS", b"EHLO", b"AUTH", b"MAIL", b"RCPT",
    ]  # fmt: skip
    assert b"AUTH PLAIN ********" in said
    everything = b"".join(item.content for item in dialogue.spoken)
    for secret in (b"s3cret", base64.b64encode(b"\0ana\0s3cret"), base64.b64encode(b"s3cret")):
        assert secret not in everything
    assert dialogue.place == "mail.example.org:587"


def test_an_address_in_another_script_asks_for_smtputf8(message):
    other = setup(context("Dear {{ first_name }},\n"))
    person = replace(people(1)[0], address="añb@example.test")
    dialogue = asyncio.run(rehearse_smtp(OPEN, prepared_for(other, person), now=now))
    (mail,) = [line for line in lines(dialogue) if line.startswith(b"MAIL FROM:")]
    assert mail.endswith(b" BODY=8BITMIME SMTPUTF8")


def test_nothing_is_opened_and_no_name_is_looked_up(message, monkeypatch):
    def refuse(*_arguments, **_more):
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert asyncio.run(rehearse_smtp(SAFE, message, now=now)).kind is WireKind.SMTP


def test_what_the_guard_refuses_is_not_shown(message):
    forged = replace(message, wire=message.wire.replace(b"hidden", b"forged"))
    with pytest.raises(GuardRefused):
        asyncio.run(rehearse_smtp(OPEN, forged, now=now))


def test_a_file_is_shown_as_it_is_written(tmp_path, message):
    async def write() -> bytes:
        connection = await EmlTransport(tmp_path, now=now).connect()
        await connection.hand_over(message, brink=yes)
        (file,) = tmp_path.glob("*.eml")
        return file.read_bytes()

    async def yes():
        return lambda: None

    dialogue = rehearse_file(message, folder="out", now=now)
    written = asyncio.run(write())
    assert dialogue.sent.partition(b"Date:")[2] == written.partition(b"Date:")[2]
    assert dialogue.place == f"out/{message.recipient_id}.eml"


def test_a_request_holds_the_body_and_a_mask_for_the_key(message):
    from composer.rendering.message import render_message

    compiled = setup(context("Dear {{ first_name }},\n"))
    rendered = render_message(compiled, people(1)[0])
    body = build_sendgrid_body(rendered, compiled.context.campaign)
    asked = replace(message, wire=body, digest=rendered.digest, wire_sha256=wire_sha256(body))
    dialogue = rehearse_request(asked, base_url="https://api.sendgrid.com")
    real = send_request(asked, base_url="https://api.sendgrid.com", key="SG.real")
    assert dialogue.sent == (real.head + real.body).replace(b"SG.real", b"********")
    assert dialogue.sent.startswith(b"POST /v3/mail/send HTTP/1.1\r\nHost: api.sendgrid.com\r\n")
    assert f"Content-Length: {len(body)}\r\n".encode() in dialogue.sent
    assert dialogue.sent.endswith(b"\r\n\r\n" + body)
