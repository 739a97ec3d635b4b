"""Reads what encodings of header fields leave in a text: encoded words, parameters in pieces.

Whoever receives a header undoes them, and so do programs that were given one as a text. Lenient,
because this only looks for what is hidden; `encoded_words` is what decides about our own headers.
Guards rule 8. Source: RFC 2047; RFC 2231 §3.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

_BEGIN = "=?"
_WORD = re.compile(r"=\?([\w-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?\s]{1,400})\?=", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s{1,8}(?==\?)")
_NEXT_PIECE = re.compile(r"\"?;\s{0,8}[\w-]{1,40}\*[1-9]\d?\*?=\"?")
_ALPHABET = re.compile(r"(?<=\*=)[\w-]{3,20}'[\w-]{0,20}'")


def from_headers(text: str) -> Iterator[str]:
    """Give the lines of a text that hold encoded words or pieces, read as a header's value.

    >>> [*from_headers("=?utf-8?b?ZXZl?= =?utf-8?q?=40b.example?=")]
    ['eve@b.example']
    >>> [*from_headers('name*0="eve@b."; name*1="example"')]
    ['name*0="eve@b.example"']
    """
    if _BEGIN in text:
        for line in _BETWEEN_WORDS.sub("", text).split("\n"):
            if (undone := _WORD.sub(_of_word, line)) != line:
                yield undone
    if "*1" in text or "*=" in text:
        joined = _ALPHABET.sub("", _NEXT_PIECE.sub("", text))
        if joined != text:
            yield from (line for line in joined.split("\n") if "*" in line)


def _of_word(match: re.Match[str]) -> str:
    kind, digits = match[2].lower(), match[3].encode("utf-8", "replace")
    try:
        content = (
            binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
            if kind == "b"
            else binascii.a2b_qp(digits, header=True)
        )
        return content.decode(match[1], "replace")
    except (binascii.Error, LookupError, UnicodeError):
        return match[0]
