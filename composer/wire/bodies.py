"""Undoes transfer encodings and reads text parts, strictly.

Quoted-printable and base64 are checked before they are decoded, so that nothing is left to a
decoder's leniency. Text comes back with LF. What the texts of a campaign have in common is compared
instead of read again (`skeleton`); files are remembered by the digest of their encoded bytes.
Source: RFC 2045 §6.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from composer.wire.header_block import checked_lines
from composer.wire.quoted_text import (
    QUOTED_LINE,
    ReadOtherwise,
    read_lines,
    read_stretches,
    undo_line,
)
from composer.wire.rules import refuse
from composer.wire.skeleton import Form, Place, ReadText, Skeletons, whole

_CONTROL = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
_LINE = re.compile(rb"[^\n]*\n")
_TEXTS_ROOM = 2 * 1024 * 1024
_FILES_ROOM = 8 * 1024 * 1024


class TextPart(NamedTuple):
    """Where a text part stands, how it is encoded, and what texts of its sort have in common."""

    start: int
    stop: int
    encoding: str
    charset: str
    kind: str


def read_texts(content: bytes, parts: Sequence[TextPart]) -> list[ReadText]:
    """Read a message's text parts, line ends as LF.

    Raises:
        GuardRefused: an unknown or broken encoding or charset, mixed line ends, or controls.
    """
    for part in parts:
        if part.charset not in {"utf-8", "us-ascii"}:
            refuse("charset")
    if not all(map(_is_quoted, parts)):
        return [_read_text(content, part) for part in parts]
    places = [Place(part.start, part.stop, part.kind) for part in parts]
    return [
        text or _read_quoted(content, part)
        for text, part in zip(_QUOTED.read(content, places), parts, strict=True)
    ]


def _is_quoted(part: TextPart) -> bool:
    return part.encoding == "quoted-printable" and part.charset == "utf-8"


def _read_quoted(content: bytes, part: TextPart) -> ReadText:
    """Read a text in full, line by line where that is possible."""
    with suppress(ReadOtherwise):
        text = whole(read_lines(content[part.start : part.stop]))
        _QUOTED.learn(content, [Place(part.start, part.stop, part.kind)])
        return text
    return _read_text(content, part)


def _read_text(content: bytes, part: TextPart) -> ReadText:
    lines = checked_lines(content[part.start : part.stop])
    text = _with_line_feeds(undo_transfer_encoding(lines, encoding=part.encoding))
    try:
        text.decode(part.charset)
    except UnicodeDecodeError:
        refuse("charset")
    return read_decoded(text, kind=part.kind)


def read_decoded(text: bytes, *, kind: str) -> ReadText:
    """Cut a text, UTF-8 with LF, into what is known of it and what is not."""
    place = Place(0, len(text), kind)
    known = _DECODED.read(text, [place])[0]
    if known is None:
        _DECODED.learn(text, [place])
    return known or whole(text)


def read_file(body: bytes, *, encoding: str) -> bytes:
    """Give the content of a part that is no text.

    Raises:
        GuardRefused: unknown encoding, or bytes that the encoding does not allow.
    """
    lines = checked_lines(body)
    if encoding != "base64":
        return undo_transfer_encoding(lines, encoding=encoding)
    return _FILES.decoded(b"".join(lines))


def undo_transfer_encoding(lines: Sequence[bytes], *, encoding: str) -> bytes:
    """Give the bytes of a part, line ends as they are.

    Raises:
        GuardRefused: unknown encoding, or bytes that the encoding does not allow.
    """
    if encoding == "base64":
        return _undo_base64(b"".join(lines))
    if encoding == "quoted-printable":
        if lines[-1].endswith(b"="):
            refuse("transfer_encoding")
        return b"".join(map(undo_line, lines))[:-2]
    if encoding not in {"7bit", "8bit"}:
        refuse("transfer_encoding")
    content = b"\r\n".join(lines)
    if encoding == "7bit" and not content.isascii():
        refuse("eight_bit")
    return content


def _with_line_feeds(content: bytes) -> bytes:
    pairs = content.count(b"\r\n")
    if content.count(b"\n") != pairs or content.count(b"\r") != pairs:
        refuse("text_control")
    text = content.replace(b"\r\n", b"\n")
    if len(text.translate(None, _CONTROL)) != len(text):
        refuse("text_control")
    return text


def _undo_base64(joined: bytes) -> bytes:
    try:
        content = binascii.a2b_base64(joined, strict_mode=True)
    except binascii.Error:
        refuse("transfer_encoding")
    if binascii.b2a_base64(content, newline=False) != joined:
        refuse("transfer_encoding")
    return content


class _Files:
    """Files lately decoded, by the digest of their base64; the oldest go first."""

    def __init__(self, *, room_bytes: int) -> None:
        self._known: dict[bytes, bytes] = {}
        self._room = self._left = room_bytes

    def decoded(self, joined: bytes) -> bytes:
        key = hashlib.sha256(joined).digest()
        content = self._known.get(key)
        if content is None:
            content = _undo_base64(joined)
            self._keep(key, content)
        return content

    def _keep(self, key: bytes, content: bytes) -> None:
        if len(content) > self._room or key in self._known:
            return
        self._known[key] = content
        self._left -= len(content)
        while self._left < 0:
            self._left += len(self._known.pop(next(iter(self._known))))


_QUOTED = Skeletons(Form(QUOTED_LINE, b"\r\n", read_stretches), room_bytes=_TEXTS_ROOM)
_DECODED = Skeletons(Form(_LINE, b"\n", list), room_bytes=_TEXTS_ROOM)
_FILES = _Files(room_bytes=_FILES_ROOM)
