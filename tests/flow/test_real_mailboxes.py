"""Test mailboxes at a real Dovecot: added with their server, opened, read, refused, taken out."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from composer.errors import AccountRefused, Blocked, UnsafeConnection
from composer.model.campaign import ImapSettings, Security
from composer.model.person import Person, Role
from composer.model.seed_mailbox import SeedMailbox
from composer.records.bounces import read_bounce
from composer.stages.seed_test import SeedMailboxReader
from composer.transports.bounce_inbox import BounceInbox
from composer.transports.imap import ImapAccount, ImapMailbox
from composer.transports.mailboxes import collect
from composer.workspace import Workspace
from tests.bounce_samples import status_report
from tests.flow.command_line import CommandLine
from tests.servers.mailhost import MailHost

SEED, OTHER = "seed1@seed.test", "seed2@seed.test"
NONCE = "ab" * 16


@pytest.fixture
def made(
    mailhost: MailHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Workspace, Person]]:
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "correct horse")
    with closing(Workspace.create(tmp_path / "workspace")) as workspace:
        roles = frozenset({Role.OWNER, Role.AUTHOR})
        yield (
            workspace,
            workspace.add_person(name="Ana", email="ana@seed.test", roles=roles, by=None),
        )


def settings(mailhost: MailHost, *, security: Security = Security.TLS, ca: bool = True):
    port = mailhost.imaps_port if security is Security.TLS else mailhost.imap_port
    return ImapSettings(
        host="localhost",
        port=port,
        security=security,
        key="seed-mailbox",
        ca_file=str(mailhost.ca_file) if ca else "",
    )


def deliver(mailhost: MailHost, *addresses: str) -> None:
    with smtplib.SMTP(mailhost.host, mailhost.smtp_port) as smtp:
        for address in addresses:
            content = (
                f"From: a@seed.test\r\nTo: {address}\r\nX-Composer-Test: {NONCE}\r\n\r\nHi\r\n"
            )
            smtp.sendmail("a@seed.test", [address], content)
    for address in addresses:
        mailhost.wait_for_mail(address)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_test_mailbox_is_added_with_its_server_and_opened(
    made: tuple[Workspace, Person], mailhost: MailHost, security: Security
) -> None:
    workspace, ana = made
    deliver(mailhost, SEED)
    boxes = workspace.test_mailboxes
    imap = settings(mailhost, security=security)
    mailbox = SeedMailbox(address=SEED, imap=imap, authserv_id="mx.seed.test")
    assert boxes.try_out(mailbox, password=mailhost.password) == 1
    assert boxes.add(mailbox, by=ana, password=mailhost.password)
    assert boxes.listed() == (mailbox,)
    assert boxes.check(SEED) == 1
    assert mailhost.password not in (workspace.path / "workspace.db").read_bytes().decode("latin-1")
    assert boxes.remove(SEED, by=ana)
    assert boxes.listed() == ()
    with pytest.raises(Blocked):
        boxes.check(SEED)


def test_a_wrong_password_and_an_unknown_certificate_are_told_apart(
    made: tuple[Workspace, Person], mailhost: MailHost
) -> None:
    boxes = made[0].test_mailboxes
    with pytest.raises(AccountRefused):
        boxes.try_out(SeedMailbox(address=SEED, imap=settings(mailhost)), password="wrong")
    with pytest.raises(UnsafeConnection):
        boxes.try_out(
            SeedMailbox(address=SEED, imap=settings(mailhost, ca=False)),
            password=mailhost.password,
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"security": Security.NONE, "host": "imap.example.com"}, "seeds.unprotected"),
        ({"host": "imap example"}, "seeds.bad_server"),
        ({"key": ""}, "seeds.bad_key_name"),
        ({"ca_file": "own.pem"}, "seeds.relative_ca_file"),
    ],
)
def test_settings_that_are_unsafe_or_mean_nothing_are_refused(
    made: tuple[Workspace, Person], changes: dict[str, object], code: str
) -> None:
    workspace, ana = made
    imap = ImapSettings(**({"host": "imap.example.com", "key": "seed-mailbox"} | changes))
    with pytest.raises(Blocked) as refused:
        workspace.test_mailboxes.add(SeedMailbox(address=SEED, imap=imap), by=ana, password="p")
    assert [item.code for item in refused.value.findings] == [code]
    assert workspace.seeds() == ()


def test_a_mailbox_that_cannot_be_read_is_named_and_keeps_no_other_from_being_read(
    made: tuple[Workspace, Person], mailhost: MailHost
) -> None:
    workspace, ana = made
    deliver(mailhost, OTHER)
    boxes, imap = workspace.test_mailboxes, settings(mailhost)
    boxes.add(SeedMailbox(address=OTHER, imap=imap), by=ana, password=mailhost.password)
    made_since = partial(ImapMailbox, since=datetime.now(UTC) - timedelta(hours=1))
    gone = ImapSettings(**{**_values(imap), "key": "nothing-stored"})
    readers = [
        SeedMailboxReader(workspace._desk, gone, seed=SEED, is_own=True, made=made_since),
        SeedMailboxReader(workspace._desk, imap, seed=OTHER, is_own=True, made=made_since),
    ]
    found = collect(readers, wanted={NONCE, "cd" * 16}, wait_s=0)
    assert [item.seed for item in found] == [OTHER]
    assert [reader.trouble is None for reader in readers] == [False, True]
    assert readers[0].trouble.code == "test.mailbox_unreadable"


def _values(imap: ImapSettings) -> dict[str, object]:
    return {name: getattr(imap, name) for name in imap.__slots__}


@pytest.mark.long
def test_the_command_line_adds_checks_and_removes(
    made: tuple[Workspace, Person], mailhost: MailHost
) -> None:
    workspace, _ana = made
    secrets = {
        "COMPOSER_PASSPHRASE": "correct horse",
        "COMPOSER_SECRET_SEED_MAILBOX": mailhost.password,
    }
    run = CommandLine(workspace.path, secrets)
    added = run(
        "seeds", "add", SEED, "--imap", f"localhost:{mailhost.imaps_port}", "--security", "tls",
        "--key", "seed-mailbox", "--ca-file", mailhost.ca_file, "--authserv-id", "mx.seed.test",
        by="ana@seed.test",
    ).record  # fmt: skip
    assert added["seeds"] == [SEED]
    assert added["mailboxes"][0]["imap"]["port"] == mailhost.imaps_port
    run("seeds", "add", OTHER, by="ana@seed.test")
    checked = run("seeds", "check", by="ana@seed.test").record["mailboxes"]
    assert [item["messages"] for item in checked] == [0, -1]
    assert run("seeds", "remove", SEED, by="ana@seed.test").record["seeds"] == [OTHER]


def test_bounces_are_read_from_a_mailbox_once_more_and_left_as_they_are(
    mailhost: MailHost,
) -> None:
    report = status_report("bob@elsewhere.example", message_id=f"<{'0' * 32}@seed.test>")
    with smtplib.SMTP(mailhost.host, mailhost.smtp_port) as smtp:
        smtp.sendmail("", [SEED], report)
    mailhost.wait_for_mail(SEED)
    account = ImapAccount(
        host="localhost",
        port=mailhost.imaps_port,
        security=Security.TLS,
        seed="",
        username=SEED,
        password=mailhost.password,
        ca_file=str(mailhost.ca_file),
        is_own=True,
    )
    for _nth in range(2):
        inbox = BounceInbox(account, since=datetime.now(UTC) - timedelta(days=1))
        read = [read_bounce(one.content or b"") for _all, one in inbox.messages()]
        assert "bob@elsewhere.example" in {name for one in read for name in one.addresses}
    with pytest.raises(AccountRefused):
        list(BounceInbox(replace(account, password="wrong"), since=datetime.now(UTC)).messages())
