"""Keeps what was seen of kinds of message, in bounded memory and whoever saw it in which order.

A *shape* is a set of traits; one person stands for everybody of that shape. Up to `MOST_SHAPES` all
are kept. Beyond that a shape stays when its digest is among the smallest, which is a fair sample,
or among the smallest of those that have some trait, so that nothing that anybody has is lost.
Whether a shape stays never depends on the order, because whatever stays in the end is among the
smallest of any part as well; so the counts of those that stay are whole.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from composer.model.identifiers import Digest, RecipientId

MOST_SHAPES = 4_096
_FOR_EACH_TRAIT = 12
_FOR_EACH_EXTREME = 16
LONGEST, SHORTEST = ENDS = ("longest", "shortest")
WHOLE = ""
"""In the place of a field's name: the message itself."""


class Person(NamedTuple):
    """A recipient who may stand for others.

    `sizes` are the lengths of the fields' values in the collector's order, then the message's.
    """

    row: int
    recipient_id: RecipientId
    address: str
    locale: str
    digest: Digest
    sizes: tuple[int, ...]


class Shape(NamedTuple):
    """Traits that some people's messages have in common; `person` is the first of them."""

    rank: int
    traits: tuple[str, ...]
    people: int
    person: Person

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands among others that have the same trait: with many traits first."""
        return -len(self.traits), self.rank


class Extreme(NamedTuple):
    """Whose value of a field is the longest or the shortest, one person of each shape."""

    length: int
    holders: tuple[Shape, ...]


class Collected(NamedTuple):
    """What one part of an audience showed; parts are added up in any order.

    `extremes` are by (longest or shortest, field), `people` counts everybody who has a trait, also
    of shapes that were not kept. `declared` are the traits of all outcomes that the templates of
    the locales seen have words for.
    """

    fields: tuple[str, ...]
    shapes: tuple[Shape, ...]
    extremes: tuple[tuple[tuple[str, str], Extreme], ...]
    people: tuple[tuple[str, int], ...]
    declared: frozenset[str]


def rank_of(traits: Iterable[str]) -> int:
    """Give a number that stands for these traits in every process, and puts them in no order."""
    return int.from_bytes(hashlib.blake2b("\n".join(traits).encode(), digest_size=12).digest())


class ShapeStore:
    """Adds up what parts of an audience showed."""

    def __init__(self, *, most: int = MOST_SHAPES) -> None:
        self._most = most
        self._room = 2 * most
        self._shapes: dict[int, Shape] = {}
        self._extremes: dict[tuple[str, str], Extreme] = {}
        self.people: Counter[str] = Counter()
        self.declared: set[str] = set()
        self.fields: tuple[str, ...] = ()

    def add(self, collected: Collected) -> None:
        """Take in one part."""
        self.fields = self.fields or collected.fields
        self.declared |= collected.declared
        self.people.update(dict(collected.people))
        for shape in collected.shapes:
            self._add_shape(shape)
        for name, extreme in collected.extremes:
            known = self._extremes.get(name, extreme)
            self._extremes[name] = more_extreme(name[0], known, extreme)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that are kept; those of fewest traits last."""
        if len(self._shapes) > self._most:
            self._shapes = _kept(self._shapes, self._most)
        return tuple(sorted(self._shapes.values(), key=lambda shape: shape.order))

    @property
    def collected(self) -> Collected:
        """All that is kept, as a part of something larger."""
        return Collected(
            fields=self.fields,
            shapes=self.shapes,
            extremes=tuple(sorted(self._extremes.items())),
            people=tuple(sorted(self.people.items())),
            declared=frozenset(self.declared),
        )

    @property
    def extremes(self) -> Mapping[tuple[str, str], Extreme]:
        """Who has the longest and the shortest value of each field, and of the message."""
        return self._extremes

    def _add_shape(self, shape: Shape) -> None:
        known = self._shapes.get(shape.rank)
        if known is not None:
            person = min(known.person, shape.person)
            shape = known._replace(people=known.people + shape.people, person=person)
        self._shapes[shape.rank] = shape
        if len(self._shapes) > self._room:
            self._shapes = _kept(self._shapes, self._most)
            self._room = 2 * max(self._most, len(self._shapes))


def _kept(shapes: Mapping[int, Shape], most: int) -> dict[int, Shape]:
    kept = set(nsmallest(most, shapes))
    having: dict[str, list[Shape]] = {}
    for shape in shapes.values():
        for trait in shape.traits:
            having.setdefault(trait, []).append(shape)
    for some in having.values():
        few = nsmallest(_FOR_EACH_TRAIT, some, key=lambda shape: shape.order)
        kept.update(shape.rank for shape in few)
    return {rank: shapes[rank] for rank in kept}


def more_extreme(which: str, one: Extreme, other: Extreme) -> Extreme:
    """Give the longer or the shorter of two, or both as one."""
    if one is other:
        return one
    if one.length == other.length:
        return _extreme_of(which, one.length, (*one.holders, *other.holders))
    return one if (one.length > other.length) == (which == LONGEST) else other


def _extreme_of(which: str, length: int, holders: Iterable[Shape]) -> Extreme:
    best: dict[int, Shape] = {}
    for shape in holders:
        known = best.get(shape.rank)
        if known is None or _preferred(which, shape.person) < _preferred(which, known.person):
            best[shape.rank] = shape
    few = nsmallest(_FOR_EACH_EXTREME, best.values(), key=lambda shape: shape.order)
    return Extreme(length, tuple(few))


def _preferred(which: str, person: Person) -> tuple[int, int]:
    return preference(which, person.sizes, person.row)


def preference(which: str, sizes: Sequence[int], row: int) -> tuple[int, int]:
    """Order people whose values are equally long: who may have other such values as well first."""
    total = sum(sizes[:-1])
    return (-total if which == LONGEST else total), row
