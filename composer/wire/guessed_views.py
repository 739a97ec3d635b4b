"""Gives what a text says if it is read as nobody would: letters turned, apart, in rare codes.

Such a reading is a guess. It costs much more than `every_view`, so it is made for a cell that is
not plain, and for the first message of each kind. Guards rule 8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from composer.wire.base_codes import in_other_bases
from composer.wire.coded_text import decoded, in_digits
from composer.wire.deep_text import unfold
from composer.wire.every_view import every_view
from composer.wire.shown_text import Joining, View, spelled_out, visible

_LONGEST = 200_000
_APART = re.compile(r"(?<![^\W_])\S(\s?[-./,|_*~+:;\u2022\u00b7]\s?)\S(?:\1\S){5,400}")


def guessed_views(text: str) -> dict[View, None]:
    """Give all that is guessed, in small letters, each once."""
    bare = unfold(text)[:_LONGEST]
    found: dict[View, None] = {}
    for read in dict.fromkeys((bare, visible(bare))):
        codes = dict.fromkeys(
            (*in_other_bases(read), *in_digits(backwards(read)), *in_digits(rot13(read)))
        )
        for code in codes:
            found.update(every_view(code))
        for item in (read, *codes, *decoded(read)):
            found.update(((turned, Joining.TURNED), None) for turned in _turned(item))
        for letters in _letters_apart(read):
            found[letters.casefold(), Joining.LETTERS] = None
    return found


def backwards(text: str) -> str:
    """Give a text from its end to its begin."""
    return text[::-1]


def rot13(text: str) -> str:
    """Give a text with each Latin letter for the one thirteen places on.

    >>> rot13("rir.oynpx")
    'eve.black'
    """
    return codecs.encode(text, "rot13")


def _turned(text: str) -> Iterator[str]:
    """Give a text backwards and in ROT13, if there may be an address in it."""
    for turned in (backwards(text), rot13(text)):
        spelled = spelled_out(turned)
        if "@" in spelled:
            yield spelled.casefold()


def _letters_apart(text: str) -> Iterator[str]:
    """Give every row of letters with the same sign between them, without that sign."""
    for match in _APART.finditer(text):
        yield match[0][:: 1 + len(match[1])]
