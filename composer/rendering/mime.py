"""Writes a rendered message as Internet bytes (RFC 5322, MIME), without Date.

An own serialiser, because the standard library's takes 25 times as long and has folded values into
headers of their own. Everything is CRLF, lines have at most 78 bytes (up to 998 only where a word
cannot be folded), bodies are quoted-printable, files base64. The same message gives the same bytes:
boundaries come from the message's seed. Encoded lines, headers and files are cached, because most
are the same in every message.
"""

from __future__ import annotations

from binascii import b2a_base64, b2a_qp
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from composer.model.rendered import Attachment, RenderedMessage
from composer.rendering.headers import check_header, header_line

_LONGEST_CACHED_LINE = 1000
_BASE64_LINE = 57  # bytes that make 76 characters
_TEXT_HEAD = (
    b"Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)


def build_eml(rendered: RenderedMessage) -> bytes:
    """Build the bytes that are handed over, without Date.

    multipart/alternative of text and HTML; images shown in the body in multipart/related with the
    HTML; other files in multipart/mixed around both.

    Raises:
        RenderError: a header value that no header may hold.
    """
    kind, content = _content(rendered)
    head = [header_line(name, value) for name, value in rendered.headers]
    return b"".join([*head, b"MIME-Version: 1.0\r\n", kind, b"\r\n", content])


def _content(rendered: RenderedMessage) -> tuple[bytes, bytes]:
    shown = [item for item in rendered.attachments if item.content_id]
    attached = [item for item in rendered.attachments if not item.content_id]
    text = _TEXT_HEAD % b"plain" + encode_text(rendered.text)
    html = _TEXT_HEAD % b"html" + encode_text(rendered.html)
    if shown:
        kind, related = _multipart(
            "related", [html, *map(_file_part, shown)], seed=rendered.boundary_seed
        )
        html = kind + b"\r\n" + related
    kind, content = _multipart("alternative", [text, html], seed=rendered.boundary_seed)
    if attached:
        first = kind + b"\r\n" + content
        parts = [first, *map(_file_part, attached)]
        kind, content = _multipart("mixed", parts, seed=rendered.boundary_seed)
    return kind, content


def _multipart(kind: str, parts: list[bytes], *, seed: str) -> tuple[bytes, bytes]:
    """Join parts; `=_` cannot occur in quoted-printable, nor `_` in base64."""
    boundary = f"=_{kind[0]}{sha256(f'{kind}:{seed}'.encode()).hexdigest()[:24]}".encode("ascii")
    head = f"Content-Type: multipart/{kind};\r\n".encode("ascii")
    head += b' boundary="' + boundary + b'"\r\n'
    opening = b"--" + boundary + b"\r\n"
    content = opening + (b"\r\n" + opening).join(parts) + b"\r\n--" + boundary + b"--\r\n"
    return head, content


def encode_text(text: str) -> bytes:
    r"""Encode text with LF line ends as quoted-printable with CRLF.

    >>> encode_text("Grüße \n.")
    b'Gr=C3=BC=C3=9Fe=20\r\n=2E'
    """
    return b"\r\n".join(
        [
            _encoded_line(line) if len(line) <= _LONGEST_CACHED_LINE else _encode_line(line)
            for line in text.split("\n")
        ]
    )


def _encode_line(line: str) -> bytes:
    # Tabs and spaces at the end of a line are encoded; soft line breaks come with a bare LF.
    return b2a_qp(line.encode("utf-8"), istext=True).replace(b"\n", b"\r\n")


_encoded_line = lru_cache(maxsize=16384)(_encode_line)


@lru_cache(maxsize=64)
def _file_part(attachment: Attachment) -> bytes:
    check_header("Content-Type", attachment.content_type)
    name = _parameter("filename", check_header("Content-Disposition", attachment.name))
    disposition = "inline" if attachment.content_id else "attachment"
    head = f"Content-Type: {attachment.content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    if attachment.content_id:
        head += f"Content-ID: <{check_header('Content-ID', attachment.content_id)}>\r\n"
    head += f"Content-Disposition: {disposition}{name}\r\n\r\n"
    content = attachment.content
    lines = [
        b2a_base64(content[at : at + _BASE64_LINE], newline=False)
        for at in range(0, len(content), _BASE64_LINE)
    ]
    return head.encode("ascii") + b"\r\n".join(lines)


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
