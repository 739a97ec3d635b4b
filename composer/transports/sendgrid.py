"""Handing one message over to SendGrid with the last byte held back: one request per recipient.

Guards rule 6: all but the last byte of the body goes out, the brink is committed, the server is
looked at once more, then the last byte leaves alone. Guards rule 1: the guard reads the very bytes
of the body before its request exists. Connections are kept alive; no redirect is followed, nothing
is asked twice, no proxy of the environment is used, and there is no way to ignore a certificate.
Source: SendGrid v3, POST /v3/mail/send.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from composer.errors import (
    OutcomeUnknown,
    StrangeAnswer,
    TransportError,
    Unreachable,
    UnsafeConnection,
)
from composer.i18n import _
from composer.model.campaign import LOOPBACK_HOSTS
from composer.transports.handover import Answer, Brink, Prepared
from composer.transports.http_answer import AnswerReader, BadAnswer, HttpAnswer
from composer.transports.sendgrid_request import SendGridAccount, send_request
from composer.transports.sendgrid_verdict import judge, judge_early, no_answer
from composer.transports.watched_stream import OpenStream, WatchedStream, open_stream

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """How long each step may take, and how many requests a connection carries.

    `look_s` is how long the server is looked at before the last byte; whoever answered on this
    connection less than `fresh_s` ago is looked at for `fresh_look_s` only, for it is there.
    """

    connect_s: float = 30.0
    exchange_s: float = 120.0
    look_s: float = 0.02
    fresh_s: float = 1.0
    fresh_look_s: float = 0.002
    early_s: float = 1.0
    answer_s: float = 120.0
    goodbye_s: float = 1.0
    requests: int = 10_000


class SendGridTransport:
    """Opens connections to one host of SendGrid."""

    def __init__(
        self,
        account: SendGridAccount,
        *,
        limits: HttpLimits | None = None,
        now_s: Callable[[], float] = time.time,
        open_stream: OpenStream = open_stream,
    ) -> None:
        self._account = account
        self._limits = limits or HttpLimits()
        self._now_s = now_s
        self._open_stream = open_stream
        self._trust: ssl.SSLContext | None = None  # reading the authorities takes a while

    async def connect(self) -> SendGridConnection:
        """Connect, protected unless it is this computer."""
        place = urlsplit(self._account.base_url)
        host = place.hostname or ""
        self._account.require_usable_key()
        if place.scheme != "https" and host not in LOOPBACK_HOSTS:
            raise UnsafeConnection(
                _("Mail leaves this computer by protected connections only."),
                advice=_("The address of the mail service must begin with https://."),
            )
        tls = self._context() if place.scheme == "https" else None
        try:
            async with asyncio.timeout(self._limits.connect_s):
                port = place.port or _PORTS[place.scheme]
                stream = await self._open_stream(host, port, tls=tls)
        except (TimeoutError, OSError) as error:
            raise _connecting_failed(error) from error
        return SendGridConnection(
            stream, account=self._account, limits=self._limits, now_s=self._now_s
        )

    def _context(self) -> ssl.SSLContext:
        if self._trust is not None:
            return self._trust
        try:
            context = ssl.create_default_context(cafile=self._account.ca_file or None)
        except OSError as error:
            raise UnsafeConnection(_("The file of trusted certificates cannot be read.")) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        self._trust = context
        return context


class SendGridConnection:
    """A kept-alive connection, for one request at a time."""

    def __init__(
        self,
        stream: WatchedStream,
        *,
        account: SendGridAccount,
        limits: HttpLimits,
        now_s: Callable[[], float],
    ) -> None:
        self._stream = stream
        self._answers = AnswerReader(stream)
        self._account = account
        self._limits = limits
        self._now_s = now_s
        self._handed = 0
        self._answered_at_s = float("-inf")
        self._is_broken = False

    @property
    def is_usable(self) -> bool:
        """Whether another message may go this way."""
        return (
            not self._is_broken
            and self._handed < self._limits.requests
            and not self._stream.has_spoken
        )

    async def hand_over(self, prepared: Prepared, *, brink: Brink) -> Answer:
        """Hand over one message; see `Connection`."""
        account = self._account
        request = send_request(prepared, base_url=account.base_url, key=account.api_key)
        self._handed += 1
        try:
            async with asyncio.timeout(self._limits.exchange_s):
                self._stream.write(request.head + request.body[:-1])
                await self._stream.flush()
        except (OSError, TimeoutError) as error:
            raise await self._left_early() from error
        except BaseException:
            self.abort()
            raise
        return await self._cross(brink, end=request.body[-1:])

    async def close(self) -> None:
        """Close; HTTP has no goodbye."""
        self._is_broken = True
        await self._stream.close(timeout_s=self._limits.goodbye_s)

    def abort(self) -> None:
        """Drop the connection; a request that is not whole is not taken (RFC 9112 §8)."""
        self._is_broken = True
        self._stream.abort()

    async def _cross(self, brink: Brink, *, end: bytes) -> Answer:
        """Commit the brink while looking at the server, write the end, take the answer."""
        began_s = asyncio.get_running_loop().time()
        try:
            is_out = await brink()
        except BaseException:
            self.abort()
            raise
        if await self._stream.look(self._look_s(began_s)):
            raise await self._left_early()
        try:
            async with asyncio.timeout(self._limits.answer_s):
                self._stream.write(end)
                is_out()
                answer = await self._answers.read()
                self._answered_at_s = asyncio.get_running_loop().time()
        except (BadAnswer, OSError, TimeoutError) as error:
            seen = error.seen if isinstance(error, BadAnswer) else type(error).__name__
            self.abort()
            raise OutcomeUnknown(no_answer(), answer=seen or str(error)) from error
        except BaseException:
            self.abort()
            raise
        return self._judge(answer)

    def _look_s(self, began_s: float) -> float:
        """Tell how much longer to look at the server, which was looked at since `began_s`."""
        limits, now_s = self._limits, asyncio.get_running_loop().time()
        is_fresh = began_s - self._answered_at_s < limits.fresh_s
        return (limits.fresh_look_s if is_fresh else limits.look_s) - (now_s - began_s)

    def _judge(self, answer: HttpAnswer) -> Answer:
        if not answer.may_follow:
            self.abort()
        try:
            return judge(answer, now_s=self._now_s())
        except StrangeAnswer:
            self.abort()
            raise

    async def _left_early(self) -> TransportError:
        """Say what the server meant that spoke or left before the end; nothing was taken."""
        try:
            async with asyncio.timeout(self._limits.early_s):
                answer = await self._answers.read()
        except (BadAnswer, OSError, TimeoutError):
            self.abort()
            return Unreachable(_("The mail service left before the message was whole."))
        except BaseException:
            self.abort()
            raise
        self.abort()
        return judge_early(answer, now_s=self._now_s())


def _connecting_failed(error: Exception) -> TransportError:
    if isinstance(error, ssl.SSLError):
        return UnsafeConnection(
            _("The mail service's identity could not be verified."),
            advice=_("Check its address and this computer's date and network."),
            answer=str(getattr(error, "verify_message", "") or error.reason or ""),
        )
    return Unreachable(
        _("The mail service could not be reached."),
        advice=_("Check the network and the address of the mail service."),
        answer=type(error).__name__,
    )
