"""Compares where the links, pictures and written addresses of a translation lead.

Another host, or one link more or less, must be fixed. Another page of the same site may be meant,
and the same page in the reader's language is as it should be; both are said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from composer.translation.checks.parts import PartKind
from composer.translation.checks.reading import Flaw, Pair, Reading, listed

_LEADING = frozenset({PartKind.LINK, PartKind.IMAGE, PartKind.ADDRESS})


def find_link_flaws(pair: Pair) -> Iterator[Flaw]:
    """Find links and pictures that lead elsewhere than the source's."""
    wanted, given = _destinations(pair.source), _destinations(pair.target)
    if wanted == given:
        return
    missing, added = wanted - given, given - wanted
    for code, is_like in (("link_language", _is_same_page), ("link_page", _is_same_site)):
        for one in list(missing.elements()):
            other = next((item for item in added.elements() if is_like(one, item, pair)), None)
            if other is not None:
                missing[one] -= 1
                added[other] -= 1
                yield code, {"address": one, "other": other}
    if +missing or +added:
        yield (
            "links_differ",
            {"missing": listed(list(missing.elements())), "added": listed(list(added.elements()))},
        )


def _destinations(reading: Reading) -> Counter[str]:
    return Counter(
        part.value
        for part in reading.parts
        if part.kind in _LEADING and part.value and _leads(part.text)
    )


def _leads(text: str) -> bool:
    """Tell whether a part is the half of a pair that holds the address."""
    return not text.startswith("</") and text not in {"[", "!["}


def _is_same_page(one: str, other: str, pair: Pair) -> bool:
    languages = {pair.source.locale, pair.target.locale}
    return _without(one, languages) == _without(other, languages)


def _without(address: str, locales: set[str]) -> str:
    """Leave the name of a language out of an address: `/en/`, `de.`, `?lang=en-GB`."""
    tags = {tag for locale in locales for tag in (locale, locale.partition("-")[0])}
    pattern = "|".join(re.escape(tag).replace(r"\-", "[-_]") for tag in sorted(tags, key=len)[::-1])
    named = rf"(?<=[/.=_-])(?:{pattern})(?=[/.&?#_-]|$)"
    without = re.sub(rf"(?<=//)(?:(?:{pattern}|www)\.)", "", address, flags=re.IGNORECASE)
    return re.sub(rf"{named}", "·", without, flags=re.IGNORECASE).replace("/·", "")


def _is_same_site(one: str, other: str, _pair: Pair) -> bool:
    first, second = _site(one), _site(other)
    return first is not None and first == second


def _site(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.scheme, parts.netloc.casefold()) if parts.netloc else None
