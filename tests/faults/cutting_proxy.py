"""A proxy that cuts a connection after so many bytes in one direction, as a bad network does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class CuttingProxy:
    """Passes bytes on and counts them; `up` and `down` say after how many it resets both sides."""

    to_port: int
    up: int | None = None
    down: int | None = None
    port: int = 0
    passed_up: int = 0
    passed_down: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to_port)
        except BaseException:
            writer.transport.abort()
            raise
        ways = [
            asyncio.ensure_future(self.carry(reader, far_writer, is_up=True)),
            asyncio.ensure_future(self.carry(far_reader, writer, is_up=False)),
        ]
        try:
            with suppress(asyncio.CancelledError):
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for one in (writer, far_writer):
                one.transport.abort()
            self.tasks.discard(task)

    async def carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_up: bool
    ) -> None:
        most = self.up if is_up else self.down
        passed = 0
        with suppress(ConnectionError):
            while most is None or passed < most:
                chunk = await source.read(65536)
                if not chunk:
                    return
                chunk = chunk if most is None else chunk[: most - passed]
                passed += len(chunk)
                if is_up:
                    self.passed_up = passed
                else:
                    self.passed_down = passed
                target.write(chunk)
                await target.drain()


@asynccontextmanager
async def cutting_proxy(
    to_port: int, *, up: int | None = None, down: int | None = None
) -> AsyncIterator[CuttingProxy]:
    """Run one on a free loopback port."""
    proxy = CuttingProxy(to_port, up=up, down=down)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        tasks = list(proxy.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # aborted transports close their sockets on the next round
        await server.wait_closed()
