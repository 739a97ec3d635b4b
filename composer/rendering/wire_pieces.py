"""Remembers how what stands in a template looks on the wire: quoted-printable, and inside JSON.

A body is printed in pieces: the template's own lines, which come in every message, and what values
stand in. The first kind is encoded once for a locale, line by line; the second kind, with the rest
of its first and last line, for each recipient. The bytes are exactly those that encoding the whole
body gives.
"""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson

from composer.model.rendered import RenderedMessage
from composer.rendering.still_headers import StillHeaders

_LEAST_BYTES = 100
_TAB, _LF, _QUOTE, _BACKSLASH = b'\t\n"\\'  # a number is found five times as fast


class Body(NamedTuple):
    """A body in UTF-8, and the pieces that it is made of."""

    utf8: bytes
    pieces: Sequence[bytes]


class Bodies:
    """Both bodies of a message, for whoever builds its wire form in the same process.

    `forms` and `headers` are what its locale's pieces and fields are there.
    """

    __slots__ = ("forms", "headers", "html", "text")

    def __init__(self, *, html: Body, text: Body, forms: PieceForms, headers: StillHeaders) -> None:
        self.html, self.text, self.forms, self.headers = html, text, forms, headers

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Stay at home: to another process the two texts travel alone."""
        return type(None), ()


def made_bodies(rendered: RenderedMessage) -> Bodies | None:
    """Give the bodies as rendering made them, if the message's are still the very same texts."""
    made = rendered.made
    if not isinstance(made, Bodies):
        return None
    same = made.html.utf8 is rendered.html_utf8 and made.text.utf8 is rendered.text_utf8
    return made if same else None


class _Lines(NamedTuple):
    """A piece that ends lines: the end of the line before, what follows, the begin of another.

    `first` and `last` stand as they are; `others` is finished, from the end of the first line on,
    and `alone` is the same with the first line, for where a line begins with it.
    """

    first: bytes
    others: bytes
    alone: bytes
    last: bytes


def holds_lines(piece: bytes) -> bool:
    """Tell whether a piece holds enough whole lines to be remembered."""
    return len(piece) >= _LEAST_BYTES and _LF in piece


class PieceForms:
    """What one locale's constant pieces are on the wire."""

    def __init__(self) -> None:
        self._quoted: dict[bytes, _Lines] = {}
        self._json: dict[bytes, bytes] = {}

    def learn(self, pieces: Iterable[bytes]) -> None:
        """Take in what stands in a template."""
        for piece in pieces:
            self._json[piece] = _json_text(piece)
            if _LF in piece:
                first, *middle, last = piece.split(b"\n")
                others = b"".join([b"\r\n" + _quoted(line) for line in middle]) + b"\r\n"
                self._quoted[piece] = _Lines(first, others, _quoted(first) + others, last)

    def quoted(self, pieces: Sequence[bytes]) -> list[bytes]:
        """Encode a body as quoted-printable with CRLF; gives it in pieces."""
        out: list[bytes] = []
        between: list[bytes] = []
        known = self._quoted.get
        for piece in pieces:
            form = known(piece)
            if form is None:
                between.append(piece)
                continue
            first, others, alone, last = form
            if between:
                between.append(first)
                out.append(quoted_lines(b"".join(between)))
                out.append(others)
            else:
                out.append(alone)
            between = [last] if last else []
        if between:
            out.append(quoted_lines(b"".join(between)))
        return out

    def json(self, pieces: Sequence[bytes]) -> orjson.Fragment:
        """Encode a body as a text of JSON."""
        known = self._json.get
        inner = [known(piece) or _json_text(piece) for piece in pieces]
        return orjson.Fragment(b'"' + b"".join(inner) + b'"')


def quoted_lines(text: bytes) -> bytes:
    """Encode lines of text, each as `binascii` encodes it alone."""
    if b" \n" in text or (_TAB in text and b"\t\n" in text):
        # Of several lines it would not count what a blank before a line end grows by.
        return b"\r\n".join(map(_quoted, text.split(b"\n")))
    return _quoted(text)


def _quoted(text: bytes) -> bytes:
    # Tabs and spaces at the end of a line are encoded; soft line breaks come with a bare LF.
    return b2a_qp(text, istext=True).replace(b"\n", b"\r\n")


def _json_text(piece: bytes) -> bytes:
    if _QUOTE in piece or _BACKSLASH in piece or _LF in piece or _TAB in piece:
        return orjson.dumps(piece.decode("utf-8"))[1:-1]
    return piece
