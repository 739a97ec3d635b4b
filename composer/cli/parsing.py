"""Small readers of command-line values."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from composer.i18n import _
from composer.model.person import Role

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001
"""What commands are added to; argparse gives the type no public name."""


def roles(text: str) -> frozenset[Role]:
    """Read `author,reviewer,…`."""
    try:
        return frozenset(Role(word.strip()) for word in text.split(",") if word.strip())
    except ValueError:
        names = ", ".join(role.value for role in Role)
        raise argparse.ArgumentTypeError(_("roles are: {names}").format(names=names)) from None


def locales(text: str) -> tuple[str, ...]:
    """Read `de,fr`."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def rate_per_second(text: str) -> Decimal:
    """Read a pace: `50/s`, `30/min`.

    >>> rate_per_second("30/min")
    Decimal('0.5')
    """
    number, slash, unit = text.partition("/")
    divisors = {"s": Decimal(1), "min": Decimal(60)}
    try:
        rate = Decimal(number) / divisors[unit] if slash else Decimal(number)
    except (InvalidOperation, KeyError):
        raise argparse.ArgumentTypeError(_("write a pace as 50/s or 30/min")) from None
    if not rate.is_finite() or rate <= 0:
        raise argparse.ArgumentTypeError(_("a pace is more than 0"))
    return rate


def positive(text: str) -> int:
    """Read a whole number above 0."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("write a whole number above 0"))
    return int(text)
