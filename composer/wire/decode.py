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

from composer.model.recall import Recall
from composer.model.rendered import MIME_FRAMING, Attachment, message_digest
from composer.wire.address_list import address_text, read_address_list
from composer.wire.bodies import read_file, read_text
from composer.wire.encoded_words import decode_unstructured
from composer.wire.header_block import Field, cut_header, raw_fields, read_field
from composer.wire.parts import Part, read_head, read_part
from composer.wire.rules import refuse

ADDRESS_FIELDS = frozenset({"from", "to", "reply-to"})
MAX_BYTES = 30 * 1024 * 1024
_ROOM = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedMessage:
    """A message as decoded: headers ordered, without Date and MIME framing; text and HTML with LF.

    `header_names` are all fields of the top block, framing and Date included, as written.
    Attachments stand in the order of the parts: those shown in the body first.
    """

    headers: tuple[tuple[str, str], ...]
    header_names: tuple[str, ...]
    from_addresses: tuple[str, ...]
    to_addresses: tuple[str, ...]
    reply_addresses: tuple[str, ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]

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
    lines = checked_lines(content)
    block, _body = cut_header(content)
    headers = [_HEADERS[raw] for raw in raw_fields(block.split(b"\r\n"))]
    fields = [header.field for header in headers]
    top = read_part(read_head(fields), lines[block.count(b"\r\n") + 2 :], whole=content)
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
        text=text,
        html=html,
        attachments=attachments,
    )


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
    if max(map(len, lines)) > 998:
        refuse("line_length")
    return lines


class _Header(NamedTuple):
    """A field with what a reader sees of it, and the addresses of an address field."""

    field: Field
    shown: str
    addresses: tuple[str, ...]


def _read_header(raw: bytes) -> _Header:
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


def _contents(top: Part) -> tuple[str, str, tuple[Attachment, ...]]:
    attached: tuple[Part, ...] = ()
    if top.kind == "multipart/mixed":
        top, *rest = top.children
        attached = tuple(rest)
    text, html, shown = _bodies(top)
    return text, html, tuple(_attachment(part) for part in (*shown, *attached))


def _bodies(part: Part) -> tuple[str, str, tuple[Part, ...]]:
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
            return _text(part), "", ()
        case _:
            html, shown = _rich((part,))
            return "", html, shown


def _rich(parts: Sequence[Part]) -> tuple[str, tuple[Part, ...]]:
    shown: tuple[Part, ...] = ()
    if [part.kind for part in parts] == ["multipart/related"]:
        parts, shown = parts[0].children[:1], parts[0].children[1:]
    if [part.kind for part in parts] != ["text/html"]:
        refuse("structure")
    return _text(parts[0]), shown


def _text(part: Part) -> str:
    head, parameters = part.head, part.head.content_type.parameters
    if set(parameters) - {"charset"} or head.content_id:
        refuse("structure")
    if head.disposition is not None and head.disposition.kind != "inline":
        refuse("structure")
    return read_text(
        part.lines, encoding=head.encoding, charset=parameters.get("charset", "us-ascii")
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
        content=read_file(part.lines, encoding=head.encoding),
    )
