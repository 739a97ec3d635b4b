"""Reads MIME parameters (`; charset=utf-8; filename*=...`), strictly.

Each parameter once, in one way: a plain value, an extended value, or numbered pieces, never two of
these for one name, because mail programs then choose differently.
Source: RFC 2045 §5.1, RFC 2231 §3-4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from composer.wire.header_block import CONTROLS
from composer.wire.rules import refuse

_WORD = r"[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]+"
_KIND = re.compile(rf"({_WORD}(?:/{_WORD})?)[ \t]*")
_PARAMETER = re.compile(
    rf';[ \t]*([A-Za-z0-9\-]+)(\*(?:0|[1-9][0-9]?))?(\*)?=("(?:[^"\\]|\\["\\])*"|{_WORD})[ \t]*'
)
_MULTIPART = re.compile(r'(multipart/[a-z]+); ?boundary="([A-Za-z0-9_=.-]+)"')
_EXTENDED_BAD = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Parametrised(NamedTuple):
    """A value such as `text/html` or `attachment`, lower case, and its parameters by lower name."""

    kind: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    name: str
    number: int | None
    extended: bool
    text: str


@lru_cache(maxsize=1024)
def read_parametrised(value: str) -> Parametrised:
    """Read an unfolded Content-Type or Content-Disposition.

    >>> read_parametrised("attachment; filename*=utf-8''na%C3%AFve.txt").parameters["filename"]
    'naïve.txt'

    Raises:
        GuardRefused: a parameter twice, in two ways, or not well formed.
    """
    if plain := _MULTIPART.fullmatch(value):  # the one value that differs in every message
        return Parametrised(plain[1], MappingProxyType({"boundary": plain[2]}))
    kind = _KIND.match(value)
    if not kind or not value.isascii():
        refuse("parameter")
    pieces: list[_Piece] = []
    position = kind.end()
    while position < len(value):
        match = _PARAMETER.match(value, position)
        if not match:
            refuse("parameter")
        pieces.append(_piece(match))
        position = match.end()
    names = dict.fromkeys(piece.name for piece in pieces)
    parameters = {name: _join([piece for piece in pieces if piece.name == name]) for name in names}
    return Parametrised(kind=kind[1].lower(), parameters=MappingProxyType(parameters))


def _piece(match: re.Match[str]) -> _Piece:
    text = match[4]
    extended = bool(match[3])
    if text.startswith('"'):
        if extended:
            refuse("parameter")
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    number = int(match[2][1:]) if match[2] else None
    return _Piece(name=match[1].lower(), number=number, extended=extended, text=text)


def _join(pieces: list[_Piece]) -> str:
    numbers = [piece.number for piece in pieces]
    if numbers not in ([None], list(range(len(pieces)))):
        refuse("parameter")
    if any(piece.extended for piece in pieces) and not pieces[0].extended:
        refuse("parameter")
    charset = "us-ascii"
    if pieces[0].extended:
        charset, _, rest = pieces[0].text.partition("'")
        language, quote, text = rest.partition("'")
        if charset.lower() not in {"utf-8", "us-ascii"} or not quote or language:
            refuse("parameter")
        pieces = [
            _Piece(name=pieces[0].name, number=None, extended=True, text=text),
            *pieces[1:],
        ]
    raw = b"".join(_raw(piece) for piece in pieces)
    try:
        joined = raw.decode(charset.lower())
    except UnicodeDecodeError:
        refuse("parameter")
    if CONTROLS.search(joined) or "\t" in joined or "=?" in joined:
        refuse("parameter")
    return joined


def _raw(piece: _Piece) -> bytes:
    if not piece.extended:
        return piece.text.encode("ascii")
    if _EXTENDED_BAD.search(piece.text):
        refuse("parameter")
    return unquote_to_bytes(piece.text)
