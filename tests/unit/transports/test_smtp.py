"""The SMTP client: what goes out, in which order, how protected, and to whom."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import ssl
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from composer.errors import (
    AccountRefused,
    GuardRefused,
    RefusedByServer,
    TransportError,
    Unreachable,
    UnsafeConnection,
)
from composer.model.campaign import Security
from composer.rendering.jobs import setup
from composer.transports.handover import Prepared
from composer.transports.smtp import SmtpAccount, SmtpLimits, SmtpTransport
from tests.faults.scripted_server import scripted_server
from tests.faults.small_campaign import context, people, prepared_for

PATIENT = SmtpLimits(goodbye_s=0.3)  # a machine that stands still is no fault of the server
STARTTLS = {"ehlo": b"250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"}


@pytest.fixture(scope="module")
def message() -> Prepared:
    return prepared_for(
        setup(context("Dear {{ first_name }},\n\n.hidden\n\n..two\n")), people(1)[0]
    )


class Gate:
    """Remembers what the server had when the brink was asked for."""

    def __init__(self, server=None, error: Exception | None = None) -> None:
        self.server = server
        self.error = error
        self.whole_before = -1
        self.is_out = False

    async def __call__(self):
        await asyncio.sleep(0.02)
        self.whole_before = len(self.server.whole) if self.server else 0
        if self.error:
            raise self.error
        return self.out

    def out(self) -> None:
        self.is_out = True


def hand_over(message, *, script=None, gate=None, account=None, **server_options):
    async def story():
        async with scripted_server(script or {}, **server_options) as server:
            brink = gate or Gate()
            brink.server = server
            settings = {"host": "127.0.0.1", "security": Security.NONE, **(account or {})}
            transport = SmtpTransport(SmtpAccount(port=server.port, **settings), limits=PATIENT)
            connection = await transport.connect()
            try:
                answer = await connection.hand_over(message, brink=brink)
            finally:
                await connection.close()
            return answer, server

    return asyncio.run(story())


def test_the_end_goes_out_after_the_brink_alone_and_in_one_write(message):
    gate = Gate()
    answer, server = hand_over(message, gate=gate)
    assert (answer.code, gate.whole_before, gate.is_out) == (250, 0, True)
    assert server.ends == [b".\r\n"]


def test_a_brink_that_is_refused_leaves_nothing_whole(message):
    gate = Gate(error=RuntimeError("disk full"))
    with pytest.raises(RuntimeError):
        hand_over(message, gate=gate)
    assert gate.server.whole == []


def test_the_bytes_are_the_prepared_ones_after_one_date_line(message):
    _answer, server = hand_over(message)
    (whole,) = server.whole
    assert b"\r\n..hidden\r\n" in whole
    assert b"\r\n...two\r\n" in whole
    sent = whole.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
    date, _end, rest = sent.partition(b"\r\n")
    assert date.startswith(b"Date: ")
    assert rest == message.wire


def test_the_envelope_names_exactly_the_one_recipient(message):
    _answer, server = hand_over(message)
    lines = [line for line in server.commands if line[:4] in {b"MAIL", b"RCPT"}]
    size = len(message.wire) + len(b"Date: Fri, 01 Nov 2019 06:00:00 +0000\r\n")
    assert lines == [
        f"MAIL FROM:<notices@example.test> SIZE={size}\r\n".encode(),
        b"RCPT TO:<person00000@example.test>\r\n",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: replace(m, envelope_recipient="other@example.test"),
        lambda m: replace(m, wire=m.wire.replace(b"To: ", b"Cc: x@y.example\r\nTo: ", 1)),
        lambda m: replace(m, wire=m.wire.replace(b"hidden", b"forged")),
        lambda m: replace(m, wire_sha256="0" * 64),
        lambda m: replace(m, digest="0" * 64),
        lambda m: replace(m, wire=b"Date: Fri, 01 Nov 2019 06:00:00 +0000\r\n" + m.wire),
        lambda m: replace(m, wire=m.wire.removesuffix(b"\r\n")),
    ],
)
def test_the_guard_stops_anything_but_the_intended_message_before_a_byte_leaves(change, message):
    gate = Gate()
    with pytest.raises(GuardRefused):
        hand_over(change(message), gate=gate)
    assert not [line for line in gate.server.commands if line[:4] in {b"MAIL", b"RCPT", b"DATA"}]
    assert gate.whole_before == -1


def test_a_connection_carries_many_messages(message):
    async def story():
        async with scripted_server({}) as server:
            account = SmtpAccount(host="localhost", port=server.port, security=Security.NONE)
            connection = await SmtpTransport(account, limits=PATIENT).connect()
            for _nth in range(3):
                await connection.hand_over(message, brink=Gate(server))
            assert connection.is_usable
            await connection.close()
            return server

    server = asyncio.run(story())
    assert (server.sessions, len(server.whole)) == (1, 3)
    assert server.commands[-1] == b"QUIT\r\n"


def test_pipelining_is_used_where_it_is_offered(message):
    script = {"ehlo": b"250-x\r\n250 PIPELINING\r\n"}
    answer, server = hand_over(message, script=script)
    assert answer.code == 250
    assert len(server.whole) == 1


@pytest.mark.parametrize(
    ("offer", "sent"),
    [
        (b"250 AUTH PLAIN LOGIN\r\n", [b"AUTH PLAIN " + base64.b64encode(b"\0me\0s3cret")]),
        (b"250 AUTH=PLAIN\r\n", [b"AUTH PLAIN " + base64.b64encode(b"\0me\0s3cret")]),
    ],
)
def test_logging_in_by_plain(offer, sent, message):
    account = {"username": "me", "password": "s3cret"}
    _answer, server = hand_over(message, script={"ehlo": b"250-x\r\n" + offer}, account=account)
    assert [line.strip() for line in server.commands if line.startswith(b"AUTH")] == sent


def test_the_password_shows_in_no_text():
    account = SmtpAccount(
        host="x.example", port=25, security=Security.TLS, username="me", password="s3cret"
    )
    assert "s3cret" not in repr(account)


def test_unprotected_mail_stays_on_this_computer(message):
    account = SmtpAccount(host="mail.example.com", port=25, security=Security.NONE)
    with pytest.raises(UnsafeConnection):
        asyncio.run(SmtpTransport(account, limits=PATIENT).connect())


def test_an_address_in_another_script_needs_smtputf8(message):
    wide = replace(message, envelope_recipient="jörg@example.test")
    with pytest.raises(RefusedByServer):
        hand_over(wide, script={"ehlo": b"250 plain\r\n"})
    with pytest.raises(RefusedByServer):
        hand_over(wide, script={"ehlo": b"250-no 8BITMIME\r\n250 SMTPUTF8\r\n"})


@pytest.mark.parametrize("said", ["²", "9" * 5000, "", "1k"])
def test_a_size_that_is_no_number_is_no_limit(said, message):
    answer, _server = hand_over(message, script={"ehlo": f"250-x\r\n250 SIZE {said}\r\n".encode()})
    assert answer.code == 250


# --- protection ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    return {
        name: make_certificate(folder, name, host=host, days=days)
        for name, host, days in (
            ("good", "localhost", 30),
            ("wrong_name", "other.example", 30),
            ("expired", "localhost", -1),
            ("other_authority", "localhost", 30),
        )
    }


def make_certificate(folder, name: str, *, host: str, days: int):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=60))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def server_context(path):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path)
    return tls


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_protected_hand_over(security, certificates, message):
    account = {"host": "localhost", "security": security, "ca_file": str(certificates["good"])}
    answer, server = hand_over(
        message,
        script=STARTTLS if security is Security.STARTTLS else {},
        account={**account, "username": "me", "password": "x"},
        tls=server_context(certificates["good"]),
        wrapped=security is Security.TLS,
    )
    assert answer.code == 250
    assert server.ends == [b".\r\n"]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("served", ["wrong_name", "expired", "other_authority"])
def test_a_server_that_is_not_who_it_should_be_gets_nothing(
    served, security, certificates, message
):
    trusted = certificates["good" if served == "other_authority" else served]
    gate = Gate()
    with pytest.raises(UnsafeConnection):
        hand_over(
            message,
            gate=gate,
            script=STARTTLS if security is Security.STARTTLS else {},
            account={"host": "localhost", "security": security, "ca_file": str(trusted),
                     "username": "me", "password": "x"},
            tls=server_context(certificates[served]),
            wrapped=security is Security.TLS,
        )  # fmt: skip
    assert not [line for line in gate.server.commands if line[:4] in {b"MAIL", b"AUTH"}]


def test_without_starttls_there_is_no_plain_text(certificates, message):
    account = {"host": "localhost", "security": Security.STARTTLS}
    gate = Gate()
    with pytest.raises(UnsafeConnection):
        hand_over(message, gate=gate, account=account)
    assert [line[:4] for line in gate.server.commands] == [b"EHLO", b"QUIT"]


def test_what_was_said_before_the_protection_does_not_count(certificates, message):
    script = {**STARTTLS, "starttls": b"220 go\r\n250 injected\r\n"}
    with pytest.raises(UnsafeConnection):
        hand_over(
            message,
            script=script,
            account={"host": "localhost", "security": Security.STARTTLS,
                     "ca_file": str(certificates["good"])},
        )  # fmt: skip


def test_a_server_that_does_not_speak_tls_is_not_trusted(message):
    with pytest.raises((UnsafeConnection, Unreachable)):
        hand_over(message, account={"host": "localhost", "security": Security.TLS})


def test_a_missing_file_of_certificates_is_said(message):
    account = {"host": "localhost", "security": Security.TLS, "ca_file": "/nowhere/ca.pem"}
    with pytest.raises(AccountRefused, match="certificates"):
        hand_over(message, account=account)


# --- ways in, extensions and limits ----------------------------------------------------------


def in_base64(text: str) -> bytes:
    return base64.b64encode(text.encode())


def test_logging_in_by_login_where_there_is_no_plain(message):
    script = {
        "ehlo": b"250-x\r\n250 AUTH LOGIN XOAUTH2\r\n",
        "auth": b"334 VXNlcm5hbWU6\r\n",
        "bwu=": b"334 UGFzc3dvcmQ6\r\n",
    }
    account = {"username": "me", "password": "s3r"}
    assert in_base64("me")[:4].lower() == b"bwu="
    script[in_base64("s3r")[:4].lower().decode()] = b"235 2.7.0 ok\r\n"
    _answer, server = hand_over(message, script=script, account=account)
    assert server.commands[1:4] == [
        b"AUTH LOGIN\r\n",
        *(in_base64(word) + b"\r\n" for word in ("me", "s3r")),
    ]


def test_a_token_logs_in_by_xoauth2_also_where_passwords_could(message):
    _answer, server = hand_over(
        message,
        script={"ehlo": b"250-x\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n"},
        account={"username": "me@example.test", "password": "Bearer t0ken"},
    )
    said = in_base64("user=me@example.test\1auth=Bearer t0ken\1\1")
    assert server.commands[1] == b"AUTH XOAUTH2 " + said + b"\r\n"


def test_a_token_that_ran_out_is_refused_after_the_reason_was_taken(message):
    script = {
        "ehlo": b"250-x\r\n250 AUTH XOAUTH2\r\n",
        "auth": b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n",
        "": b"535 5.7.8 no\r\n",
    }
    gate = Gate()
    account = {"username": "me", "password": "Bearer old"}
    with pytest.raises(AccountRefused) as refused:
        hand_over(message, script=script, account=account, gate=gate)
    assert refused.value.code == 535
    assert gate.server.commands[2] == b"\r\n"


def test_a_token_is_never_tried_as_a_password(message):
    gate = Gate()
    account = {"username": "me", "password": "Bearer t0ken"}
    script = {"ehlo": b"250-x\r\n250 AUTH PLAIN LOGIN\r\n"}
    with pytest.raises(AccountRefused):
        hand_over(message, script=script, account=account, gate=gate)
    assert not [line for line in gate.server.commands if line.startswith(b"AUTH")]


PIPELINED = {"ehlo": b"250-x\r\n250 PIPELINING\r\n"}


@pytest.mark.parametrize(
    ("data", "sessions"),
    [(b"554 5.5.1 nobody\r\n", 1), (b"503 5.5.1 nobody\r\n", 1), (b"354 go\r\n", 3)],
    ids=["554", "503", "354 for nobody"],
)
def test_a_refused_recipient_in_a_pipeline_gets_no_content_and_no_end(data, sessions, message):
    async def story():
        script = {**PIPELINED, "rcpt": b"550 5.1.1 no\r\n", "data": data}
        async with scripted_server(script) as server:
            account = SmtpAccount(host="localhost", port=server.port, security=Security.NONE)
            transport = SmtpTransport(account, limits=PATIENT)
            connection = await transport.connect()
            for _nth in range(2):
                with pytest.raises(RefusedByServer):
                    await connection.hand_over(message, brink=Gate(server))
                if not connection.is_usable:
                    await connection.close()
                    connection = await transport.connect()
            await connection.close()
            return server

    server = asyncio.run(story())
    assert server.whole == []
    assert not [content for content in server.broken if content]
    assert server.sessions == sessions


@pytest.mark.parametrize("offers", [{}, PIPELINED], ids=["in turn", "in a pipeline"])
@pytest.mark.parametrize("data", [b"451 4.3.0 later\r\n", b"554 5.5.1 no\r\n"])
def test_after_a_refused_content_the_connection_carries_nobody_else(data, offers, message):
    async def story():
        async with scripted_server({**offers, "data": data}) as server:
            account = SmtpAccount(host="localhost", port=server.port, security=Security.NONE)
            connection = await SmtpTransport(account, limits=PATIENT).connect()
            with pytest.raises(TransportError):
                await connection.hand_over(message, brink=Gate(server))
            is_usable = connection.is_usable
            await connection.close()
            return is_usable

    assert asyncio.run(story()) is False


def test_in_a_pipeline_the_envelope_leaves_in_one_write(message):
    reads = []

    async def serve(reader, writer):
        writer.write(b"220 x\r\n")
        await reader.readline()
        writer.write(PIPELINED["ehlo"])
        reads.append(await reader.read(65536))
        writer.write(b"250 ok\r\n250 ok\r\n354 go\r\n")
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 ok\r\n")
        await reader.readline()
        writer.close()

    async def story():
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        account = SmtpAccount(host="127.0.0.1", port=port, security=Security.NONE)
        connection = await SmtpTransport(account, limits=PATIENT).connect()
        await connection.hand_over(message, brink=Gate())
        await connection.close()
        server.close()
        await server.wait_closed()

    asyncio.run(story())
    assert [line[:4] for line in reads[0].splitlines()] == [b"MAIL", b"RCPT", b"DATA"]


def test_smtputf8_is_said_where_an_address_needs_it(message):
    script = {"ehlo": b"250-x\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"}
    local = prepared_for(setup(context()), replace(people(1)[0], address="jörg@example.test"))
    _answer, server = hand_over(local, script=script)
    mail, rcpt = server.commands[1:3]
    assert mail.endswith(b" BODY=8BITMIME SMTPUTF8\r\n")
    assert rcpt == "RCPT TO:<jörg@example.test>\r\n".encode()
    _answer, server = hand_over(message, script=script)
    assert b"SMTPUTF8" not in server.commands[1]


def test_a_connection_carries_no_more_than_its_limit(message):
    async def story():
        async with scripted_server({}) as server:
            account = SmtpAccount(host="127.0.0.1", port=server.port, security=Security.NONE)
            transport = SmtpTransport(account, limits=replace(PATIENT, messages=2))
            connection = await transport.connect()
            usable = []
            for _nth in range(2):
                await connection.hand_over(message, brink=Gate(server))
                usable.append(connection.is_usable)
            await connection.close()
            return usable

    assert asyncio.run(story()) == [True, False]
    assert SmtpLimits().messages == 5000


def test_what_can_be_trusted_is_read_once_for_all_connections(certificates):
    account = SmtpAccount(
        host="localhost", port=1, security=Security.TLS, ca_file=str(certificates["good"])
    )
    transport = SmtpTransport(account, limits=PATIENT)
    assert transport._context() is transport._context()
