"""What one text states in figures and the other does not, once what may differ is matched.

A time may stand for its bare hour, a month for its number, a telephone number may be cut otherwise.
What is left over is what the checks speak of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from composer.translation.checks.digits import knows_scales
from composer.translation.checks.facts import Facts
from composer.translation.checks.number_words import day_halves
from composer.translation.checks.reading import Pair


@dataclass(slots=True, kw_only=True)
class Apart:
    """What one side has and the other has not, while it is worked off."""

    missing: Counter[str]
    added: Counter[str]
    lost_times: list[int]
    new_times: list[int]
    lost_months: set[int]
    new_months: set[int]


def what_is_apart(wanted: Facts, given: Facts, pair: Pair) -> Apart:
    """Compare the facts of a source with those of its translation."""
    apart = Apart(
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
    return apart


def _match_times(apart: Apart, pair: Pair) -> None:
    """Let a time stand for its bare hour: “from 9 to 5 pm”, “at 15”, “2 h”."""
    for times, numbers in ((apart.lost_times, apart.added), (apart.new_times, apart.missing)):
        for minute in list(times):
            key = next((one for one in _as_numbers(minute) if numbers[one] > 0), "")
            if key:
                numbers[key] -= 1
                times.remove(minute)
    if day_halves(pair.target.language) is None:
        _match_half_days(apart)


def _match_half_days(apart: Apart) -> None:
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


def _match_months(apart: Apart) -> None:
    """Let a month stand for its number, as in `6/1`."""
    for months, numbers in ((apart.lost_months, apart.added), (apart.new_months, apart.missing)):
        for month in list(months):
            if numbers[str(month)] > 0:
                numbers[str(month)] -= 1
                months.remove(month)


def _match_numbers(apart: Apart, wanted: Facts, given: Facts, pair: Pair) -> None:
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
