"""Handing one message over by SMTP with the end held back (RFC 5321).

Guards rule 6: everything but the final dot goes out, the brink is committed, the server is looked
at once more, then dot CR LF leave in one write. Guards rule 1: the last code before the socket is
the guard, over the very bytes and envelope lines that are written. There is no fallback to plain
text and no way to ignore a certificate.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from composer.errors import (
    AccountRefused,
    OutcomeUnknown,
    RefusedByServer,
    TransportError,
    TryLater,
    Unreachable,
    UnsafeConnection,
)
from composer.i18n import _
from composer.model.campaign import LOOPBACK_HOSTS, Security
from composer.model.clock import utc_now
from composer.transports.handover import Answer, Brink, Prepared, dated
from composer.transports.smtp_reply import BadReply, Reply
from composer.transports.smtp_session import Session
from composer.transports.watched_stream import OpenStream, open_stream
from composer.wire.guard import guard_envelope, guard_handover
from composer.wire.rules import refuse

END = b".\r\n"
_SIZE = re.compile("[0-9]{1,20}")  # RFC 1870 §4


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpLimits:
    """How long each step may take; the wait after the end is RFC 5321 §4.5.3.2.6's.

    `look_s` is how long the server is looked at before the end; whoever said less than `fresh_s`
    ago that the message may come is looked at for `fresh_look_s` only, for it is there.
    """

    connect_s: float = 30.0
    command_s: float = 120.0
    exchange_s: float = 300.0
    look_s: float = 0.02
    fresh_s: float = 1.0
    fresh_look_s: float = 0.005
    after_421_s: float = 1.0
    answer_s: float = 600.0
    goodbye_s: float = 2.0
    messages: int = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """Where to hand over, and as whom. The password never shows in a text."""

    host: str
    port: int
    security: Security
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""


class SmtpTransport:
    """Opens connections to one SMTP server."""

    def __init__(
        self,
        account: SmtpAccount,
        *,
        limits: SmtpLimits | None = None,
        now: Callable[[], datetime] = utc_now,
        open_stream: OpenStream = open_stream,
    ) -> None:
        self._account = account
        self._limits = limits or SmtpLimits()
        self._now = now
        self._open_stream = open_stream
        self._trust: ssl.SSLContext | None = None

    async def connect(self) -> SmtpConnection:
        """Connect, protect, greet and log in."""
        account = self._account
        if account.security is Security.NONE and account.host.lower() not in LOOPBACK_HOSTS:
            raise UnsafeConnection(
                _("Mail leaves this computer by protected connections only."),
                advice=_("Set the transport's security to starttls or tls."),
            )
        try:
            async with asyncio.timeout(self._limits.connect_s):
                stream = await self._open_stream(account.host, account.port, tls=self._tls())
        except (TimeoutError, OSError) as error:
            raise _connecting_failed(error) from error
        connection = SmtpConnection(
            Session(stream, command_s=self._limits.command_s),
            limits=self._limits,
            now=self._now,
        )
        try:
            async with asyncio.timeout(self._limits.exchange_s):
                await self._introduce(connection.session)
        except TransportError:
            await connection.close()
            raise
        except BaseException as error:
            connection.session.abort()
            if isinstance(error, BadReply | OSError | TimeoutError):
                raise _connecting_failed(error) from error
            raise
        return connection

    def _tls(self) -> ssl.SSLContext | None:
        return self._context() if self._account.security is Security.TLS else None

    def _context(self) -> ssl.SSLContext:
        """Give whom we trust; read once, for the system's list takes long to read."""
        if self._trust is None:
            try:
                self._trust = ssl.create_default_context(cafile=self._account.ca_file or None)
            except OSError as error:
                raise UnsafeConnection(
                    _("The file of trusted certificates cannot be read.")
                ) from error
            self._trust.minimum_version = ssl.TLSVersion.TLSv1_2
        return self._trust

    async def _introduce(self, session: Session) -> None:
        _require(await session.reply(), 220)
        await self._greet(session)
        if self._account.security is Security.STARTTLS:
            if "STARTTLS" not in session.offers:
                raise UnsafeConnection(_("The mail server does not offer a protected connection."))
            _require(await session.command(b"STARTTLS"), 220)
            if await session.stream.look(self._limits.look_s):
                if session.stream.has_left:
                    raise BadReply("closed")
                raise UnsafeConnection(_("The mail server spoke before the connection was safe."))
            await session.start_tls(self._context(), host=self._account.host)
            await self._greet(session)
        if self._account.username:
            await session.log_in(self._account.username, self._account.password)

    async def _greet(self, session: Session) -> None:
        reply = await session.command(b"EHLO " + session.own_name)
        _require(reply, 250)
        session.take_offers(reply)


