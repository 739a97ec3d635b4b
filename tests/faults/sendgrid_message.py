"""Messages in SendGrid's form for tests of the hand-over: real rendering, made-up people."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from composer.model.campaign import TransportKind, TransportSettings
from composer.model.identifiers import RecipientId
from composer.model.recipient import Recipient
from composer.rendering.compile import CompiledMessage
from composer.rendering.jobs import setup
from composer.transports.handover import Prepared
from tests.faults.small_campaign import context, people, prepared_for
from tests.servers.certificates import Authority

KEY = "SG.a-key-for-tests"
HOST = "localhost"


@cache
def compiled() -> CompiledMessage:
    usual = context()
    settings = TransportSettings(kind=TransportKind.SENDGRID, base_url="https://api.sendgrid.com")
    return setup(replace(usual, campaign=replace(usual.campaign, transport=settings)))


@cache
def one_message() -> Prepared:
    return prepared_for(compiled(), people(1)[0])


class SendGridSource:
    """Renders for SendGrid in this process."""

    def __init__(self, recipients: Sequence[Recipient]) -> None:
        self._rows = {item.id: item for item in recipients}

    def prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        return [prepared_for(compiled(), self._rows[item]) for item in ids]

    def prepare_seeds(self, messages: object) -> Sequence[Prepared]:
        raise NotImplementedError


def certificates(
    folder: Path, *, host: str = HOST, valid_until: datetime | None = None
) -> tuple[ssl.SSLContext, str]:
    """Give a server's context and the file of the authority that it is trusted by."""
    authority = Authority()
    issued = authority.issue(host, valid_until=valid_until)
    (folder / "server.pem").write_bytes(issued.certificate + issued.key)
    (folder / "authority.pem").write_bytes(authority.pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    return server, str(folder / "authority.pem")
