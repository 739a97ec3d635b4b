"""Undoes transfer encodings and reads text parts, strictly.

Quoted-printable and base64 are checked before they are decoded, so that nothing is left to a
decoder's leniency. Text comes back with LF. Each line of quoted-printable stands for itself, so
lines once checked are remembered; so are files, by the digest of their encoded bytes.
Source: RFC 2045 §6.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Sequence

from composer.model.recall import Recall
from composer.wire.rules import refuse

_ESCAPE_BAD = re.compile(rb"=(?![0-9A-F]{2})")
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t"
_CONTROL = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
_LINES_ROOM = 2 * 1024 * 1024
_FILES_ROOM = 8 * 1024 * 1024


class _EncodedLineEnd(Exception):
    """An escape stands for a carriage return or a line feed."""


def read_text(lines: Sequence[bytes], *, encoding: str, charset: str) -> str:
    """Give the text of a text part, line ends as LF.

    Raises:
        GuardRefused: an unknown or broken encoding or charset, mixed line ends, or controls.
    """
    if charset.lower() not in {"utf-8", "us-ascii"}:
        refuse("charset")
    if encoding == "quoted-printable":
        content = _undo_quoted_lines(lines)
    else:
        content = _with_line_feeds(undo_transfer_encoding(lines, encoding=encoding))
    try:
        return content.decode(charset.lower())
    except UnicodeDecodeError:
        refuse("charset")


def read_file(lines: Sequence[bytes], *, encoding: str) -> bytes:
    """Give the content of a part that is no text.

    Raises:
        GuardRefused: unknown encoding, or bytes that the encoding does not allow.
    """
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
        _require_no_soft_end(lines)
        return b"".join(map(_undo_line, lines))[:-2]
    if encoding not in {"7bit", "8bit"}:
        refuse("transfer_encoding")
    content = b"\r\n".join(lines)
    if encoding == "7bit" and not content.isascii():
        refuse("eight_bit")
    return content


def _undo_quoted_lines(lines: Sequence[bytes]) -> bytes:
    _require_no_soft_end(lines)
    try:
        return b"".join(map(_TEXT_LINES.__getitem__, lines))[:-1]
    except _EncodedLineEnd:
        return _with_line_feeds(b"".join(map(_undo_line, lines))[:-2])


def _text_line(line: bytes) -> bytes:
    """Decode one line of a text; it ends with LF unless its end is only a fold."""
    content = _undo_line(line)
    end = b"" if line.endswith(b"=") else b"\n"
    text = content[:-2] if end else content
    if b"\r" in text or b"\n" in text:
        raise _EncodedLineEnd
    if len(text.translate(None, _CONTROL)) != len(text):
        refuse("text_control")
    return text + end


def _undo_line(line: bytes) -> bytes:
    """Decode one line of quoted-printable; it ends with CRLF unless its end is only a fold."""
    is_fold = line.endswith(b"=")
    content = line[:-1] if is_fold else line
    if content.translate(None, _PRINTABLE) or _ESCAPE_BAD.search(content):
        refuse("transfer_encoding")
    if not is_fold and content.endswith((b" ", b"\t")):
        refuse("transfer_encoding")
    decoded = binascii.a2b_qp(content) if b"=" in content else content
    return decoded if is_fold else decoded + b"\r\n"


def _require_no_soft_end(lines: Sequence[bytes]) -> None:
    if lines[-1].endswith(b"="):
        refuse("transfer_encoding")


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
        if len(content) > self._room:
            return
        self._known[key] = content
        self._left -= len(content)
        while self._left < 0:
            self._left += len(self._known.pop(next(iter(self._known))))


_TEXT_LINES = Recall(_text_line, room_bytes=_LINES_ROOM)
_FILES = _Files(room_bytes=_FILES_ROOM)
