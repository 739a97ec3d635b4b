"""Dates and numbers as a language writes them: found, understood, and written in another language.

The forms of dates are CLDR's full, long and medium ones, and ISO 8601; forms of digits alone with a
short year can be read in two ways and are left alone. A number that is not written as the language
writes numbers (a version, a telephone number) is no number here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

_FORMS = ("full", "long", "medium")
_TOKEN = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*")
_YEAR = r"(?:1[89]|2[01])\d\d"
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", re.ASCII)
_ALSO = {"en": ("en_GB",)}  # English text holds dates in either order
_GROUPS = re.compile("[\u00a0\u202f '’]")


def date_pattern(locale: str) -> str:
    """Give a regular expression without groups for the dates of a language."""
    forms = "|".join(re.sub(r"\(\?P<\w>", "(?:", form.pattern) for _n, form in _date_forms(locale))
    return rf"(?<!\d)(?:{forms})(?!\d)"


def read_date(text: str, locale: str) -> date | None:
    """Give the day that a text names, in one of the language's forms.

    >>> read_date("1 March 2027", "en"), read_date("31. Februar 2027", "de")
    (datetime.date(2027, 3, 1), None)
    """
    found = _read(text, locale)
    return found[1] if found else None


def localise_date(text: str, locale: str, *, into: str) -> str:
    """Write a date of one language in another, in the same form; what is no date stays.

    >>> localise_date("March 1, 2027", "en", into="de")
    '1. März 2027'
    """
    found = _read(text, locale)
    if found is None or found[0] == "iso":
        return text
    return format_date(found[1], found[0], locale=_babel(into))


def read_number(text: str, locale: str) -> Decimal | None:
    """Give the value of a number as a language writes it, or None.

    >>> read_number("1.234,50", "de"), read_number("1.2.3", "en")
    (Decimal('1234.50'), None)
    """
    group, decimal = _symbols(locale)
    match = re.fullmatch(
        rf"(?P<whole>[1-9]\d{{0,2}}(?:{group}\d{{2,3}})*{group}\d{{3}}|0|[1-9]\d*)"
        rf"(?:{decimal}(?P<part>\d+))?",
        text,
    )
    if match is None:
        return None
    whole = re.sub(r"\D", "", match["whole"])
    return Decimal(f"{int(whole)}.{match['part']}" if match["part"] else str(int(whole)))


def localise_number(text: str, locale: str, *, into: str) -> str:
    """Write a number of one language in another, with as many digits; what is none stays.

    >>> localise_number("1,234.50", "en", into="de"), localise_number("2027", "en", into="de")
    ('1.234,50', '2027')
    """
    value = read_number(text, locale)
    if value is None:
        return text
    is_grouped = re.search(r"\d\D\d{3}(?!\d)", text) and value >= 1000
    whole, _point, part = f"{value}".partition(".")
    babel = _babel(into)
    written = format_decimal(int(whole), locale=babel) if is_grouped else whole
    return written + (get_decimal_symbol(babel) + part if part else "")


def _read(text: str, locale: str) -> tuple[str, date] | None:
    for name, form in _date_forms(locale):
        if match := form.fullmatch(text):
            month = match["m"]
            number = int(month) if month.isdigit() else _months(locale).get(month.casefold(), 0)
            try:
                return name, date(int(match["y"]), number, int(match["d"]))
            except ValueError:
                return None
    return None


@lru_cache(maxsize=64)
def _date_forms(locale: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    forms = [("iso", _ISO)]
    for babel in _variants(locale):
        for name in _FORMS:
            pattern = str(babel.date_formats[name].pattern)
            if "G" not in pattern and re.search("y", pattern):
                forms.append((name, re.compile(_form(pattern, babel))))
    return tuple(forms)


def _form(pattern: str, babel: Locale) -> str:
    """Make a regular expression of a CLDR pattern; marks of direction and spaces may differ."""
    parts: list[str] = []
    at = 0
    for match in _TOKEN.finditer(pattern):
        parts.append(_literal(pattern[at : match.start()]))
        letter = match[2]
        parts.append(_literal(match[1]) if letter is None else _field(match[0], babel))
        at = match.end()
    rest = _literal(pattern[at:])
    whole = "".join(parts)
    return f"{whole}(?:{rest})?" if rest else whole


def _field(field: str, babel: Locale) -> str:
    match field[0]:
        case "d":
            return r"(?P<d>\d{1,2})"
        case "M" | "L" if len(field) < 3:
            return r"(?P<m>\d{1,2})"
        case "M" | "L":
            return f"(?P<m>{_either(_month_names(babel))})"
        case "E":
            return f"(?:{_either(map(str, babel.days['format']['wide'].values()))})"
        case _:
            return f"(?P<y>{_YEAR})"


def _literal(text: str) -> str:
    return "".join(
        r"\s+" if char.isspace() else "\u200f?" if char == "\u200f" else re.escape(char)
        for char in text
    )


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(str(name)) for name in sorted(names, key=len, reverse=True))


def _month_names(babel: Locale) -> dict[str, int]:
    return {
        str(name): number
        for width in ("wide", "abbreviated")
        for number, name in babel.months["format"][width].items()
    }


@lru_cache(maxsize=64)
def _months(locale: str) -> dict[str, int]:
    return {
        name.casefold(): number
        for babel in _variants(locale)
        for name, number in _month_names(babel).items()
    }


def _variants(locale: str) -> tuple[Locale, ...]:
    babel = _babel(locale)
    more = () if babel.territory else _ALSO.get(babel.language, ())
    return (babel, *(Locale.parse(name) for name in more))


@lru_cache(maxsize=64)
def _symbols(locale: str) -> tuple[str, str]:
    babel = _babel(locale)
    group, decimal = get_group_symbol(babel), get_decimal_symbol(babel)
    spaces = _GROUPS.pattern if _GROUPS.fullmatch(group) else re.escape(group)
    return spaces, re.escape(decimal)


@lru_cache(maxsize=64)
def _babel(locale: str) -> Locale:
    """Give what CLDR knows of a language; English where it knows nothing."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")
