"""Splits a header block into fields from its bytes, strictly.

Guards against what makes two programs read one header differently: a name with a space before its
colon, a continuation that is only white space, control and direction characters, bytes that are not
UTF-8. Nothing is repaired. Decoding of values is in `encoded_words` and `address_list`. Fields
are remembered by their bytes: most are the same in every message.
Source: RFC 5322 §2.2, §3.6.8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from composer.model.recall import Recall
from composer.wire.rules import refuse

MAX_HEADER_BYTES = 64 * 1024
MAX_FIELDS = 200
MAX_LINE = 998
_ROOM = 1024 * 1024

_NAME = re.compile(rb"[!-9;-~]+")
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""C0 (tab excepted) and C1 controls, line separators, and embedding, override, isolate marks."""


class Field(NamedTuple):
    """A field's name as written and in lower case (`key`), and its value, unfolded, not decoded."""

    name: str
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """One field with its lines' place in the block; otherwise as `Field`."""

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
    block_end = header_end(content)
    fields: list[HeaderField] = []
    start = 0
    for raw in raw_fields(content[:block_end].split(b"\r\n")):
        name, key, value = FIELDS[raw]
        end = start + len(raw) + 2
        fields.append(HeaderField(name=name, key=key, value=value, start=start, end=end))
        start = end
    return tuple(fields), content[block_end + 4 :]


def checked_lines(content: bytes) -> list[bytes]:
    """Split bytes at CRLF; nothing else ends a line, no null byte, lines of at most 998 bytes.

    Source: RFC 5322 §2.1.1, §2.3.

    Raises:
        GuardRefused: otherwise.
    """
    lines = content.split(b"\r\n")
    joined = b"".join(lines)
    if b"\0" in joined:
        refuse("null_byte")
    if b"\r" in joined or b"\n" in joined:
        refuse("line_ends")
    if max(map(len, lines)) > MAX_LINE:
        refuse("line_length")
    return lines


def header_end(content: bytes) -> int:
    """Find the first empty line: where the header block ends, without its last CRLF.

    Raises:
        GuardRefused: there is no header, or it has no end where one must be.
    """
    if content.startswith(b"\r\n"):
        refuse("header_end")
    end = content.find(b"\r\n\r\n", 0, MAX_HEADER_BYTES)
    if end < 0:
        refuse("header_size" if len(content) > MAX_HEADER_BYTES else "header_end")
    return end


def raw_fields(lines: Sequence[bytes]) -> list[bytes]:
    """Join the lines of a block, as `header_end` limits it, to one piece for each field.

    Raises:
        GuardRefused: a fold of nothing, or too many fields.
    """
    found: list[bytes] = []
    for line in lines:
        if line[:1] in {b" ", b"\t"}:
            if not found or not line.strip(b" \t"):
                refuse("header_folding")
            found[-1] += b"\r\n" + line
        else:
            found.append(line)
    if len(found) > MAX_FIELDS:
        refuse("header_size")
    return found


def read_field(raw: bytes) -> Field:
    """Read one field's lines; `FIELDS` remembers what this gave.

    Raises:
        GuardRefused: no proper name, not UTF-8, or a control in the value.
    """
    name, colon, folded = raw.partition(b":")
    if not colon or not _NAME.fullmatch(name):
        refuse("header_name")
    try:
        value = folded.replace(b"\r\n", b"").decode("utf-8")
    except UnicodeDecodeError:
        refuse("header_utf8")
    if not (value.isascii() and value.isprintable()) and CONTROLS.search(value):
        refuse("header_control")
    text = name.decode("ascii")
    return Field(name=text, key=text.lower(), value=value.strip(" \t"))


FIELDS = Recall(read_field, room_bytes=_ROOM)
