"""Compares amounts of money, shares and signs of a translation with those of its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.translation.checks.apart import Apart
from composer.translation.checks.facts import Facts
from composer.translation.checks.number_words import percent_words
from composer.translation.checks.reading import Flaw, Pair, listed
from composer.translation.locales import direction

_MINUS_WORDS = re.compile(
    r"minus|moins|menos|meno|negativ|négativ|минус|мінус|マイナス|负|負|영하|마이너스",
    re.IGNORECASE,
)


def find_amount_flaws(apart: Apart, wanted: Facts, given: Facts) -> Iterator[Flaw]:
    """Find amounts that are others, or in other currencies; what is said is taken from `apart`."""
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
                "missing": listed([_amount(key, wanted) for key in [*missing, *wrong]]),
                "added": listed([_amount(key, given) for key in [*added, *wrong, *strange]]),
            },
        )
    elif shared:
        yield "amounts_unclear", {"amounts": listed([_amount(key, wanted) for key in shared])}


def _may_share(mine: list[frozenset[str]], others: list[frozenset[str]] | None) -> bool:
    """Tell whether one currency may be meant on both sides; nothing said contradicts nothing."""
    return others is None or any(one & other for one in mine for other in others)


def _all_currencies(facts: Facts) -> list[frozenset[str]]:
    return [one for codes in facts.amounts.values() for one in codes]


def _currencies(facts: Facts) -> frozenset[str]:
    return frozenset().union(*_all_currencies(facts))


def _amount(key: str, facts: Facts) -> str:
    return facts.priced.get(key) or facts.shown.get(key, key)


def find_percent_flaws(wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    """Find shares that lost their percent sign, where the word for it would be known."""
    if given.percents < wanted.percents and percent_words(pair.target.language) is not None:
        yield "percent_missing", {}


def find_sign_flaws(wanted: Facts, given: Facts, pair: Pair) -> Iterator[Flaw]:
    """Find numbers that lost or got a minus; from right to left it may stand on the other side."""
    if direction(pair.target.locale) == "rtl" or direction(pair.source.locale) == "rtl":
        return
    numbers = wanted.numbers.keys() & given.numbers.keys()
    changed = sorted((wanted.negative ^ given.negative) & numbers)
    if changed and not _MINUS_WORDS.search(f"{pair.source.words} {pair.target.words}"):
        yield "minus_differs", {"numbers": listed([wanted.shown.get(key, key) for key in changed])}
