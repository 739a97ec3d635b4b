"""Reads what stands in a text in code: base64 and base32, hexadecimal, escapes, quoted-printable.

Nobody reads these by eye, but a link's target, a mail program or a script does. Every stretch that
gives readable text is given; also readable pieces amid others, where they hold an at sign, because
a code may begin before what it is about. Guards rule 8.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache

from composer.wire.base_codes import in_other_bases
from composer.wire.header_codes import from_headers
from composer.wire.numbered_letters import letters_as_numbers, mixed_with_a_key
from composer.wire.unseen_codes import in_unseen_signs

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}|[A-Za-z0-9+/_-]{6,7}={1,2}")
_GROUPS = (4, 5, 6, 8)
_BETWEEN_GROUPS = re.compile(r"[\s-]")
_BASE64_PART = re.compile(r"[A-Za-z0-9]{6,}")
_BASE32 = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z2-7]{10,}|[a-z2-7]{10,})={0,6}(?![A-Za-z0-9])")
_NO_BASE32 = frozenset({1, 3, 6})
"""So many characters are left over by no code."""
_MOST_UNPACKED = 16 * 1024
_LINE_END = re.compile(r"(?<=[A-Za-z0-9+/]{16})[ \t\r\n>]+(?=[A-Za-z0-9+/]{2})")
_HEX = re.compile(r"(?:0x)?[0-9a-f]{2}(?:[\s,:;._-]{0,2}(?:0x)?[0-9a-f]{2}){3,}", re.IGNORECASE)
_BETWEEN_HEX = re.compile(r"0x|[^0-9a-f]+", re.IGNORECASE)
_READABLE = re.compile(rb"[\x20-\x7e\x80-\xf4]{6,}")
_UNUSUAL = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]|[0-9][a-z]")
_PROGRAM = re.compile(
    r"\\{1,8}(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|[x']([0-9a-f]{2}))|%u([0-9a-f]{4})"
    r"|\bu\+([0-9a-f]{4,6})[ ,;]?|\\([0-3][0-7]{2})",
    re.IGNORECASE,
)
_OCTAL = 6  # the group's number
_STYLE = re.compile(r"\\([0-9a-f]{1,6})[ \t\n]?", re.IGNORECASE)
_QUOTED = re.compile(r"(?:=[0-9a-f]{2})+", re.IGNORECASE)
_SOFT_BREAK = re.compile(r"=[ \t]*\r?\n")
_LOST_BREAK = re.compile(r"(?<=[\w.@+-])=(?:3d|0d|0a|\s)*(?=[\w.@+-])", re.IGNORECASE)
"""A soft break in a link: the link has no line ends, so perhaps only its mark is left."""
_AROUND_BREAK = 80
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LINE_ENDS = {9: " ", 10: " ", 13: " "}
_HIGHEST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def holds_code(text: str) -> bool:
    """Tell whether digits of readable text stand in a text, forwards or backwards."""
    readings = (
        in_digits(text), in_other_bases(text), in_digits(text[::-1]), in_groups(text),
        letters_as_numbers(text), mixed_with_a_key(text),
    )  # fmt: skip
    return any(True for reading in readings for _ in reading)


def in_digits(text: str) -> Iterator[str]:
    """Give what stands in a text in digits of base64, hexadecimal or base32."""
    yield from _from_base64(text)
    yield from _from_hex(text)
    yield from _from_base32(text)


def in_groups(text: str) -> Iterator[str]:
    """Give what stands in a text in base64 whose digits are written in groups of one length."""
    for size in _GROUPS:
        for match in _grouped(size).finditer(text):
            yield from _from_base64(_BETWEEN_GROUPS.sub("", match[0]))


@lru_cache(maxsize=len(_GROUPS))
def _grouped(size: int) -> re.Pattern[str]:
    digit = "[A-Za-z0-9+/_]"
    return re.compile(
        rf"(?<!{digit}){digit}{{{size}}}(?:[ \t\n-]{digit}{{{size}}}){{2,400}}(?!{digit})"
        rf"(?:[ \t\n-]{digit}{{1,{size}}}={{0,2}})?"
    )


def decoded(text: str) -> Iterator[str]:
    """Give what stands in a text in code, one layer of it."""
    yield from _from_base64(text)
    joined = _LINE_END.sub("", text)
    if joined != text:
        yield from _from_base64(joined)
    yield from _from_hex(text)
    yield from _from_base32(text)
    if "\\" in text or "+" in text or "%" in text:
        for line in _lines_with(_PROGRAM, _of_program, text):
            yield line
            yield from _of_bytes(line)
    if "\\" in text:
        yield from _lines_with(_STYLE, _of_style, text)
    if "=" in text:
        joined = _SOFT_BREAK.sub("", text)
        if joined != text:
            yield joined
        yield from _lines_with(_QUOTED, _of_quoted, joined)
        yield from _without_lost_breaks(text)
        yield from from_headers(text)
    yield from in_unseen_signs(text)
    for tags in _TAGS.findall(text):
        yield "".join(chr(ord(character) & 0x7F) for character in tags)


def _from_base64(text: str) -> Iterator[str]:
    for match in _BASE64.finditer(text):
        if not _UNUSUAL.search(match[0]):
            continue  # a word
        run = match[0].rstrip("=")
        parts = dict.fromkeys((run, *_BASE64_PART.findall(run)))
        for part in parts:
            content = _bytes_of(part)
            if found := _whole(content) or _whole(_unpacked(content)):
                yield found
        for begin in range(4):
            yield from _amid(_bytes_of(run[begin:]))


def _bytes_of(run: str) -> bytes:
    run = run.replace("-", "+").replace("_", "/")
    over = len(run) % 4
    run = run[:-1] if over == 1 else run + "=" * (-over % 4)
    return binascii.a2b_base64(run)


def _from_base32(text: str) -> Iterator[str]:
    for match in _BASE32.finditer(text):
        run = match[0].rstrip("=").upper()
        if not any(character.isdigit() for character in run):
            continue  # a word
        over = len(run) % 8
        run = run[: len(run) - 1] if over in _NO_BASE32 else run
        content = base64.b32decode(run + "=" * (-len(run) % 8))
        if found := _whole(content):
            yield found
        yield from _amid(content)


def _unpacked(content: bytes) -> bytes:
    """Give what is packed with gzip or zlib, as links that hold much have it; else nothing."""
    if content[:1] not in {b"\x1f", b"x"}:
        return b""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content, _MOST_UNPACKED)
    except zlib.error:
        return b""


def _from_hex(text: str) -> Iterator[str]:
    for match in _HEX.finditer(text):
        digits = _BETWEEN_HEX.sub("", match[0])
        for begin in (0, 1):
            content = bytes.fromhex(digits[begin : len(digits) - (len(digits) - begin) % 2])
            if found := _whole(content) or _whole(_unpacked(content)):
                yield found
            yield from _amid(content)


def _whole(content: bytes) -> str:
    """Give bytes as text when all of them are, else nothing; wide characters too."""
    try:
        text = content.replace(b"\0", b"").decode("utf-8")
    except UnicodeDecodeError:
        return ""
    bare = text if text.isascii() else _UNSEEN.sub("", text)
    return text if bare.translate(_LINE_ENDS).isprintable() else ""


def _amid(content: bytes) -> Iterator[str]:
    """Give readable pieces that hold an at sign."""
    if b"@" in content or b"%40" in content:
        for piece in _READABLE.findall(content.replace(b"\0", b"")):
            if b"@" in piece or b"%40" in piece:
                yield piece.decode("utf-8", "ignore")


def _lines_with(
    pattern: re.Pattern[str], undo: Callable[[re.Match[str]], str], text: str
) -> Iterator[str]:
    """Give the lines that hold something to be undone, with it undone."""
    if pattern.search(text):
        for line in text.split("\n"):
            if (undone := pattern.sub(undo, line)) != line:
                yield undone


def _without_lost_breaks(text: str) -> Iterator[str]:
    """Give what is around each mark that may be left of a soft break, without it.

    One at a time: the mark before it may belong to a query.
    """
    for match in _LOST_BREAK.finditer(text):
        begin, end = match.span()
        around = text[max(0, begin - _AROUND_BREAK) : begin], text[end : end + _AROUND_BREAK]
        yield "".join(around)


def _of_style(match: re.Match[str]) -> str:
    return _character(int(match[1], 16))


def _of_program(match: re.Match[str]) -> str:
    digits = match[match.lastindex or 0]
    return _character(int(digits, 8 if match.lastindex == _OCTAL else 16))


def _of_bytes(line: str) -> Iterator[str]:
    """Give a line that was spelled byte by byte, if it is not in ASCII."""
    if not line.isascii():
        with suppress(UnicodeError):
            yield line.encode("latin-1").decode("utf-8")


def _of_quoted(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("=", "")).decode("utf-8", "replace")


def _character(number: int) -> str:
    return chr(number) if number <= _HIGHEST and number not in _SURROGATES else ""
