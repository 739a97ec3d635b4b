"""A stream whose other side may speak or leave at any time, and is seen to, also through TLS.

What came too early stays visible: nothing that was said before a request is whole can be taken for
the answer to it. Session tickets of TLS are not words: only data and an end count.
"""

from __future__ import annotations

import asyncio

_CHUNK = 4096


class WatchedStream:
    """The reading half of a connection, with everything that nobody has taken yet."""

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream
        self._pending: asyncio.Task[bytes] | None = None
        self._closed = False
        self.unread = bytearray()

    @property
    def has_spoken(self) -> bool:
        """Whether the server said something that nobody read yet, or left."""
        self._take_finished()
        return bool(self.unread) or self._closed

    def watch(self) -> None:
        """Begin to read in the background; whoever reads next goes on from there without a gap."""
        if self._pending is None and not self._closed:
            self._pending = asyncio.ensure_future(self._read_chunk())

    async def look(self, seconds: float) -> bool:
        """Wait at most that long for the server to speak or leave; tell whether it did."""
        self.watch()
        if self._pending is not None and not self.unread:
            await asyncio.wait({self._pending}, timeout=max(0.0, seconds))
        return self.has_spoken

    async def more(self) -> bool:
        """Wait for the next bytes; false when the server has left and there are none."""
        self.watch()
        if self._pending is None:
            return False
        await asyncio.wait({self._pending})
        self._take_finished()
        return not self._closed

    def take(self, size: int) -> bytes:
        """Take the first bytes that are there."""
        taken = bytes(self.unread[:size])
        del self.unread[:size]
        return taken

    def close(self) -> None:
        """End a read in the background."""
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None

    async def _read_chunk(self) -> bytes:
        try:
            return await self._stream.read(_CHUNK)
        except (OSError, EOFError):  # reset, or TLS that was cut off
            return b""

    def _take_finished(self) -> None:
        if self._pending is not None and self._pending.done():
            finished, self._pending = self._pending, None
            if finished.cancelled():
                return
            chunk = finished.result()
            self.unread += chunk
            self._closed = self._closed or not chunk
