"""Reading an HTTP/1.1 server's answers strictly: a complete header, within a size.

Half a header, a foreign line or two lengths are never taken for an answer (RFC 9112): http.client,
urllib3 and the provider's own library call a header that was cut off a success. The caller limits
the time. What an answer means is decided in `sendgrid_verdict`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from composer.transports.handover import without_addresses
from composer.transports.watched_stream import WatchedStream

MOST_BYTES = 64 * 1024
_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: [^\r\n\0]*)?")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*)")
_LENGTH = re.compile(r"[0-9]{1,15}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[^\r\n\0]*)?")
_WITHOUT_BODY = frozenset({202, 204, 304})
"""Without a length: 202 is SendGrid's, and has none."""


class BadAnswer(Exception):
    """No whole, well-formed answer came: closed, too long, or not HTTP. `seen` is what did come."""

    def __init__(self, why: str, *, seen: bytes = b"") -> None:
        super().__init__(why)
        self.seen = without_addresses(seen[:200].decode("utf-8", "replace"))


class _Ended(Exception):
    """The server left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """One answer: its status, its fields with names in lower case, and its body.

    `is_whole`: the body came to its end. `may_follow`: another request may go the same way.
    """

    status: int
    fields: tuple[tuple[str, str], ...]
    body: bytes = b""
    is_whole: bool = True
    may_follow: bool = False

    def field(self, name: str) -> str:
        """Give a field's value; empty when it is missing, or there more than once.

        >>> HttpAnswer(status=202, fields=(("x-message-id", "a"),)).field("X-Message-Id")
        'a'
        """
        found = [value for key, value in self.fields if key == name.lower()]
        return found[0] if len(found) == 1 else ""


class AnswerReader:
    """Reads one answer after the other from a stream."""

    def __init__(self, stream: WatchedStream) -> None:
        self._stream = stream
        self._left = MOST_BYTES

    async def read(self) -> HttpAnswer:
        """Read one answer.

        Raises:
            BadAnswer: there is no complete header, or the answer is longer than it may be.
        """
        self._left = MOST_BYTES
        version, head = await self._head()
        body = bytearray()
        try:
            has_end = await self._body(head, body)
        except _Ended:
            return replace(head, body=bytes(body), is_whole=False)
        keeps = version == b"1" and "close" not in head.field("Connection").lower()
        may_follow = has_end and keeps and head.status >= 200 and not self._stream.has_spoken
        return replace(head, body=bytes(body), may_follow=may_follow)

    async def _head(self) -> tuple[bytes, HttpAnswer]:
        try:
            first = await self._line()
            found = _STATUS_LINE.fullmatch(first)
            if found is None:
                raise BadAnswer("not HTTP", seen=first)
            fields = []
            while line := await self._line():
                field = _FIELD.fullmatch(line)
                if field is None:
                    raise BadAnswer("not a header field", seen=first)
                value = field[2].rstrip(b" \t").decode("latin-1")
                fields.append((field[1].decode("ascii").lower(), value))
        except _Ended:
            raise BadAnswer("closed", seen=bytes(self._stream.unread)) from None
        return found[1], HttpAnswer(status=int(found[2]), fields=tuple(fields))

    async def _body(self, head: HttpAnswer, body: bytearray) -> bool:
        """Read the body into `body`; tell whether the answer says where it ends."""
        lengths = {value for name, value in head.fields if name == "content-length"}
        codings = [value.lower() for name, value in head.fields if name == "transfer-encoding"]
        if len(lengths) + bool(codings) > 1 or codings not in ([], ["chunked"]):
            raise BadAnswer("two lengths, or a coding that nobody asked for")
        if head.status < 200 or (head.status in _WITHOUT_BODY and not lengths and not codings):
            return False
        if codings:
            await self._chunks(body)
            return True
        if not lengths:
            await self._rest(body)
            return False
        length = lengths.pop()
        if not _LENGTH.fullmatch(length):
            raise BadAnswer("not a length")
        await self._exactly(int(length), body)
        return True

    async def _chunks(self, body: bytearray) -> None:
        """Read a chunked body (RFC 9112 §7.1); what stands after it is thrown away."""
        while True:
            found = _CHUNK_SIZE.fullmatch(await self._line())
            if found is None:
                raise BadAnswer("not a chunk")
            size = int(found[1], 16)
            if size == 0:
                break
            await self._exactly(size, body)
            if await self._line():
                raise BadAnswer("a chunk that does not end")
        while await self._line():
            pass

    async def _rest(self, body: bytearray) -> None:
        while True:
            self._require_room(len(self._stream.unread))
            body += self._take(len(self._stream.unread))
            if not await self._stream.more():
                return

    async def _exactly(self, size: int, body: bytearray) -> None:
        self._require_room(size)
        while size:
            part = self._take(size)
            body += part
            size -= len(part)
            if size and not await self._stream.more():
                raise _Ended

    async def _line(self) -> bytes:
        """Give the next line without its CR LF; a lone LF ends none."""
        while (end := self._stream.unread.find(b"\n")) < 0:
            self._require_room(len(self._stream.unread))
            if not await self._stream.more():
                raise _Ended
        self._require_room(end + 1)
        line = self._take(end + 1)
        if not line.endswith(b"\r\n"):
            raise BadAnswer("a line without its end", seen=line)
        return line[:-2]

    def _take(self, size: int) -> bytes:
        taken = self._stream.take(size)
        self._left -= len(taken)
        return taken

    def _require_room(self, size: int) -> None:
        if size > self._left:
            raise BadAnswer("too long", seen=bytes(self._stream.unread))
