"""Splits a header block into fields from its bytes, strictly.

Guards against what makes two programs read one header differently: a name with a space before its
colon, a continuation that is only white space, control and direction characters, bytes that are not
UTF-8. Nothing is repaired. Decoding of values is in `encoded_words` and `address_list`.
Source: RFC 5322 §2.2, §3.6.8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from composer.wire.rules import refuse

MAX_HEADER_BYTES = 64 * 1024
MAX_FIELDS = 200

_NAME = re.compile(rb"[!-9;-~]+")
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""C0 (tab excepted) and C1 controls, line separators, and embedding, override, isolate marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """One field: its name as written and in lower case (`key`), its lines' place in the block.

    The value is unfolded but not decoded.
    """

    name: str
    key: str
    value: str
    start: int
    end: int


def split_header(content: bytes) -> tuple[tuple[HeaderField, ...], bytes]:
    """Split bytes into header fields, in order, and the body after the first empty line.

    Raises:
        GuardRefused: the block cannot be read in exactly one way.
    """
    if content.startswith(b"\r\n"):
        refuse("header_end")
    end = content.find(b"\r\n\r\n", 0, MAX_HEADER_BYTES)
    if end < 0:
        refuse("header_size" if len(content) > MAX_HEADER_BYTES else "header_end")
    return _fields(content[: end + 2]), content[end + 4 :]


@lru_cache(maxsize=256)
def _fields(block: bytes) -> tuple[HeaderField, ...]:
    fields: list[HeaderField] = []
    lines: list[bytes] = []
    start = position = 0
    for line in block.split(b"\r\n")[:-1]:
        if line[:1] in {b" ", b"\t"}:
            if not lines or not line.strip(b" \t"):
                refuse("header_folding")
            lines.append(line)
        else:
            if lines:
                fields.append(_field(lines, start=start, end=position))
            lines, start = [line], position
        position += len(line) + 2
    fields.append(_field(lines, start=start, end=position))
    if len(fields) > MAX_FIELDS:
        refuse("header_size")
    return tuple(fields)


def _field(lines: Sequence[bytes], *, start: int, end: int) -> HeaderField:
    name, colon, first = lines[0].partition(b":")
    if not colon or not _NAME.fullmatch(name):
        refuse("header_name")
    try:
        value = b"".join([first, *lines[1:]]).decode("utf-8")
    except UnicodeDecodeError:
        refuse("header_utf8")
    if CONTROLS.search(value):
        refuse("header_control")
    text = name.decode("ascii")
    return HeaderField(name=text, key=text.lower(), value=value.strip(" \t"), start=start, end=end)
