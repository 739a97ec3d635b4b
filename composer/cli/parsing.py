"""Small readers of command-line values."""

from __future__ import annotations

import argparse
import re
from decimal import Decimal
from typing import TypeAlias

from composer.i18n import _
from composer.model.person import Role

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001
"""What commands are added to; argparse gives the type no public name."""

_MOST_DIGITS = 9
_PACE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{0,9})?")
_SLOWEST = Decimal("0.001")  # messages a second, as in campaign.toml


def add_for_campaign(
    commands: Commands, shared: argparse.ArgumentParser, name: str, words: str
) -> argparse.ArgumentParser:
    """Add a command whose first argument is a campaign, by its id or unique name."""
    command = commands.add_parser(name, parents=[shared], help=words)
    command.add_argument("campaign", metavar="CAMPAIGN")
    return command


def roles(text: str) -> frozenset[Role]:
    """Read `author,reviewer,…`."""
    known = {role.value: role for role in Role}
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words or not known.keys() >= set(words):
        raise argparse.ArgumentTypeError(_("roles are: {names}").format(names=", ".join(known)))
    return frozenset(known[word] for word in words)


def locales(text: str) -> tuple[str, ...]:
    """Read `de,fr`.

    >>> locales("de, pt_br")
    ('de', 'pt-BR')
    """
    from composer.model.locale_tags import canonical  # noqa: PLC0415 - reads all of CLDR's names

    tags = [canonical(word.strip()) for word in text.split(",") if word.strip()]
    if None in tags:
        raise argparse.ArgumentTypeError(_("write languages as de,fr,pt-BR"))
    return tuple(tag for tag in tags if tag is not None)


def tag(text: str) -> str:
    """Read one language.

    >>> tag("pt_br")
    'pt-BR'
    """
    from composer.model.locale_tags import canonical  # noqa: PLC0415 - reads all of CLDR's names

    found = canonical(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(_("write a language as de or pt-BR"))
    return found


def rate_per_second(text: str) -> Decimal:
    """Read a pace: `50/s`, `30/min`; none is slower than a campaign's may be.

    >>> rate_per_second("30/min")
    Decimal('0.5')
    """
    number, slash, unit = text.partition("/")
    divisor = {"s": 1, "min": 60}.get(unit if slash else "s")
    if divisor is None or not _PACE.fullmatch(number):
        raise argparse.ArgumentTypeError(_("write a pace as 50/s or 30/min"))
    rate = Decimal(number) / divisor
    if rate <= 0:
        raise argparse.ArgumentTypeError(_("a pace is more than 0"))
    if rate < _SLOWEST:  # no clock waits for it
        raise argparse.ArgumentTypeError(_("write a pace as 50/s or 30/min"))
    return rate


def positive(text: str) -> int:
    """Read a whole number above 0, of at most nine digits."""
    fits = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    if not fits or int(text) < 1:
        raise argparse.ArgumentTypeError(_("write a whole number above 0"))
    return int(text)
