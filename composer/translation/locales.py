"""Locales: direction, and which catalogue serves whose wish.

Look-up follows RFC 4647 §3.4 (cut subtags from the right), but never crosses scripts: `zh-TW` finds
`zh-Hant`, not `zh`. Languages, scripts and likely subtags come from CLDR through Babel. What no
catalogue and no stated fallback serves is None: a finding for somebody, never a silent default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from babel.core import get_global

from composer.model.locale_tags import TAG, canonical

_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
)


def direction(locale: str) -> Literal["ltr", "rtl"]:
    """Tell the direction in which a locale is written.

    >>> direction("ar"), direction("de"), direction("az-Arab")
    ('rtl', 'ltr', 'rtl')
    """
    return "rtl" if _maximised(locale)[1] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"


def script_of(locale: str) -> str:
    """Give the script in which a locale is written, or nothing where CLDR does not know it.

    >>> script_of("ru"), script_of("zh-TW"), script_of("sr-Latn")
    ('Cyrl', 'Hant', 'Latn')
    """
    return _maximised(locale)[1]


def resolve_locale(
    wish: str, *, available: Iterable[str], fallback: Mapping[str, str], source: str
) -> str | None:
    """Find the locale in which somebody's message is written.

    `available` are the locales with a catalogue; the source needs none. An empty wish is what
    `fallback` states for it, else the source. Stated fallbacks count only where no catalogue
    serves, and may be chained.

    >>> resolve_locale("de-AT", available=["de"], fallback={}, source="en")
    'de'
    >>> resolve_locale("fr", available=["de"], fallback={"fr": "en"}, source="en")
    'en'
    >>> resolve_locale("fr", available=["de"], fallback={}, source="en") is None
    True
    """
    if not wish.strip():
        wish = fallback.get("", "") or source
    return _walk(wish, available=available, fallback=fallback, source=source)[1]


def locale_chain(
    wish: str, *, available: Iterable[str], fallback: Mapping[str, str], source: str
) -> tuple[str, ...]:
    """Give the way from somebody's wish to the locale they read; nothing serves it where it ends.

    >>> locale_chain("pt-BR", available=["pt"], fallback={}, source="en")
    ('pt-BR', 'pt')
    >>> locale_chain("gl", available=["pt"], fallback={"gl": "pt-PT"}, source="en")
    ('gl', 'pt-PT', 'pt')
    """
    if not wish.strip():
        wish = fallback.get("", "") or source
    steps, served = _walk(wish, available=available, fallback=fallback, source=source)
    return tuple(dict.fromkeys((*steps, served) if served else steps))


def _walk(
    wish: str, *, available: Iterable[str], fallback: Mapping[str, str], source: str
) -> tuple[list[str], str | None]:
    """Follow the stated fallbacks; give the tags on the way and what serves in the end."""
    offered = {canonical(tag) or tag: tag for tag in (*available, source)}
    stated = {canonical(key) or key: value for key, value in fallback.items() if key}
    tag = canonical(wish.strip())
    steps: list[str] = []
    while tag is not None and tag not in steps:
        steps.append(tag)
        found = _look_up(tag, frozenset(offered))
        if found is not None:
            return steps, offered[found]
        key = _look_up(tag, frozenset(stated))
        tag = canonical(stated[key]) if key is not None else None
    return steps, None


@lru_cache(maxsize=4096)
def _look_up(tag: str, offered: frozenset[str]) -> str | None:
    language, script, region = _maximised(tag)
    for candidate in (*_cuts(tag), f"{language}-{script}-{region}", f"{language}-{script}"):
        if candidate in offered and _maximised(candidate)[1] == script:
            return candidate
    same = (item for item in sorted(offered) if _maximised(item) == (language, script, region))
    return next(same, None)


def _cuts(tag: str) -> list[str]:
    subtags = tag.split("-")
    return ["-".join(subtags[:length]) for length in range(len(subtags), 0, -1)]


@lru_cache(maxsize=4096)
def _maximised(tag: str) -> tuple[str, str, str]:
    """Fill in the likely script and region (CLDR's likely subtags)."""
    match = TAG.fullmatch(tag)
    if match is None:
        return tag, "", ""
    language, script, region = match["language"], match["script"] or "", match["region"] or ""
    likely = get_global("likely_subtags")
    for parts in ((language, script, region), (language, region), (language, script), (language,)):
        full = likely.get("_".join(part for part in parts if part))
        if full:
            _, full_script, full_region = [*full.split("_"), "", ""][:3]
            return language, script or full_script, region or full_region
    return language, script, region
