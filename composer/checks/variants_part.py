"""A part of an audience: who is of which shape, and whose values are the longest and the shortest.

Lengths are looked at when the part is whole, a field at a time, because that costs less than to
compare each message's with what was known before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from composer.checks.variants_shapes import (
    ENDS,
    LONGEST,
    MOST_HOLDERS,
    OF_EACH_SHAPE,
    Extreme,
    Person,
    Shape,
    rank_of,
)
from composer.model.identifiers import Digest
from composer.model.recipient import Recipient


class Group:
    """Everybody of one shape within a part; `empty` says of each field whether it is."""

    __slots__ = ("empty", "locale", "order", "people", "rank", "traits")

    def __init__(self, traits: tuple[str, ...], *, locale: str, empty: tuple[bool, ...]) -> None:
        self.traits = traits
        self.locale = locale
        self.empty = (*empty, False)
        self.people = 0
        self.rank = rank_of(traits)
        self.order = (-len(traits), self.rank)


class Member(NamedTuple):
    """Somebody of a part; `sizes` are those of a `Person`."""

    row: int
    recipient: Recipient
    digest: Digest
    sizes: list[int]
    group: Group


class Part:
    """The people of a part, in the order in which they came."""

    def __init__(self) -> None:
        self._members: list[Member] = []
        self._made: dict[int, Shape] = {}

    def add(self, member: Member) -> None:
        """Take in somebody."""
        member.group.people += 1
        self._members.append(member)

    def shapes(self) -> tuple[Shape, ...]:
        """Give each shape with the first who has it."""
        first: dict[int, Member] = {}
        for member in self._members:
            known = first.get(member.group.rank)
            if known is None or member.row < known.row:
                first[member.group.rank] = member
        return tuple(map(self._shape_of, first.values()))

    def ends(self, names: Sequence[str]) -> Iterator[tuple[tuple[str, str], Extreme]]:
        """Give who has the longest and the shortest value of each field that somebody has filled.

        `names` are the fields' and what stands for the message.
        """
        members = self._members
        groups = [member.group for member in members]
        shapes = set(groups)
        columns = zip(*[member.sizes for member in members], strict=True)
        preferred = [_preferred(members, sign) for sign in (-1, 1)]
        for field, (name, column) in enumerate(zip(names, columns, strict=False)):
            sizes: Sequence[int | None] = column
            lengths: Sequence[int] = column
            if any(group.empty[field] for group in shapes):
                pairs = zip(column, groups, strict=True)
                sizes = [None if group.empty[field] else size for size, group in pairs]
                lengths = [length for length in sizes if length is not None]
            for which, order in zip(ENDS, preferred, strict=True) if lengths else ():
                length = max(lengths) if which == LONGEST else min(lengths)
                few = _few([at for at in order if sizes[at] == length], groups)
                yield (
                    (which, name),
                    Extreme(length, tuple([self._shape_of(members[at]) for at in few])),
                )

    def _shape_of(self, member: Member) -> Shape:
        made = self._made.get(member.row)
        if made is None:
            group, recipient = member.group, member.recipient
            person = Person(
                member.row,
                recipient.id,
                recipient.address,
                group.locale,
                member.digest,
                tuple(member.sizes),
            )
            made = Shape(group.rank, group.traits, group.people, person)
            self._made[member.row] = made
        return made


def _preferred(members: Sequence[Member], sign: int) -> list[int]:
    """Order a part as `most_extreme` does, by the length of all values together."""
    keys = [(sign * member.sizes[-1], member.row) for member in members]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _few(having: Sequence[int], groups: Sequence[Group]) -> list[int]:
    """Choose as `most_extreme` does: one of each shape, then a second, and so on."""
    taken: Counter[int] = Counter()
    found = []
    for at in having:
        group = groups[at]
        number = taken[group.rank]
        if number < OF_EACH_SHAPE:
            taken[group.rank] = number + 1
            found.append((number, group.order, at))
    return [at for *_order, at in sorted(found)[:MOST_HOLDERS]]
