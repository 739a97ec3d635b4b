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
# Forms that CLDR does not list, where the stem is too short or changes.
_CASES: dict[str, tuple[tuple[int, str], ...]] = {
    "be": ((2, "лютым"), (5, "маі маю маем")),
    "cs": (
        (1, "lednu lednem"), (4, "dubnu dubnem"), (5, "květnu květnem"), (6, "červnu červnem"),
        (7, "červenci červencem"), (8, "srpnu srpnem"), (9, "září zářím"), (10, "říjnu říjnem"),
    ),
    "de": ((9, "Sept"),),
    "el": (
        (1, "Ιανουάριο"), (2, "Φεβρουάριο"), (3, "Μάρτιο"), (4, "Απρίλιο"), (5, "Μάιο"),
        (6, "Ιούνιο"), (7, "Ιούλιο"), (8, "Αύγουστο"), (9, "Σεπτέμβριο"), (10, "Οκτώβριο"),
        (11, "Νοέμβριο"), (12, "Δεκέμβριο"),
    ),
    "en": ((9, "Sept"),),
    "et": ((5, "mais maist maini maiks"), (10, "oktoobri oktoobris oktoobril oktoobrist")),
    "hr": ((6, "lipnju lipnjem"), (7, "srpnju srpnjem"), (9, "rujnu rujnom")),
    "lt": ((3, "kovą kovu"),),
    "lv": ((3, "martā martam martu marta"), (5, "maijā maijam maiju maija")),
    "pl": (
        (2, "lutym lutemu"), (3, "marcu marcem marcowi"), (5, "maju majem majowi"),
        (7, "lipcu lipcem lipcowi"),
    ),
    "ru": (
        (3, "марте марту мартом"), (5, "мае маю маем"), (6, "июне июню июнем"),
        (7, "июле июлю июлем"),
    ),
    "sk": (
        (3, "marci marcu marcom"), (5, "máji máju májom"), (6, "júni júnu júnom"),
        (7, "júli júlu júlom"),
    ),
    "sl": ((3, "marcu marcem"), (5, "maju majem")),
    "sr": (
        (5, "мају мајем maju majem"), (6, "јуну јуном junu junom"), (7, "јулу јулом julu julom"),
    ),
    "uk": ((1, "січні січню січнем"), (2, "лютому лютим"), (7, "липні липню липнем")),
}  # fmt: skip
_ALSO = {
    language: {name: month for month, names in cases for name in names.split()}
    for language, cases in _CASES.items()
}
_BENT = frozenset(
    {"be", "bg", "cs", "et", "fi", "hr", "hu", "lt", "lv", "pl", "ru", "sk", "sl", "sr", "tr", "uk"}
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
