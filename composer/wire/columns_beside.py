"""Finds the columns that templates print beside each other: what two cells make is read as one.

Guards rule 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_PRINTED = re.compile(r"\{\{\s*(\w+)[^{}]*\}\}")
_STATEMENT = re.compile(r"\{%.*?%\}|<[^<>]*>|&\w+;", re.DOTALL)
_WORD = re.compile(r"[^\W_]")


def columns_beside(texts: Iterable[str], columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give the pairs of columns that templates print beside each other, with no word between.

    >>> columns_beside(["{{ a }}<td>{{ b }} of {{ c }} {{ d }}"], ["a", "b", "c"])
    (('a', 'b'),)
    """
    found: dict[tuple[str, str], None] = {}
    for text in texts:
        matches = [*_PRINTED.finditer(text)]
        for one, other in pairwise(matches):
            between = _STATEMENT.sub("", text[one.end() : other.start()])
            if one[1] in columns and other[1] in columns and not _WORD.search(between):
                found[one[1], other[1]] = None
    return tuple(found)
