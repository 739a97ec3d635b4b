"""Reads the numbers of a text in any digits, and as a language writes thousands and decimals.

`1,234.5`, `1.234,5`, `1 234,5`, `١٬٢٣٤٫٥` and `12万` are values that can be compared. What is no
single number (a version, an address of a computer) is compared as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_SPACES = "\u00a0"


class _Plain(dict[int, str | int | None]):
    """What stands for a character; whether it is a digit of some script is asked when it comes."""

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        is_digit = unicodedata.category(char) == "Nd"
        self[code] = plain = str(unicodedata.digit(char)) if is_digit else code
        return plain


_PLAIN = _Plain(
    dict.fromkeys(map(ord, "\u061c\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c"))
)
_PLAIN |= {
    ord(old): new
    for old, new in zip(
        "％٪．：＄￥－−～〜–\u202f\u2009\u2007", "%%.:$¥-----\u00a0\u00a0\u00a0", strict=True
    )
}
_NUMBER = r"\d+(?:[.,'’٬٫]\d+|SPACE\d{3}(?!\d))*"
_MYRIADS = {
    char: power
    for chars, power in (("百백", 2), ("千천", 3), ("万萬만", 4), ("億亿억", 8), ("兆조", 12))
    for char in chars
}
_MYRIAD = re.compile(rf"(?:\d[\d.,]{{0,20}}[{''.join(_MYRIADS)}])+(?:\d[\d,]{{0,20}})?")
_MYRIAD_PART = re.compile(rf"(\d[\d.,]*)([{''.join(_MYRIADS)}]?)")
# What comes behind a number and multiplies it, by language: as a power of ten.
_SCALES: dict[str, dict[str, int]] = {
    "ar": {"ألف|آلاف": 3, "مليون\\w*|ملايين": 6, "مليار\\w*": 9},
    "cs": {"tis\\.?|tisíc\\w*": 3, "mil\\.|milion\\w*": 6, "mld\\.?|miliard\\w*": 9},
    "da": {"tusind": 3, "mio\\.?|million\\w*": 6, "mia\\.?|milliard\\w*": 9},
    "de": {"Tsd\\.?|Tausend": 3, "Mio\\.?|Million(?:en)?": 6, "Mrd\\.?|Milliarden?": 9},
    "en": {"thousand": 3, "million|mn": 6, "billion|bn": 9, "trillion|tn": 12},
    "es": {"mil millones": 9, "mil": 3, "mill(?:\\.|ón|ones)": 6, "billones": 12},
    "fa": {"هزار": 3, "میلیون": 6, "میلیارد": 9},
    "fr": {"mille": 3, "millions?|M(?=[ \u00a0]?€)": 6, "milliards?|Mds?": 9},
    "he": {"אלף": 3, "מיליון": 6, "מיליארד": 9},
    "hi": {"हज़ार|हजार": 3, "लाख": 5, "करोड़": 7},
    "it": {"mila": 3, "mln|milion[ei]": 6, "mld|miliard[oi]": 9},
    "nl": {"duizend": 3, "mln\\.?|miljoen": 6, "mld\\.?|miljard": 9},
    "pl": {"tys\\.?|tysi\\w+": 3, "mln|milion\\w*": 6, "mld|miliard\\w*": 9},
    "pt": {"mil milhões|bilh(?:ão|ões)": 9, "mil": 3, "mi|milh(?:ão|ões)": 6},
    "ru": {"тыс\\.?|тысяч\\w*": 3, "млн\\.?|миллион\\w*": 6, "млрд\\.?|миллиард\\w*": 9},
    "sv": {"tusen": 3, "mn|miljon(?:er)?": 6, "md|miljard(?:er)?": 9},
    "tr": {"bin": 3, "milyon": 6, "milyar": 9},
    "uk": {"тис\\.?|тисяч\\w*": 3, "млн\\.?|мільйон\\w*": 6, "млрд\\.?|мільярд\\w*": 9},
}  # fmt: skip
_MYRIAD_LANGUAGES = frozenset({"ja", "ko", "zh", "yue"})


def plain(words: str) -> str:
    """Write digits, percent signs and spaces of all scripts in one way; leave direction marks out.

    >>> plain("٣٫٥٪"), plain("２０％")
    ('3٫5%', '20%')
    """
    return words if words.isascii() else words.translate(_PLAIN)


@lru_cache(maxsize=256)
def number_pattern(locale: str) -> re.Pattern[str]:
    """Give what finds the numbers of a language, in text written by `plain`."""
    space = f"[ {_SPACES}]" if _symbols(locale)[1] == _SPACES else _SPACES
    pattern = _NUMBER.replace("SPACE", space)
    if locale.partition("-")[0] in _MYRIAD_LANGUAGES:
        pattern = f"{_MYRIAD.pattern}|{pattern}"
    return re.compile(pattern)


def read_value(token: str, locale: str) -> str:
    """Give a number's value in one form, or the token itself where it is not one number.

    >>> read_value("1,234.50", "en"), read_value("1.234,5", "de"), read_value("1.234", "de")
    ('1234.5', '1234.5', '1234')
    >>> read_value("2.0.1", "en"), read_value("1億5000万", "ja")
    ('2.0.1', '150000000')
    """
    if token.isdigit():
        return _trimmed(token, "")
    if _MYRIAD.fullmatch(token):
        return _read_myriads(token)
    text = re.sub(r"[ \u00a0'’٬]", "", token).replace("٫", ".")
    marks = [char for char in text if char in ".,"]
    if not marks:
        return _trimmed(text, "")
    if "٫" in token or len(set(marks)) == 2:
        whole, _mark, part = text.rpartition(marks[-1])
        is_sound = marks.count(marks[-1]) == 1
        return _trimmed(re.sub("[.,]", "", whole), part) if is_sound else text
    if len(marks) > 1:
        return _trimmed(re.sub("[.,]", "", text), "") if _is_grouped(text, marks[0]) else text
    return _read_once_marked(text, marks[0], _symbols(locale)[0])


@lru_cache(maxsize=256)
def scale_pattern(language: str) -> re.Pattern[str] | None:
    """Give what finds a word such as “million” behind a number, or None where none is known."""
    if language in _MYRIAD_LANGUAGES or language not in _SCALES:
        return None
    words = "|".join(f"(?P<p{power}>{words})" for words, power in _SCALES[language].items())
    return re.compile(rf"[ {_SPACES}]?(?:{words})(?!\w)", re.IGNORECASE)


def scaled(value: str, power: int) -> str:
    """Multiply a value by a power of ten.

    >>> scaled("1.5", 6)
    '1500000'
    """
    try:
        number = Decimal(value).scaleb(power)
    except ArithmeticError:
        return value
    whole, _point, part = f"{number:f}".partition(".")
    return _trimmed(whole, part)


def knows_scales(language: str) -> bool:
    """Tell whether words such as “million” are known in a language."""
    return language in _SCALES or language in _MYRIAD_LANGUAGES


def _read_myriads(token: str) -> str:
    total = Decimal(0)
    for number, unit in _MYRIAD_PART.findall(token):
        try:
            total += Decimal(number.replace(",", "")).scaleb(_MYRIADS.get(unit, 0))
        except ArithmeticError:
            return token
    whole, _point, part = f"{total:f}".partition(".")
    return _trimmed(whole, part)


def _read_once_marked(text: str, mark: str, decimal: str) -> str:
    whole, _mark, part = text.partition(mark)
    is_group = len(part) == 3 and len(whole) <= 3 and whole.strip("0") and mark != decimal
    return _trimmed(whole + part, "") if is_group else _trimmed(whole, part)


def _is_grouped(text: str, mark: str) -> bool:
    first, *others = text.split(mark)
    return len(first) <= 3 and len(others[-1]) == 3 and all(len(one) in {2, 3} for one in others)


def _trimmed(whole: str, part: str) -> str:
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


@lru_cache(maxsize=256)
def _symbols(locale: str) -> tuple[str, str]:
    """Give the decimal mark and the mark of thousands that go with ASCII digits."""
    for tag in (locale, locale.partition("-")[0]):
        try:
            symbols = Locale.parse(tag, sep="-").number_symbols
        except (ValueError, UnknownLocaleError):
            continue
        latin = symbols.get("latn") or next(iter(symbols.values()))
        group = str(latin.get("group", ","))
        return str(latin.get("decimal", ".")), _SPACES if group.isspace() else group
    return ".", ","
