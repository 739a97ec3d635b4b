"""Compares what source and translation state in figures: dates, times, amounts, shares, numbers.

A figure that is missing or another must be fixed. What a language may write out as a word, say once
where the source says it twice, or add (“two weeks”: 2週間) is let pass where the word is found, and
only shown where it is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from composer.translation.checks.amounts_compared import (
    find_amount_flaws,
    find_percent_flaws,
    find_sign_flaws,
)
from composer.translation.checks.apart import Apart, what_is_apart
from composer.translation.checks.digits import plain
from composer.translation.checks.facts import DIGIT, Facts, read_facts, source_facts
from composer.translation.checks.large_numbers import is_spelled
from composer.translation.checks.number_words import (
    is_one_and_a_half,
    is_small,
    is_written_out,
    may_say,
)
from composer.translation.checks.reading import Flaw, Pair, listed
from composer.translation.checks.weekdays import without_weekdays

_CUT = re.compile(r"(?<![\d.,])\d{1,2}(?::(?!\d)|[時时点點]分)")


def find_fact_flaws(pair: Pair) -> list[Flaw]:
    """Find figures of the source that a translation does not have, or has otherwise."""
    wanted = source_facts(pair.source.words, pair.source.locale)
    if wanted.is_empty and DIGIT.search(pair.target.words) is None:
        return []
    given = read_facts(pair.target.words, pair.target.locale, beside=wanted)
    flaws = list(_flaws(wanted, given, pair))
    if flaws and wanted.unclear:
        other = list(_flaws(_turned(wanted), given, pair))
        return other if len(other) < len(flaws) else flaws
    return flaws


def _turned(facts: Facts) -> Facts:
    """Read unclear dates the other way round: their days as their months."""
    numbers, shown, pairs = Counter(facts.numbers), dict(facts.shown), list(facts.pairs)
    for day, month in facts.unclear:
        numbers[str(day)] -= 1
        numbers[str(month)] += 1
        pairs.remove((day, month))
        pairs.append((month, day))
        shown[day] = facts.shown[month]
    months = facts.months - {month for _day, month in facts.unclear}
    months |= {month for _day, month in pairs}
    return replace(facts, numbers=+numbers, months=months, pairs=pairs, shown=shown)


def _flaws(wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    apart = what_is_apart(wanted, given, pair)
    yield from _find_dates(apart, wanted, given)
    yield from _find_times(apart, wanted, given, pair)
    yield from find_amount_flaws(apart, wanted, given)
    yield from find_percent_flaws(wanted, given, pair)
    yield from find_sign_flaws(wanted, given, pair)
    yield from _find_numbers(apart, wanted, given, pair)


def _find_dates(apart: Apart, wanted: Facts, given: Facts) -> Iterator[Flaw]:
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
        yield "dates_differ", {"missing": listed(missing), "added": listed(added)}


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


def _find_times(apart: Apart, wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    apart.lost_times = [one for one in apart.lost_times if not _is_time_written(one, pair)]
    if apart.lost_times:
        yield (
            "times_differ",
            {
                "missing": listed([wanted.shown[f"t{one}"] for one in apart.lost_times]),
                "added": listed([given.shown[f"t{one}"] for one in apart.new_times]),
            },
        )


def _find_numbers(apart: Apart, wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    missing: list[str] = []
    unsure: list[str] = []
    language = pair.target.language
    words = without_weekdays(pair.target.words, pair.target.locale) if apart.missing else ""
    decades = {key for key in apart.missing if _is_decade(key, apart, pair)}
    added = [
        key
        for key, count in apart.added.items()
        if count > 0
        and key not in wanted.numbers
        and key not in {decade[2:] for decade in decades}
        and not may_say(key, pair.source.words, pair.source.language)
    ]
    for key, count in apart.missing.items():
        if count <= 0 or key in decades or is_written_out(key, words, language):
            continue
        if is_one_and_a_half(wanted.bare.get(key, key), words, language):
            continue
        is_open = key in given.numbers or (
            not added
            and not is_spelled(key, language)
            and (is_small(key) or (key[-1:] == "0" and may_say(key, words, language)))
        )
        (unsure if is_open else missing).append(wanted.shown.get(key, key))
    shown = [given.shown.get(key, key) for key in added]
    if missing:
        yield "numbers_differ", {"missing": listed(missing), "added": listed(shown)}
        return
    if not apart.lost_times:
        shown += [given.shown[f"t{one}"] for one in apart.new_times if not _is_said(one, pair)]
    if not shown and not unsure:
        shown = _cut_times(wanted, pair)
    if unsure or shown:
        yield "numbers_unclear", {"missing": listed(unsure), "added": listed(shown)}


def _is_decade(key: str, apart: Apart, pair: Pair) -> bool:
    """Tell whether a translation has the 1990s as its language has them: 90."""
    is_said = re.search(rf"(?<!\d){key}(?:[’']?s|er)(?!\w)", pair.source.words) is not None
    return len(key) == 4 and is_said and apart.added.get(key[2:], 0) > 0


def _cut_times(wanted: Facts, pair: Pair) -> list[str]:
    """Find times whose minutes are lost, such as `22:`."""
    if not wanted.times or _CUT.search(pair.source.words):
        return []
    return [match[0] for match in _CUT.finditer(plain(pair.target.words))]


def _is_time_written(minute: int, pair: Pair) -> bool:
    """Tell whether a translation says a time in words: الثالثة مساءً, „um halb vier“."""
    hour, rest = divmod(minute, 60)
    if rest not in {0, 30}:
        return False
    language = pair.target.language
    words = without_weekdays(pair.target.words, pair.target.locale)
    hours = {hour, hour % 12 or 12} | ({(hour + 1) % 12 or 12} if rest else set())
    is_midnight = minute == 0 and may_say("24", words, language)
    return is_midnight or any(is_written_out(str(one), words, language) for one in hours if one)


def _is_said(minute: int, pair: Pair) -> bool:
    """Tell whether the source says a time in words: “at ten”, “half past eight”."""
    hour = str(minute // 60 % 12 or 12)
    words, language = pair.source.words, pair.source.language
    return is_written_out(hour, words, language) or may_say("24", words, language)
