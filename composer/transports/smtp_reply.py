"""Reading an SMTP server's replies strictly: whole, in order, within a time and a size.

A half reply, a foreign line or an endless one is never taken for an answer (RFC 5321 §4.2).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from composer.transports.handover import without_addresses
from composer.transports.watched_stream import MOST_UNREAD, WatchedStream

MOST_BYTES = MOST_UNREAD
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
    """Reads replies from a stream, one after the other."""

    def __init__(self, stream: WatchedStream) -> None:
        self._stream = stream

    async def read(self, *, timeout_s: float) -> Reply:
        """Read one whole reply.

        Raises:
            BadReply: there is none.
        """
        until_s = asyncio.get_running_loop().time() + timeout_s
        lines: list[str] = []
        code = b""
        size = 0
        while True:
            line = await self._line(until_s)
            size += len(line)
            found = _LINE.fullmatch(line)
            if found is None or (code and found[1] != code) or size > MOST_BYTES:
                raise BadReply("not a reply", seen=line)
            code = found[1]
            lines.append((found[3] or b"").decode("utf-8", "replace"))
            if found[2] != b"-":
                return Reply(code=int(code), lines=tuple(lines))

    async def _line(self, until_s: float) -> bytes:
        stream = self._stream
        while (end := stream.unread.find(b"\n")) < 0:
            if len(stream.unread) > MOST_BYTES:
                raise BadReply("too long", seen=bytes(stream.unread))
            try:
                there_is_more = await stream.more(until_s=until_s)
            except TimeoutError as error:
                raise BadReply("timed out", seen=bytes(stream.unread)) from error
            if not there_is_more:
                raise BadReply("closed", seen=bytes(stream.unread))
        return stream.take(end + 1)
