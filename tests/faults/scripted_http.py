"""A web server that answers each request with exactly what a script says, however wrong that is."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.faults.scripted_server import DRIP, DROP, RESET, SILENCE

TAKEN = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: an-id.0\r\nContent-Length: 0\r\n\r\n"


@dataclass
class ScriptedHttp:
    """Answers from a script; remembers every request that came whole, and its last piece.

    `early` is said once all but the last byte is there, `greeting` before anything was asked.
    """

    answer: bytes = TAKEN
    early: bytes = b""
    greeting: bytes = b""
    port: int = 0
    whole: list[bytes] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    ends: list[bytes] = field(default_factory=list)
    before_the_end: asyncio.Event = field(default_factory=asyncio.Event)
    sessions: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                if not self.greeting or await self.do(self.greeting, writer):
                    while await self.take(reader, writer):
                        pass
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), 0.2)
            writer.transport.abort()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length - 1)
        self.before_the_end.set()
        if self.early and not await self.do(self.early, writer):
            return False
        end = await reader.read(65536)
        if not end:
            return False
        self.ends.append(end)
        self.whole.append(body + end)
        return await self.do(self.answer, writer)

    async def do(self, what: bytes, writer: asyncio.StreamWriter) -> bool:
        for part in what.split(b"|"):
            if part == DROP:
                return False
            if part == RESET:
                writer.transport.abort()
                return False
            if part == SILENCE:
                await asyncio.sleep(3600)
            elif part == DRIP:
                while True:
                    writer.write(b"2")
                    await writer.drain()
                    await asyncio.sleep(0.05)
            else:
                writer.write(part)
                await writer.drain()
        return True


@asynccontextmanager
async def scripted_http(
    *,
    answer: bytes = TAKEN,
    early: bytes = b"",
    greeting: bytes = b"",
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[ScriptedHttp]:
    """Run one on a free loopback port."""
    talking: set[asyncio.Task[None]] = set()
    scripted = ScriptedHttp(answer=answer, early=early, greeting=greeting)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        with suppress(asyncio.CancelledError):
            await scripted.serve(reader, writer)
        talking.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        server.close()
        for task in list(talking):
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        await asyncio.sleep(0.01)  # aborted transports close their sockets on the next round
        await server.wait_closed()
