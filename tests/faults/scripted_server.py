"""A mail server that does exactly what a script says at each step, however wrong that is."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.servers.fault_proxy import all_closed

DROP = b"<drop>"
RESET = b"<reset>"
SILENCE = b"<silence>"
DRIP = b"<drip>"

USUAL: Mapping[str, bytes] = {
    "banner": b"220 scripted ESMTP\r\n",
    "ehlo": b"250-scripted\r\n250-SIZE 10000000\r\n250-8BITMIME\r\n250-AUTH PLAIN LOGIN\r\n250 SMTPUTF8\r\n",
    "auth": b"235 2.7.0 ok\r\n",
    "starttls": b"220 go\r\n",
    "mail": b"250 2.1.0 ok\r\n",
    "rcpt": b"250 2.1.5 ok\r\n",
    "data": b"354 go\r\n",
    "end": b"250 2.0.0 queued\r\n",
    "rset": b"250 ok\r\n",
    "quit": b"221 bye\r\n",
}


@dataclass
class ScriptedServer:
    """Answers from a script; remembers every message whose end it saw."""

    script: Mapping[str, bytes]
    tls: ssl.SSLContext | None = None
    early: bytes | None = None
    port: int = 0
    whole: list[bytes] = field(default_factory=list)
    broken: list[bytes] = field(default_factory=list)
    ends: list[bytes] = field(default_factory=list)
    commands: list[bytes] = field(default_factory=list)
    sessions: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                if await self.say("banner", writer):
                    await self.talk(reader, writer)
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), 0.2)
            writer.transport.abort()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (line := await reader.readline()).endswith(b"\n"):  # half a line is no command
            self.commands.append(line)
            verb = line[:4].strip().lower().decode("ascii", "replace")
            step = "starttls" if verb == "star" else verb
            if not await self.say(step, writer):
                return
            if step == "starttls" and self.tls is not None:
                await writer.start_tls(self.tls)
            is_data = step == "data" and self.of("data").startswith(b"354")
            if step == "quit" or (is_data and not await self.take(reader, writer)):
                return

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        content = b""
        while True:
            try:
                chunk = await asyncio.wait_for(reader.read(65536), 0.2 if self.early else None)
            except TimeoutError:
                await self.do(self.early or b"", writer)
                self.early = None
                continue
            content += chunk
            if not chunk:
                self.broken.append(content)
                return False
            if content.endswith(b"\r\n.\r\n"):
                self.whole.append(content)
                self.ends.append(chunk)
                return await self.say("end", writer)
            is_early = self.early is not None and content.endswith(b"\r\n")
            if is_early and not await self.do(self.early or b"", writer):
                self.broken.append(content)
                return False

    async def say(self, step: str, writer: asyncio.StreamWriter) -> bool:
        return await self.do(self.of(step), writer)

    def of(self, step: str) -> bytes:
        return self.script.get(step, USUAL.get(step, b"500 what?\r\n"))

    async def do(self, what: bytes, writer: asyncio.StreamWriter) -> bool:
        for part in what.split(b"|"):
            match part:
                case b"<drop>":
                    writer.close()
                    return False
                case b"<reset>":
                    writer.transport.abort()
                    return False
                case b"<silence>":
                    await asyncio.sleep(3600)
                case b"<drip>":
                    while True:
                        writer.write(b"2")
                        await writer.drain()
                        await asyncio.sleep(0.05)
                case _:
                    writer.write(part)
                    await writer.drain()
        return True


@asynccontextmanager
async def scripted_server(
    script: Mapping[str, bytes],
    *,
    tls: ssl.SSLContext | None = None,
    wrapped: bool = False,
    early: bytes | None = None,
) -> AsyncIterator[ScriptedServer]:
    """Run one on a free loopback port."""
    talking: set[asyncio.Task[None]] = set()
    scripted = ScriptedServer(script, tls=tls, early=early)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        with suppress(asyncio.CancelledError):
            await scripted.serve(reader, writer)
        talking.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls if wrapped else None)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        server.close()
        for task in list(talking):
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        await all_closed(server)
