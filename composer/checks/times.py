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
    "de": r"(?:bis(?: zum| spätestens)?|spätestens(?: am| bis)?|vor dem|noch vor|endet am"
    r"|läuft am)",
    "en": r"(?:by|until|till|before|no later than|not later than|deadline(?: is|:)?|ends(?: on)?"
    r"|expires(?: on)?|closes(?: on)?|valid through)(?: the)?",
    "es": r"(?:hasta|antes|vence|termina|caduca)(?: el| del)?",
    "fr": r"(?:jusqu[’']au|avant(?: le)?|au plus tard(?: le)?|(?:se termine|expire)(?: le)?)",
    "it": r"(?:entro(?: il)?|fino al|prima del|scade il)",
    "ja": r"(?:まで|迄)",
    "ko": r"(?:까지|이전)",
    "nl": r"(?:tot(?: en met)?|vóór|voor|uiterlijk(?: op)?)",
    "pl": r"(?:do(?: dnia)?|przed|najpóźniej(?: do)?)",
    "pt": r"(?:até(?: o| a| ao)?|antes(?: de| do)?)",
    "ru": r"(?:до|не позднее)",
    "zh": r"(?:前|之前|为止|為止)",
}
_AHEAD = {
    "de": r"werden|wird|beginnt|startet|tritt",
    "en": r"will|shall|(?:is|are) going to|starts|begins",
    "es": r"\w+(?:remos|rán|rá)",
    "fr": r"\w+(?:rons|ront|ra)",
}
"""What tells of something to come, where a date of the past would be a note."""
_PAST = {
    "de": r"\b(?:war|waren|wurden?|worden|hatten?|galt|galten|lief|liefen)\b"
    r"|\|.*\b(?:haben|sind)\b",
    "en": r"\b(?:was|were|had|been|did)\b|(?:ed|made|bought|sent|paid|sold) before \|",
    "es": r"\b(?:era|eran|fue|fueron|había|habían)\b|[ai]d[oa]s? antes del? \|",
    "fr": r"\b(?:était|étaient|avait|avaient|été)\b|(?:é|ée|és|ées|ert|erts) avant le \|",
}
"""What tells of something that was: words of the sentence before the date, |, and behind it."""
_RELATIVE = {
    "ar": r"(?:ابتداءً من|حتى) اليوم|اليوم فقط|غدًا|غداً|أمس",
    "cs": r"zítra|pozítří|včera",
    "de": r"(?:ab|bis|noch) heute|heute (?:um|noch|ab|ist|wird|werden|beginnt|endet)"
    r"|(?-i:gestern|übermorgen|(?<![Gg]uten )(?<!heute )(?<!wie )morgen"
    r"|(?:Morgen|Heute) \w{3,}t (?:die|der|das|unser\w*)|(?:Morgen|Heute) \w{3,}en (?:wir|Sie))",
    "en": r"(?:later|from|as of|until|by|starting|beginning) today|today (?:at|only|is the|we|you)"
    r"|tomorrow|yesterday|tonight",
    "es": r"(?:desde|a partir de|hasta) hoy|hoy (?:mismo|cerramos|termina|empieza|es el último)"
    r"|ayer|(?<!la )(?<!de la )(?<!esta )mañana(?! por)",
    "fr": r"(?:dès|à partir d[’']|jusqu[’']à) ?aujourd[’']hui|demain|hier"
    r"|aujourd[’']hui (?:même|seulement)",
    "it": r"(?:da|entro|fino a) oggi|domani|ieri|stasera",
    "ja": r"本日|明日|昨日|今日(?:まで|から|中)",
    "ko": r"내일|어제|오늘(?:까지|부터)",
    "nl": r"(?:vanaf|tot) vandaag|gisteren|overmorgen|(?<!goede )morgen",
    "pl": r"jutro|pojutrze|wczoraj|(?:od|do) (?:dziś|dzisiaj)|dziś o",
    "pt": r"(?:a partir de|até) hoje|ainda hoje|amanhã|ontem",
    "ru": r"завтра|послезавтра|вчера|(?:с|до) сегодняшнего дня|сегодня в",
    "sv": r"i ?morgon|i övermorgon|i ?går",
    "zh": r"明天|昨天",
}
"""Words that are true on one day only; “today” alone often means these times."""
_LOOKS_BACK_DAYS = 200
_LOOKS_AHEAD_DAYS = 300
_UNBROKEN = frozenset({"ja", "ko", "zh"})
_CLOCK = re.compile(
    r"(?<![\d:.,/])(?:[01]?\d|2[0-3])(?::[0-5]\d(?![\d:])|\s?h\s?[0-5]\d\b|[:.][0-5]\d(?=\s?Uhr)"
    r"|(?::[0-5]\d)?\s?(?:[ap]\.?m\.?)(?!\w)|\s(?:Uhr|o[’']clock)\b|時[0-5]?\d分)"
    r"|(?<=\bà )\d{1,2}\s?(?:h|heures?)\b|(?:(?<=\blas )|(?<=\bàs ))\d{1,2}\s?(?:h|horas)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:UTC|GMT|CES?T|MES?Z|[ECMP][SD]?T|BST|IST|JST|AES?T|WES?T|EES?T|SGT|HKT|MSK)\b"
    r"|[+-]\d{2}:?\d{2}\b|\b(?:(?i:local|eastern|pacific|central)|[A-Z]\w+) [Tt]ime\b"
    r"|Ortszeit|\w+er Zeit\b|:\d\d ?Z\b|\b(?:Africa|America|Asia|Australia|Europe|Pacific)/[A-Z]"
    r"|heure (?:de|locale)|hora (?:de|local|peninsular)|ora (?:di|locale)|\w+se tijd"
    r"|(?:日本|現地|標準|世界|時差|東京|国|[ァ-ヶー])時|[京地准國东東部][时時][间間]|시간대|بتوقيت",
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
    if days[-1] >= at:
        return
    language = locale.partition("-")[0]
    if _is_deadline(found, language):
        yield finding("content.deadline_past", where=where, date=found.text)
    elif found.year is not None and (found.weekday is not None or _is_ahead(found, language)):
        yield finding("content.date_past", where=where, date=found.text)


def _is_deadline(found: WrittenDate, language: str) -> bool:
    """Tell whether something is asked for until that date; East Asian languages say so behind."""
    until = _UNTIL.get(language)
    if until is None:
        return False
    past = _PAST.get(language)
    if past is not None and re.search(past, f"{_sentence(found)}| {found.behind}"):
        return False
    pattern = rf"\A\s*{until}" if language in _UNBROKEN else rf"(?<!\w){until}\s*\Z"
    return re.search(pattern, found.before, re.IGNORECASE) is not None


def _is_ahead(found: WrittenDate, language: str) -> bool:
    """Tell whether the sentence tells of something to come."""
    words, said = _AHEAD.get(language), f"{_sentence(found)} {found.behind}"
    return words is not None and re.search(rf"\b(?:{words})\b", said) is not None


def _sentence(found: WrittenDate) -> str:
    """Give the words of the date's sentence that stand before it."""
    return re.split(r"[.!?]\s|\n", found.before)[-1]


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
