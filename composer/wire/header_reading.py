"""Reads one header field at a time into what a reader sees of it.

Most fields are the same in every message and are remembered by their bytes. Of the others most are
plain: a name, a colon and one line of printable ASCII, or one folded; those are read in one look,
and what is not surely plain goes the long way. Both give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from composer.model.recall import Recall
from composer.model.rendered import MIME_FRAMING
from composer.wire.address_list import address_text, is_plain_address, read_address_list
from composer.wire.encoded_words import decode_unstructured
from composer.wire.header_block import MAX_LINE, Field, checked_lines, read_field
from composer.wire.parts import CONTENT_FIELDS

_ADDRESS_FIELDS = frozenset({"from", "to", "reply-to"})
_PLAIN = re.compile(rb"([!-9;-~]+):[ \t]*([!-~](?:[ -~]*[!-~])?)[ \t]*")
_ROOM = 1024 * 1024
_NAMES_ROOM = 64 * 1024
_OVERHEAD = 100


class Header(NamedTuple):
    """A field with what a reader sees of it, and an address field's list.

    `is_content` marks MIME's fields, `is_shown` those that a digest holds.
    """

    field: Field
    pair: tuple[str, str]
    addresses: tuple[str, ...]
    is_content: bool
    is_shown: bool


class _Name(NamedTuple):
    """What follows from a field's name alone."""

    name: str
    key: str
    is_address: bool
    is_content: bool
    is_shown: bool


def read_header(raw: bytes) -> Header:
    """Read one field's lines.

    Raises:
        GuardRefused: it cannot be read in exactly one way.
    """
    plain = _plain_header(raw)
    if plain is not None:
        return plain
    checked_lines(raw)
    field = read_field(raw)
    name = _NAMES[field.name.encode("ascii")]
    if not name.is_address:
        return _header(name, field, decode_unstructured(field.value), ())
    mailboxes = read_address_list(field.value)
    shown = ", ".join(map(address_text, mailboxes))
    return _header(name, field, shown, tuple([mailbox.address for mailbox in mailboxes]))


def _plain_header(raw: bytes) -> Header | None:
    """Read a field of printable ASCII without encoded words, or give None.

    Line ends in `raw` are folds. Of address fields, only those with one bare address.
    """
    found = _PLAIN.fullmatch(raw.replace(b"\r\n", b"") if b"\r\n" in raw else raw)
    if found is None or len(raw) > MAX_LINE or b"=?" in raw:
        return None
    written, content = found.groups()
    name, key, is_address, is_content, is_shown = _NAMES[written]
    value = content.decode("ascii")
    if is_address and not is_plain_address(value):
        return None
    return Header(
        Field(name, key, value),
        (name, value),
        (value,) if is_address else (),
        is_content,
        is_shown,
    )


def _header(name: _Name, field: Field, shown: str, addresses: tuple[str, ...]) -> Header:
    return Header(field, (name.name, shown), addresses, name.is_content, name.is_shown)


def _name(written: bytes) -> _Name:
    name = written.decode("ascii")
    key = name.lower()
    return _Name(
        name=name,
        key=key,
        is_address=key in _ADDRESS_FIELDS,
        is_content=key in CONTENT_FIELDS,
        is_shown=key not in MIME_FRAMING,
    )


class Headers:
    """Reads the fields of one message after the other.

    A field met for the first time is most often one recipient's own and does not come again; met
    twice it will be met often, and is remembered from then on.
    """

    def __init__(self) -> None:
        self._known = Recall(read_header, room_bytes=_ROOM)
        self._met: set[bytes] = set()
        self._met_left = _ROOM

    def read(self, fields: Iterable[bytes]) -> list[Header]:
        """Read the fields of a header block, in order.

        Raises:
            GuardRefused: one cannot be read in exactly one way.
        """
        known = self._known.get
        return [known(raw) or self._first(raw) for raw in fields]

    def _first(self, raw: bytes) -> Header:
        if raw in self._met:
            return self._known[raw]
        header = read_header(raw)
        self._met_left -= len(raw) + _OVERHEAD
        if self._met_left < 0:
            self._met.clear()
            self._met_left = _ROOM
        self._met.add(raw)
        return header


HEADERS = Headers()
_NAMES = Recall(_name, room_bytes=_NAMES_ROOM)
