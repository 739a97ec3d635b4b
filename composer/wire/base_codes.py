"""Reads digits of bases that few programs write: other alphabets of base 32, 58, 85, uuencode.

What they say counts only if it is readable from its first to its last letter. Guards rule 8.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

_LEAST = 6
_LONGEST = 400
_IN_32 = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z0-9]{10,400}|[a-z0-9]{10,400})(?![A-Za-z0-9])")
_IN_16 = re.compile(r"[0-9A-Fa-f]+|\d+[A-Za-z]{0,2}|[A-Za-z]{0,2}\d+|[A-Za-z]+")
"""What is more likely hexadecimal, a number, a number with a kind before it, or a word."""
_DIGITS_OF_32 = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_ALPHABETS_OF_32 = (
    str.maketrans("", ""),
    str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _DIGITS_OF_32),
    str.maketrans("0123456789ABCDEFGHJKMNPQRSTVWXYZ", _DIGITS_OF_32),
    str.maketrans("YBNDRFG8EJKMCPQXOT1UWISZA345H769", _DIGITS_OF_32),
)
"""Those of extended hexadecimal, of RFC 4648, of Crockford and of z-base-32."""
_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE_58 = {digit: value for value, digit in enumerate(_58)}
_IN_58 = re.compile(rf"(?<![A-Za-z0-9])[{_58}]{{9,400}}(?![A-Za-z0-9])")
_USUAL_85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_ASCII_85 = "".join(map(chr, range(33, 118)))
_ZERO_85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
_85 = tuple(
    (
        re.compile(
            rf"(?:(?<![!-~])|(?<=[:\"'>(~]))"
            rf"(?:[{re.escape(digits[10:41])}][{re.escape(digits)}]{{4}}){{2,80}}"
            rf"[{re.escape(digits)}]{{0,4}}"
        ),
        str.maketrans(digits, _USUAL_85),
    )
    for digits in (_USUAL_85, _ASCII_85, _ZERO_85)
)
"""Readable text has only some of the digits at the begin of each group."""
_UP_TO_MARKUP = re.compile("[^\"'<>]*")
_LINE_OF_UU = re.compile(r"(?=(?:(?<![!-~])|(?<=[\"'>=:]))([&-M][ -`]{8,84}))")
_LINE_ENDS = {9: " ", 10: " ", 13: " "}


def in_other_bases(text: str) -> Iterator[str]:
    """Give what stands in a text in digits of these bases."""
    for match in _IN_32.finditer(text):
        if not _IN_16.fullmatch(match[0]):
            yield from _from_32(match[0].upper())
    for match in _IN_58.finditer(text):
        if not (match[0].islower() or match[0].isupper()) and not match[0].isalpha():
            yield from _as_text(_bytes_of_58(match[0]))
    for pattern, alphabet in _85:
        for match in pattern.finditer(text):
            for run in dict.fromkeys((match[0], *_UP_TO_MARKUP.findall(match[0])[:1])):
                yield from _from_85(run.translate(alphabet))
    for line in _LINE_OF_UU.findall(text):
        yield from _from_uu(line)


def _from_32(run: str) -> Iterator[str]:
    size = len(run) * 5 // 8
    for alphabet in _ALPHABETS_OF_32:
        try:
            number = int(run.translate(alphabet), 32)
        except ValueError:
            continue
        yield from _as_text((number >> (len(run) * 5 - size * 8)).to_bytes(size))


def _bytes_of_58(run: str) -> bytes:
    number = 0
    for digit in run:
        number = number * 58 + _VALUE_58[digit]
    return number.to_bytes((number.bit_length() + 7) // 8)


def _from_85(run: str) -> Iterator[str]:
    for end in (0, 1):  # a sentence's full stop is a digit, too
        try:
            yield from _as_text(base64.b85decode(run[: len(run) - end]))
        except ValueError:
            continue


def _from_uu(line: str) -> Iterator[str]:
    size = ord(line[0]) - 32
    count = (size + 2) // 3 * 4
    digits = line[1 : 1 + count]
    if len(digits) + 3 >= count:  # spaces at the end may be lost
        bits = 0
        for digit in digits.ljust(count):
            bits = bits << 6 | (ord(digit) - 32) & 63
        yield from _as_text(bits.to_bytes(count // 4 * 3)[:size])


def _as_text(content: bytes) -> Iterator[str]:
    """Give bytes as text when all of them are."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    if len(text) >= _LEAST and text.translate(_LINE_ENDS).isprintable():
        yield text
