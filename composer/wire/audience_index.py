"""Knows whether an address or id belongs to somebody in the audience.

Only 64-bit hashes are held, so that a million people fit into little memory and travel to worker
processes: a bitmap answers almost every "no", a sorted array decides. Built in one pass over the
audience, in parts that worker processes make. Ids shorter than `MIN_ID_LENGTH` cannot be told from
ordinary words; they are counted, so that the check can say that they were not looked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple, Self

from composer.model.hash_shelves import SHIFT, HashShelves
from composer.model.recipient import Recipient
from composer.wire.address_form import canonical_address
from composer.wire.id_words import MIN_ID_LENGTH, IdShape, has_digit, key_and_words

MAX_CONTACTS = 50
_AT_ONCE = 5000


class HashedSet:
    """A set of texts, by 64-bit hash; made of shelves of different hashes in order."""

    def __init__(self, shelves: Sequence[bytes]) -> None:
        self._shelves = [memoryview(shelf).cast("Q") for shelf in shelves]
        self._bitmap = _bitmap_of(self._shelves)
        self._mask = len(self._bitmap) * 8 - 1

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Make a set of texts."""
        shelves = HashShelves()
        shelves.add(_hashes(texts))
        return cls(shelves.emptied())

    def __len__(self) -> int:
        return sum(map(len, self._shelves))

    def __contains__(self, text: str) -> bool:
        value = _hashed(text)
        place = value & self._mask
        if not self._bitmap[place >> 3] & (1 << (place & 7)):
            return False
        shelf = self._shelves[value >> SHIFT]
        found = bisect_left(shelf, value)
        return found < len(shelf) and shelf[found] == value

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[bytes, ...]]]:
        """Give what another process makes the same set from."""
        return type(self), (tuple(bytes(shelf) for shelf in self._shelves),)


def _bitmap_of(shelves: Sequence[memoryview]) -> bytearray:
    """Set a bit for each hash: who asks for another one mostly finds none."""
    bits = max(10, (sum(map(len, shelves)) * 16).bit_length())
    mask = (1 << bits) - 1
    bitmap = bytearray(1 << (bits - 3))
    for shelf in shelves:
        for value in shelf:
            place = value & mask
            bitmap[place >> 3] |= 1 << (place & 7)
    return bitmap


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceIndex:
    """Addresses and ids of everybody, and the values of the columns named as contacts.

    `id_shape` lets most words of a message be passed over without a look-up. `short_ids` counts
    those too short to be looked for. `contacts` holds at most `MAX_CONTACTS` + 1 addresses: more
    are too many. `shared_ids` are hashes of ids that more than one person has.
    """

    addresses: HashedSet
    ids: HashedSet
    id_columns: tuple[str, ...]
    id_shape: IdShape
    short_ids: int
    contacts: frozenset[str]
    shared_ids: frozenset[int] = frozenset()


class IndexPart(NamedTuple):
    """What some of the people bring to the index; the hashes stand one after the other.

    `shared` are hashes of ids that more than one of them has.
    """

    addresses: bytes
    ids: bytes
    shared: frozenset[int]
    lengths: frozenset[int]
    words: int
    always_digits: bool
    numbers: bool
    short: int
    contacts: frozenset[str]


class IndexBuilder:
    """Puts the parts of an index together, in any order."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._id_columns = tuple(ids)
        self._addresses, self._ids = HashShelves(), HashShelves()
        self._lengths: set[int] = set()
        self._words = self._short = 0
        self._always_digits, self._numbers = True, False
        self._contacts: set[str] = set()
        self._shared: set[int] = set()

    def add(self, part: IndexPart) -> None:
        """Take in a part."""
        self._shared |= part.shared
        self._addresses.add(part.addresses)
        self._ids.add(part.ids)
        self._lengths |= part.lengths
        self._words = max(self._words, part.words)
        self._short += part.short
        self._always_digits = self._always_digits and part.always_digits
        self._numbers = self._numbers or part.numbers
        if len(self._contacts) <= MAX_CONTACTS:
            self._contacts |= part.contacts

    def finish(self) -> AudienceIndex:
        """Give the index; the builder is empty afterwards."""
        ids, in_several_parts = self._ids.sorted_out()  # in a part each is there once
        return AudienceIndex(
            addresses=HashedSet(self._addresses.emptied()),
            ids=HashedSet(ids),
            shared_ids=in_several_parts | self._shared,
            id_columns=self._id_columns,
            id_shape=IdShape(
                lengths=frozenset(self._lengths),
                words=min(self._words, 8),
                always_digits=self._always_digits,
                numbers=self._numbers,
            ),
            short_ids=self._short,
            contacts=frozenset(sorted(self._contacts)[: MAX_CONTACTS + 1]),
        )


def index_part(
    people: Iterable[tuple[str, Sequence[str]]],
    columns: Sequence[str],
    *,
    ids: Sequence[str],
    contacts: Sequence[str],
) -> IndexPart:
    """Read some people, each an address and the values of these columns."""
    id_places = [place for place, name in enumerate(columns) if name in ids]
    contact_places = [
        place for place, name in enumerate(columns) if name in contacts and name not in ids
    ]
    addresses: list[str] = []
    keys: dict[str, int] = {}  # each id, and the position of the first who has it
    shared: set[str] = set()
    allowed: set[str] = set()
    words = short = 0
    for position, (address, values) in enumerate(people):
        addresses.append(canonical_address(address))
        for place in id_places:
            key, count = key_and_words(values[place])
            if len(key) >= MIN_ID_LENGTH:
                if keys.setdefault(key, position) != position:
                    shared.add(key)
                words = max(words, count)
            elif key:
                short += 1
        for place in contact_places:
            if "@" in values[place] and len(allowed) <= MAX_CONTACTS:
                allowed.add(canonical_address(values[place].strip()))
    return IndexPart(
        addresses=_hashes(addresses),
        ids=_hashes(keys),
        shared=frozenset(map(hashed_id, shared)),
        lengths=frozenset(map(len, keys)),
        words=words,
        always_digits=all(map(has_digit, keys)),
        numbers=any(map(str.isdigit, keys)),
        short=short,
        contacts=frozenset(allowed),
    )


def index_audience(
    recipients: Iterable[Recipient], *, ids: Sequence[str], contacts: Sequence[str]
) -> AudienceIndex:
    """Read the whole audience once; `ids` and `contacts` are the columns so named."""
    builder = IndexBuilder(ids)
    for columns, people in _alike(recipients):
        builder.add(index_part(people, columns, ids=ids, contacts=contacts))
    return builder.finish()


def _alike(
    recipients: Iterable[Recipient],
) -> Iterator[tuple[tuple[str, ...], list[tuple[str, list[str]]]]]:
    """Put neighbours with the same columns together, some thousand at a time."""
    columns: tuple[str, ...] = ()
    people: list[tuple[str, list[str]]] = []
    for one in recipients:
        names = tuple([name for name, _value in one.fields])
        if people and (names != columns or len(people) >= _AT_ONCE):
            yield columns, people
            people = []
        columns = names
        people.append((one.address, [value for _name, value in one.fields]))
    if people:
        yield columns, people


def hashed_id(key: str) -> int:
    """Give the hash under which a folded id is held."""
    return _hashed(key)


def _hashes(texts: Iterable[str]) -> bytes:
    return array("Q", sorted({_hashed(text) for text in texts})).tobytes()


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
