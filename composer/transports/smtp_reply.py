"""Reading an SMTP server's replies strictly: whole, in order, within a time and a size.

A half reply, a foreign line or an endless one is never taken for an answer (RFC 5321 §4.2).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from composer.transports.handover import without_addresses

MOST_BYTES = 64 * 1024
_CHUNK = 4096
_LINE = re.compile(rb"([2-5][0-5][0-9])(?:([ -])([^\r\n]*))?\r\n")
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?: |$)")


class BadReply(Exception):
    """No whole, well-formed reply came: closed, timed out, too long, or not SMTP.

    `seen` is what did come.
    """

    def __init__(self, why: str, *, seen: bytes = b"") -> None:
        super().__init__(why)
        self.seen = without_addresses(seen[:200].decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One whole reply: its code and lines."""

    code: int
    lines: tuple[str, ...]

    @property
    def kind(self) -> int:
        """The first digit: 2 yes, 3 go on, 4 not now, 5 no."""
        return self.code // 100

    @property
    def text(self) -> str:
        """Code and words in one line, without addresses."""
        return without_addresses(f"{self.code} {' '.join(self.lines)}".strip())

    @property
    def enhanced(self) -> str:
        """The enhanced status code (RFC 3463), or empty."""
        found = _ENHANCED.match(self.lines[0]) if self.lines else None
        return found[1] if found else ""


class ReplyReader:
    """Reads replies from a stream; what came too early stays visible."""

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream
        self._buffer = bytearray()
        self._closed = False
        self._pending: asyncio.Task[bytes] | None = None

    @property
    def has_spoken(self) -> bool:
        """Whether the server said something that nobody read yet, or left."""
        self._take_finished()
        return bool(self._buffer) or self._closed

    @property
    def has_left(self) -> bool:
        """Whether the server closed its side."""
        self._take_finished()
        return self._closed

    def watch(self) -> None:
        """Begin to read in the background; the next reply goes on from there without a gap."""
        if self._pending is None and not self._closed:
            self._pending = asyncio.ensure_future(self._read_chunk())

    async def look(self, seconds: float) -> bool:
        """Wait at most that long for the server to speak or leave; tell whether it did."""
        self.watch()
        if self._pending is not None and not self._buffer:
            await asyncio.wait({self._pending}, timeout=max(0.0, seconds))
        return self.has_spoken

    async def read(self, *, timeout_s: float) -> Reply:
        """Read one whole reply.

        Raises:
            BadReply: there is none.
        """
        lines: list[str] = []
        code = 0
        size = 0
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    line = await self._line()
                    size += len(line)
                    found = _LINE.fullmatch(line)
                    if found is None or (code and int(found[1]) != code) or size > MOST_BYTES:
                        raise BadReply("not a reply", seen=line)
                    code = int(found[1])
                    lines.append((found[3] or b"").decode("utf-8", "replace"))
                    if found[2] != b"-":
                        return Reply(code=code, lines=tuple(lines))
        except TimeoutError as error:
            raise BadReply("timed out", seen=bytes(self._buffer)) from error

    def close(self) -> None:
        """End a read in the background."""
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None

    async def _line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > MOST_BYTES:
                raise BadReply("too long", seen=bytes(self._buffer))
            if self._closed:
                raise BadReply("closed", seen=bytes(self._buffer))
            await self._more()
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        return line

    async def _more(self) -> None:
        """Wait for the next bytes, by the read in the background if there is one."""
        if self._pending is None:
            self._take(await self._read_chunk())
        else:
            await asyncio.wait({self._pending})
            self._take_finished()

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
            self._take(finished.result())

    def _take(self, chunk: bytes) -> None:
        self._buffer += chunk
        self._closed = self._closed or not chunk
