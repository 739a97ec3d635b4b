"""One recipient: exactly one address, a random id and token, and the row's fields."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from composer.model.identifiers import AddressKey, RecipientId


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One row of the audience.

    `row` is the line's number in the source, header excluded, counted as people see it (the first
    row after the header is 2). `fields` holds every column in order, cells as written. `locale` is
    the row's own wish, perhaps empty. `salt` keeps the row's Merkle leaf from being guessed.
    """

    id: RecipientId
    row: int
    address: str
    locale: str
    fields: tuple[tuple[str, str], ...]
    token: str
    salt: str

    @property
    def address_key(self) -> AddressKey:
        """The address's key for uniqueness."""
        return address_key(self.address)

    @property
    def domain(self) -> str:
        """The domain, lower case, as written (U-labels stay)."""
        return domain_of(self.address)


def domain_of(address: str) -> str:
    """Give an address's domain, lower case, as written.

    >>> domain_of("Bob@Example.COM")
    'example.com'
    """
    return address.rpartition("@")[2].lower()


def address_key(address: str) -> AddressKey:
    """Fold an address for comparison: NFC, then case-folded, whole.

    >>> address_key("Bob@Example.COM") == address_key("bob@example.com")
    True
    """
    return AddressKey(
        unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).casefold())
    )
