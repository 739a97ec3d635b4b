"""Reads bytes in signs that nobody sees: variation selectors behind a picture, two blanks for bits.

Such a text passes through every mail program and shows nothing; tools write and read it. Guards
rule 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{6,4000}")
_FIRST, _FIRST_WIDE, _IN_FIRST = 0xFE00, 0xE0100, 16
_BLANKS = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u180e]{40,40000}")
_SIZES = (8, 7, 16)


def in_unseen_signs(text: str) -> Iterator[str]:
    """Give what invisible signs of a text say, if all of it is readable.

    >>> [*in_unseen_signs("x" + "".join(chr(0xE0100 + byte - 16) for byte in b"eve@b.me"))]
    ['eve@b.me']
    """
    if text.isascii():
        return
    for run in _SELECTORS.findall(text):
        yield from _readable(bytes(map(_of_selector, run)))
    for run in _BLANKS.findall(text):
        signs = sorted(set(run))
        if len(signs) == 2:
            for zero, one in (signs, signs[::-1]):
                yield from _of_bits(run.replace(zero, "0").replace(one, "1"))


def _of_selector(sign: str) -> int:
    number = ord(sign)
    return number - _FIRST if number < _FIRST_WIDE else number - _FIRST_WIDE + _IN_FIRST


def _of_bits(bits: str) -> Iterator[str]:
    for size in _SIZES:
        if len(bits) % size == 0:
            numbers = [int(bits[at : at + size], 2) for at in range(0, len(bits), size)]
            if max(numbers) < 0x100:
                yield from _readable(bytes(numbers))


def _readable(content: bytes) -> Iterator[str]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    if text.isprintable():
        yield text
