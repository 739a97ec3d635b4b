"""Reads a message's header block: what is the same in every message is compared, the rest is read.

A form is a header block that was read in full, with the fields that differed in others. Where a
message begins with the same fields, byte for byte but for those, it is cut into fields there and
then, and only those are read: each as it would be if it were met alone (`header_reading`). A field
of MIME may differ in its boundary only. Whatever is not certain is read in full. Memory is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from composer.wire.address_list import is_plain_address
from composer.wire.header_block import MAX_HEADER_BYTES, MAX_LINE, header_end, raw_fields
from composer.wire.header_reading import HEADERS, Header, read_header
from composer.wire.parameters import Parametrised
from composer.wire.parts import PartHead, read_head
from composer.wire.rules import refuse

_MOST_FORMS = 8
_LONGEST = 8 * 1024
_MOST_LESSONS = 64
_MISSES_PER_LESSON = 64
_MULTIPART = re.compile(
    rb'(Content-Type: multipart/[a-z]+;(?: |\r\n )boundary=")([A-Za-z0-9_=.-]{8,70})"'
)
_BOUNDARY = rb'([A-Za-z0-9_=.-]{8,70}+)"'
_OWN = rb"((?>%b:(?:[ \t]{0,8}([!-~](?:[ -~]*[!-~])?)[ \t]{0,8}(?=\r\n[^ \t])|%b)))"
_ANY_VALUE = rb"[^\r\n]*+(?:\r\n[ \t]++[^\r\n]++)*+"
_END = b"\r\n\r\n"

Pairs = tuple[tuple[str, str], ...]


class HeaderBlock(NamedTuple):
    """A header block as read: where the body begins, the headers shown, all names, addresses."""

    body: int
    shown: Pairs
    names: tuple[str, ...]
    from_addresses: tuple[str, ...]
    to_addresses: tuple[str, ...]
    reply_addresses: tuple[str, ...]
    head: PartHead

    def language(self) -> str:
        """Tell texts of different languages apart; what is read does not depend on it."""
        for name, value in self.shown:
            if name == "Content-Language":
                return value
        return ""


class _Own(NamedTuple):
    """A field that differs: its groups in the pattern (whole, plain value), its place, its name.

    `place` is among the headers shown; `addresses` tells which addresses it holds, if any.
    """

    group: int
    place: int
    name: str
    addresses: int | None


class _Form(NamedTuple):
    raw: list[bytes]
    differing: frozenset[int]
    pattern: re.Pattern[bytes]
    boundary: int
    own: tuple[_Own, ...]
    block: HeaderBlock


_ADDRESSES = ("from", "to", "reply-to")


class HeaderForms:
    """Reads the header blocks of messages one after the other."""

    def __init__(self) -> None:
        self._forms: tuple[_Form, ...] = ()
        self._misses = 0

    def read(self, content: bytes) -> HeaderBlock:
        """Read the header block with which a message begins.

        Raises:
            GuardRefused: it cannot be read in exactly one way.
        """
        forms = self._forms
        for form in forms:
            if found := form.pattern.match(content, 0, MAX_HEADER_BYTES):
                if form is not forms[0]:
                    self._keep(form, instead_of=form)
                return _by_form(form, found)
        end = header_end(content)
        raw = raw_fields(content[:end].split(b"\r\n"))
        headers = HEADERS.read(raw)
        block = _read_in_full(headers, body=end + len(_END))
        self._misses += 1
        if self._misses <= _MOST_LESSONS or not self._misses % _MISSES_PER_LESSON:
            self._learn(raw, headers, block)
        return block

    def forget(self) -> None:
        """Begin anew."""
        self._forms = ()
        self._misses = 0

    def _learn(self, raw: list[bytes], headers: Sequence[Header], block: HeaderBlock) -> None:
        keys = [header.field.key for header in headers]
        content_type = keys.index("content-type") if "content-type" in keys else -1
        if (
            block.body > _LONGEST
            or len(set(keys)) != len(keys)
            or content_type < 0
            or not _MULTIPART.fullmatch(raw[content_type])
        ):
            return
        differing, old = frozenset({content_type}), None
        for form in self._forms:
            found = _differing(form, raw, headers)
            if found is not None:
                differing, old = found, form
                break
        self._keep(_form(raw, headers, differing, block=block), instead_of=old)

    def _keep(self, form: _Form, *, instead_of: _Form | None) -> None:
        """Put a form first; the tuple is exchanged whole, whoever else reads meanwhile."""
        others = [other for other in self._forms if other is not instead_of]
        self._forms = (form, *others)[:_MOST_FORMS]


def _differing(form: _Form, raw: list[bytes], headers: Sequence[Header]) -> frozenset[int] | None:
    """Give all fields in which a form's blocks differ, or None if this is of another form."""
    if tuple([header.field.name for header in headers]) != form.block.names:
        return None
    found = [number for number, field in enumerate(raw) if field != form.raw[number]]
    for number in found:
        is_own = headers[number].is_shown and not headers[number].is_content
        if not is_own and not _are_alike(form.raw[number], raw[number]):
            return None
    return form.differing.union(found)


