"""Reads quoted-printable text in UTF-8: each line by itself, or stretches of plain lines at once.

Everything is checked before it is decoded, so that nothing is left to a decoder's leniency. Both
ways give the same, by what they look at: stretches are read at once only if every line in them is
surely fine. Source: RFC 2045 §6.7.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence

from composer.model.recall import Recall
from composer.wire.header_block import MAX_LINE, checked_lines
from composer.wire.rules import refuse

_ESCAPE_BAD = re.compile(rb"=(?![0-9A-F]{2})")
_PLAIN_LINES = re.compile(
    rb"(?:[\t !-<>-~]*+(?:=(?:\r\n|[2-689A-F][0-9A-F]|7[0-9A-E]|09)|(?<![ \t])\r\n|\0))*+"
    rb"[\t !-<>-~]*+"
)
"""Lines that are surely fine, but for the last one's end and lengths; null bytes part stretches."""
QUOTED_LINE = re.compile(rb"(?:[^\n]*=\r\n)*[^\n]*\r\n")
"""A line with its end, in as many pieces as it is folded into."""
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t"
_CONTROL = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
_LINES_ROOM = 1024 * 1024
_BETWEEN = b"\0"


class ReadOtherwise(Exception):
    """A line can only be judged with the others: it holds an encoded line end."""


def read_lines(body: bytes) -> bytes:
    """Read a text line by line, line ends as LF.

    Raises:
        ReadOtherwise: a line holds an encoded line end.
        GuardRefused: a broken encoding, controls, or no UTF-8.
    """
    lines = checked_lines(body)
    if lines[-1].endswith(b"="):
        refuse("transfer_encoding")
    content = b"".join(map(_LINES.__getitem__, lines))[:-1]
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        refuse("charset")
    return content


def read_stretches(stretches: Sequence[bytes]) -> list[bytes] | None:
    """Read some stretches of whole lines at once, or give None where a line may not be fine.

    A null byte stands between two while they are read: none can be in them, as it is or encoded.
    """
    joined = _BETWEEN.join(stretches)
    if joined.count(_BETWEEN) != len(stretches) - 1 or not _PLAIN_LINES.fullmatch(joined):
        return None
    if joined.endswith((b" ", b"\t")) or not all(map(_are_short, stretches)):
        return None
    content = binascii.a2b_qp(joined).translate(None, b"\r")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return content.split(_BETWEEN)


def _are_short(lines: bytes) -> bool:
    return len(lines) <= MAX_LINE or max(map(len, lines.split(b"\r\n"))) <= MAX_LINE


def undo_line(line: bytes) -> bytes:
    """Decode one line; it ends with CRLF unless its end is only a fold.

    Raises:
        GuardRefused: bytes that the encoding does not allow.
    """
    is_fold = line.endswith(b"=")
    content = line[:-1] if is_fold else line
    if content.translate(None, _PRINTABLE) or _ESCAPE_BAD.search(content):
        refuse("transfer_encoding")
    if not is_fold and content.endswith((b" ", b"\t")):
        refuse("transfer_encoding")
    decoded = binascii.a2b_qp(content) if b"=" in content else content
    return decoded if is_fold else decoded + b"\r\n"


def _text_line(line: bytes) -> bytes:
    """Decode one line of a text; it ends with LF unless its end is only a fold."""
    content = undo_line(line)
    end = b"" if line.endswith(b"=") else b"\n"
    text = content[:-2] if end else content
    if b"\r" in text or b"\n" in text:
        raise ReadOtherwise
    if len(text.translate(None, _CONTROL)) != len(text):
        refuse("text_control")
    return text + end


_LINES = Recall(_text_line, room_bytes=_LINES_ROOM)
