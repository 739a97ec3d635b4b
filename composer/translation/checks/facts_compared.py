"""Compares what source and translation state in figures: dates, times, amounts, shares, numbers.

A figure that is missing or another must be fixed. What a language may write out as a word, say once
where the source says it twice, or add (“two weeks”: 2週間) is let pass where the word is found, and
only shown where it is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from composer.translation.checks.digits import knows_scales, plain
from composer.translation.checks.facts import DIGIT, Facts, read_facts, source_facts
from composer.translation.checks.number_words import (
    day_halves,
    is_small,
    is_written_out,
    may_say,
    percent_words,
)
from composer.translation.checks.reading import Flaw, Pair, listed

_CUT = re.compile(r"(?<![\d.,])\d{1,2}(?::(?!\d)|[時时点點]分)")


@dataclass(slots=True, kw_only=True)
class _Apart:
    """What one side has and the other has not, while it is worked off."""

    missing: Counter[str]
    added: Counter[str]
    lost_times: list[int]
    new_times: list[int]
    lost_months: set[int]
    new_months: set[int]


def find_fact_flaws(pair: Pair) -> list[Flaw]:
    """Find figures of the source that a translation does not have, or has otherwise."""
    wanted = source_facts(pair.source.words, pair.source.locale)
    if wanted.is_empty and DIGIT.search(pair.target.words) is None:
        return []
    given = read_facts(pair.target.words, pair.target.locale, beside=wanted)
    flaws = list(_flaws(wanted, given, pair))
    if flaws and wanted.is_unclear:
        other = list(_flaws(_turned(wanted), given, pair))
        return other if len(other) < len(flaws) else flaws
    return flaws


def _turned(facts: Facts) -> Facts:
    """Read an unclear date the other way round: its day as its month."""
    numbers = Counter(facts.numbers)
    for day, month in facts.pairs:
        numbers[str(day)] -= 1
        numbers[str(month)] += 1
    pairs = [(month, day) for day, month in facts.pairs]
    return replace(facts, numbers=+numbers, months={month for _day, month in pairs}, pairs=pairs)


def _flaws(wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    apart = _Apart(
        missing=wanted.numbers - given.numbers,
        added=given.numbers - wanted.numbers,
        lost_times=list((wanted.times - given.times).elements()),
        new_times=list((given.times - wanted.times).elements()),
        lost_months=wanted.months - given.months - given.mentioned,
        new_months=given.months - wanted.months - wanted.mentioned,
    )
    _match_times(apart, pair)
    _match_months(apart)
    _match_numbers(apart, wanted, given, pair)
    yield from _find_dates(apart, wanted, given)
    yield from _find_times(apart, wanted, given)
    yield from _find_amounts(apart, wanted, given)
    yield from _find_percents(wanted, given, pair)
    yield from _find_numbers(apart, wanted, given, pair)


def _match_times(apart: _Apart, pair: Pair) -> None:
    """Let a time stand for its bare hour: “from 9 to 5 pm”, “at 15”, “2 h”."""
    for times, numbers in ((apart.lost_times, apart.added), (apart.new_times, apart.missing)):
        for minute in list(times):
            key = next((one for one in _as_numbers(minute) if numbers[one] > 0), "")
            if key:
                numbers[key] -= 1
                times.remove(minute)
    if day_halves(pair.target.language) is None:
        _match_half_days(apart)


def _match_half_days(apart: _Apart) -> None:
    """Let 3 stand for 15:00 where it is not known how a language says “in the afternoon”."""
    for minute in list(apart.lost_times):
        other = (minute + 720) % 1440
        bare = next((one for one in _as_numbers(other) if apart.added[one] > 0), "")
        if other in apart.new_times:
            apart.new_times.remove(other)
        elif bare:
            apart.added[bare] -= 1
        else:
            continue
        apart.lost_times.remove(minute)


def _as_numbers(minute: int) -> tuple[str, ...]:
    hour, rest = divmod(minute, 60)
    if rest:
        return (f"{hour}.{rest:02d}".rstrip("0"), f"{hour}.{rest:02d}")
    return ("0", "24", "12") if hour == 0 else (str(hour),)


def _match_months(apart: _Apart) -> None:
    """Let a month stand for its number, as in `6/1`."""
    for months, numbers in ((apart.lost_months, apart.added), (apart.new_months, apart.missing)):
        for month in list(months):
            if numbers[str(month)] > 0:
                numbers[str(month)] -= 1
                months.remove(month)


def _match_numbers(apart: _Apart, wanted: Facts, given: Facts, pair: Pair) -> None:
    """Let pass numbers that are only cut otherwise, or multiplied by a word nobody here knows."""
    if not knows_scales(pair.target.language):
        for value in list(apart.missing):
            bare = wanted.bare.get(value)
            if bare and apart.added[bare] > 0:
                apart.added[bare] -= 1
                del apart.missing[value]
    if len(apart.missing) + len(apart.added) > 2:
        one = "".join(wanted.shown.get(key, key) for key in apart.missing)
        other = "".join(given.shown.get(key, key) for key in apart.added)
        digits = [char for char in one if char.isdigit()]
        if len(digits) > 5 and digits == [char for char in other if char.isdigit()]:
            apart.missing.clear()
            apart.added.clear()


def _find_dates(apart: _Apart, wanted: Facts, given: Facts) -> Iterator[Flaw]:
    missing = [wanted.shown[month] for month in sorted(apart.lost_months)]
    added = [given.shown[month] for month in sorted(apart.new_months)]
    for key in [key for key in apart.missing if apart.missing[key] > 0 and key in wanted.dated]:
        if key not in given.numbers:
            missing.append(wanted.dated[key])
            del apart.missing[key]
    if missing:
        for key in [key for key in apart.added if apart.added[key] > 0 and key in given.dated]:
            added.append(given.dated[key])
            del apart.added[key]
    if not missing and not added and _is_renamed(wanted, given):
        missing = [wanted.shown[one] for one in sorted(wanted.mentioned)]
        added = [given.shown[one] for one in sorted(given.mentioned)]
    if not missing and not added and _are_crossed(wanted, given):
        missing = [wanted.shown[month] for month in sorted(wanted.months)]
        added = [given.shown[month] for month in sorted(given.months) if month in given.shown]
    if missing or added:
        yield "dates_differ", {"missing": _once(missing), "added": _once(added)}


def _is_renamed(wanted: Facts, given: Facts) -> bool:
    """Tell whether a month that is named without a day became another one."""
    known, new = wanted.months | wanted.mentioned, given.months | given.mentioned
    return bool(wanted.mentioned - new) and bool(new - known)


def _are_crossed(wanted: Facts, given: Facts) -> bool:
    """Tell whether days went to other months, among several dates."""
    return (
        len(wanted.months) > 1
        and len(wanted.pairs) == len(given.pairs)
        and Counter(wanted.pairs) != Counter(given.pairs)
    )


def _find_times(apart: _Apart, wanted: Facts, given: Facts) -> Iterator[Flaw]:
    if apart.lost_times:
        yield (
            "times_differ",
            {
                "missing": _once([wanted.shown[f"t{one}"] for one in apart.lost_times]),
                "added": _once([given.shown[f"t{one}"] for one in apart.new_times]),
            },
        )


def _find_amounts(apart: _Apart, wanted: Facts, given: Facts) -> Iterator[Flaw]:
    if not wanted.amounts and not given.amounts:
        return
    missing = [key for key in wanted.amounts if apart.missing[key] > 0 and key not in given.numbers]
    there = [key for key in wanted.amounts if key in given.numbers]
    other = [key for key in there if not _may_share(wanted.amounts[key], given.amounts.get(key))]
    known = _all_currencies(given)
    bare = [key for key in there if key not in given.amounts]
    # “5 € and 10 €” may become “5 and 10 euros”.
    shared = [key for key in bare if _may_share(wanted.amounts[key], known)]
    foreign = _currencies(given) - _currencies(wanted)
    strange = [key for key, found in given.amounts.items() if any(one <= foreign for one in found)]
    wrong = [*other, *(key for key in bare if key not in shared)]
    if missing or wrong or strange:
        added = [key for key in given.amounts if apart.added[key] > 0]
        for key in (*missing, *added):
            (apart.missing if key in missing else apart.added)[key] = 0
        yield (
            "amounts_differ",
            {
                "missing": _once([_amount(key, wanted) for key in [*missing, *wrong]]),
                "added": _once([_amount(key, given) for key in [*added, *wrong, *strange]]),
            },
        )
    elif shared:
        yield "amounts_unclear", {"amounts": _once([_amount(key, wanted) for key in shared])}


def _may_share(mine: list[frozenset[str]], others: list[frozenset[str]] | None) -> bool:
    """Tell whether one currency may be meant on both sides; nothing said contradicts nothing."""
    return others is None or any(one & other for one in mine for other in others)


def _all_currencies(facts: Facts) -> list[frozenset[str]]:
    return [one for codes in facts.amounts.values() for one in codes]


def _currencies(facts: Facts) -> frozenset[str]:
    return frozenset().union(*_all_currencies(facts))


def _amount(key: str, facts: Facts) -> str:
    return facts.priced.get(key) or facts.shown.get(key, key)


def _find_percents(wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    if given.percents < wanted.percents and percent_words(pair.target.language) is not None:
        yield "percent_missing", {}


def _find_numbers(apart: _Apart, wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    missing: list[str] = []
    unsure: list[str] = []
    language, words = pair.target.language, pair.target.words
    added = [
        key
        for key, count in apart.added.items()
        if count > 0
        and key not in wanted.numbers
        and not may_say(key, pair.source.words, pair.source.language)
    ]
    for key, count in apart.missing.items():
        if count <= 0 or is_written_out(key, words, language):
            continue
        is_open = key in given.numbers or (
            not added and (is_small(key) or (key[-1:] == "0" and may_say(key, words, language)))
        )
        (unsure if is_open else missing).append(wanted.shown.get(key, key))
    shown = [given.shown.get(key, key) for key in added]
    if missing:
        yield "numbers_differ", {"missing": _once(missing), "added": _once(shown)}
        return
    if not apart.lost_times:
        shown += [given.shown[f"t{one}"] for one in apart.new_times if not _is_said(one, pair)]
    if not shown and not unsure:
        shown = _cut_times(wanted, pair)
    if unsure or shown:
        yield "numbers_unclear", {"missing": _once(unsure), "added": _once(shown)}


def _cut_times(wanted: Facts, pair: Pair) -> list[str]:
    """Find times whose minutes are lost, such as `22:`."""
    if not wanted.times or _CUT.search(pair.source.words):
        return []
    return [match[0] for match in _CUT.finditer(plain(pair.target.words))]


def _is_said(minute: int, pair: Pair) -> bool:
    """Tell whether the source says a time in words: “at ten”, “half past eight”."""
    hour = str(minute // 60 % 12 or 12)
    words, language = pair.source.words, pair.source.language
    return is_written_out(hour, words, language) or may_say("24", words, language)


def _once(items: list[str]) -> str:
    return listed(list(dict.fromkeys(items)))
