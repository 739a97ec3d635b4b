"""The test servers themselves: what goes in comes out, and nothing else gets in."""

from __future__ import annotations

import os
import smtplib
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.keyring_session import KeyringSession
from tests.servers.mailhost import MailHost

MESSAGE = (
    "From: Sender <sender@seed.test>\r\nTo: <{to}>\r\nSubject: test\r\n"
    "Message-ID: <1@seed.test>\r\nDate: Thu, 01 Oct 2026 10:00:00 +0000\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "line one\r\n.a line with a dot\r\ncafé\r\n"
)


def message(to: str) -> bytes:
    return MESSAGE.format(to=to).encode()


def hand_over(host: MailHost, to: str, *, sender: str = "sender@seed.test") -> bytes:
    content = message(to)
    with smtplib.SMTP(host.host, host.smtp_port, timeout=60) as smtp:
        smtp.sendmail(sender, [to], content, mail_options=["BODY=8BITMIME"])
    return content


@pytest.mark.parametrize(
    "address",
    [
        "seed1@seed.test",
        "o'brien@gmail.seed.test",
        "nina+index@outlook.seed.test",
        "a@yahoo.seed.test",
        "eleni@xn--mxaa.test",
    ],
)
def test_mail_to_every_domain_arrives_byte_for_byte_below_the_trace(
    mailhost: MailHost, address: str
) -> None:
    content = hand_over(mailhost, address)
    (received,) = mailhost.wait_for_mail(address)
    assert received.endswith(content)
    trace = received.removesuffix(content).decode()
    assert f"Delivered-To: {address}" in trace
    mailhost.wait_until_delivered()
    assert (mailhost.queued, mailhost.count_delivered()) == (0, 1)


def test_no_mail_leaves_the_machine(mailhost: MailHost) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        hand_over(mailhost, "somebody@example.com")


def test_the_submission_port_wants_tls_and_the_password(mailhost: MailHost) -> None:
    context = ssl.create_default_context(cafile=str(mailhost.ca_file))
    with smtplib.SMTP("localhost", mailhost.submission_port, timeout=60) as smtp:
        smtp.starttls(context=context)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login("sender@seed.test", "wrong")
        smtp.login("sender@seed.test", mailhost.password)
        smtp.sendmail("sender@seed.test", ["seed2@seed.test"], message("seed2@seed.test"))
    assert len(mailhost.wait_for_mail("seed2@seed.test")) == 1


def test_the_certificate_is_not_trusted_by_others(mailhost: MailHost) -> None:
    with (
        smtplib.SMTP("localhost", mailhost.submission_port, timeout=60) as smtp,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        smtp.starttls(context=ssl.create_default_context())


@pytest.mark.parametrize("code", [421, 450, 451, 452, 550, 551, 552, 553, 554])
def test_an_address_can_order_its_answer(mailhost: MailHost, code: int) -> None:
    with smtplib.SMTP(mailhost.host, mailhost.smtp_port, timeout=60) as smtp:
        smtp.ehlo()
        smtp.mail("sender@seed.test")
        assert smtp.rcpt(f"reject-{code}@seed.test")[0] == code


@pytest.mark.parametrize("code", [421, 451, 554])
def test_an_envelope_sender_can_order_the_answer_to_data(mailhost: MailHost, code: int) -> None:
    with smtplib.SMTP(mailhost.host, mailhost.smtp_port, timeout=60) as smtp:
        smtp.ehlo()
        smtp.mail(f"data-{code}@seed.test")
        smtp.rcpt("seed1@seed.test")
        assert smtp.docmd("DATA")[0] == code


def test_a_non_ascii_local_part_needs_smtputf8(mailhost: MailHost) -> None:
    address = "用户@seed.test"
    with smtplib.SMTP(mailhost.host, mailhost.smtp_port, timeout=60) as smtp:
        smtp.ehlo()
        options = ["SMTPUTF8", "BODY=8BITMIME"]
        smtp.sendmail("sender@seed.test", [address], message(address), mail_options=options)
    assert f"Delivered-To: {address}".encode() in mailhost.wait_for_mail("utf8@seed.test")[0]
    with smtplib.SMTP(mailhost.host, mailhost.smtp_without_utf8_port, timeout=60) as smtp:
        smtp.ehlo()
        assert not smtp.has_extn("smtputf8")


PROGRAM = """
import keyring, sys
backend = keyring.get_keyring()
if sys.argv[1] == "set":
    keyring.set_password("composer-test", "name", "secret value")
print(type(backend).__module__, keyring.get_password("composer-test", "name"))
"""


def in_session(session: KeyringSession, action: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, action],
        env=session.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return answer.stdout.strip()


def test_the_keyring_keeps_a_secret_between_processes_and_sessions(tmp_path: Path) -> None:
    expected = "keyring.backends.SecretService secret value"
    with KeyringSession.started(tmp_path) as session:
        assert in_session(session, "set") == expected
        assert in_session(session, "get") == expected
    with KeyringSession.started(tmp_path) as session:
        assert in_session(session, "get") == expected
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"secret value" in path.read_bytes() for path in files)


def test_the_run_has_neither_the_users_home_nor_the_users_keyring() -> None:
    assert "composer-tests-" in os.environ["HOME"]
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
