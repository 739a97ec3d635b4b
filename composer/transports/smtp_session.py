"""One SMTP session: the streams, commands and replies, protection and log-in.

It knows the protocol's mechanics only; what an answer means for a campaign is decided in `smtp`.
"""

from __future__ import annotations

import base64
import socket
import ssl

from composer.errors import AccountRefused, TryLater
from composer.i18n import _
from composer.transports.smtp_reply import Reply, ReplyReader
from composer.transports.watched_stream import WatchedStream

BEARER = "Bearer "


class Session:
    """Commands and replies in turn, on one connection."""

    def __init__(self, stream: WatchedStream, *, command_s: float) -> None:
        self.stream = stream
        self._command_s = command_s
        self._replies = ReplyReader(stream)
        self.offers: dict[str, str] = {}

    @property
    def own_name(self) -> bytes:
        """Our name for EHLO: the computer's full name, else its address (RFC 5321 §4.1.3)."""
        name = socket.gethostname()
        if "." in name and name.isascii() and not name.endswith((".local", ".localdomain")):
            return name.encode("ascii")
        address = self.stream.own_address
        return (f"[IPv6:{address}]" if ":" in address else f"[{address}]").encode("ascii")

    @property
    def protection(self) -> str:
        """Name the protocol that protects the connection, such as TLSv1.3; empty: none."""
        return self.stream.protection

    async def reply(self, *, timeout_s: float | None = None) -> Reply:
        """Read the next reply."""
        return await self._replies.read(timeout_s=timeout_s or self._command_s)

    async def command(self, line: bytes, *, timeout_s: float | None = None) -> Reply:
        """Say one line and read the reply."""
        await self.write(line + b"\r\n")
        return await self.reply(timeout_s=timeout_s)

    async def write(self, content: bytes) -> None:
        """Write and wait until the system has taken all of it."""
        self.stream.write(content)
        await self.stream.flush()

    def write_now(self, content: bytes) -> None:
        """Write in one go without waiting; nothing of ours stands before it in a buffer."""
        self.stream.write(content)

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
        await self.stream.start_tls(context, host=host.removeprefix("[").removesuffix("]"))

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
        self.stream.abort()

    async def close(self, *, timeout_s: float) -> None:
        """Close the connection; a server that does not answer is dropped."""
        await self.stream.close(timeout_s=timeout_s)