class SmtpConnection:
    """An open connection to an SMTP server."""

    def __init__(
        self, session: Session, *, limits: SmtpLimits, now: Callable[[], datetime]
    ) -> None:
        self.session = session
        self._limits = limits
        self._now = now
        self._handed = 0
        self._answered_at_s = float("-inf")
        self._is_broken = False

    @property
    def is_usable(self) -> bool:
        """Whether another message may go this way."""
        return (
            not self._is_broken
            and self._handed < self._limits.messages
            and not self.session.stream.has_spoken
        )

    async def hand_over(self, prepared: Prepared, *, brink: Brink) -> Answer:
        """Hand over one message; see `Connection`."""
        final = dated(prepared.wire, now=self._now())
        mail, rcpt = self._envelope(prepared, final)
        intended = prepared.intended
        guard_handover(final, intended=intended, form="eml")
        guard_envelope(mail, rcpt, intended=intended)
        if not final.endswith(b"\r\n"):
            refuse("line_ends")
        self._handed += 1
        try:
            async with asyncio.timeout(self._limits.exchange_s):
                await self._announce(mail, rcpt)
                await self.session.write(_stuffed(final))
        except TransportError:
            raise
        except (BadReply, OSError, TimeoutError) as error:
            self.abort()
            raise Unreachable(_("The connection broke before the message was whole.")) from error
        except BaseException:
            self.abort()
            raise
        return await self._cross(brink)

    async def close(self) -> None:
        """Say goodbye and close."""
        if not self._is_broken:
            with suppress(BadReply, OSError, TimeoutError):
                await self.session.command(b"QUIT", timeout_s=self._limits.goodbye_s)
        self._is_broken = True
        await self.session.close(timeout_s=self._limits.goodbye_s)

    def abort(self) -> None:
        """Drop the connection; an unfinished message is not taken (RFC 5321 §4.1.1.4)."""
        self._is_broken = True
        self.session.abort()

    def _envelope(self, prepared: Prepared, final: bytes) -> tuple[bytes, bytes]:
        offers = self.session.offers
        mail = b"MAIL FROM:<" + prepared.envelope_sender.encode() + b">"
        rcpt = b"RCPT TO:<" + prepared.envelope_recipient.encode() + b">"
        if "SIZE" in offers:
            most = int(offers["SIZE"]) if _SIZE.fullmatch(offers["SIZE"]) else 0
            if most and len(final) > most:
                raise AccountRefused(_("The message is larger than the mail server takes."))
            mail += f" SIZE={len(final)}".encode("ascii")
        if not (mail + rcpt + final).isascii():
            if not offers.keys() >= {"SMTPUTF8", "8BITMIME"}:  # RFC 6531 §3.1: never one alone
                raise RefusedByServer(
                    _("The mail server cannot deliver to addresses in other scripts."),
                    code=0,
                    answer="SMTPUTF8 is not offered",
                )
            mail += b" BODY=8BITMIME SMTPUTF8"
        return mail, rcpt

    async def _announce(self, mail: bytes, rcpt: bytes) -> None:
        """Say from whom and to whom; the server's no at each step has its own meaning.

        Where the server takes them in a row they leave in one write (RFC 2920); the answers are
        read in turn all the same.
        """
        is_pipelined = "PIPELINING" in self.session.offers
        if is_pipelined:
            await self.session.write(b"".join(line + b"\r\n" for line in (mail, rcpt, b"DATA")))

        async def ask(line: bytes) -> Reply:
            return await (self.session.reply() if is_pipelined else self.session.command(line))

        self._require_taken(await ask(mail), whole_account=True)
        recipient = await ask(rcpt)
        if recipient.code not in {250, 251}:
            await self._start_over(recipient, is_pipelined=is_pipelined)
            raise _refusal(recipient, whole_account=False)
        begin = await ask(b"DATA")
        self._answered_at_s = asyncio.get_running_loop().time()
        if begin.code != 354:
            self._is_broken = True  # the server still has the envelope: the next goes elsewhere
            raise _refusal(begin, whole_account=False)

    def _require_taken(self, reply: Reply, *, whole_account: bool) -> None:
        if reply.kind != 2:
            self._is_broken = True
            raise _refusal(reply, whole_account=whole_account)

    async def _start_over(self, reply: Reply, *, is_pipelined: bool) -> None:
        """Make the connection ready for the next message after a refused recipient.

        A server that wants the content for nobody is left: an end would be of a message.
        """
        self._is_broken = True
        if reply.kind not in {4, 5} or reply.code == 421:
            return
        with suppress(BadReply, OSError):  # the refusal counts, whatever becomes of the rest
            if is_pipelined and (await self.session.reply()).kind not in {4, 5}:
                return
            self._is_broken = (await self.session.command(b"RSET")).code != 250

    async def _cross(self, brink: Brink) -> Answer:
        """Commit the brink while looking at the server, write the end, take the answer."""
        began_s = asyncio.get_running_loop().time()
        try:
            is_out = await brink()
        except BaseException:
            self.abort()
            raise
        if await self.session.stream.look(self._look_s(began_s)):
            raise await self._left_early()
        try:
            self.session.write_now(END)
            is_out()
            reply = await self.session.reply(timeout_s=self._limits.answer_s)
        except (BadReply, OSError) as error:
            self.abort()
            seen = error.seen if isinstance(error, BadReply) else ""
            raise OutcomeUnknown(_no_answer(), answer=seen or str(error)) from error
        except BaseException:
            self.abort()
            raise
        return await self._judge(reply)

    def _look_s(self, began_s: float) -> float:
        """Tell how much longer to look at the server, which was looked at since `began_s`."""
        limits, now_s = self._limits, asyncio.get_running_loop().time()
        is_fresh = began_s - self._answered_at_s < limits.fresh_s
        return (limits.fresh_look_s if is_fresh else limits.look_s) - (now_s - began_s)

    async def _left_early(self) -> TransportError:
        """Say what the server meant that spoke or left before the end; nothing was taken."""
        try:
            reply = await self.session.reply(timeout_s=self._limits.after_421_s)
        except BadReply:
            self.abort()
            return Unreachable(_("The mail server left before the message was whole."))
        self.abort()
        return _refusal(reply, whole_account=False)

    async def _judge(self, reply: Reply) -> Answer:
        if reply.code == 250:
            return Answer(code=250, text=reply.text)
        if reply.code == 421:
            await self.session.stream.look(self._limits.after_421_s)
            is_gone = self.session.stream.has_left
            self.abort()
            if is_gone:
                raise OutcomeUnknown(_no_answer(), code=421, answer=reply.text)
        if reply.kind not in {4, 5}:
            self.abort()
            raise OutcomeUnknown(_no_answer(), code=reply.code, answer=reply.text)
        raise _refusal(reply, whole_account=False)


