"""Which stored translations fit a text, how well, and what is different about them.

A text is cut into words where its language puts spaces between words, else into characters; a
field, link, date or number is one piece. Likeness is the share of pieces that two texts have in the
same order. `shape` is what is stored and searched: a character for each piece, the same one for all
numbers, for all fields and so on, so that no text that is alike enough can be missed. What is
stored where is not known here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from composer.model.memory import (
    Change,
    MatchKind,
    MemoryMatch,
    StoredUnit,
    Stretch,
)
from composer.translation.fills import refill
from composer.translation.marks import Mark, find_marks

LEAST_LIKENESS = 60
MATCHES_SHOWN = 5
LONGEST_SHAPE = 250
MOST_CANDIDATES = 40
_ROUNDING = 1e-6
_FILLED_LIKENESS = 99
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo", "dz", "yue"})
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_CHARACTER = re.compile(r"\w")
_FIRST_CODE, _CODES, _HALVES, _HALVES_COUNT = 0x100, 0x100000, 0xD800, 0x800


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryKey:
    """By what a text is found: itself, itself without its marks, and its shape."""

    exact: str
    loose: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a text; `kind` is what all marks like it share, empty for words."""

    text: str
    kind: str = ""


def is_spaced(locale: str) -> bool:
    """Tell whether a language puts spaces between its words.

    >>> is_spaced("ko"), is_spaced("zh-Hant")
    (True, False)
    """
    return locale.partition("-")[0] not in _UNSPACED


@lru_cache(maxsize=4096)
def memory_key(source: str, locale: str) -> MemoryKey:
    """Make the keys of a source text."""
    text = _plain(source)
    return MemoryKey(
        exact=_digest(text),
        loose=_digest(_without(text, find_marks(text, locale))),
        shape=_shape(_pieces(text, locale)),
    )


def shape_lengths(shape: str) -> tuple[int, int]:
    """Give the shortest and the longest shape that can be alike enough to this one."""
    share = LEAST_LIKENESS / 100
    length = len(shape)
    return (
        max(int(length * share / (2 - share)), 1),
        min(int(length * (2 - share) / share) + 1, LONGEST_SHAPE),
    )


def nearest_shapes(shape: str, shapes: Sequence[str]) -> tuple[str, ...]:
    """Give the shapes that are most alike, the best first, each once."""
    found = process.extract(
        shape,
        shapes,
        scorer=Indel.normalized_similarity,
        score_cutoff=LEAST_LIKENESS / 100 - _ROUNDING,
        limit=MOST_CANDIDATES,
    )
    return tuple(dict.fromkeys(near for near, _score, _place in found))


def likeness(one: str, other: str, locale: str) -> int:
    """Give how much two texts of a language are alike, from 0 to 100; 100 is the same text.

    >>> likeness("Your balance is 5.", "Your balance is 7.", "en"), likeness("a b", "c d", "en")
    (75, 0)
    """
    if _plain(one) == _plain(other):
        return 100
    first, second = _folded(one, locale), _folded(other, locale)
    alike = Indel.normalized_similarity(first, second) if first else 0
    return min(int(alike * 100), _FILLED_LIKENESS - 1)


def find_differences(before: str, after: str, locale: str) -> tuple[Stretch, ...]:
    """Give the way from one text to another, piece by piece.

    >>> found = find_differences("Pay now.", "Pay later.", "en")
    >>> [(item.change.value, item.text) for item in found]
    [('same', 'Pay '), ('removed', 'now'), ('added', 'later'), ('same', '.')]
    """
    first, second = _all_pieces(before, locale), _all_pieces(after, locale)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    found: list[Stretch] = []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Stretch(text="".join(first[start:end]), change=Change.SAME))
            continue
        if start < end:
            found.append(Stretch(text="".join(first[start:end]), change=Change.REMOVED))
        if other_start < other_end:
            found.append(Stretch(text="".join(second[other_start:other_end]), change=Change.ADDED))
    return tuple(found)


