"""Finds dates and times that cannot be meant: judged at the day on which the message is to leave.

A weekday that is not its date's, a day that no month has, a deadline that is over; and what only
whoever signs can answer: “tomorrow”, a time of day in no zone. Only what an author wrote is read
here; dates out of columns differ from person to person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from composer.checks.dates import WrittenDate, find_dates
from composer.checks.written import Where, Written
from composer.findings import Finding, finding

_UNTIL = {
    "ar": r"(?:حتى|قبل|في موعد أقصاه)",
    "de": r"(?:bis(?: zum| spätestens)?|spätestens(?: am| bis)?|vor dem|noch vor)",
    "en": r"(?:by|until|till|before|no later than|deadline(?: is|:)?|expires(?: on)?)",
    "es": r"(?:hasta|antes)(?: el| del)?",
    "fr": r"(?:jusqu[’']au|avant(?: le)?|au plus tard(?: le)?)",
    "it": r"(?:entro(?: il)?|fino al|prima del)",
    "ja": r"(?:まで|迄)",
    "nl": r"(?:tot(?: en met)?|vóór|voor|uiterlijk(?: op)?)",
    "pt": r"(?:até(?: o| a| ao)?|antes(?: de| do)?)",
}
_RELATIVE = {
    "ar": r"ابتداءً من اليوم|غدًا|غداً|أمس",
    "de": r"(?:ab|bis|noch) heute|heute (?:um|noch|ab)|(?-i:gestern|übermorgen"
    r"|(?<![Gg]uten )(?<!heute )morgen)",
    "en": r"(?:later|from|as of|until|by) today|today (?:at|only)|tomorrow|yesterday|tonight",
    "es": r"(?:desde|a partir de|hasta) hoy|hoy mismo|ayer"
    r"|(?<!la )(?<!de la )(?<!esta )mañana(?! por)",
    "fr": r"(?:dès|à partir d[’']|jusqu[’']à) ?aujourd[’']hui|demain|hier",
    "it": r"(?:da|entro|fino a) oggi|domani|ieri|stasera",
    "ja": r"本日|明日|昨日",
    "nl": r"(?:vanaf|tot) vandaag|gisteren|overmorgen|(?<!goede )morgen",
    "pt": r"(?:a partir de|até) hoje|ainda hoje|amanhã|ontem",
    "zh": r"明天|昨天",
}
"""Words that are true on one day only; “today” alone often means these times."""
_LOOKS_BACK_DAYS = 200
_LOOKS_AHEAD_DAYS = 300
_UNBROKEN = frozenset({"ja", "zh"})
_CLOCK = re.compile(
    r"(?<![\d:.,/])(?:[01]?\d|2[0-3])(?::[0-5]\d(?![\d:])|\s?h\s?[0-5]\d\b|[:.][0-5]\d(?=\s?Uhr)"
    r"|(?::[0-5]\d)?\s?(?:[ap]\.?m\.?)(?!\w)|\s(?:Uhr|o[’']clock)\b)",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:UTC|GMT|CES?T|MES?Z|[ECMP][SD]?T|BST|IST|JST|AES?T|WES?T|EES?T|SGT|HKT|MSK)\b"
    r"|[+-]\d{2}:?\d{2}\b|\b(?:local|eastern|pacific|central|[A-Z]\w+) time\b"
    r"|Ortszeit|\w+er Zeit\b"
    r"|heure (?:de|locale)|hora (?:de|local|peninsular)|ora (?:di|locale)|\w+se tijd"
    r"|時間|时间|بتوقيت",
)


def find_time_findings(written: Written, *, at: date) -> Iterator[Finding]:
    """Find what is wrong with dates and times of one language, for a message that leaves `at`."""
    for part, text in (("subject", written.subject), ("body", written.page.text)):
        where = written.where(part)
        for found in dict.fromkeys(find_dates(text, written.locale)):
            yield from _find_in_date(found, written.locale, where, at=at)
    where = written.where("body")
    language = written.locale.partition("-")[0]
    if match := _relative(f"{written.subject}\n{written.words}", language):
        yield finding("content.time_words", where=where, found=match)
    clock = _CLOCK.search(written.words)
    if clock is not None and not _ZONE.search(written.words):
        yield finding("content.time_no_zone", where=where, found=clock[0].strip())


def deadline_columns(source: str, locale: str) -> tuple[str, ...]:
    """Give the columns that a template prints as the day until which something is asked for.

    >>> deadline_columns("Answer by **{{ deadline | date }}**, from {{ start | date }}.", "en")
    ('deadline',)
    """
    until = _UNTIL.get(locale.partition("-")[0])
    if until is None:
        return ()
    printed = rf"(?<!\w){until}[\s*_]{{0,4}}\{{\{{-?\s*(\w+)\s*\|\s*date\b"
    return tuple(dict.fromkeys(re.findall(printed, source, re.IGNORECASE)))


def is_over(cell: str, *, at: date) -> bool:
    """Tell whether a cell holds a day, written as in ISO 8601, that is over."""
    try:
        return date.fromisoformat(cell.strip()[:10]) < at
    except ValueError:
        return False


def _find_in_date(found: WrittenDate, locale: str, where: Where, *, at: date) -> Iterator[Finding]:
    days = _possible_days(found, at)
    if not days:
        yield finding("content.no_such_day", where=where, date=found.text)
        return
    if found.weekday is not None and all(day.weekday() != found.weekday for day in days):
        real = format_date(days[0], "EEEE", locale=_babel(locale))
        yield finding("content.weekday", where=where, date=found.text, weekday=real)
        return
    if found.year is None or days[0] >= at:
        return
    until = _UNTIL.get(locale.partition("-")[0])
    if until and re.search(rf"{until}\s*\Z|\A\s*{until}", found.before, re.IGNORECASE):
        yield finding("content.deadline_past", where=where, date=found.text)
    elif found.weekday is not None:
        yield finding("content.date_past", where=where, date=found.text)


def _possible_days(found: WrittenDate, at: date) -> list[date]:
    """Give the days that a date can mean: without a year, those that are near."""
    years = (found.year,) if found.year is not None else range(at.year - 1, at.year + 5)
    days = [day for year in years if (day := _day(found, year)) is not None]
    near = [day for day in days if -_LOOKS_BACK_DAYS <= (day - at).days <= _LOOKS_AHEAD_DAYS]
    return days if found.year is not None or not near else near


def _day(found: WrittenDate, year: int) -> date | None:
    try:
        return date(year, found.month, found.day)
    except ValueError:
        return None


def _relative(text: str, language: str) -> str:
    words = _RELATIVE.get(language)
    if words is None:
        return ""
    pattern = words if language in _UNBROKEN else rf"(?<!\w)(?:{words})(?!\w)"
    match = re.search(pattern, text, re.IGNORECASE)
    return match[0] if match else ""


def _babel(locale: str) -> str:
    return locale.replace("-", "_")
