"""Gives what a text says if it is read as nobody would: letters turned, apart, in rare codes.

Such a reading is a guess. It costs much more than `every_view`, so it is made for a cell that is
not plain, and for the first message of each kind. Guards rule 8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from composer.wire.base_codes import in_other_bases
from composer.wire.coded_text import decoded, in_digits, in_groups
from composer.wire.deep_text import unfold
from composer.wire.every_view import every_view
from composer.wire.numbered_letters import letters_as_numbers, mixed_with_a_key
from composer.wire.shown_text import Joining, View, spelled_out, visible

LONGEST_GUESSED = 40_000
"""So much of each part; a message of a kind has to be through in a second, guesses included."""
_APART = re.compile(r"(?<![^\W_])\S([^\w@\x1f]{1,5}|_)\S(?:\1\S){5,400}")
_IN_TURN = re.compile(
    r"(?<!\w)(?=[\w.@]([^\w\s@])[\w.@](?!\1)[^\w\s@])[\w.@](?:[^\w\s@][\w.@]){5,400}"
)
_OTHER_DOTS = re.compile(r"(?<=\w)[,;\u00b7](?=\w)")
_UPSIDE_DOWN = str.maketrans(
    "\u0250q\u0254p\u01dd\u025f\u0183\u0265\u1d09\u027e\u029e\u05df\u026fuodb\u0279s\u0287n\u028c\u028dx\u028ez\u02d9\u0131",
    "abcdefghijklmnopqrstuvwxyz.i",
)
_UPSIDE_DOWN_LETTER = re.compile("[\u0250\u01dd\u0279\u0287\u028c\u028d\u028e]")


def guessed_views(text: str) -> dict[View, None]:
    """Give all that is guessed, in small letters, each once."""
    bare = unfold(text)[:LONGEST_GUESSED]
    found: dict[View, None] = {}
    for read in dict.fromkeys((bare, visible(bare))):
        codes = dict.fromkeys(
            (
                *in_other_bases(read),
                *in_groups(read),
                *in_digits(backwards(read)),
                *in_digits(rot13(read)),
            )
        )
        for code in (*letters_as_numbers(read), *mixed_with_a_key(read)):
            found.update(((view, Joining.TURNED), None) for view, _joining in every_view(code))
        for code in codes:
            found.update(every_view(code))
        for item in (read, *codes, *decoded(read)):
            found.update(((turned, Joining.TURNED), None) for turned in _turned(item))
        for letters in _letters_apart(read):
            found[letters.casefold(), Joining.LETTERS] = None
    if _UPSIDE_DOWN_LETTER.search(text):  # folding makes no dot of one that hangs
        turned = backwards(text.casefold().translate(_UPSIDE_DOWN))
        found[turned, Joining.TURNED] = None
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
    dotted = _OTHER_DOTS.sub(".", text)
    for turned in (backwards(text), rot13(text), *([dotted] if dotted != text else [])):
        spelled = spelled_out(turned)
        if "@" in spelled:
            yield spelled.casefold()


def _letters_apart(text: str) -> Iterator[str]:
    """Give every row of letters with the same sign between them, without that sign."""
    for match in _APART.finditer(text):
        yield match[0][:: 1 + len(match[1])]
    for match in _IN_TURN.finditer(text):
        yield match[0][::2]
