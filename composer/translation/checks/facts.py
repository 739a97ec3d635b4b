"""What a text states in figures: dates, times, amounts, shares and other numbers, by value.

Two texts that state the same have the same facts, however their languages write them. What is found
is taken out of the text step by step, so that nothing is counted twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

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
_AND = (
    r"[ \u00a0]?(?:[-~]|to|and|or|bis|auf|und|oder|à|a|al|et|ou|y|e|o|do|i|lub|oraz|до|и|или|й|або"
    r"|إلى|و|أو|עד|או|ile|ila|ve|veya|tot|en|of|až|nebo|till?|og|och|eller|から|至|到|和|と|或"
    r"|부터|에서)[ \u00a0]?"
)
"""What stands between two figures that share a sign: “5 to 10 %”, „9,90 bis 11,50 €“."""
_FIGURE = r"\d[\d.,\u00a0]*"
_SHARED_AFTER = re.compile(rf"\d(?={_AND}{_FIGURE}[ \u00a0]?%)")
_SHARED_BEFORE = re.compile(rf"%[ \u00a0]?{_FIGURE}(?={_AND}\d)(?![^%]{{0,12}}%)")
_BETWEEN = re.compile(_AND)
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
    if beside is not None and found.percents < beside.percents:
        found.percents += _shared_percents(text)
    is_priced = beside is None or bool(beside.amounts) or has_sign(text)
    numbers = list(_numbers(text, locale, found, is_priced=is_priced))
    if beside is not None and is_priced:
        _share_currencies(text, numbers)
    _add_numbers(text, numbers, found)
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


def _shared_percents(text: str) -> int:
    """Count the numbers that share the percent sign of another, as in “5 to 10 %”."""
    return sum(1 for pattern in (_SHARED_AFTER, _SHARED_BEFORE) for _one in pattern.finditer(text))


def _said_percents(text: str, language: str) -> int:
    words = percent_words(language)
    return len(words.findall(text)) if words else 0


@dataclass(slots=True, kw_only=True)
class _Number:
    """One number with what stands beside it; `start` and `end` are those of all of it.

    `is_signed_behind`: its currency stands behind it.
    """

    value: str
    text: str
    start: int
    end: int
    codes: frozenset[str] = frozenset()
    is_signed_behind: bool = False


def _add_numbers(text: str, numbers: Iterable[_Number], found: Facts) -> None:
    for number in numbers:
        if _MINUS.search(text[max(0, number.start - 3) : number.start]):
            found.negative.add(number.value)
        if number.codes:
            found.amounts.setdefault(number.value, []).append(number.codes)
            found.priced[number.value] = text[number.start : number.end].strip()
        found.numbers[number.value] += 1
        found.shown[number.value] = number.text


def _numbers(text: str, locale: str, found: Facts, *, is_priced: bool) -> Iterator[_Number]:
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
        is_behind = price is None and is_priced
        if is_behind:
            price = currency_after(text, end)
            begin = price[1] if price else end
        yield _Number(
            value=value,
            text=text[match.start() : end].strip(),
            start=start,
            end=begin,
            codes=price[0] if price else frozenset(),
            is_signed_behind=is_behind and price is not None,
        )


def _share_currencies(text: str, numbers: list[_Number]) -> None:
    """Let a number share the currency of the one beside it: “9.90 to 11.50 €”, “€5–10”.

    A sign before its number holds for those behind it, one behind for those before.
    """
    for one, other in pairwise(numbers):
        if _BETWEEN.fullmatch(text[one.end : other.start]) is None:
            continue
        if other.is_signed_behind and not one.codes:
            one.codes = other.codes
        elif one.codes and not one.is_signed_behind and not other.codes:
            other.codes = one.codes
