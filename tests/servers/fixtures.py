"""Fixtures for real servers, for every test: one mail host a run, one keyring a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.keyring_session import KeyringSession
from tests.servers.mailhost import MailHost


@pytest.fixture(scope="session")
def running_mailhost() -> Iterator[MailHost]:
    """Real Postfix and Dovecot on free loopback ports, started once and stopped at the end."""
    with MailHost.started() as host:
        yield host


@pytest.fixture
def mailhost(running_mailhost: MailHost) -> MailHost:
    """The run's mail host with no mail in it."""
    running_mailhost.empty()
    return running_mailhost


@pytest.fixture
def keyring_session(tmp_path: Path) -> Iterator[KeyringSession]:
    """A real, unlocked gnome-keyring with a message bus and a home of its own."""
    with KeyringSession.started(tmp_path / "keyring-home") as session:
        yield session
