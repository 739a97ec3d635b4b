"""Looks whether a translation is one: not the source again, in fitting letters and length.

Names, numbers and single words that many languages share are no reason to ask. Letters are judged
by the script of the target language (CLDR's likely subtags).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from composer.translation.checks.reading import Flaw, Pair
from composer.translation.locales import script_of
from composer.translation.units import UnitKind

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SCRIPTS = {
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Armn": "\u0530-\u058f",
    "Beng": "\u0980-\u09ff",
    "Cyrl": "\u0400-\u052f",
    "Deva": "\u0900-\u097f",
    "Ethi": "\u1200-\u139f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Gujr": "\u0a80-\u0aff",
    "Guru": "\u0a00-\u0a7f",
    "Hans": "\u3400-\u9fff",
    "Hant": "\u3400-\u9fff",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Jpan": "\u3040-\u30ff\u3400-\u9fff",
    "Khmr": "\u1780-\u17ff",
    "Kore": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af\u3400-\u9fff",
    "Laoo": "\u0e80-\u0eff",
    "Latn": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Mymr": "\u1000-\u109f",
    "Sinh": "\u0d80-\u0dff",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Thai": "\u0e00-\u0e7f",
}
_CYRILLIC_LOOKS = "аеорсухіјѕԁһАВЕКМНОРСТУХІЈЅ"
_MIXED = re.compile(
    rf"[A-Za-z][{_CYRILLIC_LOOKS}]|[{_CYRILLIC_LOOKS}][A-Za-z]|[\u0430-\u044f][aeopcyxi][\u0430-\u044f]"
)
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")
_LEAST_LETTERS = 12
_LEAST_WIDTH = 40
_MOST_TIMES = 3.2
LONGEST_SUBJECT = 90
"""Characters without fields, as on the Write page; longer subjects are cut in lists of messages."""
LONGEST_PREHEADER = 200


def find_likeness_flaws(pair: Pair) -> Iterator[Flaw]:
    """Find what is not translated, written in other letters, or far too long or short."""
    if not pair.is_one_language:
        if pair.target.text.strip() == pair.source.text.strip():
            if is_translatable(pair.source.words):
                yield "same_as_source", {}
        else:
            yield from _find_script(pair)
    yield from _find_mixed(pair)
    yield from _find_length(pair)


@lru_cache(maxsize=2048)
def is_translatable(words: str) -> bool:
    """Tell whether a text has words that differ between languages, by all one can see.

    >>> is_translatable("Newsletter"), is_translatable("Anna Example"), is_translatable("Your bill")
    (False, False, True)
    """
    found = _WORD.findall(words)
    small = [word for word in found if word[0].islower() and len(word) > 1]
    if any(unicodedata.category(word[0]) == "Lo" for word in found):
        return True
    return len(found) > 1 and bool(small)


def _find_script(pair: Pair) -> Iterator[Flaw]:
    wanted = script_of(pair.target.locale)
    letters = _letters_of(wanted)
    words = pair.target.words
    if letters is None or letters.search(words):
        if wanted != "Latn" or words.isascii() or _mostly_latin(words):
            return
    elif sum(map(str.isalpha, words)) < _LEAST_LETTERS or not is_translatable(pair.source.words):
        return
    yield "other_script", {}


def _mostly_latin(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    foreign = sum(ord(char) > 0x24F and not 0x1E00 <= ord(char) <= 0x1EFF for char in letters)
    return foreign * 2 <= len(letters)


@lru_cache(maxsize=64)
def _letters_of(script: str) -> re.Pattern[str] | None:
    return re.compile(f"[{_SCRIPTS[script]}]") if script in _SCRIPTS else None


def _find_mixed(pair: Pair) -> Iterator[Flaw]:
    words = pair.target.words
    match = None if words.isascii() else _MIXED.search(words)
    if match and match[0] not in pair.source.words:
        found = next(word for word in _WORD.finditer(words) if word.end() > match.start())
        yield "mixed_letters", {"word": found[0]}


def _find_length(pair: Pair) -> Iterator[Flaw]:
    length = len(pair.target.words)
    if pair.kind is UnitKind.SUBJECT and length > LONGEST_SUBJECT >= len(pair.source.words):
        yield "long_subject", {"length": length}
    elif pair.kind is UnitKind.PREHEADER and length > LONGEST_PREHEADER >= len(pair.source.words):
        yield "long_preheader", {"length": length}
    source, target = _source_width(pair.source.words), _width(pair.target.words)
    if max(source, target) < _LEAST_WIDTH:
        return
    if target * _MOST_TIMES < source:
        yield "too_short", {}
    elif target > source * _MOST_TIMES and source > 8:
        yield "too_long", {}


def _width(words: str) -> float:
    """Give how much a text says: a character of Chinese says as much as two and a half letters."""
    return len(words) if words.isascii() else len(words) + 1.5 * len(_WIDE.findall(words))


_source_width = lru_cache(maxsize=2048)(_width)