def _stuffed(final: bytes) -> bytes:
    r"""Double the dot at each line's start (RFC 5321 §4.5.2).

    >>> _stuffed(b"a\r\n.b\r\n")
    b'a\r\n..b\r\n'
    """
    doubled = final.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _no_answer() -> str:
    return _("The message was whole, but no clear answer came back.")


def _require(reply: Reply, code: int) -> None:
    if reply.code != code:
        raise _refusal(reply, whole_account=True)


def _refusal(reply: Reply, *, whole_account: bool) -> TransportError:
    """Turn a server's no into ours; a strange answer before the end is a broken connection."""
    text, code = reply.text, reply.code
    match reply.kind:
        case 4:
            return TryLater(_("The mail server said: not now."), code=code, answer=text)
        case 5 if whole_account:
            return AccountRefused(_("The mail server refuses us."), code=code, answer=text)
        case 5:
            return RefusedByServer(
                _("The mail server refuses this recipient."), code=code, answer=text
            )
        case _:
            return Unreachable(_("The mail server answers strangely."), code=code, answer=text)


def _connecting_failed(error: Exception) -> TransportError:
    if isinstance(error, ssl.SSLError):
        return UnsafeConnection(
            _("The mail server's identity could not be verified."),
            advice=_("Check its name, its certificate and the campaign's ca_file."),
            answer=str(getattr(error, "verify_message", "") or error.reason or ""),
        )
    return Unreachable(
        _("The mail server could not be reached."),
        advice=_("Check the network and the server's name and port."),
        answer=error.seen if isinstance(error, BadReply) else type(error).__name__,
    )
