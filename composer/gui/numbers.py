"""Numbers as the language in use writes them. Qt is not known here."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from composer import i18n


def number(value: int) -> str:
    """Write a whole number: *1,204*, *1.204*."""
    return str(format_decimal(value, locale=number_locale()))


def decimal(value: float, digits: int) -> str:
    """Write a number with at most so many digits after the point: *2.4*, *2,4*."""
    pattern = f"#,##0.{'#' * digits}" if digits else "#,##0"
    return str(format_decimal(value, format=pattern, locale=number_locale()))


def number_locale() -> Locale:
    """Give the language in use, or English where Babel does not know it."""
    try:
        return Locale.parse(i18n.language().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
