"""Remembers how what stands in a template looks on the wire: quoted-printable, and inside JSON.

A body is printed in pieces: the template's own, which come in every message, and values. The first
kind is encoded once for a locale, line by line where it holds whole lines; only values, and the
lines on which they stand, are encoded for each recipient. The bytes are exactly those that encoding
the whole body gives.
"""

from __future__ import annotations

from binascii import a2b_qp, b2a_qp
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson

from composer.model.rendered import RenderedMessage

_LINE = 76
_TAB, _LF, _QUOTE, _EQUALS, _BACKSLASH = b'\t\n"=\\'  # a number is found five times as fast
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
    """A piece that ends lines: the end of the line before, what follows, the begin of another.

    `first` and `last` are escaped; `others` is finished, from the end of the first line on, and
    `alone` is the same with the first line, for where a line begins with it.
    """

    first: bytes
    others: bytes
    alone: bytes
    last: bytes


class PieceForms:
    """What one locale's constant pieces are on the wire."""

    def __init__(self) -> None:
        self._quoted: dict[bytes, bytes | _Lines] = {}
        self._json: dict[bytes, bytes] = {}

    def learn(self, pieces: Iterable[bytes]) -> None:
        """Take in what stands in a template."""
        for piece in pieces:
            self._json[piece] = _json_text(piece)
            if _LF not in piece:
                self._quoted[piece] = _escaped(piece)
                continue
            first, *middle, last = piece.split(b"\n")
            others = b"".join([b"\r\n" + quoted_line(line) for line in middle]) + b"\r\n"
            alone = quoted_line(first) + others
            self._quoted[piece] = _Lines(_escaped(first), others, alone, _escaped(last))

    def quoted(self, pieces: Sequence[bytes]) -> bytes:
        """Encode a body as quoted-printable with CRLF."""
        out: list[bytes] = []
        line: list[bytes] = []
        known = self._quoted.get
        for piece in pieces:
            form = known(piece)
            if form is None:
                if _LF in piece:
                    ended, last = _ended_lines(b"".join(line), piece)
                    out.append(ended)
                    line = [last] if last else []
                else:
                    line.append(piece if piece.isalnum() else _escaped(piece))
            elif isinstance(form, bytes):
                line.append(form)
            else:
                first, others, alone, last = form
                if line:
                    line.append(first)
                    out.append(_broken(b"".join(line)))
                    out.append(others)
                else:
                    out.append(alone)
                line = [last] if last else []
        out.append(_broken(b"".join(line)))
        return b"".join(out)

    def json(self, pieces: Sequence[bytes]) -> orjson.Fragment:
        """Encode a body as a text of JSON."""
        known = self._json.get
        inner = [
            known(piece) or (piece if piece.isalnum() else _json_text(piece)) for piece in pieces
        ]
        return orjson.Fragment(b'"' + b"".join(inner) + b'"')


def quoted_line(line: bytes) -> bytes:
    """Encode one line without its end, broken where it is too long."""
    return _broken(_escaped(line))


def _escaped(text: bytes) -> bytes:
    """Escape what stands in quoted-printable as itself nowhere; lines are not broken yet."""
    if _EQUALS not in text and text.isascii():
        return text
    # A full stop keeps a blank before it from being the last; soft line breaks are taken out.
    return b2a_qp(text + b".", istext=True)[:-1].replace(b"=\n", b"")


def _broken(line: bytes) -> bytes:
    """Break an escaped line after at most 75 characters, as `binascii` does."""
    if line.endswith(_BLANKS) or line == b".":
        return b2a_qp(a2b_qp(line), istext=True).replace(b"\n", b"\r\n")
    size = len(line)
    if size < _LINE:
        return line
    out: list[bytes] = []
    at = 0
    while size - at > _LINE or (size - at == _LINE and line[-3:-2] == b"="):
        cut = at + _LINE - 1
        mark = line.rfind(b"=", cut - 2, cut)
        cut = mark if mark >= 0 else cut
        out.append(line[at:cut])
        at = cut
    return b"=\r\n".join([*out, line[at:]])


def _ended_lines(begin: bytes, piece: bytes) -> tuple[bytes, bytes]:
    """Give the lines that a piece ends, encoded with their ends, and the begin of the next."""
    first, *lines, last = piece.split(b"\n")
    ended = [_broken(begin + _escaped(first))]
    if b" \n" in piece or b"\t\n" in piece or b"." in lines:
        ended += map(quoted_line, lines)
    else:
        ended += [
            line
            if len(line) < _LINE and _EQUALS not in line and line.isascii()
            else _broken(_escaped(line))
            for line in lines
        ]
    ended.append(b"")
    return b"\r\n".join(ended), _escaped(last)


def _json_text(piece: bytes) -> bytes:
    if _QUOTE in piece or _BACKSLASH in piece or _LF in piece or _TAB in piece:
        return orjson.dumps(piece.decode("utf-8"))[1:-1]
    return piece
