"""`accounts.toml`: what is written is read back; what cannot be used is left out, and told."""

from __future__ import annotations

import pytest

from composer.errors import FileRefused
from composer.folder.accounts_file import read_accounts, write_accounts
from composer.folder.transport_settings import SENDGRID_URL
from composer.model.accounts import MailAccount
from composer.model.campaign import Security, TransportKind, TransportSettings

SERVICE = MailAccount(
    name='Notices "EU" – ä',
    sender="notices@example.com",
    settings=TransportSettings(kind=TransportKind.SENDGRID, base_url=SENDGRID_URL, key="a-b"),
)
SERVER = MailAccount(
    name="Own server",
    settings=TransportSettings(
        kind=TransportKind.SMTP,
        host="mail.example.com",
        port=465,
        security=Security.TLS,
        username="notices",
        key="smtp-main",
        ca_file="/etc/ssl/own.pem",
        bounce="bounces+{id}@example.com",
    ),
)


def test_what_is_written_is_read_back() -> None:
    assert read_accounts(write_accounts([SERVICE, SERVER])) == ((SERVICE, SERVER), [])
    assert read_accounts(write_accounts([])) == ((), [])


def test_half_a_character_is_refused() -> None:
    with pytest.raises(FileRefused):
        write_accounts([MailAccount(name="\ud83d", settings=SERVICE.settings)])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'kind = "smtp"', b'kind = "practice"', "accounts.other_kind"),
        (b'kind = "smtp"', b'kind = "fax"', "folder.not_a_choice"),
        (b"[account.transport]", b"[account.transports]", "folder.unknown_key"),
        (b'security = "tls"', b'security = "none"', "folder.unprotected"),
        (b'host = "mail.example.com"', b'host = "a b"', "folder.bad_host"),
        (b'name = "Own server"', b"name = 5", "folder.wrong_type"),
        (b'name = "Own server"', b'name = ""', "folder.empty_value"),
        (b'"/etc/ssl/own.pem"', b'"own.pem"', "accounts.relative_ca_file"),
        (b"[[account]]", b"[[account", "folder.bad_toml"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(old: bytes, new: bytes, code: str) -> None:
    content = write_accounts([SERVER])
    assert old in content
    accounts, found = read_accounts(content.replace(old, new))
    assert accounts == ()
    assert code in [item.code for item in found]


def test_of_two_with_one_name_the_first_counts() -> None:
    content = write_accounts([SERVER]) + write_accounts([SERVER]).replace(b"Own", b"own")
    accounts, found = read_accounts(content)
    assert accounts == (SERVER,)
    assert [item.code for item in found] == ["accounts.known"]
