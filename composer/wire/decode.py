"""Decodes finished bytes into what a reader would see, with decoders of its own.

Rule 2: the guard's view of a message must not come from the code that wrote it, so nothing here
uses rendering or Python's `email` package. What may stand in a message is decided by the guard;
here only what cannot be read in exactly one way is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from composer.errors import GuardRefused
from composer.model.rendered import Attachment
from composer.wire.bodies import TextPart, read_file, read_texts
from composer.wire.decoded import DecodedMessage
from composer.wire.header_block import checked_lines
from composer.wire.header_forms import HEADER_FORMS
from composer.wire.parts import Part, read_part, read_two_texts
from composer.wire.rules import refuse
from composer.wire.skeleton import ReadText, whole

MAX_BYTES = 30 * 1024 * 1024
_NOTHING = whole(b"")


def decode_eml(content: bytes) -> DecodedMessage:
    """Decode a message in Internet form (RFC 5322 and MIME), with or without Date.

    Raises:
        GuardRefused: it cannot be read in exactly one way.
    """
    if len(content) > MAX_BYTES:
        refuse("size")
    try:
        return _read_message(content)
    except GuardRefused:
        checked_lines(content)  # what is wrong with the bytes themselves is told first
        raise


def _read_message(content: bytes) -> DecodedMessage:
    """Read a message piece by piece; whoever reads a piece checks its lines (`checked_lines`)."""
    block = HEADER_FORMS.read(content)
    body, shown, names, from_addresses, to_addresses, reply_addresses, head = block
    two = read_two_texts(head, content, body)
    layout = _Layout(*two) if two else _layout(read_part(head, content, (body, len(content))))
    return DecodedMessage(
        shown,
        names,
        from_addresses,
        to_addresses,
        reply_addresses,
        *_texts(content, layout, language=block.language()),
        tuple([_attachment(content, part) for part in layout.files]),
    )


class _Layout(NamedTuple):
    """Which of a message's parts is its text, which its HTML, and the others in order."""

    plain: Part | None
    markup: Part | None
    files: tuple[Part, ...] = ()


def _layout(top: Part) -> _Layout:
    attached: tuple[Part, ...] = ()
    if top.kind == "multipart/mixed":
        top, *rest = top.children
        attached = tuple(rest)
    found = _bodies(top)
    return found._replace(files=(*found.files, *attached)) if attached else found


def _bodies(part: Part) -> _Layout:
    match part.kind:
        case "multipart/alternative":
            if part.children[0].kind != "text/plain":
                refuse("structure")
            return _Layout(part.children[0], *_rich(part.children[1:]))
        case "multipart/related" if part.children[0].kind == "multipart/alternative":
            found = _bodies(part.children[0])
            if found.files:
                refuse("structure")
            return found._replace(files=part.children[1:])
        case "text/plain":
            return _Layout(part, None)
        case _:
            return _Layout(None, *_rich((part,)))


def _rich(parts: Sequence[Part]) -> tuple[Part, tuple[Part, ...]]:
    shown: tuple[Part, ...] = ()
    if len(parts) == 1 and parts[0].kind == "multipart/related":
        parts, shown = parts[0].children[:1], parts[0].children[1:]
    if len(parts) != 1 or parts[0].kind != "text/html":
        refuse("structure")
    return parts[0], shown


def _texts(content: bytes, layout: _Layout, *, language: str) -> tuple[ReadText, ReadText]:
    """Read text and HTML; one that is not there is empty."""
    there = [part for part in (layout.plain, layout.markup) if part is not None]
    found = read_texts(content, [_text_part(part, language) for part in there])
    if len(found) == 1:
        found.insert(0 if layout.plain is None else 1, _NOTHING)
    return found[0], found[1]


def _text_part(part: Part, language: str) -> TextPart:
    head = part.head
    if head.text is None:
        refuse("structure")
    return TextPart(part.start, part.stop, head.encoding, head.text, part.kind + language)


def _attachment(content: bytes, part: Part) -> Attachment:
    head = part.head
    if part.is_multipart or part.kind.startswith("message/") or head.disposition is None:
        refuse("structure")
    name = head.disposition.parameters.get("filename", "")
    if head.content_type.parameters.get("name", name) != name:
        refuse("parameter")
    return Attachment(
        name=name,
        content_type=part.kind,
        content_id=head.content_id,
        content=read_file(content[part.start : part.stop], encoding=head.encoding),
    )
