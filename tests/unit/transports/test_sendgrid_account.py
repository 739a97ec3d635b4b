"""What SendGrid says about an account, read whole within a time, and what is wrong with it."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from composer.checks.service_account import find_account_findings
from composer.errors import AccountRefused, Unreachable
from composer.model.service_account import ServiceAccount
from composer.transports.sendgrid_account import read_service_account
from composer.transports.sendgrid_lists import read_lists
from composer.transports.sendgrid_request import SendGridAccount
from tests.servers.sendgrid import KEY, SCOPES, SendGrid, sendgrid

GOOD = ServiceAccount(
    scopes=("mail.send",),
    mail_settings=("bounce_purge",),
    tracking=(),
    domains=("example.com",),
    senders=("ann@example.org",),
)


@pytest.fixture
def server():
    with sendgrid() as one:
        yield one


def read(server: SendGrid, *, key: str = KEY) -> ServiceAccount:
    return read_service_account(SendGridAccount(base_url=server.base_url, api_key=key))


def test_everything_that_decides_is_read(server):
    server.senders |= {"Ann@Example.org": True, "new@example.org": False}
    server.domains |= {f"d{n}.example": True for n in range(150)} | {"old.example": False}
    server.mail_settings["footer"] = server.tracking["click"] = True
    found = read(server)
    assert found.scopes == tuple(sorted(SCOPES))
    assert (found.mail_settings, found.tracking) == (("footer",), ("click",))
    assert found.senders == ("ann@example.org",)
    assert found.domains == tuple(sorted(f"d{n}.example" for n in range(150)))


def test_what_the_key_may_not_read_is_told_apart_from_nothing(server):
    server.scopes[:] = ["mail.send"]
    found = read(server)
    assert (found.mail_settings, found.tracking, found.senders, found.domains) == (None,) * 4


def test_a_wrong_key_is_said_and_stands_in_no_text(server):
    with pytest.raises(AccountRefused) as refused:
        read(server, key="SG.wrong")
    assert "SG." not in f"{refused.value} {refused.value.advice}"


@pytest.mark.parametrize("key", [f"{KEY}\r", f"{KEY}\nX-Other: 1", "SG.ä", "", "SG. a"])
def test_a_key_that_cannot_be_one_is_said_before_anything_is_asked(server, key):
    with pytest.raises(AccountRefused, match="cannot be used"):
        read(server, key=key)
    with pytest.raises(AccountRefused, match="cannot be used"):
        read_lists(SendGridAccount(base_url=server.base_url, api_key=key))
    assert server.asked == []


def test_no_proxy_of_the_environment_gets_the_key(server, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert read(server).scopes == tuple(sorted(SCOPES))


def test_nobody_listening_is_said():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base_url = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(Unreachable):
            read_service_account(SendGridAccount(base_url=base_url, api_key=KEY))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"scopes": ()}, ["account.cannot_send"]),
        ({"domains": (), "senders": ()}, ["account.sender_unknown"]),
        ({"mail_settings": ("event_notify",)}, []),
        ({"mail_settings": None}, ["account.unreadable"]),
        ({"tracking": None}, ["account.unreadable"]),
        ({"mail_settings": ("bcc", "footer")}, ["account.meddles"]),
        ({"mail_settings": ("never_heard_of",)}, ["account.meddles"]),
        ({"tracking": ("never_heard_of",)}, ["account.meddles"]),
        ({"tracking": ("click", "open")}, ["account.tracking_on"]),
        ({"domains": ()}, ["account.sender_not_verified"]),
        ({"domains": (), "senders": ("me@example.com",)}, []),
        ({"domains": None}, ["account.sender_unknown"]),
        ({"senders": None}, []),
    ],
)
def test_whatever_changes_messages_or_keeps_them_from_leaving_is_found(change, codes):
    found = find_account_findings(replace(GOOD, **change), sender="Me@Example.com")
    assert [item.code for item in found] == codes
    assert all(item.text and "{" not in item.text for item in found)
