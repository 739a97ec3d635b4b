"""Cuts text into the words that could be somebody's id, and folds ids for comparison.

An id is compared without case, spaces and marks between its parts (`ACC-1001` is `acc1001`).
A word is a run of letters and digits with dots, hyphens and underscores inside. Words of digits and
points alone (amounts, versions) are compared whole, never in pieces; mixed words also in pieces
(`account-1001`). Dates (`2019-11-01`) are no ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from composer.wire.deep_text import settle

MIN_ID_LENGTH = 4
_DISTINCT_DIGITS = 6
_MOST_PIECES = 8
_WORD = re.compile(r"[^\W_](?:[\w.\-]*[^\W_])?")
_PIECE = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[\s_\-/.]+")
_IN_NUMBERS = re.compile(r"[\s_\-/]+")
_NUMERIC = re.compile(r"[\d.\-]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdShape:
    """What all ids of an audience have in common: lengths, most words, digits in every one."""

    lengths: frozenset[int]
    words: int
    always_digits: bool


def id_key(value: str) -> str:
    """Fold an id for comparison.

    >>> id_key(" ACC-1001 ")
    'acc1001'
    """
    return _folded(settle(value.strip()))


def is_vague(key: str) -> bool:
    """Tell whether an id reads like an ordinary word or a small number.

    Such a key is no sign of a leak where the author or the recipient's own row says the same.
    """
    return key.isalpha() or (key.isdigit() and len(key) < _DISTINCT_DIGITS)


def word_count(value: str) -> int:
    """Count the words of which an id is written."""
    return len(_WORD.findall(settle(value)))


def find_id_words(text: str, *, shape: IdShape) -> Iterator[str]:
    """Give every word of a settled text that could be an id of this shape, folded."""
    if not shape.lengths:
        return
    words: list[str] = _WORD.findall(text)
    for word in words:
        if shape.always_digits and not _DIGIT.search(word):
            continue
        yield from _fitting(_readings(word), shape=shape)
    for count in range(2, shape.words + 1):
        groups = ("".join(words[start : start + count]) for start in range(len(words) - count + 1))
        yield from _fitting((_folded(group) for group in groups), shape=shape)


def _readings(word: str) -> Iterator[str]:
    if _DATE.fullmatch(word):
        return
    yield _folded(word)
    if word.isalnum() or _NUMERIC.fullmatch(word):
        return
    pieces: list[str] = _PIECE.findall(word)[:_MOST_PIECES]
    for start, end in combinations(range(len(pieces) + 1), 2):
        yield "".join(pieces[start:end])


def _folded(word: str) -> str:
    return (_IN_NUMBERS if _NUMERIC.fullmatch(word) else _SEPARATORS).sub("", word)


def _fitting(keys: Iterator[str], *, shape: IdShape) -> Iterator[str]:
    return (key for key in keys if len(key) in shape.lengths)
