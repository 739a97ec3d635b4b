"""The test mailboxes of a running send at a real Dovecot: read live, and a stop by itself."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from composer.errors import AccountRefused, Unreachable
from composer.model.campaign import Security
from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.transports.imap import ImapAccount
from composer.transports.imap_watch import WatchedImapMailbox
from composer.workspace import Workspace
from tests.flow.conftest import DOMAIN, change_settings
from tests.flow.test_real_mail import smtp_folder
from tests.servers.mailhost import MailHost

SEED = f"seed1@{DOMAIN}"
NONCES = [f"{number:032x}" for number in range(1, 6)]


def deliver(mailhost: MailHost, nonce: str, address: str = SEED) -> None:
    with smtplib.SMTP(mailhost.host, mailhost.smtp_port) as smtp:
        mark = f"X-Composer-Test: {nonce}\r\n" if nonce else ""
        content = f"From: a@{DOMAIN}\r\nTo: {address}\r\n{mark}\r\nHi\r\n"
        smtp.sendmail(f"a@{DOMAIN}", [address], content)


def watched(mailhost: MailHost, **changes: object) -> WatchedImapMailbox:
    account = {
        "host": "localhost",
        "port": mailhost.imaps_port,
        "security": Security.TLS,
        "seed": SEED,
        "password": mailhost.password,
        "ca_file": str(mailhost.ca_file),
    } | changes
    return WatchedImapMailbox(ImapAccount(**account), since=datetime.now(UTC) - timedelta(hours=1))


def test_each_test_message_is_given_once_over_one_connection_and_again_after_it_broke(
    mailhost: MailHost,
) -> None:
    box = watched(mailhost)
    assert list(box.look()) == []
    deliver(mailhost, "")
    deliver(mailhost, NONCES[0])
    mailhost.wait_for_mail(SEED, 2)
    assert [item.nonce for item in box.look()] == [NONCES[0]]
    assert list(box.look()) == list(box.look()) == []
    client = box._client
    deliver(mailhost, NONCES[1])
    mailhost.wait_for_mail(SEED, 3)
    assert [item.nonce for item in box.look()] == [NONCES[1]]
    assert box._client is client
    client.sock.shutdown(socket.SHUT_RDWR)  # the network went away
    with pytest.raises(Unreachable):
        list(box.look())
    deliver(mailhost, NONCES[2])
    mailhost.wait_for_mail(SEED, 4)
    assert [item.nonce for item in box.look()] == [NONCES[2]]
    box.close()


def test_a_mailbox_that_does_not_let_us_in_says_so(mailhost: MailHost) -> None:
    with pytest.raises(AccountRefused):
        list(watched(mailhost, password="wrong").look())


@pytest.mark.long
def test_a_changed_copy_in_a_real_mailbox_stops_a_real_send_within_five_seconds(
    mailhost: MailHost, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "COMPOSER_PASSPHRASE": "correct horse",
        "COMPOSER_SECRET_SMTP_MAIN": mailhost.password,
        "COMPOSER_SECRET_SEED_MAILBOX": mailhost.password,
    }.items():
        monkeypatch.setenv(name, value)
    folder = smtp_folder(tmp_path / "campaign", mailhost)
    change_settings(folder, "hold_after = [1]", "hold_after = []")
    change_settings(folder, "batches = [10, 100, 1000]", "batches = [1000]")
    with closing(Workspace.create(tmp_path / "workspace")) as workspace:
        sends, reviews = frozenset({Role.AUTHOR, Role.SENDER}), frozenset({Role.REVIEWER})
        ana = workspace.add_person(name="Ana", email=f"ana@{DOMAIN}", roles=sends, by=None)
        ben = workspace.add_person(name="Ben", email=f"ben@{DOMAIN}", roles=reviews, by=ana)
        for name in ("seed1", "seed2", "seed3"):
            workspace.add_seed(f"{name}@{DOMAIN}", by=ana)
        campaign = CampaignId(workspace.import_folder(folder, by=ana).id)
        workspace.check(campaign)
        workspace.seal(campaign, by=ana)
        assert workspace.test(campaign, by=ana, wait_s=60).passed
        workspace.review(campaign, tmp_path / "review", by=ben)
        workspace.approve(campaign, by=ben)
        tests = {name: mailhost.mail(f"{name}@{DOMAIN}") for name in ("seed1", "seed2", "seed3")}
        arrived: list[float] = []

        def rewrite() -> None:
            """Wait for the copy of the first batch; put it in once more with two in To."""
            copy, address = _next_copy(mailhost, tests)
            rest = copy[copy.index(b"\r\nFrom: ") + 2 :]
            changed = rest.replace(b"\r\nTo: ", b"\r\nTo: bo@else.test, ", 1)
            with smtplib.SMTP(mailhost.host, mailhost.smtp_port) as smtp:
                smtp.sendmail(f"a@{DOMAIN}", [address], changed)
            mailhost.wait_for_mail(address, len(tests[address.partition("@")[0]]) + 2)
            arrived.append(time.monotonic())

        thread = threading.Thread(target=rewrite)
        thread.start()
        outcome = workspace.send(campaign, by=ana, rate=Decimal(2))
        stopped = time.monotonic()
        thread.join()
        assert "send.copy_foreign" in [item.code for item in outcome.findings]
        assert outcome.counts.held > 0
        assert [item.code for item in outcome.findings if not item.blocks] == []
        assert stopped - arrived[0] < 5, f"{stopped - arrived[0]:.2f} s after its arrival"
        assert workspace.status(campaign).needs.uncleared == 1
        print(f"stopped {stopped - arrived[0]:.2f} s after the arrival")


def _next_copy(mailhost: MailHost, before: dict[str, list[bytes]]) -> tuple[bytes, str]:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        for name, known in before.items():
            found = mailhost.mail(f"{name}@{DOMAIN}")
            if len(found) > len(known):
                return found[-1], f"{name}@{DOMAIN}"
        time.sleep(0.1)
    raise AssertionError("no copy came")
