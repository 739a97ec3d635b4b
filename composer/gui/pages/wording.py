"""Names, times and ways of sending in the words that several pages share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from babel.dates import format_datetime
from babel.lists import format_list

from composer import i18n
from composer.gui.numbers import number, number_locale
from composer.i18n import N_, _, isolate, isolate_ltr, ngettext, place
from composer.model.campaign import Campaign, TransportKind

SHORT_FINGERPRINT = 8

_WAYS = {
    TransportKind.SENDGRID: N_("SendGrid"),
    TransportKind.SMTP: N_("your mail server"),
    TransportKind.PRACTICE: N_("the practice mailbox on this computer"),
    TransportKind.EML: N_("a folder on this computer"),
}


def listed(names: Iterable[str]) -> str:
    """Write a list as the person's language does: *Ben and Chen*."""
    shown = [isolate(name) if i18n.is_right_to_left() else name for name in names]
    return str(format_list(shown, locale=number_locale()))


def people_words(count: int) -> str:
    """Say how many people."""
    return place(ngettext("{count} person", "{count} people", count), count=number(count))


def clock_time(moment: datetime) -> str:
    """Say a time of day with seconds left out and the zone kept."""
    return format_datetime(moment.astimezone(), "HH:mm (z)", locale=number_locale())


def exact_time(moment: datetime) -> str:
    """Say a time of day to the second, for lists of one day."""
    return format_datetime(moment.astimezone(), "HH:mm:ss", locale=number_locale())


def way_words(campaign: Campaign) -> str:
    """Say by which way the messages leave."""
    return kind_of_way(campaign.transport.kind)


def kind_of_way(kind: TransportKind) -> str:
    """Say a way of sending."""
    return _(_WAYS[kind])


def sender_words(campaign: Campaign) -> str:
    """Say who the sender is, the address last so that its end stays visible."""
    return named_address(campaign.sender.name, campaign.sender.address)


def named_address(name: str, address: str) -> str:
    """Say a name and its address, the address last so that its end stays visible."""
    shown = isolate_ltr(address)
    return place(_("{name} · {address}"), name=name, address=shown) if name else shown


def short_address(address: str, letters: int = 34) -> str:
    """Shorten an address in the middle for a sentence that wraps; its end stays visible.

    >>> short_address("a.very.long.local.part@example.com", 20)
    'a.very…@example.com'
    """
    if len(address) <= letters:
        return address
    end = min(len(address) - address.rfind("@"), letters - 7)
    return f"{address[: letters - end - 2]}…{address[-end:]}"


def short_fingerprint(digest: str) -> str:
    """Give the first letters of a fingerprint."""
    return isolate_ltr(digest[:SHORT_FINGERPRINT])
