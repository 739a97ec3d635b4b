"""What a transport says for one message, said by the transport itself to a server in memory.

The very client that sends speaks here; no socket is opened, no name looked up, no password read. So
what is shown cannot differ from what is sent, except in what only the real server decides: which
extensions it offers, its own words, and the moment (Date). The guard looks at the message as it
does before every hand-over.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime

from composer.i18n import _
from composer.model.campaign import Security
from composer.model.clock import utc_now
from composer.model.dialogue import Dialogue, Speaker, Spoken, WireKind
from composer.transports.eml import eml_content
from composer.transports.handover import Prepared
from composer.transports.sendgrid_request import SendRequest, send_request
from composer.transports.smtp import END, SmtpAccount, SmtpLimits, SmtpTransport
from composer.transports.watched_stream import WatchedStream

MASK = b"********"
_OWN_ADDRESS = "address-of-this-computer"
_OFFERS = ("SIZE 36700160", "8BITMIME", "SMTPUTF8")
_LIMITS = SmtpLimits(look_s=0.0, fresh_look_s=0.0)

Clock = Callable[[], datetime]


async def rehearse_smtp(
    account: SmtpAccount, prepared: Prepared, *, now: Clock = utc_now
) -> Dialogue:
    """Give the dialogue with a server that offers what usual servers do and always says yes.

    Raises:
        TransportError: the client would not hand this message over.
    """
    server = _WillingServer(account)
    transport = SmtpTransport(account, limits=_LIMITS, now=now, open_stream=server.open_stream)
    connection = await transport.connect()
    try:
        await connection.hand_over(prepared, brink=server.brink)
    finally:
        await connection.close()
    return Dialogue(
        kind=WireKind.SMTP,
        place=f"{account.host}:{account.port}" if account.port else account.host,
        spoken=tuple(server.spoken),
    )


def rehearse_file(prepared: Prepared, *, folder: str, now: Clock = utc_now) -> Dialogue:
    """Give what is written into a file."""
    content = eml_content(prepared, now=now())
    return Dialogue(
        kind=WireKind.FILE,
        place=f"{folder}/{prepared.recipient_id}.eml",
        spoken=(Spoken(speaker=Speaker.US, content=content, is_message=True),),
    )


def rehearse_request(prepared: Prepared, *, base_url: str) -> Dialogue:
    """Give the request to SendGrid, with a mask in place of the key.

    Raises:
        GuardRefused: the body is not the one intended message.
    """
    request: SendRequest = send_request(prepared, base_url=base_url, key=MASK.decode())
    answer = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: \xe2\x80\xa6\r\nContent-Length: 0\r\n\r\n"
    return Dialogue(
        kind=WireKind.HTTP,
        place=request.url,
        spoken=(
            Spoken(speaker=Speaker.US, content=request.head),
            Spoken(speaker=Speaker.US, content=request.body[:-1], is_message=True),
            _note(_("The record is written before the last byte leaves.")),
            Spoken(speaker=Speaker.US, content=request.body[-1:], is_message=True),
            Spoken(speaker=Speaker.SERVER, content=answer),
        ),
    )


class _WillingServer:
    """The other side of the stream: answers every line and writes down both sides."""

    def __init__(self, account: SmtpAccount) -> None:
        self.spoken: list[Spoken] = []
        self._account = account
        self._stream = _Stream(self)
        self._is_protected = False
        self._takes_message = False

    async def open_stream(
        self, _host: str, _port: int, *, tls: ssl.SSLContext | None
    ) -> WatchedStream:
        """Give the client's end, as `watched_stream.open_stream` does."""
        if tls is not None:
            self.protect()
        self._stream.connection_made(_Ear(self, self._stream))
        self._answer("220 mail.example.com ESMTP")
        return self._stream

    async def brink(self) -> Callable[[], None]:
        """Stand where the ledger writes the brink."""
        self.spoken.append(_note(_("The record is written before the last line leaves.")))
        return lambda: None

    def protect(self) -> None:
        """Note that everything is encrypted from here on."""
        self._is_protected = True
        words = _("From here on everything is encrypted; the server's certificate was checked.")
        self.spoken.append(_note(words))

    def hear(self, content: bytes) -> None:
        """Write down what was said and answer it."""
        if self._takes_message:
            self.spoken.append(Spoken(speaker=Speaker.US, content=content, is_message=True))
            if content == END:
                self._takes_message = False
                self._answer("250 2.0.0 Ok: queued as …")
            return
        verb = content.split(None, 1)[0].upper()
        said = b"AUTH PLAIN " + MASK + b"\r\n" if verb == b"AUTH" else content
        self.spoken.append(Spoken(speaker=Speaker.US, content=said))
        self._takes_message = verb == b"DATA"
        for line in self._answers(verb):
            self._answer(line)

    def _answers(self, verb: bytes) -> tuple[str, ...]:
        match verb:
            case b"EHLO":
                offers = list(_OFFERS)
                if self._account.security is Security.STARTTLS and not self._is_protected:
                    offers.append("STARTTLS")
                elif self._account.username:
                    offers.append("AUTH PLAIN")
                *first, last = ("mail.example.com", *offers)
                return (*(f"250-{word}" for word in first), f"250 {last}")
            case b"STARTTLS":
                return ("220 2.0.0 Ready to start TLS",)
            case b"AUTH":
                return ("235 2.7.0 Authentication successful",)
            case b"DATA":
                return ("354 End data with <CR><LF>.<CR><LF>",)
            case b"QUIT":
                return ("221 2.0.0 Bye",)
            case _:
                return ("250 2.1.0 Ok",)

    def _answer(self, line: str) -> None:
        content = f"{line}\r\n".encode()
        self.spoken.append(Spoken(speaker=Speaker.SERVER, content=content))
        self._stream.data_received(content)


class _Ear(asyncio.Transport):
    """Takes what is written to the server in memory."""

    def __init__(self, server: _WillingServer, stream: WatchedStream) -> None:
        super().__init__({"sockname": (_OWN_ADDRESS, 0)})
        self._server = server
        self._stream: WatchedStream | None = stream

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._server.hear(bytes(data))

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing waits in a buffer."""

    def is_closing(self) -> bool:
        return self._stream is None

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.connection_lost(None)

    def abort(self) -> None:
        self.close()


class _Stream(WatchedStream):
    """A stream of the usual kind; protecting the connection is only noted."""

    def __init__(self, server: _WillingServer) -> None:
        super().__init__()
        self._server = server

    async def start_tls(self, context: ssl.SSLContext, *, host: str) -> None:
        del context, host
        self._server.protect()


def _note(words: str) -> Spoken:
    return Spoken(speaker=Speaker.NOTE, content=words.encode())
