"""A local sink that takes every message: SMTP or SendGrid's mail/send, with or without latency.

`python -m tests.bench.sink smtp|http [milliseconds]` prints its port, and once its input ends how
many messages it took, over how many connections, and how many seconds it computed. It is a process of its own, as quick as Python allows, the same for everybody
who is measured. The latency is what an answer to a whole message waits for.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
TAKEN = (
    b"HTTP/1.1 202 Accepted\r\nX-Message-Id: %022d\r\nContent-Length: 0\r\n"
    b"Content-Type: text/plain\r\n\r\n"
)
_END = b"\r\n.\r\n"


@dataclass
class Count:
    """How many messages came, and what an answer waits for."""

    latency_s: float
    taken: int = 0
    connections: int = 0


class Session(asyncio.Protocol):
    """One connection: whole messages are counted, answers may be late."""

    transport: asyncio.Transport

    def __init__(self, count: Count) -> None:
        self.count = count
        self.held = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.count.connections += 1

    def answer(self, words: bytes) -> None:
        """Answer a whole message, after the latency."""
        self.count.taken += 1
        if self.count.latency_s:
            loop = asyncio.get_running_loop()
            loop.call_later(self.count.latency_s, self.transport.write, words)
        else:
            self.transport.write(words)


class SmtpSession(Session):
    """As much of a mail server as a client needs that pipelines."""

    is_message = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.held += data
        while self._take_message() if self.is_message else self._take_command():
            pass

    def _take_message(self) -> bool:
        at = self.held.find(_END, max(0, self._looked - len(_END)))
        self._looked = len(self.held)
        if at < 0:
            return False
        del self.held[: at + len(_END)]
        self.is_message = False
        self.answer(b"250 2.0.0 taken\r\n")
        return True

    def _take_command(self) -> bool:
        line, found, rest = bytes(self.held[:1000]).partition(b"\r\n")
        if not found:
            return False
        del self.held[: len(line) + 2]
        match line[:4].upper():
            case b"EHLO":
                self.transport.write(
                    b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
                )
            case b"DATA":
                self.is_message, self._looked = True, 0
                self.transport.write(b"354 go on\r\n")
            case b"QUIT":
                self.transport.write(b"221 bye\r\n")
                self.transport.close()
            case _:
                self.transport.write(b"250 ok\r\n")
        return bool(rest) or bool(self.held)


class HttpSession(Session):
    """As much of a web server as a client needs that posts."""

    def data_received(self, data: bytes) -> None:
        self.held += data
        while (end := self.held.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.held[:end]).lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if len(self.held) < end + 4 + length:
                return
            del self.held[: end + 4 + length]
            self.answer(TAKEN % self.count.taken)


def main() -> None:
    """Serve until the input ends."""
    options = argparse.ArgumentParser()
    options.add_argument("kind", choices=("smtp", "http"))
    options.add_argument("latency_ms", type=float, nargs="?", default=0.0)
    chosen = options.parse_args()
    asyncio.run(serve({"smtp": SmtpSession, "http": HttpSession}[chosen.kind], chosen.latency_ms))


async def serve(kind: type[Session], latency_ms: float) -> None:
    """Take messages until nobody holds the input open."""
    count = Count(latency_ms / 1000)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: kind(count), HOST, 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(count.taken, count.connections, time.process_time(), flush=True)
    server.close()


@dataclass
class Sink:
    """A running sink; what it took is known once it was closed."""

    port: int
    taken: int = 0
    connections: int = 0
    computed_s: float = 0.0


@contextmanager
def sink(kind: str, *, latency_ms: float = 0.0) -> Iterator[Sink]:
    """Run a sink while the context lasts."""
    command = [sys.executable, "-m", "tests.bench.sink", kind, str(latency_ms)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        running = Sink(port=int(process.stdout.readline()))
        try:
            yield running
        finally:
            told, _errors = process.communicate("")
            taken, connections, computed_s = told.split()
            running.taken, running.connections = int(taken), int(connections)
            running.computed_s = float(computed_s)


if __name__ == "__main__":
    main()
