"""Undoes transfer encodings and reads text parts, strictly.

Quoted-printable and base64 are checked before they are decoded, so that nothing is left to a
decoder's leniency. Text comes back with LF. Source: RFC 2045 §6.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache

from composer.wire.rules import refuse

_ESCAPE_BAD = re.compile(rb"=(?![0-9A-F]{2}|\r\n)")
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\r\n"
_NO_CONTROL = _PRINTABLE + bytes(range(0x80, 0x100))


def undo_transfer_encoding(body: bytes, *, encoding: str) -> bytes:
    """Give the content of a part.

    Raises:
        GuardRefused: unknown encoding, or bytes that the encoding does not allow.
    """
    if encoding == "base64":
        return _undo_base64(body)
    if encoding == "quoted-printable":
        _check_quoted_printable(body)
        return binascii.a2b_qp(body)
    if encoding not in {"7bit", "8bit"}:
        refuse("transfer_encoding")
    if encoding == "7bit" and not body.isascii():
        refuse("eight_bit")
    return body


def read_text(content: bytes, *, charset: str) -> str:
    """Decode a text part's content; line ends become LF.

    Raises:
        GuardRefused: another charset, mixed line ends, or control characters.
    """
    if charset.lower() not in {"utf-8", "us-ascii"}:
        refuse("charset")
    pairs = content.count(b"\r\n")
    if content.count(b"\n") != pairs or content.count(b"\r") != pairs:
        refuse("text_control")
    if content.translate(None, _NO_CONTROL):
        refuse("text_control")
    try:
        return content.replace(b"\r\n", b"\n").decode(charset.lower())
    except UnicodeDecodeError:
        refuse("charset")


def _check_quoted_printable(body: bytes) -> None:
    if body.translate(None, _PRINTABLE) or _ESCAPE_BAD.search(body):
        refuse("transfer_encoding")
    if b" \r\n" in body or b"\t\r\n" in body or body.endswith((b" ", b"\t")):
        refuse("transfer_encoding")


@lru_cache(maxsize=8)
def _undo_base64(body: bytes) -> bytes:
    joined = body.replace(b"\r\n", b"")
    try:
        content = binascii.a2b_base64(joined, strict_mode=True)
    except binascii.Error:
        refuse("transfer_encoding")
    if binascii.b2a_base64(content, newline=False) != joined:
        refuse("transfer_encoding")
    return content
