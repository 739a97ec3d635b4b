"""A connection whose other side may speak or leave at any time, and is seen to, also through TLS.

What came too early stays visible: nothing that was said before a message is whole can be taken for
the answer to it. Session tickets of TLS are not words: only data and an end count. Whoever waits
waits for the next event itself: no task, no second buffer stands between.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import Protocol

MOST_UNREAD = 64 * 1024
"""With more that nobody has taken the other side has to wait."""


class WatchedStream(asyncio.Protocol):
    """Both directions of a connection; `unread` is what nobody has taken yet.

    One task at a time may wait for words, and one for what was written to be gone.
    """

    def __init__(self) -> None:
        self.unread = bytearray()
        self._transport: asyncio.Transport | None = None
        self._received = 0
        self._has_left = False
        self._is_lost = False
        self._is_choked = False  # the system does not take all that was written
        self._is_paused = False  # the other side said more than anybody reads
        self._words: asyncio.Future[None] | None = None
        self._room: asyncio.Future[None] | None = None
        self._gone: asyncio.Future[None] | None = None

    @property
    def has_spoken(self) -> bool:
        """Whether the server said something that nobody read yet, or left."""
        return bool(self.unread) or self._has_left

    @property
    def has_left(self) -> bool:
        """Whether the server closed its side."""
        return self._has_left

    @property
    def own_address(self) -> str:
        """Our address on this connection."""
        return str(self.transport.get_extra_info("sockname", ("127.0.0.1",))[0])

    @property
    def protection(self) -> str:
        """Name the protocol that protects the connection, such as TLSv1.3; empty: none."""
        tls = self.transport.get_extra_info("ssl_object")
        return str(tls.version() or "") if tls is not None else ""

    @property
    def transport(self) -> asyncio.Transport:
        """What carries the bytes."""
        assert self._transport is not None
        return self._transport

    async def look(self, seconds: float) -> bool:
        """Wait at most that long for the server to speak or leave; tell whether it did."""
        if seconds <= 0:
            await asyncio.sleep(0)  # what came in the meantime is read in this turn of the loop,
            await asyncio.sleep(0)  # and is there in the next
        elif not self.has_spoken:
            timer = asyncio.get_running_loop().call_later(seconds, self._wake)
            try:
                await self._wait_for_words()
            finally:
                timer.cancel()
        return self.has_spoken

    async def more(self, *, until_s: float | None = None) -> bool:
        """Wait for the next bytes; false when the server has left and there are none.

        Raises:
            TimeoutError: nothing came until that time of the loop.
        """
        if self.has_left:
            return False
        before, timer = self._received, None
        loop = asyncio.get_running_loop()
        if until_s is not None:
            timer = loop.call_at(until_s, self._wake)
        try:
            await self._wait_for_words()
        finally:
            if timer is not None:
                timer.cancel()
        if self._received != before:
            return True
        if not self._has_left:
            raise TimeoutError
        return False

    def take(self, size: int) -> bytes:
        """Take the first bytes that are there."""
        taken = bytes(self.unread[:size])
        del self.unread[:size]
        if self._is_paused and len(self.unread) <= MOST_UNREAD:
            self._is_paused = False
            self.transport.resume_reading()
        return taken

    def write(self, content: bytes) -> None:
        """Write in one go without waiting."""
        self.transport.write(content)

    async def flush(self) -> None:
        """Wait until the system has taken all that was written.

        Raises:
            ConnectionResetError: it never will.
        """
        if self.transport.is_closing():
            await asyncio.sleep(0)  # so that the loss of the connection is known
        if self._is_choked and not self._is_lost:
            self._room = asyncio.get_running_loop().create_future()
            await self._room
        if self._is_lost:
            raise ConnectionResetError

    async def start_tls(self, context: ssl.SSLContext, *, host: str) -> None:
        """Protect the connection; what was said before counts no more (RFC 3207 §4.2)."""
        await self.flush()
        self.unread.clear()
        loop = asyncio.get_running_loop()
        protected = await loop.start_tls(self.transport, self, context, server_hostname=host)
        if protected is None:
            raise ConnectionResetError
        self.connection_made(protected)

    def abort(self) -> None:
        """Drop the connection without another byte."""
        self.transport.abort()

    async def close(self, *, timeout_s: float) -> None:
        """Close; a server that does not answer is dropped."""
        self.transport.close()
        if not self._is_lost:
            self._gone = asyncio.get_running_loop().create_future()
            await asyncio.wait({self._gone}, timeout=timeout_s)
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take what carries the bytes, from now on."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        # flush() then waits until the system has everything, not just until a buffer is half empty.
        # A TLS transport would pause for ever at 0: it compares with "at least".
        is_tls = transport.get_extra_info("sslcontext") is not None
        transport.set_write_buffer_limits(high=1 if is_tls else 0, low=0)

    def data_received(self, data: bytes) -> None:
        """Keep what came."""
        self.unread += data
        self._received += len(data)
        if len(self.unread) > MOST_UNREAD and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """Note that the server says no more; what it has still to hear may leave all the same."""
        self._has_left = True
        self._wake()
        return self.transport.get_extra_info("sslcontext") is None

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that nothing comes and nothing leaves any more."""
        del exc  # whatever cut it: it is gone
        self._has_left = self._is_lost = True
        self._wake()
        for waiting in (self._room, self._gone):
            if waiting is not None and not waiting.done():
                waiting.set_result(None)

    def pause_writing(self) -> None:
        """Note that the system does not take everything at once."""
        self._is_choked = True

    def resume_writing(self) -> None:
        """Note that it has taken everything."""
        self._is_choked = False
        if self._room is not None and not self._room.done():
            self._room.set_result(None)

    async def _wait_for_words(self) -> None:
        self._words = asyncio.get_running_loop().create_future()
        try:
            await self._words
        finally:
            self._words = None

    def _wake(self) -> None:
        if self._words is not None and not self._words.done():
            self._words.set_result(None)


class OpenStream(Protocol):
    """Opens a connection to a server."""

    async def __call__(
        self, host: str, port: int, /, *, tls: ssl.SSLContext | None
    ) -> WatchedStream:
        """Connect, by TLS from the first byte if a context is given."""
        ...


async def open_stream(host: str, port: int, *, tls: ssl.SSLContext | None) -> WatchedStream:
    """Connect, by TLS from the first byte if a context is given; small writes leave at once."""
    bare = host.removeprefix("[").removesuffix("]")
    loop = asyncio.get_running_loop()
    _transport, stream = await loop.create_connection(
        WatchedStream, bare, port, ssl=tls, server_hostname=bare if tls else None
    )
    plain: socket.socket | None = stream.transport.get_extra_info("socket")
    if plain is not None:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return stream
