"""The names of months in a language: CLDR's, in all widths and cases, and as they are bent."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_MORE = {
    "ar": ("ar_LB", "ar_DZ", "ar_MA"),
    "de": ("de_AT",),
    "en": ("en_GB",),
}
# Cases that CLDR does not list, where the stem is too short to be found by itself.
_ALSO: dict[str, dict[str, int]] = {
    "pl": {"lutym": 2, "marcu": 3, "maju": 5, "lipcu": 7},
    "ru": {"марте": 3, "мае": 5},
    "uk": {"лютому": 2},
    "cs": {"květnu": 5, "září": 9},
    "en": {"Sept": 9},
    "de": {"Sept": 9},
}
_BENT = frozenset(
    {"be", "bg", "cs", "fi", "hr", "hu", "lt", "lv", "pl", "ru", "sk", "sl", "sr", "tr", "uk"}
)
_SHORTEST_STEM = 4


@lru_cache(maxsize=256)
def month_names(locale: str) -> dict[str, int]:
    """Give the months of a language by name, in small letters where the language has them so."""
    language = locale.partition("-")[0]
    if language in {"ja", "zh", "ko", "yue"}:
        return {}
    found: dict[str, int] = {}
    for babel in _variants(locale, language):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names = babel.months[context][width]
                found |= {_bare(str(name)): number for number, name in names.items()}
    found |= _ALSO.get(language, {})
    return {name: number for name, number in found.items() if len(name) > 1}


@lru_cache(maxsize=256)
def month_regex(locale: str) -> re.Pattern[str] | None:
    """Give what finds the months of a language by name, without groups, or None."""
    language = locale.partition("-")[0]
    names = month_names(locale)
    if not names:
        return None
    options = [re.escape(name) for name in sorted(names, key=len, reverse=True)]
    options += [f"{re.escape(stem)}\\w{{0,4}}" for stem in _stems(locale)]
    prefix = r"(?<![^\W\d])" if language not in {"ar", "he", "th"} else ""
    # Where months begin with capitals, “may” is none.
    flags = re.NOFLAG if language in {"en", "de"} else re.IGNORECASE
    return re.compile(rf"{prefix}(?:{'|'.join(options)})(?![^\W\d])\.?", flags)


def month_number(name: str, locale: str) -> int:
    """Give the month that was found, 0 for none."""
    bare, names = _bare(name), month_names(locale)
    if bare in names:
        return names[bare]
    low = bare.casefold()
    known = next((number for item, number in names.items() if item.casefold() == low), 0)
    stems = _stems(locale)
    return known or next((stems[stem] for stem in stems if low.startswith(stem.casefold())), 0)


@lru_cache(maxsize=256)
def _stems(locale: str) -> dict[str, int]:
    language = locale.partition("-")[0]
    if language not in _BENT:
        return {}
    stems: dict[str, int] = {}
    babel = _variants(locale, language)[0]
    for number in range(1, 13):
        one = _bare(str(babel.months["format"]["wide"][number]))
        other = _bare(str(babel.months["stand-alone"]["wide"][number]))
        stem = _common(one, other)
        stem = stem if stem != one or len(stem) < 6 else stem[:-1]
        if len(stem) >= _SHORTEST_STEM:
            stems[stem] = number
    return stems


def _common(one: str, other: str) -> str:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]


def _bare(name: str) -> str:
    return name.strip().rstrip(".").replace("\u200f", "")


def _variants(locale: str, language: str) -> list[Locale]:
    found: list[Locale] = []
    for tag in (locale.replace("-", "_"), language, *_MORE.get(language, ())):
        try:
            found.append(Locale.parse(tag))
        except (ValueError, UnknownLocaleError):
            continue
    return found or [Locale("en")]
