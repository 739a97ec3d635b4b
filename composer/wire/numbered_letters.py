"""Reads letters that stand in a text as numbers, one after the other, or mixed with a key.

`101,118,101` is what programs make of letters; hexadecimal digits whose first byte is the key to
all others are how a large network hides addresses in pages. What is read counts only if all of it
is readable. Guards rule 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEAST, _MOST = 6, 400
_NUMBER = r"(?:0[xo]|[&#]h|#)?[0-9a-f]{2,4}"
_BETWEEN = r"[^\w@\x1f]{1,5}"
_ROW = re.compile(
    rf"(?<!\w){_NUMBER}(?:{_BETWEEN}{_NUMBER}){{{_LEAST - 1},{_MOST}}}+(?!\w)"
    rf"|(?<!\w)(?:[&#]h|0x)[0-9a-f]{{2}}(?:(?:[&#]h|0x)[0-9a-f]{{2}}){{{_LEAST - 1},{_MOST}}}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?:0[xo]|&?#?h|#|)([0-9a-f]{2,4})(?![0-9a-z])", re.IGNORECASE)
_GLUED = re.compile(r"(?:[&#]h|0x)([0-9a-f]{2})", re.IGNORECASE)
_KEYED = re.compile(r"(?<![0-9a-f])[0-9a-f]{14,600}(?![0-9a-f])", re.IGNORECASE)
_HIGHEST = 0x10FFFF
_LINE_ENDS = {9: " ", 10: " ", 13: " "}


def letters_as_numbers(text: str) -> Iterator[str]:
    """Give what rows of numbers in a text spell, decimal, octal or hexadecimal.

    >>> [*letters_as_numbers("call(101, 118, 101, 64, 98, 46)")]
    ['eve@b.']
    """
    for match in _ROW.finditer(text):
        written = _DIGITS.findall(match[0]) or []
        if len(written) < _LEAST:
            written = _GLUED.findall(match[0])
        for base in (10, 16, 8):
            try:
                numbers = [int(item, base) for item in written]
            except ValueError:
                continue
            yield from _spelled(numbers)


def mixed_with_a_key(text: str) -> Iterator[str]:
    """Give what hexadecimal digits say once their first byte is taken off all others.

    >>> [*mixed_with_a_key("5a3f2c3f1a3874373f")]
    ['eve@b.me']
    """
    for match in _KEYED.finditer(text):
        key, *others = bytes.fromhex(match[0][: len(match[0]) // 2 * 2])
        yield from _readable(bytes(byte ^ key for byte in others))


def _spelled(numbers: list[int]) -> Iterator[str]:
    if max(numbers) < 0x100:
        yield from _readable(bytes(numbers))
    elif max(numbers) <= _HIGHEST:
        yield from _printable("".join(map(chr, numbers)))


def _readable(content: bytes) -> Iterator[str]:
    try:
        yield from _printable(content.decode("utf-8"))
    except UnicodeDecodeError:
        return


def _printable(text: str) -> Iterator[str]:
    if text.translate(_LINE_ENDS).isprintable():
        yield text
