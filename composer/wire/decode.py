"""Decodes finished bytes into what a reader would see, with decoders of its own.

Rule 2: the guard's view of a message must not come from the code that wrote it, so nothing here
uses rendering or Python's `email` package. `DecodedMessage` has the same shape for every form.
What may stand in a message is decided by the guard; here only what cannot be read in exactly one
way is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from composer.model.rendered import MIME_FRAMING, Attachment, message_digest
from composer.wire.address_list import address_text, read_address_list
from composer.wire.bodies import read_text, undo_transfer_encoding
from composer.wire.encoded_words import decode_unstructured
from composer.wire.header_block import HeaderField, split_header
from composer.wire.parts import Part, read_part
from composer.wire.rules import refuse

ADDRESS_FIELDS = frozenset({"from", "to", "reply-to"})
MAX_BYTES = 30 * 1024 * 1024


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
    check_bytes(content)
    fields, body = split_header(content)
    top = read_part(fields, body)
    _check_version(fields)
    text, html, attachments = _contents(top)
    return DecodedMessage(
        headers=tuple(
            (field.name, _value(field)) for field in fields if field.key not in MIME_FRAMING
        ),
        header_names=tuple(field.name for field in fields),
        from_addresses=_addresses(fields, key="from"),
        to_addresses=_addresses(fields, key="to"),
        reply_addresses=_addresses(fields, key="reply-to"),
        text=text,
        html=html,
        attachments=attachments,
    )


def check_bytes(content: bytes) -> None:
    """Require CRLF alone as line end, no null byte, and lines of at most 998 bytes.

    Source: RFC 5322 §2.1.1, §2.3.

    Raises:
        GuardRefused: otherwise.
    """
    if b"\0" in content:
        refuse("null_byte")
    pairs = content.count(b"\r\n")
    if content.count(b"\n") != pairs or content.count(b"\r") != pairs:
        refuse("line_ends")
    if max(map(len, content.split(b"\r\n"))) > 998:
        refuse("line_length")


def _value(field: HeaderField) -> str:
    if field.key in ADDRESS_FIELDS:
        return ", ".join(address_text(mailbox) for mailbox in read_address_list(field.value))
    return decode_unstructured(field.value)


def _addresses(fields: Iterable[HeaderField], *, key: str) -> tuple[str, ...]:
    return tuple(
        mailbox.address
        for field in fields
        if field.key == key
        for mailbox in read_address_list(field.value)
    )


def _check_version(fields: Sequence[HeaderField]) -> None:
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
    parameters = part.content_type.parameters
    if set(parameters) - {"charset"} or part.content_id:
        refuse("structure")
    if part.disposition is not None and part.disposition.kind != "inline":
        refuse("structure")
    content = undo_transfer_encoding(part.body, encoding=part.encoding)
    return read_text(content, charset=parameters.get("charset", "us-ascii"))


def _attachment(part: Part) -> Attachment:
    if part.is_multipart or part.kind.startswith("message/") or part.disposition is None:
        refuse("structure")
    name = part.disposition.parameters.get("filename", "")
    if part.content_type.parameters.get("name", name) != name:
        refuse("parameter")
    return Attachment(
        name=name,
        content_type=part.kind,
        content_id=part.content_id,
        content=undo_transfer_encoding(part.body, encoding=part.encoding),
    )
