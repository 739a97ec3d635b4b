"""Undoes transfer encodings and reads text parts, strictly.

Quoted-printable and base64 are checked before they are decoded, so that nothing is left to a
decoder's leniency. Text comes back with LF. Each line of quoted-printable stands for itself, so
lines once checked are remembered, and so are blocks of lines; files are, by the digest of their
encoded bytes. Source: RFC 2045 §6.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Sequence

from composer.model.runs import Runs
from composer.wire.header_block import MAX_LINE, checked_lines
from composer.wire.rules import refuse

_ESCAPE_BAD = re.compile(rb"=(?![0-9A-F]{2})")
_ESCAPE_ODD = re.compile(rb"=(?!\r\n|[2-689A-F][0-9A-F]|7[0-9A-E]|09)")
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t"
_PRINTABLE_OR_END = _PRINTABLE + b"\r\n"
_CONTROL = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
_BLOCKS_ROOM = 1024 * 1024
_FILES_ROOM = 8 * 1024 * 1024

Pieces = tuple[str, ...]


class _ReadWhole(Exception):
    """A line can only be judged with the others: it holds an encoded line end, or is no UTF-8."""


def read_text(body: bytes, *, encoding: str, charset: str, markup: bool) -> Pieces:
    """Give the text of a text part in pieces of whole lines, line ends as LF.

    Raises:
        GuardRefused: an unknown or broken encoding or charset, mixed line ends, or controls.
    """
    if charset.lower() not in {"utf-8", "us-ascii"}:
        refuse("charset")
    if encoding == "quoted-printable" and charset.lower() == "utf-8":
        try:
            return _known_blocks(body, markup=markup)
        except _ReadWhole:
            pass
    content = _with_line_feeds(undo_transfer_encoding(checked_lines(body), encoding=encoding))
    try:
        return cut_text(content.decode(charset.lower()), markup=markup)
    except UnicodeDecodeError:
        refuse("charset")


def cut_text(text: str, *, markup: bool) -> Pieces:
    """Cut a text into pieces as `read_text` gives them."""
    end = ">\n" if markup else "\n\n"
    *pieces, last = text.split(end)
    return (*[piece + end for piece in pieces], last)


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
        _require_no_soft_end(lines)
        return b"".join(map(_undo_line, lines))[:-2]
    if encoding not in {"7bit", "8bit"}:
        refuse("transfer_encoding")
    content = b"\r\n".join(lines)
    if encoding == "7bit" and not content.isascii():
        refuse("eight_bit")
    return content


def _known_blocks(body: bytes, *, markup: bool) -> Pieces:
    """Read quoted-printable UTF-8 block by block; a block ends where a line surely ends."""
    if body.endswith(b"="):
        refuse("transfer_encoding")
    if markup:
        pieces, last = _MARKUP.read(body)
        return (*pieces, _block(last + b"\r\n")[:-1])
    pieces, last = _PLAIN.read(body)
    return (*pieces, *_last_lines(last))


def _last_lines(content: bytes) -> list[str]:
    """Read what stands after a text's last empty line, which may be long, line by line."""
    lines, _rest = _LAST_LINES.read(content + b"\r\n")
    if not all(line.endswith(b"\n") for line in lines):
        lines = [b"".join(lines)]  # no piece may end where a line goes on
    lines[-1] = lines[-1][:-1]
    try:
        return [line.decode("utf-8") for line in lines]
    except UnicodeDecodeError:
        raise _ReadWhole from None


def _block(content: bytes) -> str:
    """Decode lines with their ends; a letter in UTF-8 cannot go on after the end of a line."""
    try:
        if _is_plain_block(content):
            return binascii.a2b_qp(content).replace(b"\r\n", b"\n").decode("utf-8")
        return b"".join(map(_text_line, checked_lines(content[:-2]))).decode("utf-8")
    except UnicodeDecodeError:
        raise _ReadWhole from None


def _is_plain_block(content: bytes) -> bool:
    """Tell whether every line of a block is surely fine; else each is looked at alone."""
    return (
        len(content) <= MAX_LINE
        and not content.translate(None, _PRINTABLE_OR_END)
        and not _ESCAPE_ODD.search(content)
        and b" \r\n" not in content
        and b"\t\r\n" not in content
        and content.count(b"\r\n") == content.count(b"\r") == content.count(b"\n")
    )


def _text_line(line: bytes) -> bytes:
    """Decode one line of a text; it ends with LF unless its end is only a fold."""
    content = _undo_line(line)
    end = b"" if line.endswith(b"=") else b"\n"
    text = content[:-2] if end else content
    if b"\r" in text or b"\n" in text:
        raise _ReadWhole
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
        if len(content) > self._room or key in self._known:
            return
        self._known[key] = content
        self._left -= len(content)
        while self._left < 0:
            self._left += len(self._known.pop(next(iter(self._known))))


_MARKUP = Runs(_block, end=b">\r\n", nothing="", room_bytes=_BLOCKS_ROOM)
_LAST_LINES = Runs(
    lambda line: _text_line(*checked_lines(line[:-2])),
    end=b"\r\n",
    nothing=b"",
    room_bytes=_BLOCKS_ROOM,
)
_PLAIN = Runs(_block, end=b"\r\n\r\n", nothing="", room_bytes=_BLOCKS_ROOM)
_FILES = _Files(room_bytes=_FILES_ROOM)
