"""The promise about a list, between what a person types and what is kept: a number or a range.

What is kept is a number and by how much a list may miss it, as a share. *1,900–2,100* becomes
2,000 give or take 5 %. Nothing here decides whether a list keeps its promise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from composer.gui.numbers import number
from composer.i18n import _, ngettext, place
from composer.model.campaign import AudienceSettings

_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|\.\.+|…)\s*(\d+)")
_SPACING = re.compile(r"(?<=\d)[\s,.'’٬\u00a0\u202f](?=\d{3}(?!\d))")
_PRECISION = Decimal("0.0001")
MOST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What was said about a list before it was read."""

    expected: int | None = None
    tolerance: Decimal = Decimal(0)
    rule: str = ""
    agreed: str = ""

    @property
    def least(self) -> int:
        """The smallest list that keeps the promise."""
        return int((self._middle * (1 - self.tolerance)).to_integral_value(ROUND_CEILING))

    @property
    def most(self) -> int:
        """The largest list that keeps the promise."""
        return int(self._middle * (1 + self.tolerance))

    @property
    def _middle(self) -> Decimal:
        return Decimal(self.expected or 0)


def promise_of(settings: AudienceSettings) -> Promise:
    """Give what a campaign's settings promise."""
    return Promise(
        expected=settings.expected,
        tolerance=settings.tolerance,
        rule=settings.rule,
        agreed=settings.agreed,
    )


def read_number(text: str) -> tuple[int, Decimal] | None:
    """Read a number or a range; None when it is neither.

    >>> read_number("2,000")
    (2000, Decimal('0'))
    >>> read_number("1900-2100")
    (2000, Decimal('0.0500'))
    >>> read_number("many") is None
    True
    """
    plain = _SPACING.sub("", text.strip())
    found = _RANGE.fullmatch(plain)
    if found is not None:
        low, high = sorted((int(found[1]), int(found[2])))
        middle = (low + high) // 2
        if not 0 < middle <= MOST:
            return None
        share = (Decimal(max(high - middle, middle - low)) / middle).quantize(
            _PRECISION, ROUND_CEILING
        )
        return (middle, share) if share <= 1 else None
    if not plain.isdecimal() or not 0 < int(plain) <= MOST:
        return None
    return int(plain), Decimal(0)


def read_share(text: str) -> Decimal | None:
    """Read a share in per cent; None when it is none.

    >>> read_share("2.5 %")
    Decimal('0.025')
    """
    plain = text.strip().rstrip("%٪").strip().replace(",", ".")
    if not plain:
        return Decimal(0)
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", plain) is None:
        return None
    share = Decimal(plain) / 100
    return share if share <= 1 else None


def share_words(share: Decimal) -> str:
    """Write a share as a person types it."""
    return f"{(share * 100).normalize():f}" if share else "0"


def expected_words(promise: Promise) -> str:
    """Say what is expected: a number, or from what to what."""
    if promise.expected is None:
        return ""
    if promise.least == promise.most:
        words = ngettext("{count} person", "{count} people", promise.expected)
        return place(words, count=number(promise.expected))
    return place(
        _("{least} to {most} people"), least=number(promise.least), most=number(promise.most)
    )
