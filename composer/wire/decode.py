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
from composer.wire.bodies import read_file, read_text
from composer.wire.decoded import DecodedMessage
from composer.wire.header_block import checked_lines, header_end, raw_fields
from composer.wire.header_reading import HEADERS, Header
from composer.wire.parts import Part, read_head, read_part
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
    end = header_end(content)
    headers = [HEADERS[raw] for raw in raw_fields(content[:end].split(b"\r\n"))]
    framing = [header.field for header in headers if header.is_content]
    top = read_part(read_head(framing), content, (end + 4, len(content)))
    if [field.value for field in framing if field.key == "mime-version"] != ["1.0"]:
        refuse("mime_version")
    shown = [header for header in headers if header.is_shown]
    found = _Bodies(content, language=_language(shown)).read(top)
    addresses = _addresses(shown)
    return DecodedMessage(
        headers=tuple([header.pair for header in shown]),
        framed_headers=b"".join([header.framed for header in shown]),
        header_names=tuple([header.field.name for header in headers]),
        from_addresses=addresses.get("from", ()),
        to_addresses=addresses.get("to", ()),
        reply_addresses=addresses.get("reply-to", ()),
        plain=found.plain,
        markup=found.markup,
        attachments=tuple([_attachment(content, part) for part in found.files]),
    )


def _addresses(headers: Sequence[Header]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for header in headers:
        if header.addresses:
            key = header.field.key
            found[key] = found.get(key, ()) + header.addresses
    return found


def _language(headers: Sequence[Header]) -> str:
    """Tell texts of different languages apart; what is read does not depend on it."""
    for header in headers:
        if header.field.key == "content-language":
            return header.field.value
    return ""


class _Found(NamedTuple):
    plain: ReadText
    markup: ReadText
    files: tuple[Part, ...] = ()


class _Bodies:
    """Reads the parts of one message, which must be built as this program builds them."""

    def __init__(self, content: bytes, *, language: str) -> None:
        self._content = content
        self._language = language

    def read(self, top: Part) -> _Found:
        attached: tuple[Part, ...] = ()
        if top.kind == "multipart/mixed":
            top, *rest = top.children
            attached = tuple(rest)
        found = self._bodies(top)
        return found._replace(files=(*found.files, *attached)) if attached else found

    def _bodies(self, part: Part) -> _Found:
        match part.kind:
            case "multipart/alternative":
                if part.children[0].kind != "text/plain":
                    refuse("structure")
                html, shown = self._rich(part.children[1:])
                return _Found(self._text(part.children[0]), html, shown)
            case "multipart/related" if part.children[0].kind == "multipart/alternative":
                found = self._bodies(part.children[0])
                if found.files:
                    refuse("structure")
                return found._replace(files=part.children[1:])
            case "text/plain":
                return _Found(self._text(part), _NOTHING)
            case _:
                html, shown = self._rich((part,))
                return _Found(_NOTHING, html, shown)

    def _rich(self, parts: Sequence[Part]) -> tuple[ReadText, tuple[Part, ...]]:
        shown: tuple[Part, ...] = ()
        if [part.kind for part in parts] == ["multipart/related"]:
            parts, shown = parts[0].children[:1], parts[0].children[1:]
        if [part.kind for part in parts] != ["text/html"]:
            refuse("structure")
        return self._text(parts[0]), shown

    def _text(self, part: Part) -> ReadText:
        head, parameters = part.head, part.head.content_type.parameters
        if (parameters and parameters.keys() != {"charset"}) or head.content_id:
            refuse("structure")
        if head.disposition is not None and head.disposition.kind != "inline":
            refuse("structure")
        return read_text(
            self._content,
            (part.start, part.stop),
            encoding=head.encoding,
            charset=parameters.get("charset", "us-ascii"),
            kind=f"{part.kind} {self._language}",
        )


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
