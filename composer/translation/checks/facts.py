"""What a text states in figures: dates, times, amounts, shares and other numbers, by value.

Two texts that state the same have the same facts, however their languages write them. What is found
is taken out of the text step by step, so that nothing is counted twice.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from composer.translation.checks.currencies import currency_after, currency_before, has_sign
from composer.translation.checks.dates import FoundDate, find_dates
from composer.translation.checks.digits import (
    number_pattern,
    plain,
    read_value,
    scale_pattern,
    scaled,
)
from composer.translation.checks.months import month_number, month_regex
from composer.translation.checks.number_words import percent_words
from composer.translation.checks.times import read_time, time_patterns

DIGIT = re.compile(r"\d")
_TELEPHONE = re.compile(r"(?<![\w.])\+\d[\d \u00a0()./-]{6,}\d")
_MINUS = re.compile(r"(?:^|(?<=[(:])|(?<![\d\x01)])[ \u00a0])-$")
_ALWAYS = re.compile(r"(?<!\d)24[ ]?/[ ]?7(?!\d)")
_SHORT_SCALE = re.compile(r"(?P<p3>[kK])|(?P<p6>[mM])(?!\w)|(?P<p9>[bB]n?)(?!\w)")


@dataclass(slots=True, kw_only=True)
class Facts:
    """The facts of one text; `shown` says how each was written.

    `mentioned` are months named without a day or year; `bare` gives a multiplied number as it was
    before, `dated` holds the numbers that belong to dates, `priced` those that are amounts,
    `negative` those with a minus. `unclear` are the pairs that may be month and day.
    """

    numbers: Counter[str] = field(default_factory=Counter)
    times: Counter[int] = field(default_factory=Counter)
    months: set[int] = field(default_factory=set)
    mentioned: set[int] = field(default_factory=set)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    dated: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    priced: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    negative: set[str] = field(default_factory=set)
    shown: dict[str | int, str] = field(default_factory=dict)
    percents: int = 0
    unclear: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated in figures, nor a month named."""
        return not (self.numbers or self.times or self.mentioned)


def read_facts(words: str, locale: str, *, beside: Facts | None = None) -> Facts:
    """Read what a text states; `beside` are the source's facts, which say what to expect."""
    found = Facts()
    is_dated = beside is None or bool(beside.months or beside.mentioned)
    if DIGIT.search(words) is None:
        if is_dated:
            _add_mentioned(words, locale, found)
        return found
    text = _ALWAYS.sub(" ", plain(words))
    language = locale.partition("-")[0]
    if "+" in text:
        text = _TELEPHONE.sub(lambda match: _take_telephone(match, found), text)
    text, dates = find_dates(text, locale, is_short=is_dated)
    for date in dates:
        _add_date(date, found)
    if is_dated:
        _add_mentioned(text, locale, found)
    for pattern in time_patterns(language, is_expected=beside is None or bool(beside.times)):
        if pattern.search(text):
            text = _without_times(text, pattern, language, found)
    found.percents = text.count("%") + _said_percents(text, language)
    is_priced = beside is None or bool(beside.amounts) or has_sign(text)
    _add_numbers(text, locale, found, is_priced=is_priced)
    return found


@lru_cache(maxsize=2048)
def source_facts(words: str, locale: str) -> Facts:
    """Read what a source states: once for all its translations."""
    return read_facts(words, locale)


def _take_telephone(match: re.Match[str], found: Facts) -> str:
    key = "+" + re.sub(r"\D", "", match[0])
    found.numbers[key] += 1
    found.shown[key] = match[0]
    return "\x01"


def _add_date(date: FoundDate, found: Facts) -> None:
    if date.month:
        found.months.add(date.month)
        found.shown[date.month] = date.text
    for day in date.days:
        found.pairs.append((day, date.month))
    for number in (*date.days, date.year):
        if number:
            found.numbers[str(number)] += 1
            found.dated[str(number)] = date.text
    if date.is_unclear:
        found.unclear += [(day, date.month) for day in date.days]


def _add_mentioned(text: str, locale: str, found: Facts) -> None:
    pattern = month_regex(locale)
    for match in pattern.finditer(text) if pattern else ():
        month = month_number(match[0], locale)
        found.mentioned.add(month)
        found.shown.setdefault(month, match[0])


def _without_times(text: str, pattern: re.Pattern[str], language: str, found: Facts) -> str:
    def taken(match: re.Match[str]) -> str:
        minute = read_time(match, text, language)
        if minute is None:
            return match[0]
        found.times[minute] += 1
        found.shown[f"t{minute}"] = match[0].strip()
        return "\x01"

    return pattern.sub(taken, text)


def _said_percents(text: str, language: str) -> int:
    words = percent_words(language)
    return len(words.findall(text)) if words else 0


def _add_numbers(text: str, locale: str, found: Facts, *, is_priced: bool) -> None:
    scale = scale_pattern(locale.partition("-")[0])
    begin = 0
    for match in number_pattern(locale).finditer(text):
        value, end = read_value(match[0], locale), match.end()
        price = currency_before(text, match.start(), begin=begin) if is_priced else None
        scaling = scale.match(text, end) if scale else None
        if scaling is None and price:
            scaling = _SHORT_SCALE.match(text, end)
        if scaling is not None:
            power = next(int(name[1:]) for name, word in scaling.groupdict().items() if word)
            bare, value = value, scaled(value, power)
            found.bare[value] = bare
            end = scaling.end()
        begin = end
        start = price[1] if price else match.start()
        if price is None and is_priced:
            price = currency_after(text, end)
            begin = price[1] if price else end
        if _MINUS.search(text[max(0, start - 3) : start]):
            found.negative.add(value)
        if price:
            found.amounts.setdefault(value, []).append(price[0])
            found.priced[value] = text[start:begin].strip()
        found.numbers[value] += 1
        found.shown[value] = text[match.start() : end].strip()
