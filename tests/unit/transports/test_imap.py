"""Logging in to a mailbox, whatever letters its user name and password have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from composer.transports.imap import _log_in


class Server:
    """What an IMAP connection was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def login(self, user: str, password: str) -> None:
        self.told += ["LOGIN", user.encode("ascii"), password.encode("ascii")]

    def authenticate(self, mechanism: str, answer: Callable[[bytes], bytes]) -> None:
        self.told += [mechanism, answer(b"")]


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("ana", "secret", ["LOGIN", b'"ana"', b"secret"]),
        ("ana", "größe", ["PLAIN", "\0ana\0größe".encode()]),
        ("añá", "secret", ["PLAIN", "\0añá\0secret".encode()]),
    ],
)
def test_letters_beyond_ascii_are_logged_in_with(name: str, password: str, told: list[object]):
    server: Any = Server()
    _log_in(server, name, password)
    assert server.told == told
