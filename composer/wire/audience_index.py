"""Knows whether an address or id belongs to somebody in the audience.

Only 64-bit hashes are held, so that a million people fit into little memory and travel to worker
processes: a bitmap answers almost every "no", a sorted array decides. Built in one pass over the
audience. Ids shorter than `MIN_ID_LENGTH` cannot be told from ordinary words; they are counted, so
that the check can say that they were not looked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from composer.model.recipient import Recipient
from composer.wire.address_form import canonical_address
from composer.wire.id_words import MIN_ID_LENGTH, IdShape, has_digit, id_key, word_count

MAX_CONTACTS = 50


class HashedSet:
    """A set of texts, by 64-bit hash."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._sorted = array("Q", sorted({_hashed(text) for text in texts}))
        bits = max(10, (len(self._sorted) * 16).bit_length())
        self._mask = (1 << bits) - 1
        self._bitmap = bytearray(1 << (bits - 3))
        for value in self._sorted:
            place = value & self._mask
            self._bitmap[place >> 3] |= 1 << (place & 7)

    def __len__(self) -> int:
        return len(self._sorted)

    def __contains__(self, text: str) -> bool:
        value = _hashed(text)
        place = value & self._mask
        if not self._bitmap[place >> 3] & (1 << (place & 7)):
            return False
        found = bisect_left(self._sorted, value)
        return found < len(self._sorted) and self._sorted[found] == value


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceIndex:
    """Addresses and ids of everybody, and the values of the columns named as contacts.

    `id_shape` lets most words of a message be passed over without a look-up. `short_ids` counts
    those too short to be looked for. `contacts` holds at most `MAX_CONTACTS` + 1 addresses: more
    are too many.
    """

    addresses: HashedSet
    ids: HashedSet
    id_columns: tuple[str, ...]
    id_shape: IdShape
    short_ids: int
    contacts: frozenset[str]


def index_audience(
    recipients: Iterable[Recipient], *, ids: Sequence[str], contacts: Sequence[str]
) -> AudienceIndex:
    """Read the whole audience once; `ids` and `contacts` are the columns so named."""
    addresses: list[str] = []
    keys: list[str] = []
    allowed: set[str] = set()
    words = short = 0
    for recipient in recipients:
        addresses.append(canonical_address(recipient.address))
        for name, value in recipient.fields:
            if name in ids and (key := id_key(value)):
                if len(key) < MIN_ID_LENGTH:
                    short += 1
                    continue
                keys.append(key)
                words = max(words, word_count(value))
            elif name in contacts and "@" in value and len(allowed) <= MAX_CONTACTS:
                allowed.add(canonical_address(value.strip()))
    return AudienceIndex(
        addresses=HashedSet(addresses),
        ids=HashedSet(keys),
        id_columns=tuple(ids),
        id_shape=IdShape(
            lengths=frozenset(map(len, keys)),
            words=min(words, 8),
            always_digits=all(map(has_digit, keys)),
        ),
        short_ids=short,
        contacts=frozenset(allowed),
    )


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
