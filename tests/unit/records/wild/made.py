"""Put together what mail systems write: a report, its status, and the header that it returns."""

from __future__ import annotations

from dataclasses import dataclass

from composer.model.bounce import BounceKind

ID = "<0123456789abcdef0123456789abcdef@seed.test>"
BOX = "bounces+fedcba9876543210fedcba9876543210@seed.test"
BOB, EVE = "bob@elsewhere.example", "eve@elsewhere.example"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.elsewhere.example>"
RETURNED = f"""Received: from out.seed.test (out.seed.test [192.0.2.7])
\tby mx.elsewhere.example (Postfix) with ESMTPS id 4ABC
\tfor <{BOB}>; Mon, 06 Jan 2031 10:00:00 +0000 (UTC)
Message-ID: {ID}
Date: Mon, 06 Jan 2031 10:00:00 +0000
From: Example AG <notices@seed.test>
To: {BOB}
Subject: A notice
MIME-Version: 1.0
"""


@dataclass(frozen=True)
class Wild:
    """A message, and what must be concluded from it: who did not get ours, who not yet, and why."""

    name: str
    content: bytes
    kind: BounceKind
    failed: tuple[str, ...] = ()
    delayed: tuple[str, ...] = ()
    is_ours: bool = True
    kinds: tuple[BounceKind, ...] = ()


def head(sender: str, subject: str, more: str = "") -> str:
    return (
        f"Return-Path: <>\nFrom: {sender}\nTo: {BOX}\nSubject: {subject}\n"
        f"Date: Mon, 06 Jan 2031 10:05:00 +0000\n{more}"
    )


def words(sender: str, subject: str, text: str, *, more: str = "", charset: str = "utf-8") -> bytes:
    """A report in words alone."""
    kind = f'MIME-Version: 1.0\nContent-Type: text/plain; charset="{charset}"\n'
    return f"{head(sender, subject, more)}{kind}\n{text}\n".encode(charset, "replace")


def recipient(address: str, status: str, said: str = "", *, action: str = "failed") -> str:
    told = f"Diagnostic-Code: {said}\n" if said else ""
    return f"Final-Recipient: rfc822;{address}\nAction: {action}\nStatus: {status}\n{told}"


def report(
    *blocks: str,
    text: str = "Your message could not be delivered.",
    sender: str = DAEMON,
    subject: str = "Undelivered Mail Returned to Sender",
    returned: str = RETURNED,
    status_head: str = "",
    more: str = "Auto-Submitted: auto-replied\n",
) -> bytes:
    """A delivery status notification of three parts (RFC 3464)."""
    status = "\n".join(("Reporting-MTA: dns; mx.elsewhere.example\n", *blocks))
    return parts(
        ("text/plain; charset=utf-8", text),
        ("message/delivery-status", status, status_head),
        ("message/rfc822", f"{returned}\nDear Bob,\nhere is a notice.\n") if returned else None,
        sender=sender, subject=subject, more=more,
    )  # fmt: skip


def parts(
    *given: tuple[str, ...] | None,
    sender: str = DAEMON,
    subject: str = "Undelivered Mail Returned to Sender",
    more: str = "",
    kind: str = "report; report-type=delivery-status",
) -> bytes:
    """A message of several parts: the type of each, its content, and more lines of its head."""
    written = head(sender, subject, more) + "MIME-Version: 1.0\n"
    written += f'Content-Type: multipart/{kind}; boundary="=_b1"\n\n'
    for part in given:
        if part is not None:
            more_head = part[2] if len(part) > 2 else ""
            written += f"--=_b1\nContent-Type: {part[0]}\n{more_head}\n{part[1]}\n"
    return f"{written}--=_b1--\n".encode()
