"""A watched stream: what came too early is seen, what comes too much waits, nothing is lost."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from composer.transports.watched_stream import MOST_UNREAD, WatchedStream, open_stream

Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


def between(
    server: Callable[[Reader, Writer], Awaitable[None]],
    client: Callable[[WatchedStream], Awaitable[object]],
) -> object:
    """Let a server and a client talk over a real connection; gives what the client gives."""

    async def story() -> object:
        ended = asyncio.Event()

        async def serve(reader: Reader, writer: Writer) -> None:
            try:
                await server(reader, writer)
            finally:
                writer.transport.abort()
                ended.set()

        listening = await asyncio.start_server(serve, "127.0.0.1", 0)
        stream = await open_stream("127.0.0.1", listening.sockets[0].getsockname()[1], tls=None)
        try:
            async with asyncio.timeout(30):
                return await client(stream)
        finally:
            await stream.close(timeout_s=1)
            await ended.wait()
            listening.close()
            await listening.wait_closed()

    return asyncio.run(story())


async def until_left(reader: Reader) -> None:
    while await reader.read(65536):
        pass


def test_words_are_seen_before_anybody_asks_for_them():
    async def server(reader: Reader, writer: Writer) -> None:
        writer.write(b"421 bye\r\n")
        await until_left(reader)

    async def client(stream: WatchedStream) -> object:
        return await stream.look(20), stream.has_left, bytes(stream.unread)

    assert between(server, client) == (True, False, b"421 bye\r\n")


def test_who_says_nothing_is_looked_at_for_that_long_and_no_longer():
    async def client(stream: WatchedStream) -> object:
        began_s = asyncio.get_running_loop().time()
        spoke = await stream.look(0.05)
        return spoke, asyncio.get_running_loop().time() - began_s >= 0.04, await stream.look(-1)

    assert between(lambda reader, _writer: until_left(reader), client) == (False, True, False)


def test_words_and_the_end_that_come_together_are_both_seen():
    async def server(_reader: Reader, writer: Writer) -> None:
        writer.write(b"250 ok\r\n")
        writer.write_eof()
        await asyncio.sleep(0.05)

    async def client(stream: WatchedStream) -> object:
        first = await stream.more()
        while await stream.more():
            pass
        return first, bytes(stream.unread), stream.has_left

    assert between(server, client) == (True, b"250 ok\r\n", True)


def test_a_look_that_costs_no_time_sees_what_the_system_holds_already():
    async def story() -> bool:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            stream = await open_stream("127.0.0.1", listening.getsockname()[1], tls=None)
            far, _address = listening.accept()
            with far:
                assert not await stream.look(0)
                far.sendall(b"too early")  # our own loop stands still
                spoke = await stream.look(0)
                await stream.close(timeout_s=1)
        return spoke

    assert asyncio.run(story())


def test_nothing_until_the_deadline_is_said_so():
    async def client(stream: WatchedStream) -> object:
        with pytest.raises(TimeoutError):
            await stream.more(until_s=asyncio.get_running_loop().time() + 0.02)
        return True

    assert between(lambda reader, _writer: until_left(reader), client)


def test_a_flood_is_not_kept_in_memory_and_goes_on_when_somebody_reads():
    size = 40 * MOST_UNREAD

    async def server(reader: Reader, writer: Writer) -> None:
        writer.write(b"x" * size)
        await until_left(reader)

    async def client(stream: WatchedStream) -> object:
        await stream.more()
        await asyncio.sleep(0.2)
        most, taken = len(stream.unread), 0
        while taken < size:
            taken += len(stream.take(4096)) if stream.unread else 0
            if not stream.unread and taken < size:
                await stream.more()
        return most < 10 * MOST_UNREAD, taken

    assert between(server, client) == (True, size)


def test_flush_waits_until_all_has_left_and_says_when_it_never_will():
    async def server(reader: Reader, _writer: Writer) -> None:
        await asyncio.sleep(0.05)
        await reader.readexactly(1)

    async def client(stream: WatchedStream) -> object:
        stream.write(b"y" * 20_000_000)  # more than the system holds for a reader that leaves
        with pytest.raises(ConnectionResetError):
            await stream.flush()
        return stream.has_left

    assert between(server, client) is True
