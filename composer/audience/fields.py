"""Decide whether a cell is empty: the first half of the rule that nobody gets a blank.

A cell that is empty here reaches templates as an empty field, which refuses to be printed. Cells
themselves are kept as written; nothing is repaired.
"""

from __future__ import annotations

import string
import unicodedata

_WORDS_FOR_NOTHING = frozenset({"nan", "null", "n/a", "-"})
LONGEST_FOR_NOTHING = max(map(len, _WORDS_FOR_NOTHING))
"""What has more letters, all of them printable ASCII but blanks around it, is not empty."""

SURELY_FILLED = frozenset(string.ascii_letters + string.digits) - frozenset("nN")
"""What begins with one of these is not empty: it stays, or merges to another letter."""

_INVISIBLE = frozenset(
    "\u034f"  # combining grapheme joiner
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers
    "\u17b4\u17b5"  # Khmer inherent vowels
    "\u2800"  # Braille pattern blank
)
_INVISIBLE_RANGES = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF))


def is_empty_cell(value: str) -> bool:
    """Tell whether a cell holds nothing that a reader would see, or a word for nothing.

    Trimming, NFKC and removal of invisible characters first (design.md rule 9).

    >>> [is_empty_cell(cell) for cell in ("", " \u200b", "NaN", "n/a", "-", "0", "Nancy")]
    [True, True, True, True, True, False, False]
    """
    if value.isascii() and value.isprintable():
        word = value.strip()
    elif value.isprintable() and len(value.encode("ascii", "ignore").strip()) > LONGEST_FOR_NOTHING:
        return False  # none of these letters goes, and none merges with another
    else:
        word = "".join(
            char for char in unicodedata.normalize("NFKC", value.strip()) if not _is_invisible(char)
        ).strip()
    if not word:
        return True
    return len(word) <= LONGEST_FOR_NOTHING and word.lower() in _WORDS_FOR_NOTHING


def _is_invisible(char: str) -> bool:
    return (
        char in _INVISIBLE
        or unicodedata.category(char) in {"Cc", "Cf"}
        or any(first <= ord(char) <= last for first, last in _INVISIBLE_RANGES)
    )
