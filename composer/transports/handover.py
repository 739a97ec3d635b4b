"""What a transport is given, what it gives back, and the one rule of every transport.

Everything but the end of the message goes out first; then `brink` is awaited, which returns when
the brink is on the disk; then the end goes out in one write (RFC 1047 describes the window). An
error before the brink means that nothing was taken; after it only the answer counts.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Protocol, Self

from composer.model.identifiers import Digest, RecipientId
from composer.wire.guard import Intended
from composer.wire.header_block import split_header

Brink = Callable[[], Awaitable[Callable[[], None]]]
"""Commits durably that the end of a message may go out now; whoever gets an error sends no end.

Gives a function to call as soon as the end is out: the pace counts from there.
"""

Told = tuple[str, str, str, bytes, str, str]

TEST_HEADER = "X-Composer-Test"
_LONGEST_ANSWER = 400
_ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]]+@[^\s<>\"'(),;:\[\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One finished message for one recipient, without Date, and what the proof says about it."""

    recipient_id: RecipientId
    envelope_sender: str
    envelope_recipient: str
    wire: bytes
    digest: Digest
    wire_sha256: str

    @classmethod
    def from_told(cls, told: Told) -> Self:
        """Make it of its bare values."""
        recipient_id, sender, recipient, wire, digest, sha256 = told
        return cls(
            recipient_id=RecipientId(recipient_id),
            envelope_sender=sender,
            envelope_recipient=recipient,
            wire=wire,
            digest=Digest(digest),
            wire_sha256=sha256,
        )

    @property
    def told(self) -> Told:
        """Its bare values, in the order of the fields."""
        return (
            self.recipient_id,
            self.envelope_sender,
            self.envelope_recipient,
            self.wire,
            self.digest,
            self.wire_sha256,
        )

    @property
    def intended(self) -> Intended:
        """What the guard compares the finished bytes with."""
        return Intended(
            envelope_sender=self.envelope_sender,
            envelope_recipient=self.envelope_recipient,
            digest=self.digest,
            wire_sha256=self.wire_sha256,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The server took the message: its code and words (no address in them)."""

    code: int
    text: str
    provider_id: str = ""


class Connection(Protocol):
    """One way to a server, for one message at a time."""

    @property
    def is_usable(self) -> bool:
        """Whether another message may go this way."""
        ...

    async def hand_over(self, prepared: Prepared, *, brink: Brink) -> Answer:
        """Hand over one message.

        Raises:
            Unreachable: nothing was taken.
            TryLater: the server said no for now.
            RefusedByServer: the server said no for good to this recipient.
            AccountRefused: the server refuses us as a whole.
            GuardRefused: the bytes are not the one intended message; nothing was taken.
            OutcomeUnknown: the end went out and no clear answer came back.
        """
        ...

    async def close(self) -> None:
        """Say goodbye and close; never raises."""
        ...


class Transport(Protocol):
    """Opens connections of one kind to one place."""

    async def connect(self) -> Connection:
        """Open a connection.

        Raises:
            Unreachable: no connection.
            TryLater: the server has no time for us now.
            AccountRefused: the server refuses us, or cannot be trusted.
        """
        ...


def dated(wire: bytes, *, now: datetime) -> bytes:
    r"""Add the one Date line (RFC 5322 §3.6.1) in front.

    >>> dated(b"To: x@y.example", now=datetime(2019, 11, 1, 6, 0, tzinfo=UTC))
    b'Date: Fri, 01 Nov 2019 06:00:00 +0000\r\nTo: x@y.example'
    """
    return _date_line(now.astimezone(UTC).replace(microsecond=0)) + wire


@lru_cache(maxsize=4)
def _date_line(second: datetime) -> bytes:
    return f"Date: {format_datetime(second)}\r\n".encode("ascii")


def without_addresses(answer: str) -> str:
    """Shorten a server's words and take addresses out, so that they may be recorded.

    >>> without_addresses("550 5.1.1 <bob@example.com>: unknown")
    '550 5.1.1 <…>: unknown'
    """
    if not answer.isprintable():
        answer = "".join(sign if sign.isprintable() else "\ufffd" for sign in answer)
    return (_ADDRESS.sub("…", answer) if "@" in answer else answer)[:_LONGEST_ANSWER]


def is_test_message(final: bytes) -> bool:
    """Tell whether a message is a test to a seed: it carries the nonce's header."""
    fields, _body = split_header(final)
    return any(field.key == TEST_HEADER.lower() for field in fields)