def rank_matches(
    source: str, units: Iterable[StoredUnit], *, locale: str, name_of: Callable[[str], str]
) -> tuple[MemoryMatch, ...]:
    """Judge stored units against a text: the best first, of equal ones those into `locale`, newest.

    Units that are not alike enough are left out; what reads the same is shown once.
    """
    judged = sorted(
        (match for unit in units if (match := _judge(source, unit)) is not None),
        key=lambda match: (
            match.likeness,
            match.stored.unit.pair.target == locale,
            match.stored.unit.at,
            match.stored.number,
        ),
        reverse=True,
    )
    once: dict[str, _Judged] = {}
    for match in judged:
        once.setdefault(match.target, match)
    found = (_match(source, best, name_of) for best in list(once.values())[:MATCHES_SHOWN])
    return tuple(replace(item, locale="") if item.locale == locale else item for item in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A stored unit and how it fits."""

    stored: StoredUnit
    kind: MatchKind
    target: str
    likeness: int


def _judge(source: str, stored: StoredUnit) -> _Judged | None:
    unit, locale = stored.unit, stored.unit.pair.source
    kind, target, alike = MatchKind.FUZZY, unit.target, likeness(unit.source, source, locale)
    if alike == 100:
        kind = MatchKind.EXACT
    elif filled := _filled(source, stored):
        kind, target, alike = MatchKind.FILLED, filled, _FILLED_LIKENESS
    if alike < LEAST_LIKENESS:
        return None
    return _Judged(stored=stored, kind=kind, target=target, likeness=alike)


def _filled(source: str, stored: StoredUnit) -> str | None:
    unit, locale = stored.unit, stored.unit.pair.source
    before, after = _plain(unit.source), _plain(source)
    if _without(before, find_marks(before, locale)) != _without(after, find_marks(after, locale)):
        return None
    return refill(
        unit.target,
        before=before,
        after=after,
        source_locale=locale,
        locale=unit.pair.target,
    )


def _match(source: str, judged: _Judged, name_of: Callable[[str], str]) -> MemoryMatch:
    unit = judged.stored.unit
    return MemoryMatch(
        number=judged.stored.number,
        source=unit.source,
        target=judged.target,
        kind=judged.kind,
        likeness=judged.likeness,
        campaign=judged.stored.campaign_name or unit.origin,
        by=name_of(unit.by),
        at=unit.at,
        locale=unit.pair.target,
        differences=find_differences(unit.source, source, unit.pair.source),
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _without(text: str, marks: Sequence[Mark]) -> str:
    """Give a text with each mark named, so that texts that differ in marks alone are the same."""
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts += [text[at : mark.start], f"\x00{mark.shape}\x00"]
        at = mark.end
    return "".join([*parts, text[at:]])


def _folded(text: str, locale: str) -> list[str]:
    return [piece.text.casefold() for piece in _pieces(_plain(text), locale)]


def _pieces(text: str, locale: str) -> list[Piece]:
    """Cut a text into its words, or characters, and marks; spaces and punctuation fall away."""
    spaced = is_spaced(locale)
    found: list[Piece] = []
    at = 0
    for mark in find_marks(text, locale):
        found += _words(text[at : mark.start], spaced=spaced)
        found.append(Piece(text=mark.text, kind=mark.shape))
        at = mark.end
    return [*found, *_words(text[at:], spaced=spaced)]


def _words(text: str, *, spaced: bool) -> list[Piece]:
    if spaced:
        return [Piece(text=word) for word in _WORD.findall(text)]
    return [Piece(text=char) for char in text if char.isalnum()]


def _all_pieces(text: str, locale: str) -> list[str]:
    """Cut a text into pieces that are the whole text again when joined."""
    word = _WORD if is_spaced(locale) else _CHARACTER
    found: list[str] = []
    at = 0
    for mark in find_marks(text, locale):
        found += _cut(text[at : mark.start], word)
        found.append(mark.text)
        at = mark.end
    return [*found, *_cut(text[at:], word)]


def _cut(text: str, word: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    at = 0
    for match in word.finditer(text):
        found += [*text[at : match.start()], match[0]]
        at = match.end()
    return [*found, *text[at:]]


def _shape(pieces: Sequence[Piece]) -> str:
    return "".join(_code(piece.kind or piece.text.casefold()) for piece in pieces[:LONGEST_SHAPE])


def _code(text: str) -> str:
    """Give one character for a text: nearly always another one for another text."""
    code = _FIRST_CODE + zlib.crc32(text.encode("utf-8", "surrogatepass")) % _CODES
    return chr(code if code < _HALVES else code + _HALVES_COUNT)
