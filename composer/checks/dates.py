"""Reads the dates that stand in a text, in the words of its language, with their weekdays.

Only what is certain is read: a day beside the name of a month, a numeric date in the order that the
language writes it, the East Asian form. Names come from CLDR through Babel. A field between the
words ends a date: it is filled in later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_LEAST_NAME = 2
_BEFORE = 60
_UNTIL_DAY = r"(?:to|through|till|until|and|bis|und|à|au|et|al?|e|y|tot|en|do|i|по|и|[-–—/])"
"""What stands between weekdays that mean every week: “Monday to Friday, 1 May to 30 June”."""
_LONGEST_SHORT = 4
"""Letters of a weekday's name that a full stop may end."""
_EAST_ASIAN = frozenset({"ja", "zh", "ko"})
_MONTH_FIRST = frozenset({"en-US", "en"})
_CJK = {
    "ja": (r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日", r"\s*[(（]?([月火水木金土日])(?:曜日?|[)）])"),
    "zh": (
        r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日",
        r"\s*[,，(（]?(?:星期|周|週)([一二三四五六日天])",
    ),
    "ko": (
        r"(?:(\d{4})년\s*)?(\d{1,2})월\s*(\d{1,2})일",
        r"\s*[(（]?([월화수목금토일])(?:요일|[)）])",
    ),
}
_CJK_SLASHED = {
    "ja": r"(?<![\d/])(\d{1,2})/(\d{1,2})\s*[(（]([月火水木金土日])(?:曜日?)?[)）]",
    "ko": r"(?<![\d/])(\d{1,2})/(\d{1,2})\s*[(（]([월화수목금토일])(?:요일)?[)）]",
}
_CJK_DAYS = {
    "ja": "月火水木金土日",
    "zh": "一二三四五六日",
    "ko": "월화수목금토일",
}
_ALSO_DAYS = {
    "ar": {"الإثنين": 0, "الاربعاء": 2, "الأحد": 6, "الاحد": 6},
    "de": {"sonnabend": 5},
    "pt": {"segunda": 0, "terça": 1, "quarta": 2, "quinta": 3, "sexta": 4},
    "en": {"tues": 1, "thur": 3, "thurs": 3, "weds": 2},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """A date as it stands there; `weekday` from 0 for Monday; `before` are the words before it.

    In East Asian languages those behind it: what “until” is stands there. `behind` goes to the
    sentence's end.
    """

    text: str
    year: int | None
    month: int
    day: int
    weekday: int | None
    before: str
    behind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What one language calls days and months, and the patterns made of them."""

    days: Mapping[str, int]
    months: Mapping[str, int]
    patterns: tuple[re.Pattern[str], ...]
    day_before: re.Pattern[str]
    has_capitals: bool


def find_dates(text: str, locale: str) -> Iterator[WrittenDate]:
    """Give the dates of a text, in the order in which they are written, each form by itself.

    >>> [(d.year, d.month, d.day, d.weekday) for d in find_dates("Fri, 21 Nov 2026.", "en")]
    [(2026, 11, 21, 4)]
    >>> [(d.month, d.day, d.weekday) for d in find_dates("11月21日（金）まで", "ja")]
    [(11, 21, 4)]
    """
    language = locale.partition("-")[0].lower()
    if language in _EAST_ASIAN:
        yield from _find_east_asian(text, language)
        return
    names = _names(locale)
    if names is None:
        return
    taken: set[int] = set()
    for pattern in names.patterns:
        for match in pattern.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                yield _read(match, names)


def _read(match: re.Match[str], names: _Names) -> WrittenDate:
    found = match.groupdict()
    month = found.get("month") or ""
    weekday, year = found.get("weekday") or found.get("after"), found.get("year")
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    if weekday and (_is_word(weekday, names) or names.day_before.search(before)):
        weekday = None
    return WrittenDate(
        text=" ".join(match[0].split()),
        year=int(year) if year else None,
        month=names.months[_folded(month)] if month else int(found["number"] or 0),
        day=int(found["day"]),
        weekday=names.days[_folded(weekday)] if weekday else None,
        before=before,
        behind=re.split(r"[.!?\n]", match.string[match.end() : match.end() + _BEFORE])[0],
    )


def _is_word(weekday: str, names: _Names) -> bool:
    """Tell whether it is the sun, and no Sunday."""
    return names.has_capitals and len(weekday) <= _LONGEST_SHORT and weekday.islower()


def _find_east_asian(text: str, language: str) -> Iterator[WrittenDate]:
    plain, weekday = _CJK[language]
    for match in re.finditer(f"{plain}(?:{weekday})?", text):
        day = (match[4] or "").replace("天", "日")
        yield WrittenDate(
            text=match[0],
            year=int(match[1]) if match[1] else None,
            month=int(match[2]),
            day=int(match[3]),
            weekday=_CJK_DAYS[language].index(day) if day else None,
            before=text[match.end() : match.end() + 8],
        )
    for match in re.finditer(_CJK_SLASHED[language], text) if language in _CJK_SLASHED else ():
        yield WrittenDate(
            text=match[0],
            year=None,
            month=int(match[1]),
            day=int(match[2]),
            weekday=_CJK_DAYS[language].index(match[3]),
            before=text[match.end() : match.end() + 8],
        )


@lru_cache(maxsize=64)
def _names(locale: str) -> _Names | None:
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None
    days = {
        _folded(name): number
        for width in ("wide", "abbreviated")
        for form in ("format", "stand-alone")
        for number, name in known.days[form][width].items()
    } | _ALSO_DAYS.get(known.language, {})
    months = {
        _folded(name): number
        for width in ("wide", "abbreviated")
        for form in ("format", "stand-alone")
        for number, name in known.months[form][width].items()
        if not name.isdigit()
    }
    return _Names(
        days=days,
        months=months,
        patterns=_patterns(locale, days, months),
        day_before=re.compile(rf"(?<!\w)(?:{_any(days)})\.?\s?{_UNTIL_DAY}\s?\Z", re.IGNORECASE),
        has_capitals=known.language in {"de", "en"},
    )


def _patterns(
    locale: str, days: Mapping[str, int], months: Mapping[str, int]
) -> tuple[re.Pattern[str], ...]:
    whole = _any(name for name in days if len(name) > _LONGEST_SHORT)
    short = _any(name for name in days if len(name) <= _LONGEST_SHORT)
    article = r"(?:(?:the|den|dem|le|el|il|de|op|الموافق)\s+)?"
    between = rf"(?:\s?[,،]?\s+|\s?\(\s?){article}"
    weekday = rf"(?:(?<!\w)(?P<weekday>{whole}|(?:{short})\.?)(?:-feira)?{between})?"
    after = rf"(?:\s?\(\s?(?P<after>{whole}|(?:{short})\.?)(?:-feira)?\s?\))?"
    day = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º|ª|°|\.º)?"
    month = rf"(?P<month>{_any(months)})(?!\w)\.?"
    year = r"(?:\s?[,،]?\s+(?:(?:of|de|del)\s+)?(?P<year>(?:1[89]|2[01]|١[٨٩]|٢[٠١])\d{2})(?!\d))?"
    numbers = (
        (r"(?P<number>\d{1,2})", r"(?P<day>\d{1,2})")
        if locale in _MONTH_FIRST
        else (r"(?P<day>\d{1,2})", r"(?P<number>\d{1,2})")
    )
    short_form = rf"{weekday.removesuffix('?')}(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.(?!\d)"
    forms = (
        rf"{weekday}(?<![\d.:])(?:{day})\s+(?:(?:of|de)\s+)?{month}{year}{after}",
        rf"{weekday}(?<!\w){month}\s+{day}(?![\d:]){year}{after}",
        rf"{weekday}(?<![\d./]){numbers[0]}[./]{numbers[1]}[./](?P<year>20\d{{2}})(?!\d){after}",
        rf"{weekday}(?<!\d)(?P<year>\d{{4}})-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}})(?!\d){after}",
        *(() if locale.startswith("en") else (short_form,)),
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _any(names: Iterable[str]) -> str:
    usable = sorted((name for name in names if len(name) >= _LEAST_NAME), key=len, reverse=True)
    return "|".join(re.escape(name) for name in usable)


def _folded(name: str) -> str:
    return name.casefold().rstrip(".")
