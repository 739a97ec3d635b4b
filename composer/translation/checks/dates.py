"""Finds dates as languages write them, and gives day, month and year for comparing.

Names of months are CLDR's. A date in figures is read in the order that the language has; where both
orders are possible in it (English), it can be read either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from composer.translation.checks.months import month_number, month_regex

_FIGURE_LIKE = re.compile(r"\d[-/.][ ]?\d")
_ISO = re.compile(r"(?<![\d-])(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d-])")
_EAST = re.compile(
    r"(?:(?P<y>\d{4})[ ]?[年년][ ]?)?(?P<m>\d{1,2})[ ]?[月월](?:[ ]?(?P<d>\d{1,2})[ ]?[日일号號])?"
)
_ERA = re.compile(r"令和[ ]?(?P<n>\d{1,2})年")
_FIGURES = re.compile(
    r"(?<![\d.,/])(?P<a>\d{1,2})(?P<s>[./-])[ ]?(?P<b>\d{1,2})(?P=s)[ ]?(?P<y>\d{4}|\d{2})(?!\d)"
)
_KOREAN = re.compile(
    r"(?<![\d.])(?P<y>\d{4}|\d{2})\.[ ]?(?P<m>\d{1,2})\.[ ]?(?P<d>\d{1,2})(?!\d)\.?"
)
_SHORT = re.compile(r"(?<![\d.,])(?P<d>\d{1,2})\.[ ]?(?P<m>\d{1,2})\.(?!\d)")
_SHORTER = re.compile(r"(?<![\d.,])(?P<d>\d{1,2})\.(?P<m>0[1-9]|1[0-2])(?![\d.,])")
_ORDINAL = r"(?:st|nd|rd|th|er|ère|\.?º|ª|°|\.|-?(?:го|е|ое|е))?"
_LINK = r"(?:[ \u00a0]+(?:de|del|of|d[’']|a[l]?)[ \u00a0]*)?"
_DASH = r"[ \u00a0]*[-–—][ \u00a0]*"
_DAY = r"\d{1,2}"
_YEAR = r"(?:[ \u00a0,،]*(?:de[l]?|of|عام)?[ \u00a0]*(?P<y>\d{4})(?!\d))?"
_BUDDHIST = 543


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """One date: `days` are two at the ends of a range; what is not said is left out.

    `is_unclear`: day and month may be the other way round.
    """

    text: str
    month: int
    days: tuple[int, ...] = ()
    year: int = 0
    is_unclear: bool = False


def find_dates(text: str, locale: str, *, is_short: bool) -> tuple[str, list[FoundDate]]:
    """Give the text without its dates, and them; `is_short`: also such as `1.6.`."""
    found: list[FoundDate] = []
    for hint, patterns in _patterns(locale, is_short=is_short):
        if hint.search(text):
            for pattern in patterns:
                text = pattern.sub(lambda match: _taken(match, locale, found), text)
    return text, found


def _taken(match: re.Match[str], locale: str, found: list[FoundDate]) -> str:
    date = _read(match, locale)
    if date is None:
        return match[0]
    found.append(date)
    return " \x01 "


def _read(match: re.Match[str], locale: str) -> FoundDate | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    if "n" in parts:
        return FoundDate(text=match[0], month=0, year=2018 + int(parts["n"]))
    year = _year(parts.get("y", ""))
    if "a" in parts:
        return _read_figures(match[0], int(parts["a"]), int(parts["b"]), year, locale)
    month = month_number(parts["name"], locale) if "name" in parts else int(parts["m"])
    days = tuple(int(parts[name]) for name in ("d", "d2") if name in parts)
    if not 1 <= month <= 12 or any(not 1 <= day <= 31 for day in days):
        return None
    return FoundDate(text=match[0].strip(), month=month, days=days, year=year)


def _year(text: str) -> int:
    if not text:
        return 0
    year = int(text) + (2000 if len(text) == 2 else 0)
    return year - _BUDDHIST if 2400 < year < 2700 else year


def _read_figures(text: str, one: int, other: int, year: int, locale: str) -> FoundDate | None:
    if max(one, other) > 31 or min(one, other) > 12 or min(one, other) < 1:
        return None
    is_both = one <= 12 and other <= 12 and one != other
    is_day_first = other <= 12 if one > 12 or other > 12 else _is_day_first(locale)
    day, month = (one, other) if is_day_first else (other, one)
    is_unclear = is_both and locale.partition("-")[0] == "en"
    return FoundDate(text=text, month=month, days=(day,), year=year, is_unclear=is_unclear)


_Group = tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]


@lru_cache(maxsize=256)
def _patterns(locale: str, *, is_short: bool) -> tuple[_Group, ...]:
    """Give what finds dates, in groups: a cheap glance first, which must find something."""
    short = (_SHORT, _SHORTER) if is_short and "." in _short_form(locale) else ()
    groups: list[_Group] = []
    if locale.partition("-")[0] in {"ja", "zh", "ko", "yue"}:
        groups.append((re.compile("[年月년월]"), (_ERA, _EAST)))
    month = month_regex(locale)
    if month:
        groups.append((month, tuple(_named(month))))
    figures = (_KOREAN, _ISO, _FIGURES) if locale.startswith("ko") else (_ISO, _FIGURES)
    return ((_FIGURE_LIKE, figures), *groups, (_FIGURE_LIKE, short))


def _named(month: re.Pattern[str]) -> Iterator[re.Pattern[str]]:
    """Give the dates that name their month: 1 June 2026, June 1, June 2026."""
    name = rf"(?P<name>{month.pattern})"
    first = rf"(?<![\d.,:])(?P<d>{_DAY}){_ORDINAL}"
    second = rf"(?:{_DASH}(?P<d2>{_DAY}){_ORDINAL})?"
    after = rf"[ \u00a0]+(?P<d>{_DAY})(?!\d|:\d)(?:st|nd|rd|th)?(?:{_DASH}(?P<d2>{_DAY})(?!\d))?"
    for pattern in (
        rf"{first}{second}[ \u00a0]*{_LINK}[ \u00a0]*{name}{_YEAR}",
        rf"{name}{after}{_YEAR}",
        rf"{name}[ \u00a0]*{_LINK}[ \u00a0]*(?P<y>\d{{4}})(?!\d)",
    ):
        yield re.compile(pattern, month.flags)


@lru_cache(maxsize=256)
def _short_form(locale: str) -> str:
    for tag in (locale, locale.partition("-")[0]):
        try:
            return str(Locale.parse(tag, sep="-").date_formats["short"].pattern)
        except (ValueError, UnknownLocaleError):
            continue
    return "y-MM-dd"


def _is_day_first(locale: str) -> bool:
    form = _short_form(locale)
    return form.find("d") < form.find("M")
