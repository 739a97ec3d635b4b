"""Finds a language that is not written in itself: a German catalogue that reads English.

Looked at once for each language, over the words of subject and body without fields. Short texts,
and languages that are close to each other or unknown to the model, are left alone.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global

from composer.checks.markup import read_page
from composer.checks.written import Written, plain_words, without_fields
from composer.findings import Finding, finding

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LEAST_LETTERS = 120
MOST_LETTERS = 6000
"""What is read of a text: more of it would say the same."""
_SURE = 0.95
_IMPOSSIBLE = 0.01
_LEAST_SHARE = 0.4
_WHOLE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})

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
    body = read_page("", body=written.sources.html).text[:MOST_LETTERS]
    words = f"{plain_words(written.subject)}\n{without_fields(body)}"
    if sum(char.isalpha() for char in words) < LEAST_LETTERS:
        return
    script, where = _script_of(written.locale), written.where("body")
    if script in _SCRIPTS and _share(words, _SCRIPTS[script]) < _LEAST_SHARE:
        yield finding("content.wrong_script", where=where, locale=written.locale)
    elif other := _other_language(words, written.locale):
        yield finding("content.wrong_language", where=where, locale=written.locale, other=other)


def _share(words: str, names: tuple[str, ...]) -> float:
    """Give the share of letters in a script; one that says a syllable or a word weighs more."""
    begins = Counter(
        unicodedata.name(char, "?").partition(" ")[0] for char in words if char.isalpha()
    )
    weights = {name: count * (3 if name in _WHOLE else 1) for name, count in begins.items()}
    return sum(weights.get(name, 0) for name in names) / sum(weights.values())


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
    """Open the model when a text is first long enough: it takes a fifth of a second."""
    from composer.checks.language_model import open_identifier  # noqa: PLC0415

    return open_identifier()
