"""Writes the request that hands one message to SendGrid: HTTP/1.1, the body's length named.

Guards rule 1: the body was looked at by the guard before its request exists. The key stands in one
line of the head and nowhere else.
Source: SendGrid v3, POST /v3/mail/send.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from composer.errors import AccountRefused
from composer.i18n import _
from composer.transports.handover import Prepared
from composer.wire.guard import guard_handover

PATH = "/v3/mail/send"
_KEY = re.compile(r"[\x21-\x7e]{1,500}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGridAccount:
    """Where an account is, and the key that opens it; `ca_file` only for a server of one's own."""

    base_url: str
    api_key: str = field(repr=False)
    ca_file: str = ""

    def require_usable_key(self) -> None:
        """Require that the key fits into a header: one with a line end in it would break out.

        Raises:
            AccountRefused: it does not.
        """
        if not _KEY.fullmatch(self.api_key):
            raise AccountRefused(
                _("The key for the mail service cannot be used: it holds spaces or strange signs."),
                advice=_("Store it again, exactly as the mail service shows it."),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """One request: where it goes, its head up to the empty line, and its body."""

    url: str
    head: bytes = field(repr=False)
    body: bytes


def send_request(prepared: Prepared, *, base_url: str, key: str) -> SendRequest:
    """Write the request for one message.

    Raises:
        GuardRefused: the body is not the one intended message.
    """
    guard_handover(prepared.wire, intended=prepared.intended, form="sendgrid")
    lines = (
        f"POST {PATH} HTTP/1.1",
        f"Host: {urlsplit(base_url).netloc}",
        f"Authorization: Bearer {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(prepared.wire)}",
    )
    head = "".join(f"{line}\r\n" for line in (*lines, ""))
    return SendRequest(url=base_url + PATH, head=head.encode("ascii"), body=prepared.wire)
