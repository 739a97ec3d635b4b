"""The filters that templates have besides Jinja's harmless ones: one set for each locale.

`date`, `time`, `datetime`, `number`, `currency`, `percent` format a cell by the message's locale;
`list` writes a list and `plural` chooses a form by its grammar; `decimal` makes a number for
comparing; `split` cuts a cell into a list; `url` and `mailto` put a value into a link. The
environment hands each filter, as `source`, the template's own words for what it is applied to, so
that an error can name the field. An empty cell is refused first of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from jinja2.runtime import Undefined

from composer.errors import RenderError
from composer.rendering.failures import completed
from composer.rendering.formats import Formats, read_number
from composer.rendering.grammar import Grammar
from composer.rendering.links import (
    PART_FILTER,
    WHOLE_FILTER,
    QuotedLink,
    check_link,
    quote_part,
)

MAX_PIECES = 10_000
_NO_MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))


def make_filters(locale: str, *, in_headers: bool = False) -> Mapping[str, Callable[..., Any]]:
    """Make the filters of one locale, by name; no header may hold a direction mark."""
    formats, grammar = Formats(locale), Grammar(locale)
    named = _unmarked if in_headers else _named
    return {
        "currency": named(formats.currency),
        "date": named(formats.date),
        "datetime": named(formats.datetime),
        "decimal": _named(_decimal),
        "list": _named(grammar.list),
        "mailto": _named(_mailto),
        "number": named(formats.number),
        "percent": named(formats.percent),
        "plural": _named(grammar.plural),
        "split": _split,
        "time": named(formats.time),
        "url": _named(quote_part),
        PART_FILTER: _named(quote_part),
        WHOLE_FILTER: _named(check_link),
    }


def _named(function: Callable[..., Any]) -> Callable[..., Any]:
    def apply(value: Any, *args: Any, source: str = "", **kwargs: Any) -> Any:
        for item in (value, *args, *kwargs.values()):
            if isinstance(item, Undefined):
                str(item)  # raises, naming the field
        try:
            return function(value, *args, **kwargs)
        except RenderError as error:
            raise completed(error, field=source) from None

    return apply


def _unmarked(function: Callable[..., str]) -> Callable[..., Any]:
    """Leave out the marks that a locale's own format puts beside digits (Arabic, Hebrew)."""

    def apply(*args: Any, **kwargs: Any) -> str:
        text = function(*args, **kwargs)
        return text if text.isascii() else text.translate(_NO_MARKS)

    return _named(apply)


def _decimal(value: str | int | Decimal) -> Decimal:
    return read_number(value)


def _mailto(address: str) -> QuotedLink:
    local, _at, domain = str(address).strip().rpartition("@")
    return QuotedLink(f"mailto:{quote_part(local)}@{quote_part(domain)}")


def _split(value: Any, separator: str = ",") -> list[str]:
    pieces = str(value).split(str(separator), MAX_PIECES)
    return [piece.strip() for piece in pieces if piece.strip()]
