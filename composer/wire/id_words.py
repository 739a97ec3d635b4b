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
from functools import lru_cache
from itertools import combinations

from composer.wire.deep_text import settle
from composer.wire.lookalikes import in_latin

MIN_ID_LENGTH = 4
_DISTINCT_DIGITS = 6
_MOST_PIECES = 8
_LONGEST_KEPT = 100
_RUN = re.compile(r"[\w.\-]+")
_EDGES = "._-"
_LEAST_GROUPED = 7
_MOST_LETTERS = 6
_MOST_GROUPED = 40
_PARTING = r"[ \t\n.:/#_|+*~=\"-]{1,3}"
_GROUPED = re.compile(
    rf"(?<![^\W_])[^\W\d_]{{1,6}}{_PARTING}\d{{2,}}(?:{_PARTING}\d{{2,}}){{0,3}}(?![^\W_])"
)
_APART = re.compile(r"[ \t\n:/#|+*~=\"]")
_SECOND_GROUP = b" 00"
_GROUPS_BEGIN = re.compile(rb"[Aa](?: {1,3}|[._-]0{2,6} )00")
_MOST_BETWEEN = 8
"""From the letters to the space before the second group."""
_STRETCHES = bytes(
    byte if byte > 0x7F or chr(byte).isalnum() or chr(byte) in _EDGES else 0x20
    for byte in range(256)
)
"""Puts spaces for all of ASCII that no word holds: a quick first cut, `_RUN` makes the second."""
_PIECE = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[\s_\-/.]+")
_IN_NUMBERS = re.compile(r"[\s_\-/]+")
_NUMERIC = re.compile(r"[\d.\-]+")
_AMOUNT = re.compile(r"\d+(?:\.\d+)+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_USUAL_ID = re.compile(r"[A-Za-z0-9]+(?:[._\-][A-Za-z0-9]+)*")
_DIGIT = re.compile(r"\d")
_MAYBE_DIGIT = re.compile(rb"[0-9\x80-\xff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdShape:
    """What all ids of an audience have in common: lengths, most words, digits in every one.

    `numbers` tells that some consist of digits only.
    """

    lengths: frozenset[int]
    words: int
    always_digits: bool
    numbers: bool = True


def id_key(value: str) -> str:
    """Fold an id for comparison.

    >>> id_key(" ACC-1001 ")
    'acc1001'
    """
    return _folded(settle(value.strip()))


def has_digit(key: str) -> bool:
    """Tell whether a folded id holds a digit, as `find_id_words` sees digits."""
    return bool(_DIGIT.search(key))


def is_vague(key: str) -> bool:
    """Tell whether an id reads like an ordinary word or a small number.

    Such a key is no sign of a leak where the author or the recipient's own row says the same.
    """
    return key.isalpha() or (key.isdigit() and len(key) < _DISTINCT_DIGITS)


def word_count(value: str) -> int:
    """Count the words of which an id is written."""
    return len(_words(settle(value)))


def key_and_words(value: str) -> tuple[str, int]:
    """Give `id_key` and `word_count` of a cell; what ids usually look like is seen at once.

    >>> key_and_words("ACC-1001"), key_and_words("&#65;1 b2")
    (('acc1001', 1), ('a1b2', 2))
    """
    if _USUAL_ID.fullmatch(value):
        return _folded(value.lower()), 1
    key = id_key(value)
    return key, word_count(value) if key else 0


def find_id_words(text: str, *, shape: IdShape) -> list[str]:
    """Give every word of a settled text that could be an id of this shape, folded."""
    if not shape.lengths or (shape.always_digits and not _DIGIT.search(text)):
        return []
    lengths, shortest = shape.lengths, min(shape.lengths)
    found: dict[str, None] = {}
    stretches = text.encode("utf-8", "surrogatepass").translate(_STRETCHES)
    for stretch in dict.fromkeys(_long_ones(stretches, shortest)):
        if shape.always_digits and not _MAYBE_DIGIT.search(stretch):
            continue
        for word in _words(stretch.decode("utf-8", "surrogatepass")):
            if not shape.always_digits or _DIGIT.search(word):
                for key in _readings(word):
                    if len(key) in lengths:
                        found[key] = None
                        if not key.isascii():
                            found[in_latin(key)] = None
    if shape.words > 1:
        groups = _groups(_words(text), shape.words)
        found.update((key, None) for key in groups if len(key) in lengths)
    return list(found)


def find_grouped_ids(text: str, *, shape: IdShape) -> Iterator[tuple[str, str]]:
    """Give what letters and the groups of digits after them make together: `AC 104 822`.

    Each with what it is without its last group, which may be an id by itself.
    """
    if not shape.lengths or max(shape.lengths) < _LEAST_GROUPED:
        return
    for match in _GROUPED.finditer(text):
        if not _APART.search(match[0]):
            continue  # it is one word
        whole = ""
        for piece in _PIECE.findall(match[0]):
            begin, whole = whole, whole + piece
            if len(whole) in shape.lengths and len(whole) >= _LEAST_GROUPED and begin:
                yield begin, whole


def groups_in(text: str, shape: bytes) -> Iterator[str]:
    """Give where letters and groups of digits stand beside each other, with what is around it.

    `shape` is `shape_of` the text.
    """
    second = shape.find(_SECOND_GROUP)
    while second >= 0:
        match = _GROUPS_BEGIN.search(shape, max(0, second - _MOST_BETWEEN), second + 3)
        if match is not None:
            at = match.start()
            if at < _MOST_LETTERS or not shape[at - _MOST_LETTERS : at + 1].isalpha():
                yield text[max(0, at - _MOST_LETTERS) : at + _MOST_GROUPED]
        second = shape.find(_SECOND_GROUP, second + 1)


def id_stretches(text: bytes, *, shape: IdShape) -> set[bytes]:
    """Give every stretch of a text in which an id of one word could be, perhaps more.

    `text` is UTF-8 with ASCII in small letters. Folding makes of no letter more letters and digits
    than it takes bytes, so what is shorter than the shortest id cannot become one.
    """
    if not shape.lengths:
        return set()
    return set(_long_ones(text.translate(_STRETCHES), min(shape.lengths)))


def cut_stretches(text: bytes) -> list[bytes]:
    """Cut the same kind of text into all its stretches."""
    return text.translate(_STRETCHES).split()


def ends_of(text: str, *, shape: IdShape) -> tuple[str, str]:
    """Give as much of a text's begin and end as an id may be written in with what is around it.

    A short text is given whole, with nothing as its end.
    """
    runs = [run for run in _RUN.finditer(text) if run[0].strip(_EDGES)]
    if len(runs) <= 2 * shape.words:
        return text, ""
    return text[: runs[shape.words - 1].end()], text[runs[-shape.words].start() :]


def _long_ones(stretches: bytes, size: int) -> list[bytes]:
    """Give the stretches of at least this size.

    One is put at the end, because the search would begin anew at every place after the last.
    """
    found: list[bytes] = _at_least(size).findall(stretches + b" " + b"x" * size)
    found.pop()
    return found


@lru_cache(maxsize=16)
def _at_least(size: int) -> re.Pattern[bytes]:
    """Match words that are so long; shorter ones are passed over in one go."""
    return re.compile(rb"(?:[^ ]{0,%d}+ )*+([^ ]{%d,}+)" % (size - 1, size))


def _words(text: str) -> list[str]:
    if (word := text.strip(_EDGES)).isalnum():
        return [word]
    return [word for run in _RUN.findall(text) if (word := run.strip(_EDGES))]


def _groups(words: list[str], longest: int) -> Iterator[str]:
    """Give neighbouring words put together, as many as an id may be written in."""
    for count in range(2, longest + 1):
        for start in range(len(words) - count + 1):
            yield _folded("".join(words[start : start + count]))


def _readings(word: str) -> tuple[str, ...]:
    if word.isalnum():
        return (word,)
    if len(word) > _LONGEST_KEPT:
        return _marked_readings(word)
    return _kept_readings(word)


def _marked_readings(word: str) -> tuple[str, ...]:
    if _DATE.fullmatch(word):
        return ()
    if _NUMERIC.fullmatch(word):
        return (_folded(word),)
    pieces = [*_PIECE.finditer(word)][:_MOST_PIECES]
    found = [_folded(word)]
    for start, end in combinations(range(len(pieces) + 1), 2):
        if not _AMOUNT.fullmatch(word, pieces[start].start(), pieces[end - 1].end()):
            found.append("".join(piece[0] for piece in pieces[start:end]))
    return tuple(found)


_kept_readings = lru_cache(maxsize=2048)(_marked_readings)


def _folded(word: str) -> str:
    return (_IN_NUMBERS if _NUMERIC.fullmatch(word) else _SEPARATORS).sub("", word)
