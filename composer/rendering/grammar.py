"""Lists and plurals in one locale's own grammar, for the filters `list` and `plural`.

`{{ cities|split(",")|list }}` is a list like any other in a repeat, and prints as “Bonn, Rome and
Vienna”. `{{ count }} {{ count|plural("file", "files") }}` chooses the form by the locale's rules
(CLDR); a translator writes as many forms as the language has.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.lists import format_list

from composer.rendering.failures import render_error
from composer.rendering.formats import babel_locale, read_number

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_JOINING: dict[str, Literal["standard", "or"]] = {"and": "standard", "or": "or"}


class WrittenList(list[object]):
    """A list that knows how it is written as a sentence."""

    __slots__ = ("_join", "_locale")

    def __init__(self, items: Iterable[object], *, locale: str, join: str) -> None:
        super().__init__(items)
        self._locale, self._join = locale, join

    def __str__(self) -> str:
        """Write the items as people read them, the last joined by the locale's word."""
        items = tuple(_word(item) for item in self)
        if not items:
            raise render_error("render.empty_list")
        return _sentence(items, self._locale, self._join)


class Grammar:
    """What one locale does with lists and numbers of things."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self.plural_category = lru_cache(maxsize=4096)(self._plural_category)

    def list(self, items: Iterable[object], join: str = "and") -> WrittenList:
        """Make a list that prints as a sentence; `join` is "and" or "or".

        Raises:
            RenderError: `render.not_a_list`, for a text that was not cut yet.
        """
        if isinstance(items, str) or join not in _JOINING:
            raise render_error("render.not_a_list")
        return WrittenList(items, locale=self._locale, join=join)

    def plural(self, value: str | int | Decimal, *forms: str, **named: str) -> str:
        """Choose the form that fits a number, of one for each category of the language.

        Two forms are for one and for all others; `plural(one=…, few=…, other=…)` names them.

        Raises:
            RenderError: `render.plural_forms`, `render.not_a_number`.
        """
        category = self.plural_category(str(value))
        if not all(isinstance(form, str) for form in (*forms, *named.values())):
            raise render_error("render.plural_forms")
        if named and not forms:
            return self._by_name(category, named, is_zero=read_number(value) == 0)
        if forms and not named:
            return self._by_place(category, forms)
        raise render_error("render.plural_forms")

    def _by_name(self, category: str, named: dict[str, str], *, is_zero: bool) -> str:
        if "other" not in named or not named.keys() <= set(CATEGORIES):
            raise render_error("render.plural_forms")
        if (
            is_zero and "zero" in named
        ):  # people expect it, also where the language has no such form
            return named["zero"]
        return named.get(category, named["other"])

    def _by_place(self, category: str, forms: tuple[str, ...]) -> str:
        if len(forms) <= 2:
            return forms[0] if category == "one" else forms[-1]
        known = self._categories()
        # Languages without a form for zero have one for fractions only, which may be left out.
        enough = {len(known)} if "zero" in known else {len(known), len(known) - 1}
        if len(forms) not in enough:
            raise render_error("render.plural_forms")
        return forms[-1] if category == "other" else forms[known.index(category)]

    def _categories(self) -> tuple[str, ...]:
        rules = babel_locale(self._locale).plural_form.tags
        return tuple(name for name in CATEGORIES if name in rules or name == "other")

    def _plural_category(self, value: str) -> str:
        return babel_locale(self._locale).plural_form(read_number(value))


def _word(item: object) -> str:
    if not isinstance(item, str | int | Decimal) or isinstance(item, bool):
        raise render_error("render.not_printable")
    return str(item)


@lru_cache(maxsize=4096)
def _sentence(items: tuple[str, ...], locale: str, join: str) -> str:
    return format_list(items, style=_JOINING[join], locale=babel_locale(locale))
