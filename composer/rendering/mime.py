"""Writes a rendered message as Internet bytes (RFC 5322, MIME), without Date.

An own serialiser, because the standard library's takes 25 times as long and has folded values into
headers of their own. Everything is CRLF, lines have at most 78 bytes (up to 998 only where a word
cannot be folded), files are base64, and each body is whichever of quoted-printable and base64 makes
it smaller (text in Arabic or Japanese takes half as much in base64). The same message gives the
same bytes: boundaries come from the message's seed. What is the same in every message is encoded
once: a template's lines (`wire_pieces`), headers and files.
"""

from __future__ import annotations

from binascii import b2a_base64
from hashlib import sha256
from urllib.parse import quote

from composer.model.rendered import Attachment, RenderedMessage
from composer.rendering.headers import check_header, header_line
from composer.rendering.wire_pieces import Bodies, made_bodies, quoted_lines

_BASE64_LINE = 76
_FILES_ROOM = 8 * 1024 * 1024
_TEXT_HEAD = b"Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n"


def build_eml(rendered: RenderedMessage) -> bytes:
    """Build the bytes that are handed over, without Date.

    multipart/alternative of text and HTML; images shown in the body in multipart/related with the
    HTML; other files in multipart/mixed around both.

    Raises:
        RenderError: a header value that no header may hold.
    """
    made = made_bodies(rendered)
    kind, content = _content(rendered, made)
    known = made.headers.lines if made else {}
    head = [known.get(header) or header_line(*header) for header in rendered.headers]
    return b"".join([*head, b"MIME-Version: 1.0\r\n", kind, b"\r\n", *content])


def _content(rendered: RenderedMessage, made: Bodies | None) -> tuple[bytes, list[bytes]]:
    seed = rendered.boundary_seed
    shown = [item for item in rendered.attachments if item.content_id]
    attached = [item for item in rendered.attachments if not item.content_id]
    text, html = _bodies(rendered, made)
    if shown:
        related, content = _multipart("related", [html, *_file_parts(shown)], seed=seed)
        html = [related, b"\r\n", *content]
    kind, content = _multipart("alternative", [text, html], seed=seed)
    if attached:
        parts = [[kind, b"\r\n", *content], *_file_parts(attached)]
        kind, content = _multipart("mixed", parts, seed=seed)
    return kind, content


def _bodies(rendered: RenderedMessage, made: Bodies | None) -> tuple[list[bytes], list[bytes]]:
    """Give both bodies as parts, from the pieces that rendering made them of, if it did."""
    if made is None:
        return _text_part(b"plain", rendered.text_utf8), _text_part(b"html", rendered.html_utf8)
    quoted = made.forms.quoted
    return (
        _text_part(b"plain", made.text.utf8, quoted(made.text.pieces)),
        _text_part(b"html", made.html.utf8, quoted(made.html.pieces)),
    )


def _text_part(subtype: bytes, utf8: bytes, quoted: list[bytes] | None = None) -> list[bytes]:
    encoding, content = encode_text(utf8, quoted)
    return [_TEXT_HEAD % (subtype, encoding), *content]


def _file_parts(attachments: list[Attachment]) -> list[list[bytes]]:
    return [[_file_part(item)] for item in attachments]


def _multipart(kind: str, parts: list[list[bytes]], *, seed: str) -> tuple[bytes, list[bytes]]:
    """Join parts; `=_` cannot occur in quoted-printable, nor `_` in base64."""
    digits = sha256(f"{kind}:{seed}".encode()).hexdigest()[:24]
    boundary = f"=_{kind[0]}{digits}"
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n'.encode("ascii")
    opening = f"--{boundary}\r\n".encode("ascii")
    content: list[bytes] = []
    for part in parts:
        content += (opening, *part, b"\r\n")
    content.append(f"--{boundary}--\r\n".encode("ascii"))
    return head, content


def encode_text(utf8: bytes, quoted: list[bytes] | None = None) -> tuple[bytes, list[bytes]]:
    r"""Encode text with LF line ends; gives the name of the smaller encoding and its bytes.

    `quoted` is its quoted-printable form where that is known.

    >>> encode_text("Grüße from everybody here \n.".encode())
    (b'quoted-printable', [b'Gr=C3=BC=C3=9Fe from everybody here=20\r\n=2E'])
    >>> encode_text("مرحبا".encode())
    (b'base64', [b'2YXYsdit2KjYpw=='])
    """
    quoted = [quoted_lines(utf8)] if quoted is None else quoted
    size = sum(map(len, quoted))
    if 3 * size > 4 * len(utf8):  # else base64 cannot be smaller
        content = utf8.replace(b"\n", b"\r\n")
        if _base64_size(len(content)) < size:
            return b"base64", [encode_base64(content)]
    return b"quoted-printable", quoted


def encode_base64(content: bytes) -> bytes:
    """Encode bytes in lines of 76 characters."""
    encoded = b2a_base64(content, newline=False)
    return b"\r\n".join(
        [encoded[at : at + _BASE64_LINE] for at in range(0, len(encoded), _BASE64_LINE)]
    )


def _base64_size(size: int) -> int:
    letters = (size + 2) // 3 * 4
    return letters + (letters - 1) // _BASE64_LINE * 2


class _FileParts:
    """Files lately written as parts; the oldest go when all take more than the room."""

    def __init__(self, *, room_bytes: int) -> None:
        self._parts: dict[Attachment, bytes] = {}
        self._left = room_bytes

    def part(self, attachment: Attachment) -> bytes:
        known = self._parts.get(attachment)
        if known is not None:
            return known
        written = _write_file_part(attachment)
        self._parts[attachment] = written
        self._left -= len(written)
        while self._left < 0:
            self._left += len(self._parts.pop(next(iter(self._parts))))
        return written


_file_part = _FileParts(room_bytes=_FILES_ROOM).part


def _write_file_part(attachment: Attachment) -> bytes:
    check_header("Content-Type", attachment.content_type)
    name = _parameter("filename", check_header("Content-Disposition", attachment.name))
    disposition = "inline" if attachment.content_id else "attachment"
    head = f"Content-Type: {attachment.content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    if attachment.content_id:
        head += f"Content-ID: <{check_header('Content-ID', attachment.content_id)}>\r\n"
    head += f"Content-Disposition: {disposition}{name}\r\n\r\n"
    return head.encode("ascii") + encode_base64(attachment.content)


def _parameter(name: str, value: str) -> str:
    """Write a parameter: quoted when plain, else as numbered extended pieces (RFC 2231)."""
    if value.isascii() and len(value) <= 60:
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return f';\r\n {name}="{quoted}"'
    pieces = _percent_pieces(value)
    if len(pieces) == 1:
        return f";\r\n {name}*=utf-8''{pieces[0]}"
    return "".join(
        f";\r\n {name}*{number}*={'utf-8' + chr(39) * 2 if number == 0 else ''}{piece}"
        for number, piece in enumerate(pieces)
    )


def _percent_pieces(value: str) -> list[str]:
    pieces = [""]
    for character in value:
        encoded = quote(character, safe="")
        if len(pieces[-1]) + len(encoded) > 56:
            pieces.append("")
        pieces[-1] += encoded
    return pieces
