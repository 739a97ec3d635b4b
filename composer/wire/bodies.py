"""Undoes transfer encodings and reads text parts, strictly.

Quoted-printable and base64 are checked before they are decoded, so that nothing is left to a
decoder's leniency. Text comes back with LF. Source: RFC 2045 §6.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache

from composer.wire.rules import refuse

_QP_BAD = re.compile(rb"=(?![0-9A-F]{2}|\r\n)|[ \t]\r\n|[ \t]\Z|[^\t\r\n -~]")
_TEXT_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def undo_transfer_encoding(body: bytes, *, encoding: str) -> bytes:
    """Give the content of a part.

    Raises:
        GuardRefused: unknown encoding, or bytes that the encoding does not allow.
    """
    if encoding == "base64":
        return _undo_base64(body)
    if encoding == "quoted-printable":
        if _QP_BAD.search(body):
            refuse("transfer_encoding")
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
    try:
        text = content.decode(charset.lower())
    except UnicodeDecodeError:
        refuse("charset")
    if text.count("\n") != text.count("\r\n"):
        refuse("text_control")
    text = text.replace("\r\n", "\n")
    if _TEXT_CONTROLS.search(text):
        refuse("text_control")
    return text


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
