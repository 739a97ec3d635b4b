"""Decodes finished bytes into what a reader would see, with decoders of its own.

Rule 2: the guard's view of a message must not come from the code that wrote it, so nothing here
uses rendering or Python's `email` package. `DecodedMessage` has the same shape for every form.
What may stand in a message is decided by the guard; here only what cannot be read in exactly one
way is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from composer.errors import GuardRefused
from composer.model.recall import Recall
from composer.model.rendered import MIME_FRAMING, Attachment, message_digest
from composer.wire.address_list import address_text, read_address_list
from composer.wire.bodies import Pieces, read_file, read_text
from composer.wire.encoded_words import decode_unstructured
from composer.wire.header_block import Field, checked_lines, cut_header, raw_fields, read_field
from composer.wire.parts import Part, read_head, read_part
from composer.wire.rules import refuse

ADDRESS_FIELDS = frozenset({"from", "to", "reply-to"})
MAX_BYTES = 30 * 1024 * 1024
_ROOM = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedMessage:
    """A message as decoded: headers ordered, without Date and MIME framing; text and HTML with LF.

    `header_names` are all fields of the top block, framing and Date included, as written.
    Attachments stand in the order of the parts: those shown in the body first. `pieces` are text
    and HTML again, whole lines in the pieces in which they were read.
    """

    headers: tuple[tuple[str, str], ...]
    header_names: tuple[str, ...]
    from_addresses: tuple[str, ...]
    to_addresses: tuple[str, ...]
    reply_addresses: tuple[str, ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    pieces: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """Give the first header of that name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def digest(self, *, envelope_sender: str, envelope_recipient: str) -> str:
        """Recompute the message's digest for an envelope."""
        return message_digest(
            envelope_sender=envelope_sender,
            envelope_recipient=envelope_recipient,
            headers=self.headers,
            text=self.text,
            html=self.html,
            attachments=[
                (item.name, item.content_type, item.content_id, item.sha256)
                for item in self.attachments
            ],
        )


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
    block, body = cut_header(content)
    headers = [_HEADERS[raw] for raw in raw_fields(block.split(b"\r\n"))]
    fields = [header.field for header in headers]
    top = read_part(read_head(fields), body)
    _check_version(fields)
    text, html, attachments = _contents(top)
    return DecodedMessage(
        headers=tuple(
            [(field.name, text) for field, text, _ in headers if field.key not in MIME_FRAMING]
        ),
        header_names=tuple([field.name for field in fields]),
        from_addresses=_addresses(headers, key="from"),
        to_addresses=_addresses(headers, key="to"),
        reply_addresses=_addresses(headers, key="reply-to"),
        text="".join(text),
        html="".join(html),
        attachments=attachments,
        pieces=(*text, *html),
    )


class _Header(NamedTuple):
    """A field with what a reader sees of it, and the addresses of an address field."""

    field: Field
    shown: str
    addresses: tuple[str, ...]


def _read_header(raw: bytes) -> _Header:
    checked_lines(raw)
    field = read_field(raw)
    if field.key not in ADDRESS_FIELDS:
        return _Header(field=field, shown=decode_unstructured(field.value), addresses=())
    mailboxes = read_address_list(field.value)
    return _Header(
        field=field,
        shown=", ".join(map(address_text, mailboxes)),
        addresses=tuple(mailbox.address for mailbox in mailboxes),
    )


_HEADERS = Recall(_read_header, room_bytes=_ROOM)


def _addresses(headers: Iterable[_Header], *, key: str) -> tuple[str, ...]:
    return tuple(
        [address for header in headers if header.field.key == key for address in header.addresses]
    )


def _check_version(fields: Sequence[Field]) -> None:
    if [field.value for field in fields if field.key == "mime-version"] != ["1.0"]:
        refuse("mime_version")


def _contents(top: Part) -> tuple[Pieces, Pieces, tuple[Attachment, ...]]:
    attached: tuple[Part, ...] = ()
    if top.kind == "multipart/mixed":
        top, *rest = top.children
        attached = tuple(rest)
    text, html, shown = _bodies(top)
    return text, html, tuple(_attachment(part) for part in (*shown, *attached))


def _bodies(part: Part) -> tuple[Pieces, Pieces, tuple[Part, ...]]:
    match part.kind:
        case "multipart/alternative":
            if [child.kind for child in part.children][:1] != ["text/plain"]:
                refuse("structure")
            html, shown = _rich(part.children[1:])
            return _text(part.children[0]), html, shown
        case "multipart/related" if part.children[0].kind == "multipart/alternative":
            text, html, shown = _bodies(part.children[0])
            if shown:
                refuse("structure")
            return text, html, part.children[1:]
        case "text/plain":
            return _text(part), (), ()
        case _:
            html, shown = _rich((part,))
            return (), html, shown


def _rich(parts: Sequence[Part]) -> tuple[Pieces, tuple[Part, ...]]:
    shown: tuple[Part, ...] = ()
    if [part.kind for part in parts] == ["multipart/related"]:
        parts, shown = parts[0].children[:1], parts[0].children[1:]
    if [part.kind for part in parts] != ["text/html"]:
        refuse("structure")
    return _text(parts[0]), shown


def _text(part: Part) -> Pieces:
    head, parameters = part.head, part.head.content_type.parameters
    if set(parameters) - {"charset"} or head.content_id:
        refuse("structure")
    if head.disposition is not None and head.disposition.kind != "inline":
        refuse("structure")
    return read_text(
        part.body,
        encoding=head.encoding,
        charset=parameters.get("charset", "us-ascii"),
        markup=part.kind == "text/html",
    )


def _attachment(part: Part) -> Attachment:
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
        content=read_file(part.body, encoding=head.encoding),
    )