def _are_alike(one: bytes, other: bytes) -> bool:
    """Tell whether two fields of MIME differ in their boundary alone."""
    first, second = _MULTIPART.fullmatch(one), _MULTIPART.fullmatch(other)
    return first is not None and second is not None and first[1] == second[1]


def _form(
    raw: list[bytes], headers: Sequence[Header], differing: frozenset[int], *, block: HeaderBlock
) -> _Form:
    written: list[bytes] = []
    own: list[_Own] = []
    group = boundary = place = 0
    for number, (field, header) in enumerate(zip(raw, headers, strict=True)):
        name, key, _value = header.field
        multipart = _MULTIPART.fullmatch(field) if key == "content-type" else None
        if multipart:
            written.append(re.escape(multipart[1]) + _BOUNDARY)
            boundary = group
            group += 1
        elif number in differing:
            written.append(_OWN % (re.escape(name.encode("ascii")), _ANY_VALUE))
            addresses = _ADDRESSES.index(key) if key in _ADDRESSES else None
            own.append(_Own(group, place, name, addresses))
            group += 2
        else:
            written.append(re.escape(field))
        place += header.is_shown
    pattern = re.compile(b"\r\n".join(written) + _END)
    return _Form(raw, differing, pattern, boundary, tuple(own), block)


def _by_form(form: _Form, found: re.Match[bytes]) -> HeaderBlock:
    block = form.block
    shown, head = list(block.shown), block.head
    addresses = [block.from_addresses, block.to_addresses, block.reply_addresses]
    groups = found.groups()
    for group, place, name, holds in form.own:
        raw, plain = groups[group], groups[group + 1]
        value = plain.decode("ascii") if plain is not None else "=?"
        if len(raw) <= MAX_LINE and "=?" not in value:
            if holds is None:
                shown[place] = (name, value)
                continue
            if is_plain_address(value):
                shown[place] = (name, value)
                addresses[holds] = (value,)
                continue
        header = read_header(raw)
        shown[place] = header.pair
        if holds is not None:
            addresses[holds] = header.addresses
    kind = Parametrised(head.content_type.kind, {"boundary": groups[form.boundary].decode("ascii")})
    return HeaderBlock(
        found.end(),
        tuple(shown),
        block.names,
        addresses[0],
        addresses[1],
        addresses[2],
        PartHead(kind, head.encoding, head.disposition, head.content_id, head.text),
    )


def _read_in_full(headers: Sequence[Header], *, body: int) -> HeaderBlock:
    framing = [header.field for header in headers if header.is_content]
    head = read_head(framing)
    if [field.value for field in framing if field.key == "mime-version"] != ["1.0"]:
        refuse("mime_version")
    addresses: dict[str, tuple[str, ...]] = {}
    for header in headers:
        if header.addresses:
            key = header.field.key
            addresses[key] = addresses.get(key, ()) + header.addresses
    return HeaderBlock(
        body,
        tuple([header.pair for header in headers if header.is_shown]),
        tuple([header.field.name for header in headers]),
        addresses.get("from", ()),
        addresses.get("to", ()),
        addresses.get("reply-to", ()),
        head,
    )


HEADER_FORMS = HeaderForms()
