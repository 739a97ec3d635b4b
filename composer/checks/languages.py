"""Finds a language that is not written in itself: a German catalogue that reads English.

Looked at once for each language, over all its words without fields. Short texts, and languages that
are close to each other or unknown to the model, are left alone.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global

from composer.checks.written import Written
from composer.findings import Finding, finding

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LEAST_LETTERS = 120
_SURE = 0.95
_IMPOSSIBLE = 0.01
_LEAST_SHARE = 0.5

_CLOSE = (
    {"no", "nb", "nn", "da", "sv"},
    {"hr", "bs", "sr", "sh", "sl", "mk", "bg"},
    {"id", "ms", "jv"},
    {"cs", "sk"},
    {"es", "gl", "ca", "pt", "an", "ast", "oc"},
    {"nl", "af", "li", "fy"},
    {"uk", "ru", "be"},
    {"de", "lb", "gsw"},
    {"hi", "mr", "ne"},
    {"fa", "ur", "ps", "ku"},
    {"az", "tr", "kk", "ky"},
)
_ALSO = {"nb": "no", "nn": "no", "fil": "tl", "iw": "he", "in": "id", "sh": "sr"}
_SCRIPTS = {
    "Arab": ("ARABIC",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Grek": ("GREEK",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Hebr": ("HEBREW",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH"),
    "Kore": ("HANGUL", "CJK"),
    "Latn": ("LATIN",),
    "Thai": ("THAI",),
}
"""How the names of a script's letters begin."""


def find_language_findings(written: Written) -> Iterator[Finding]:
    """Find that a language's words are those of another."""
    words = f"{written.subject}\n{written.words}"
    letters = [char for char in words if char.isalpha()]
    script = _script_of(written.locale)
    where = written.where("body")
    weighed = len(letters) * (3 if script in {"Jpan", "Hans", "Hant", "Kore"} else 1)
    if weighed < LEAST_LETTERS:
        return
    if script in _SCRIPTS and _share(letters, _SCRIPTS[script]) < _LEAST_SHARE:
        yield finding("content.wrong_script", where=where, locale=written.locale)
    elif other := _other_language(written.words, written.locale):
        yield finding("content.wrong_language", where=where, locale=written.locale, other=other)


def _share(letters: list[str], names: tuple[str, ...]) -> float:
    begins = Counter(unicodedata.name(char, "?").partition(" ")[0] for char in letters)
    return sum(begins[name] for name in names) / len(letters)


def _other_language(words: str, locale: str) -> str:
    language = locale.partition("-")[0].lower()
    language = _ALSO.get(language, language)
    ranked = dict(_identifier().rank(" ".join(words.split())))
    if language not in ranked:
        return ""
    best = max(ranked, key=lambda tag: ranked[tag])
    sure = ranked[best] > _SURE and ranked[language] < _IMPOSSIBLE
    close = any({best, language} <= group for group in _CLOSE)
    return best if sure and not close else ""


def _script_of(locale: str) -> str:
    for subtag in locale.split("-")[1:]:
        if len(subtag) == 4 and subtag.isalpha():
            return subtag.title()
    likely = get_global("likely_subtags")
    full = likely.get(locale.replace("-", "_")) or likely.get(locale.partition("-")[0]) or ""
    return next((part for part in str(full).split("_")[1:] if len(part) == 4), "")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Read the model when a text is first long enough: it takes a fifth of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
