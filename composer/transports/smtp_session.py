"""One SMTP session: the streams, commands and replies, protection and log-in.

It knows the protocol's mechanics only; what an answer means for a campaign is decided in `smtp`.
"""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from contextlib import suppress
from typing import Protocol

from composer.errors import AccountRefused, TryLater
from composer.i18n import _
from composer.transports.smtp_reply import BadReply, Reply, ReplyReader

BEARER = "Bearer "


class OpenStreams(Protocol):
    """Opens both directions to a server."""

    async def __call__(
        self, host: str, port: int, /, *, tls: ssl.SSLContext | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect, by TLS from the first byte if a context is given."""
        ...


async def open_streams(
    host: str, port: int, *, tls: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect, by TLS from the first byte if a context is given; small writes leave at once."""
    bare = host.removeprefix("[").removesuffix("]")
    reader, writer = await asyncio.open_connection(
        bare, port, ssl=tls, server_hostname=bare if tls else None
    )
    plain: socket.socket | None = writer.get_extra_info("socket")
    if plain is not None:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return reader, writer


class Session:
    """Commands and replies in turn, on one connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, command_s: float
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._command_s = command_s
        self._drain_at_once()
        self.replies = ReplyReader(reader)
        self.offers: dict[str, str] = {}

    @property
    def own_name(self) -> bytes:
        """Our name for EHLO: the computer's full name, else its address (RFC 5321 §4.1.3)."""
        name = socket.gethostname()
        if "." in name and name.isascii() and not name.endswith((".local", ".localdomain")):
            return name.encode("ascii")
        address = str(self._writer.get_extra_info("sockname", ("127.0.0.1",))[0])
        return (f"[IPv6:{address}]" if ":" in address else f"[{address}]").encode("ascii")

    @property
    def protection(self) -> str:
        """Name the protocol that protects the connection, such as TLSv1.3; empty: none."""
        tls = self._writer.get_extra_info("ssl_object")
        return str(tls.version() or "") if tls is not None else ""

    async def reply(self, *, timeout_s: float | None = None) -> Reply:
        """Read the next reply."""
        return await self.replies.read(timeout_s=timeout_s or self._command_s)

    async def command(self, line: bytes, *, timeout_s: float | None = None) -> Reply:
        """Say one line and read the reply."""
        await self.write(line + b"\r\n")
        return await self.reply(timeout_s=timeout_s)

    async def write(self, content: bytes) -> None:
        """Write and wait until the system has taken all of it."""
        self._writer.write(content)
        await self._writer.drain()

    def write_now(self, content: bytes) -> None:
        """Write in one go without waiting; nothing of ours stands before it in a buffer."""
        self._writer.write(content)

    def take_offers(self, reply: Reply) -> None:
        """Remember the extensions that the server names (RFC 5321 §4.1.1.1)."""
        self.offers = {}
        for line in reply.lines[1:]:
            word, _space, parameters = line.strip().replace("AUTH=", "AUTH ", 1).partition(" ")
            known = self.offers.get(word.upper(), "")
            self.offers[word.upper()] = f"{known} {parameters.strip()}".strip()

    async def start_tls(self, context: ssl.SSLContext, *, host: str) -> None:
        """Protect the connection; what was said before counts no more (RFC 3207 §4.2)."""
        self.offers = {}
        self.replies.close()
        await self._writer.start_tls(
            context, server_hostname=host.removeprefix("[").removesuffix("]")
        )
        self._drain_at_once()
        self.replies = ReplyReader(self._reader)

    async def log_in(self, username: str, password: str) -> None:
        """Log in by PLAIN or LOGIN (RFC 4954); a secret `Bearer …` is a token for XOAUTH2.

        A token is never tried as a password, nor a password as a token.

        Raises:
            AccountRefused: the server does not know us, or offers no way we speak.
            TryLater: it cannot say now.
        """
        reply = await self._say_who(username, password)
        if reply.kind == 4:
            raise TryLater(
                _("The mail server cannot log us in now."), code=reply.code, answer=reply.text
            )
        if reply.code != 235:
            raise AccountRefused(
                _("The mail server does not accept the user name or password."),
                advice=_("Check both, and set the password again."),
                code=reply.code,
                answer=reply.text,
            )

    async def _say_who(self, username: str, password: str) -> Reply:
        ways = self.offers.get("AUTH", "").upper().split()
        if password.startswith(BEARER):
            if "XOAUTH2" in ways:
                return await self._by_token(username, password)
        elif "PLAIN" in ways:
            secret = base64.b64encode(f"\0{username}\0{password}".encode())
            return await self.command(b"AUTH PLAIN " + secret)
        elif "LOGIN" in ways:
            reply = await self.command(b"AUTH LOGIN")
            for answer in (username, password):
                if reply.code != 334:
                    break
                reply = await self.command(base64.b64encode(answer.encode()))
            return reply
        raise AccountRefused(_("The mail server offers no way to log in that Composer knows."))

    async def _by_token(self, username: str, bearer: str) -> Reply:
        said = f"user={username}\1auth={bearer}\1\1"
        reply = await self.command(b"AUTH XOAUTH2 " + base64.b64encode(said.encode()))
        if reply.code == 334:  # the reason, as JSON; the refusal itself follows an empty line
            reply = await self.command(b"")
        return reply

    def abort(self) -> None:
        """Drop the connection without another byte."""
        self.replies.close()
        self._writer.transport.abort()

    async def close(self, *, timeout_s: float) -> None:
        """Close the streams; a server that does not answer is dropped."""
        self.replies.close()
        self._writer.close()
        with suppress(OSError, TimeoutError, BadReply):
            async with asyncio.timeout(timeout_s):
                await self._writer.wait_closed()
        self._writer.transport.abort()

    def _drain_at_once(self) -> None:
        # drain() then waits until the system has everything, not just until a buffer is half empty.
        # A TLS transport would pause for ever at 0: it compares with "at least".
        is_tls = self._writer.get_extra_info("sslcontext") is not None
        self._writer.transport.set_write_buffer_limits(high=1 if is_tls else 0, low=0)
