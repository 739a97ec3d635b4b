"""The transport of a campaign's settings, open while a context lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from composer.model.campaign import Security, TransportKind, TransportSettings
from composer.transports.eml import EmlTransport
from composer.transports.handover import Transport
from composer.transports.practice import HOST, practice_server
from composer.transports.sendgrid import SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from composer.transports.smtp import SmtpAccount, SmtpLimits, SmtpTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a transport needs beside the sealed settings.

    `mailbox` is the practice Maildir's root, `folder` the place that relative paths of the settings
    count from, `secret` the password from the keychain.
    """

    mailbox: Path
    folder: Path
    seeds: frozenset[str]
    secret: str = field(default="", repr=False)
    limits: SmtpLimits = field(default_factory=SmtpLimits)


@asynccontextmanager
async def open_transport(
    settings: TransportSettings, *, around: Surroundings
) -> AsyncIterator[Transport]:
    """Give the transport; the practice server runs as long as the context."""
    match settings.kind:
        case TransportKind.PRACTICE:
            async with practice_server(around.mailbox, seeds=around.seeds) as port:
                yield SmtpTransport(practice_account(port), limits=around.limits)
        case TransportKind.SMTP:
            account = smtp_account(settings, folder=around.folder, password=around.secret)
            yield SmtpTransport(account, limits=around.limits)
        case TransportKind.EML:
            yield EmlTransport(around.folder / settings.directory)
        case TransportKind.SENDGRID:
            yield SendGridTransport(
                SendGridAccount(base_url=settings.base_url, api_key=around.secret)
            )


def practice_account(port: int) -> SmtpAccount:
    """Give the account of the practice server at this port."""
    return SmtpAccount(host=HOST, port=port, security=Security.NONE)


def smtp_account(settings: TransportSettings, *, folder: Path, password: str = "") -> SmtpAccount:
    """Give the account of an SMTP server; `folder` is where its relative paths count from."""
    return SmtpAccount(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        username=settings.username,
        password=password,
        ca_file=str(folder / settings.ca_file) if settings.ca_file else "",
    )
