"""The days of the week in a language, whose names hold numbers in many: terça, الثلاثاء."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_SHORTEST_STEM = 4
_CUT = 2


def without_weekdays(words: str, locale: str) -> str:
    """Give a text without the names of weekdays, in whatever form they stand there.

    >>> without_weekdays("с понедельника по пятницу", "ru")
    'с  по '
    """
    pattern = _weekdays(locale)
    return pattern.sub("", words) if pattern else words


@lru_cache(maxsize=256)
def _weekdays(locale: str) -> re.Pattern[str] | None:
    for tag in (locale, locale.partition("-")[0]):
        try:
            days = Locale.parse(tag, sep="-").days["format"]["wide"].values()
        except (ValueError, UnknownLocaleError):
            continue
        return re.compile("|".join(map(_bent, map(str, days))), re.IGNORECASE)
    return None


def _bent(day: str) -> str:
    """Leave out the end of a long name, and let another one follow."""
    is_long = len(day) - _CUT >= _SHORTEST_STEM and day[-1].isalpha() and " " not in day
    return rf"{re.escape(day[:-_CUT])}\w{{0,4}}" if is_long else re.escape(day)
