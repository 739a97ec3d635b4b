"""Decodes encoded words in header values (RFC 2047), strictly.

Only UTF-8 and ASCII, only words that stand alone between white space, each whole in itself.
Anything that looks like an encoded word and is none is refused, because mail programs guess
differently.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache

from composer.wire.header_block import CONTROLS
from composer.wire.rules import refuse

_WORD = re.compile(r"=\?([A-Za-z0-9-]+)\?([BbQq])\?([!->@-~]*)\?=")
_SPLIT = re.compile(r"([ \t]+)")
_Q_BAD = re.compile(r"=(?![0-9A-Fa-f]{2})")


@lru_cache(maxsize=4096)
def decode_unstructured(value: str) -> str:
    """Decode a value that holds free text, such as Subject.

    >>> decode_unstructured("=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?IMOhdXM=?= Rom")
    'Grüße áus Rom'

    Raises:
        GuardRefused: a broken or hidden encoded word.
    """
    if "=?" not in value:
        return value
    pieces: list[str] = []
    after_word = False
    gap = ""
    for piece in _SPLIT.split(value):
        if not piece.strip(" \t"):
            gap = piece
            continue
        word = decode_word(piece) if "=?" in piece else None
        if not (after_word and word is not None):
            pieces.append(gap)
        pieces.append(piece if word is None else word)
        after_word, gap = word is not None, ""
    return "".join(pieces)


def decode_word(word: str) -> str:
    """Decode one whole encoded word.

    Raises:
        GuardRefused: it is not exactly one encoded word, or holds what a header may not.
    """
    match = _WORD.fullmatch(word)
    if not match or match[1].lower() not in {"utf-8", "us-ascii"}:
        refuse("encoded_word")
    raw = _b_bytes(match[3]) if match[2] in "Bb" else _q_bytes(match[3])
    try:
        text = raw.decode(match[1].lower())
    except UnicodeDecodeError:
        refuse("encoded_word")
    if CONTROLS.search(text) or "\t" in text or "=?" in text:
        refuse("encoded_word")
    return text


def _b_bytes(encoded: str) -> bytes:
    try:
        return binascii.a2b_base64(encoded, strict_mode=True)
    except binascii.Error:
        refuse("encoded_word")


def _q_bytes(encoded: str) -> bytes:
    if _Q_BAD.search(encoded):
        refuse("encoded_word")
    return binascii.a2b_qp(encoded, header=True)
