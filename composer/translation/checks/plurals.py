"""Compares the forms of `plural` with those that a language needs for whole numbers (CLDR).

The table is made from CLDR's rules by trying the numbers people count with; nothing of a file is
evaluated. How rendering takes the forms stands in `rendering/grammar.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from composer.translation.checks.meanings import PluralForms, read_meaning
from composer.translation.checks.reading import Flaw, Pair, listed

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_COUNTED = (*range(201), 1000, 10_000)


def find_plural_flaws(pair: Pair) -> Iterator[Flaw]:
    """Find uses of `plural` with forms missing, or that cannot be rendered."""
    for tag in pair.target.tags:
        if "plural" not in tag:
            continue
        meaning = read_meaning(tag)
        for forms in meaning.plurals if meaning else ():
            yield from _find_form_flaws(forms, pair.target.locale, tag)


def _find_form_flaws(forms: PluralForms, locale: str, tag: str) -> Iterator[Flaw]:
    needed, known = needed_forms(locale), known_forms(locale)
    if not _can_be_rendered(forms, known):
        yield "plural_refused", {"field": tag, "needed": listed(list(known))}
        return
    missing = [name for name in needed if name not in _given(forms, known)]
    if missing:
        yield "plural_forms", {"field": tag, "missing": listed(missing)}


def _can_be_rendered(forms: PluralForms, known: tuple[str, ...]) -> bool:
    if forms.names:
        return not forms.by_place and "other" in forms.names and set(forms.names) <= set(CATEGORIES)
    if forms.by_place <= 2:
        return forms.by_place > 0
    least = len(known) if "zero" in known else len(known) - 1
    return least <= forms.by_place <= len(known)


def _given(forms: PluralForms, known: tuple[str, ...]) -> set[str]:
    if forms.names:
        return set(forms.names)
    if forms.by_place <= 2:
        return {"one", "other"} if forms.by_place == 2 else {"other"}
    return set(known)


@lru_cache(maxsize=256)
def known_forms(locale: str) -> tuple[str, ...]:
    """Give all the categories of a language, in the order in which forms are written."""
    rules = _babel(locale).plural_form.tags
    return tuple(name for name in CATEGORIES if name in rules or name == "other")


@lru_cache(maxsize=256)
def needed_forms(locale: str) -> tuple[str, ...]:
    """Give the categories that whole numbers fall into.

    >>> needed_forms("pl"), needed_forms("ja"), needed_forms("fr")
    (('one', 'few', 'many'), ('other',), ('one', 'other'))
    """
    rule = _babel(locale).plural_form
    found = {rule(number) for number in _COUNTED}
    return tuple(name for name in CATEGORIES if name in found)


def _babel(locale: str) -> Locale:
    for tag in (locale, locale.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en")
