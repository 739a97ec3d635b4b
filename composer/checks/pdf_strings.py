"""Gives what stands in a PDF's objects and on no page: scripts, words for screen readers, remarks.

The library names only what it knows; anybody can put more into a file. So the bytes are read: every
string between brackets, and every stream that is text and draws nothing. Numbers outside of strings
are how a PDF is built and say nothing. Guards rule 8; bounded, because a file is hostile (rule 11).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_LONGEST_HEAD = 1000
_OBJECT = b" obj"
_STRING = re.compile(rb"\(((?:[^()\\]|\\.){4,4000})\)", re.DOTALL)
_HEX_STRING = re.compile(rb"(?<!<)<([0-9A-Fa-f\s]{8,8000})>(?!>)")
_SAID_WHILE_DRAWING = re.compile(
    rb"/(?:Alt|ActualText|E|Contents|T|Title)\s{0,4}(\((?:[^()\\]|\\.){4,4000}\)|<[0-9A-Fa-f\s]{8,8000}>)"
)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_NO_WORDS = (b"/Image", b"/Length1", b"/FontFile", b"/ICCBased", b"/XRef")
"""In the head of a stream of pictures, letters' shapes, colours or places."""
_DRAWS = re.compile(rb"\b(?:Tj|TJ|Tf|begincmap)\b")
_WIDE = b"\xfe\xff"
_LINE_ENDS = {9: " ", 10: " ", 12: " ", 13: " "}
_OF_LINE_ENDS = {b"\n", b"\r", b"\r\n"}
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b""}
_MOST_UNPACKED = 16 * 1024 * 1024
_MOST_TEXT = 1024 * 1024


def strings_in(content: bytes) -> Iterator[str]:
    """Give the readable strings and text streams of a PDF, as many as are bearable."""
    left = _MOST_TEXT
    for text in _all_strings(content):
        left -= len(text)
        if left < 0:
            return
        yield text


def _all_strings(content: bytes) -> Iterator[str]:
    yield from _strings(_STREAM.sub(b" ", content))
    left = _MOST_UNPACKED
    for match in _STREAM.finditer(content):
        head = content[max(0, match.start() - _LONGEST_HEAD) : match.start()]
        head = head[head.rfind(_OBJECT) + 1 :]
        if left <= 0 or any(mark in head for mark in _NO_WORDS):
            continue
        unpacked = _unpacked(match[1], left)
        left -= len(unpacked)
        if _DRAWS.search(unpacked):
            for said in _SAID_WHILE_DRAWING.findall(unpacked):
                yield from _strings(said)
        elif text := _readable(unpacked):
            yield text
        else:
            yield from _strings(unpacked)


def _unpacked(content: bytes, most: int) -> bytes:
    """Give what a stream holds; one that is packed otherwise than usual stays as it is."""
    try:
        return zlib.decompressobj().decompress(content, most)
    except zlib.error:
        return content[:most]


def _strings(content: bytes) -> Iterator[str]:
    for found in _STRING.findall(content):
        if text := _readable(_ESCAPED.sub(_of_escape, found)):
            yield text
    for digits in _HEX_STRING.findall(content):
        bare = b"".join(digits.split())
        if text := _readable(bytes.fromhex(bare[: len(bare) // 2 * 2].decode("ascii"))):
            yield text


def _of_escape(match: re.Match[bytes]) -> bytes:
    what = match[1]
    if what.isdigit():
        return bytes([int(what, 8) & 0xFF])
    return b"" if what in _OF_LINE_ENDS else _LETTERS.get(what, what)


def _readable(content: bytes) -> str:
    """Give bytes as text if all of them are, else nothing."""
    if b"\0" in content and not content.startswith(_WIDE):
        return ""
    try:
        text = content.decode("utf-16" if content.startswith(_WIDE) else "utf-8")
    except UnicodeDecodeError:
        return ""
    return text if text.translate(_LINE_ENDS).isprintable() else ""
