"""A proxy that lets a connection through up to a byte, and then does to it what networks do.

It counts each direction apart and strikes at once when the byte has passed: no time is waited for,
so that the same byte is hit every time. It runs in the event loop of the test.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum

HOST = "127.0.0.1"
MOST_ROUNDS = 500
GARBAGE = b"\x00\xffgarbage\r\n"
_RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Way(Enum):
    """A direction: `OUT` from the client to the server, `BACK` from the server to the client."""

    OUT = "out"
    BACK = "back"


class Harm(Enum):
    """What happens to the connection at the byte."""

    RESET = "reset"
    CLOSE = "close"
    HALF_CLOSE = "half-close"
    STALL = "stall"
    DELAY = "delay"
    GARBAGE = "garbage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One harm, once that many bytes have gone that way."""

    way: Way
    at: int
    harm: Harm
    delay_s: float = 0.05


@dataclass(eq=False)
class Passage:
    """One connection through the proxy: how much went each way, and whether it was struck."""

    fault: Fault | None
    passed: dict[Way, int] = field(default_factory=lambda: dict.fromkeys(Way, 0))
    has_struck: bool = False
    ends: dict[Way, asyncio.Transport] = field(default_factory=dict)
    closed: set[Way] = field(default_factory=set)
    open_ends: int = 0
    held: bytearray | None = None
    ends_after: bool = False

    def take(self, way: Way, content: bytes) -> None:
        """Take what came one way, and pass it on or strike."""
        fault = self.fault
        if fault is None or fault.way is not way:
            self._pass(way, content)
        elif self.held is not None:
            self.held += content
        elif self.has_struck:
            self._pass(way, content)
        elif self.passed[way] + len(content) >= fault.at:
            room = fault.at - self.passed[way]
            self._pass(way, content[:room])
            self.has_struck = True
            self._strike(fault, content[room:])
        else:
            self._pass(way, content)

    def end(self, way: Way) -> None:
        """One side said that nothing more comes; said in its turn, after what is held back."""
        if self.held is not None and self.fault is not None and self.fault.way is way:
            self.ends_after = True
        elif way not in self.closed and (to := self.ends.get(way)) and not to.is_closing():
            to.write_eof()

    def drop(self) -> None:
        """Let both sides go."""
        for end in self.ends.values():
            end.abort()

    def _pass(self, way: Way, content: bytes) -> None:
        if content and way not in self.closed and not self.ends[way].is_closing():
            self.passed[way] += len(content)
            self.ends[way].write(content)

    def _strike(self, fault: Fault, rest: bytes) -> None:
        match fault.harm:
            case Harm.RESET:
                for end in self.ends.values():
                    own: socket.socket = end.get_extra_info("socket")
                    own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
                    end.abort()
            case Harm.CLOSE:
                for end in self.ends.values():
                    end.close()
            case Harm.HALF_CLOSE:
                self.end(fault.way)
                self.closed.add(fault.way)
            case Harm.STALL:
                self.closed.add(fault.way)
            case Harm.DELAY:
                self.held = bytearray(rest)
                asyncio.get_running_loop().call_later(fault.delay_s, self._release, fault.way)
            case Harm.GARBAGE:
                self._pass(fault.way, GARBAGE)
                self._pass(fault.way, rest)

    def _release(self, way: Way) -> None:
        held, self.held = bytes(self.held or b""), None
        self._pass(way, held)
        if self.ends_after:
            self.end(way)


class _Side(asyncio.Protocol):
    """One of the two connections of a passage; `way` is where its bytes go."""

    def __init__(self, passage: Passage, way: Way) -> None:
        self.passage = passage
        self.way = way

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        own: socket.socket = transport.get_extra_info("socket")
        own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.passage.ends[Way.BACK if self.way is Way.OUT else Way.OUT] = transport
        self.passage.open_ends += 1

    def data_received(self, content: bytes) -> None:
        self.passage.take(self.way, content)

    def eof_received(self) -> bool:
        self.passage.end(self.way)
        return True

    def connection_lost(self, _error: Exception | None) -> None:
        self.passage.open_ends -= 1
        for end in self.passage.ends.values():
            end.close()


@dataclass
class FaultProxy:
    """Passages by the client's port (the last one's, where a port came again), and all of them.

    `choose` gives each new connection its fault.
    """

    target: int
    choose: Callable[[], Fault | None]
    port: int = 0
    passages: dict[int, Passage] = field(default_factory=dict)
    all: list[Passage] = field(default_factory=list)
    _opening: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self) -> asyncio.Protocol:
        """Make the client's side of a new passage."""
        proxy = self

        class Client(_Side):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                super().connection_made(transport)
                assert isinstance(transport, asyncio.Transport)
                transport.pause_reading()
                proxy.passages[transport.get_extra_info("peername")[1]] = self.passage
                proxy.all.append(self.passage)
                task = asyncio.ensure_future(proxy._open(self.passage, transport))
                proxy._opening.add(task)
                task.add_done_callback(proxy._opening.discard)

        return Client(Passage(self.choose()), Way.OUT)

    async def _open(self, passage: Passage, client: asyncio.Transport) -> None:
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: _Side(passage, Way.BACK), HOST, self.target
            )
        except OSError:
            client.abort()
            return
        if client.is_closing():
            passage.drop()
        else:
            client.resume_reading()

    async def close(self) -> None:
        """End everything that goes through it."""
        for task in list(self._opening):
            task.cancel()
        await asyncio.gather(*self._opening, return_exceptions=True)
        for passage in self.all:
            passage.drop()
        await _until(lambda: not any(passage.open_ends for passage in self.all))


async def all_closed(server: asyncio.Server) -> None:
    """Wait until the connections of a closed server are closed; Python 3.11 itself does not."""
    await _until(lambda: not getattr(server, "_active_count", 0))


async def _until(is_done: Callable[[], bool]) -> None:
    for _round in range(MOST_ROUNDS):
        if is_done():
            return
        await asyncio.sleep(0.002)


@asynccontextmanager
async def fault_proxy(
    target: int, choose: Callable[[], Fault | None] = lambda: None
) -> AsyncIterator[FaultProxy]:
    """Run one on a free loopback port before the server at the port `target`."""
    proxy = FaultProxy(target, choose)
    server = await asyncio.get_running_loop().create_server(proxy.accept, HOST, 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.close()
        await all_closed(server)
