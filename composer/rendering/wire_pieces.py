"""Remembers how what stands in a template looks on the wire: quoted-printable, and inside JSON.

A body is printed in pieces: the template's own, which come in every message, and values. The first
kind is encoded once for a locale, line by line where it holds whole lines; only values, and the
lines on which they stand, are encoded for each recipient. The bytes are exactly those that encoding
the whole body gives.
"""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson

from composer.model.rendered import RenderedMessage

_LINE = 76
_BLANKS = (b" ", b"\t")


class Body(NamedTuple):
    """A body as it is printed, the same in UTF-8, and the pieces that it is made of."""

    text: str
    utf8: bytes
    pieces: Sequence[bytes]


class Bodies:
    """Both bodies of a message, for whoever builds its wire form in the same process."""

    __slots__ = ("forms", "html", "text")

    def __init__(self, *, html: Body, text: Body, forms: PieceForms) -> None:
        self.html, self.text, self.forms = html, text, forms

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Stay at home: to another process the two texts travel alone."""
        return type(None), ()


def made_bodies(rendered: RenderedMessage) -> Bodies | None:
    """Give the bodies as rendering made them, if the message's are still the very same texts."""
    made = rendered.made
    if not isinstance(made, Bodies):
        return None
    same = made.html.text is rendered.html and made.text.text is rendered.text
    return made if same else None


class _Lines(NamedTuple):
    """A piece that ends lines: what belongs to the line before, and what follows, encoded.

    `alone` is what all of it but `last`, the begin of a line, becomes where a line begins with it.
    """

    first: bytes
    others: bytes
    alone: bytes
    last: bytes


class PieceForms:
    """What one locale's constant pieces are on the wire."""

    def __init__(self) -> None:
        self._lines: dict[bytes, _Lines] = {}
        self._json: dict[bytes, bytes] = {}

    def learn(self, pieces: Iterable[bytes]) -> None:
        """Take in what stands in a template."""
        for piece in pieces:
            self._json[piece] = _json_text(piece)
            if b"\n" in piece:
                first, *middle, last = piece.split(b"\n")
                others = b"".join([b"\r\n" + quoted_line(line) for line in middle]) + b"\r\n"
                self._lines[piece] = _Lines(first, others, quoted_line(first) + others, last)

    def quoted(self, pieces: Sequence[bytes]) -> bytes:
        """Encode a body as quoted-printable with CRLF."""
        out: list[bytes] = []
        line: list[bytes] = []
        lines = self._lines.get
        for piece in pieces:
            known = lines(piece)
            if known is None:
                line.append(piece)
                continue
            first, others, alone, last = known
            if line:
                line.append(first)
                out.append(_quoted_lines(b"".join(line)))
                out.append(others)
            else:
                out.append(alone)
            line = [last] if last else []
        out.append(_quoted_lines(b"".join(line)))
        return b"".join(out)

    def json(self, pieces: Sequence[bytes]) -> orjson.Fragment:
        """Encode a body as a text of JSON."""
        known = self._json.get
        inner = [known(piece) or _json_text(piece) for piece in pieces]
        return orjson.Fragment(b'"' + b"".join(inner) + b'"')


def quoted_line(line: bytes) -> bytes:
    """Encode one line without its end, broken where it is too long."""
    if b"=" in line or not line.isascii() or line.endswith(_BLANKS) or line == b".":
        # Tabs and spaces at the end of a line are encoded; soft line breaks come with a bare LF.
        return b2a_qp(line, istext=True).replace(b"\n", b"\r\n")
    if len(line) <= _LINE:
        return line
    cuts = range(0, len(line) - 1, _LINE - 1)
    return b"=\r\n".join([line[at : at + _LINE - 1] for at in cuts[:-1]] + [line[cuts[-1] :]])


def _quoted_lines(content: bytes) -> bytes:
    if b"\n" not in content:
        return quoted_line(content)
    lines = content.split(b"\n")
    if b" \n" in content or b"\t\n" in content or content.endswith(_BLANKS) or b"." in lines:
        return b"\r\n".join(map(quoted_line, lines))
    return b"\r\n".join(
        [
            line
            if len(line) <= _LINE and b"=" not in line and line.isascii()
            else quoted_line(line)
            for line in lines
        ]
    )


def _json_text(piece: bytes) -> bytes:
    if b'"' in piece or b"\\" in piece or b"\n" in piece or b"\t" in piece:
        return orjson.dumps(piece.decode("utf-8"))[1:-1]
    return piece
