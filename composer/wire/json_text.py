"""Reads the two texts in a provider's request by what came before, and the rest of it in full.

A JSON string may be cut between two of its characters: each piece, put between quotation marks, is
a string by itself, and the strings joined are the whole. So the texts of a request are read like
those of a message (`skeleton`). Two short strings are put in their places and what is left is
parsed in full: the same request, but for the two values, because each of them is one whole string
wherever it stands. Where that is not certain, nothing is given and the request is read in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from composer.wire.skeleton import Form, Place, ReadText, Skeletons

_LINE = re.compile(rb"(?:[^\\]|\\[^n])*\\n", re.DOTALL)
_OPENINGS = (
    (b'{"type":"text/plain","value":"', b'"},{"type":"text/html","value":"'),
    (b'{"type": "text/plain", "value": "', b'"}, {"type": "text/html", "value": "'),
)
_CLOSING = b'"}]'
_FARTHEST = 64 * 1024
STAND_INS = ("A", "B")
_SPELLED = b"\\u004"  # how either could be written otherwise
_NO_CONTROL = b"\t\n" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))
_ROOM = 2 * 1024 * 1024


class Request(NamedTuple):
    """A request, and where its texts stand in it."""

    content: bytes
    plain: tuple[int, int]
    markup: tuple[int, int]

    def rest(self) -> bytes | None:
        """Give the request with stand-ins for its texts, or None if they could be mistaken."""
        content, (start, stop), (begin, end) = self
        rest = b"A".join((content[:start], b"B".join((content[stop:begin], content[end:]))))
        if rest.count(b'"A"') != 1 or rest.count(b'"B"') != 1 or _SPELLED in rest:
            return None
        return rest

    def texts(self, *, language: str) -> tuple[ReadText, ReadText] | None:
        """Read both texts by what came before, or give None: then they are to be read in full."""
        plain, markup = _TEXTS.read(self.content, self._places(language))
        if plain is None or markup is None or not (plain.content and markup.content):
            return None
        return plain, markup

    def learn(self, *, language: str) -> None:
        """Learn from the texts of a request that was read in full."""
        _TEXTS.learn(self.content, self._places(language))

    def _places(self, language: str) -> list[Place]:
        return [Place(*self.plain, f"plain {language}"), Place(*self.markup, f"html {language}")]


def find_texts(content: bytes) -> Request | None:
    """Find where the two texts of a request seem to stand."""
    for first, second in _OPENINGS:
        start = content.find(first, 0, _FARTHEST) + len(first)
        if start < len(first):
            continue
        stop = content.find(second, start)
        begin = stop + len(second)
        end = content.rfind(_CLOSING, begin) if stop >= 0 else -1
        return Request(content, (start, stop), (begin, end)) if end >= 0 else None
    return None


def _read_strings(pieces: Sequence[bytes]) -> list[bytes] | None:
    """Read pieces of JSON strings; a list of as many strings has no quotation marks in them."""
    try:
        joined = b'","'.join(pieces).decode("utf-8")
        strings = json.loads(f'["{joined}"]')
        if len(strings) != len(pieces):
            return None
        contents = [str.encode(string, "utf-8") for string in strings]
    except (ValueError, TypeError, RecursionError):
        return None
    return None if b"".join(contents).translate(None, _NO_CONTROL) else contents


_TEXTS = Skeletons(Form(_LINE, b"\\n", _read_strings), room_bytes=_ROOM)
