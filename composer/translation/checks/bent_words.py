"""Finds a word in the forms that a language bends it into, without knowing the language's words.

The end may be another one. Letters that change inside are written in one way first: Polish ó and o,
German ä and a, Russian ё and е, the letters that Hebrew writes otherwise at a word's end, Turkish
dotless i; of Arabic words only the consonants are compared where the word itself is not found.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WITHOUT_SPACES = frozenset({"ja", "zh", "yue", "th", "lo", "km", "my", "bo"})
_LONGEST_END = 4
_LONGEST_UNWANTED_END = 2
_SHORTEST_STEM = 3
_LEAST_CONSONANTS = 4
_MARKS = re.compile("[\u064b-\u0652\u0640\u0591-\u05c7]")
_ARABIC = str.maketrans("أإآٱىةؤئ", "ااااىهوي")
_WEAK = re.compile("[اويىهء]")
_FINAL = str.maketrans("ךםןףץ", "כמנפצ")
_ARABIC_WRITTEN = frozenset({"ar", "fa", "ur"})
_KEEPS_ACCENTS = frozenset({"vi"})
_JOINED = r"[\s\u00a0-]+"


def is_said(term: str, text: str, language: str) -> bool:
    """Tell whether a text holds a term in some form.

    >>> is_said("umowa", "Kilka umów", "pl"), is_said("صندوق", "الصناديق", "ar")
    (True, True)
    """
    if language in WITHOUT_SPACES:
        return re.search(re.escape(term), text, re.IGNORECASE) is not None
    folded = _folded(text, language)
    if _pattern(_folded(term, language)).search(folded):
        return True
    if language not in _ARABIC_WRITTEN:
        return False
    bones = _bones(term)
    return bones is not None and bones.search(_WEAK.sub("", folded)) is not None


def is_unwanted_said(term: str, text: str, language: str) -> bool:
    """Tell whether a text holds a term that is not wanted: from its start, with a short end.

    >>> is_unwanted_said("Kosten", "kostenlos", "de"), is_unwanted_said("Kosten", "Kosten", "de")
    (False, True)
    """
    if language in WITHOUT_SPACES:
        return is_said(term, text, language)
    return _unwanted(_folded(term, language)).search(_folded(text, language)) is not None


@lru_cache(maxsize=2048)
def _folded(text: str, language: str) -> str:
    """Write letters that change with a word's form in one way, and all of them small."""
    if language in {"tr", "az"}:
        text = text.replace("İ", "i").replace("I", "ı")
    text = text.casefold()
    if text.isascii():
        return text
    if language in _ARABIC_WRITTEN:
        return _MARKS.sub("", text).translate(_ARABIC)
    if language == "he":
        return _MARKS.sub("", text).translate(_FINAL)
    if language in _KEEPS_ACCENTS:
        return text
    apart = unicodedata.normalize("NFD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    return re.compile(_JOINED.join(_bent(word, _LONGEST_END) for word in term.split()))


@lru_cache(maxsize=4096)
def _unwanted(term: str) -> re.Pattern[str]:
    words = _JOINED.join(_bent(word, _LONGEST_UNWANTED_END) for word in term.split())
    return re.compile(rf"(?<!\w)(?:[\u0600-\u06ff]{{1,3}}|[בהוכלמש]{{1,2}})?{words}(?!\w)")


def _bent(word: str, longest_end: int) -> str:
    """Leave out the end of a word, as far as enough of it stays, and let another one follow."""
    cut = min(2, max(0, len(word) - _SHORTEST_STEM)) if word.isalpha() else 0
    stem = word[: len(word) - cut]
    return rf"{re.escape(stem)}\w{{0,{cut + longest_end}}}"


@lru_cache(maxsize=2048)
def _bones(term: str) -> re.Pattern[str] | None:
    """Give what finds the consonants of an Arabic term, where there are enough to tell it by."""
    words = [_WEAK.sub("", _folded(word, "ar").removeprefix("ال")) for word in term.split()]
    if len("".join(words)) < _LEAST_CONSONANTS - (len(words) == 1) or not all(words):
        return None
    return re.compile(r"\s+ل{0,2}".join(rf"{re.escape(word)}\w{{0,3}}" for word in words))
