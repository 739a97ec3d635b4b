"""Entries of the do-not-write list: made from addresses, in every spelling an audience may use."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from composer.audience.addresses import address_problem, mailbox_key, u_labels
from composer.model.recipient import address_key
from composer.model.suppression import Suppression, SuppressionReason


def key_of(address: str) -> str:
    """Give the key of an address on the list; any text has one.

    >>> key_of("Bob@bücher.example") == key_of("bob@xn--bcher-kva.example")
    True
    """
    try:
        return mailbox_key(address.strip())
    except ValueError:
        return address_key(address.strip())


def make_suppression(
    address: str, *, reason: SuppressionReason, source: str, at: datetime, note: str = ""
) -> Suppression | None:
    """Make an entry; None when the text is no address that anybody could write to."""
    written = address.strip()
    if address_problem(written) not in {"", "address.special_use"}:
        return None
    key = key_of(written)
    local, _at, domain = key.rpartition("@")
    spellings = {key, address_key(written)}
    shown = u_labels(domain)
    if shown != domain:
        spellings.add(unicodedata.normalize("NFC", f"{local}@{shown}".casefold()))
    return Suppression(
        address=written,
        key=key,
        spellings=frozenset(spellings),
        reason=reason,
        source=source,
        at=at,
        note=note,
    )
