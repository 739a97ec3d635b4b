"""Keeps what was seen of kinds of message, in bounded memory and whoever saw it in which order.

A *shape* is a set of traits; one person stands for everybody of that shape. Up to `MOST_SHAPES` all
are kept. Beyond that a shape stays when its digest is among the smallest, which is a fair sample,
or among the smallest of those that have some trait, so that nothing that anybody has is lost.
Whether a shape stays never depends on the order, because whatever stays in the end is among the
smallest of any part as well; so the counts of those that stay are whole.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from composer.model.identifiers import Digest, RecipientId

MOST_SHAPES = 4_096
_FOR_EACH_LOCALE, _FOR_EACH_TRAIT = 256, 12
MOST_HOLDERS = 24
OF_EACH_SHAPE = 4
LONGEST, SHORTEST = ENDS = ("longest", "shortest")
WHOLE = ""
"""In the place of a field's name: the message itself."""


class Person(NamedTuple):
    """A recipient who may stand for others.

    `sizes` are the lengths of the fields' values in the collector's order, then the message's, then
    that of all values together.
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
    """Whose value of a field is the longest or the shortest: a few people, of each shape some."""

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
        self._bounds: tuple[int, dict[str, tuple[int, int]]] | None = None
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
            known = self._extremes.get(name)
            some = [extreme] if known is None else [known, extreme]
            self._extremes[name] = most_extreme(name[0], some)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that are kept; those of fewest traits last."""
        if len(self._shapes) > self._most:
            self._drop()
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
        elif self._is_out_of_bounds(shape):
            return
        else:  # what comes from elsewhere brings its own copy of each trait
            shape = shape._replace(traits=tuple(map(sys.intern, shape.traits)))
        self._shapes[shape.rank] = shape
        if len(self._shapes) > self._room:
            self._drop()

    def _is_out_of_bounds(self, shape: Shape) -> bool:
        """Tell whether a shape would be dropped in any case: bounds only ever narrow."""
        if self._bounds is None or shape.rank <= self._bounds[0]:
            return False
        last = self._bounds[1]
        order = shape.order
        return all(trait in last and order > last[trait] for trait in shape.traits)

    def _drop(self) -> None:
        """Keep a fair sample, and a few with each trait."""
        sample = nsmallest(self._most, self._shapes)
        kept = set(sample)
        last: dict[str, tuple[int, int]] = {}
        having: dict[str, list[tuple[int, int]]] = {}
        for shape in self._shapes.values():
            order = shape.order
            for trait in shape.traits:
                having.setdefault(trait, []).append(order)
        for trait, orders in having.items():
            most = _FOR_EACH_LOCALE if trait.startswith("locale:") else _FOR_EACH_TRAIT
            few = nsmallest(most, orders)
            kept.update(rank for _count, rank in few)
            if len(few) == most:
                last[trait] = few[-1]
        self._shapes = {rank: self._shapes[rank] for rank in kept}
        self._bounds = sample[-1], last
        self._room = 2 * max(self._most, len(kept))


def most_extreme(which: str, extremes: Sequence[Extreme]) -> Extreme:
    """Give the longest or shortest of some, with a few of all who have it.

    First comes one of each shape, then a second, and so on.
    """
    length = (max if which == LONGEST else min)(item.length for item in extremes)
    best = [item for item in extremes if item.length == length]
    if len(best) == 1:
        return best[0]
    preferred = _preferred_longest if which == LONGEST else _preferred_shortest
    alike: dict[int, dict[int, Shape]] = {}
    for item in best:
        for shape in item.holders:
            alike.setdefault(shape.rank, {})[shape.person.row] = shape
    few = [
        (number, shape.order, shape)
        for some in alike.values()
        for number, shape in enumerate(sorted(some.values(), key=preferred)[:OF_EACH_SHAPE])
    ]
    few.sort()
    return Extreme(length, tuple(shape for *_order, shape in few[:MOST_HOLDERS]))


def _preferred_longest(shape: Shape) -> tuple[int, int]:
    """Order people whose values are equally long: who may have other such values as well first."""
    return -shape.person.sizes[-1], shape.person.row


def _preferred_shortest(shape: Shape) -> tuple[int, int]:
    return shape.person.sizes[-1], shape.person.row
