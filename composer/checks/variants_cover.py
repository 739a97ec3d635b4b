"""Finds few sets that together hold everything: exactly where that is quick, else nearly.

Sets are bit masks. First goes what needs no search: who alone has something, and who has no more
than somebody else. Sets that share nothing with the others are looked at for themselves: greedily,
then by branch and bound, then a few of the chosen at a time. Steps are counted, never time, so that
the same sets give the same answer on every computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

MOST_STEPS = 400_000
"""Bits looked at in one search for all; less than a second."""

_STEPS_FOR_FEW = 20_000
_MOST_TRIES = 1_000
_MOST_IN_PLACE = 1_500
_AT_A_TIME = (2, 3, 4)


def fewest(masks: Sequence[int], *, steps: int = MOST_STEPS) -> tuple[int, ...]:
    """Give the positions, ascending, of few masks that together have every bit of any.

    Where several would do, an earlier one is taken.

    >>> fewest([0b0011, 0b0110, 0b1100, 0b1001])
    (0, 2)
    """
    chosen, left = _settled(masks)
    for group in _apart(left):
        search = _Search(group, steps)
        chosen += search.few()
    return _earliest(chosen, masks)


def _settled(masks: Sequence[int]) -> tuple[list[int], dict[int, int]]:
    """Give who must be chosen, and of the others what is left to be decided."""
    chosen: list[int] = []
    left = {position: mask for position, mask in enumerate(masks) if mask}
    while True:
        holders = _holders(left)
        places = list(left)
        alone = {places[who.bit_length() - 1] for who in holders.values() if not who & (who - 1)}
        if alone:
            chosen += sorted(alone)
            had = _union(left[position] for position in alone)
            left = {position: rest for position, mask in left.items() if (rest := mask & ~had)}
            continue
        needed = _hardest(holders, [left[position] for position in places])
        fewer = _unmatched({position: mask & needed for position, mask in left.items()})
        if fewer == left:
            return chosen, left
        left = fewer


def _hardest(holders: Mapping[int, int], masks: Sequence[int]) -> int:
    """Give the bits to look for: whoever has one of these has those left out as well."""
    needed: list[tuple[int, int]] = []  # who has it, and all that one of them has
    hardest = 0
    for bit in sorted(holders, key=lambda item: (holders[item].bit_count(), item)):
        who = holders[bit]
        if not any(one & bit and not others & ~who for others, one in needed):
            needed.append((who, masks[_lowest(who)]))
            hardest |= bit
    return hardest


def _unmatched(masks: Mapping[int, int]) -> dict[int, int]:
    """Leave out whoever has nothing that somebody else does not have as well."""
    first: dict[int, int] = {}
    for position, mask in masks.items():
        if mask:
            first.setdefault(mask, position)
    masks = {position: mask for mask, position in first.items()}
    holders = _holders(masks)
    kept: dict[int, int] = {}
    for number, (position, mask) in enumerate(masks.items()):
        alike = ~0
        for bit in _bits(mask):
            alike &= holders[bit]
        if alike == 1 << number:
            kept[position] = mask
    return kept


def _apart(masks: Mapping[int, int]) -> list[dict[int, int]]:
    """Part the sets into groups that share no bit."""
    unions: list[int] = []
    for mask in masks.values():
        touching = [union for union in unions if union & mask]
        apart = [union for union in unions if not union & mask]
        unions = [_union([mask, *touching]), *apart]
    groups: list[dict[int, int]] = [{} for _ in unions]
    for position, mask in masks.items():
        at = next(number for number, union in enumerate(unions) if union & mask)
        groups[at][position] = mask
    return groups


class _Search:
    """Searches one group of sets; numbers count within the group, in its order."""

    def __init__(self, group: Mapping[int, int], steps: int) -> None:
        self._positions = tuple(group)
        self._masks = tuple(group.values())
        self._listed = _listed(self._masks)
        self._holders = {bit: _mask_of(numbers) for bit, numbers in self._listed.items()}
        self.everything = _union(self._masks)
        self._everybody = (1 << len(self._masks)) - 1
        self._steps = steps
        self._left = 0

    def few(self) -> list[int]:
        """Give the positions of few sets that together have all of the group's bits."""
        best = self._without_needless(self._greedy())
        if len(best) > (least := self._at_least(self.everything, self._everybody)):
            best = self._fewer_of_few(best)
        while len(best) > least:
            self._left = self._steps
            found = self._within(self.everything, len(best) - 1, self._everybody)
            if found is None:
                break
            best = found
        return [self._positions[number] for number in best]

    def _greedy(self) -> list[int]:
        chosen: list[int] = []
        missing = self.everything
        while missing:
            gains = [(mask & missing).bit_count() for mask in self._masks]
            chosen.append(gains.index(max(gains)))
            missing &= ~self._masks[chosen[-1]]
        return chosen

    def _without_needless(self, chosen: Sequence[int]) -> list[int]:
        kept = sorted(set(chosen))
        for number in sorted(kept, key=lambda item: (self._masks[item].bit_count(), -item)):
            others = [item for item in kept if item != number]
            if _union(self._masks[item] for item in others) == self.everything:
                kept = others
        return kept

    def _fewer_of_few(self, chosen: list[int]) -> list[int]:
        """Replace a few that are much alike by one fewer, as long as that goes."""
        tries = _MOST_TRIES
        for size in _AT_A_TIME:
            at = 0
            while at < len(chosen) and tries:
                tries -= 1
                few = self._alike(chosen, at, size)
                others = [item for item in chosen if item not in few]
                missing = self.everything & ~_union(self._masks[item] for item in others)
                found = self._in_place_of(missing, len(few) - 1)
                if found is None:
                    at += 1
                else:
                    chosen = self._without_needless([*others, *found])
        return chosen

    def _in_place_of(self, missing: int, most: int) -> list[int] | None:
        """Find at most so many who have all missing bits, among those who have the rarest."""
        first: dict[int, int] = {}
        for bit in sorted(_bits(missing), key=lambda bit: len(self._listed[bit])):
            if len(first) > _MOST_IN_PLACE:
                break
            for number in self._listed[bit][:_MOST_IN_PLACE]:
                first.setdefault(self._masks[number] & missing, number)
        group = {number: mask for mask, number in sorted(first.items(), key=itemgetter(1))}
        search = _Search(group, _STEPS_FOR_FEW)
        return search.within(most) if search.everything == missing else None

    def _alike(self, chosen: Sequence[int], at: int, size: int) -> list[int]:
        own = self._masks[chosen[at]]
        order = sorted(
            (item for item in chosen if item != chosen[at]),
            key=lambda item: (-(self._masks[item] & own).bit_count(), item),
        )
        return [chosen[at], *order[: size - 1]]

    def within(self, most: int) -> list[int] | None:
        """Give the positions of at most so many sets that have all bits, if steps suffice."""
        self._left = self._steps
        found = self._within(self.everything, most, self._everybody)
        return None if found is None else [self._positions[number] for number in found]

    def _within(self, missing: int, most: int, who: int) -> list[int] | None:
        """Find at most so many of `who` that have all missing bits, or None after enough steps."""
        if not missing:
            return []
        self._left -= missing.bit_count()
        if self._left < 0 or most == 0:
            return None
        if most == 1:
            for bit in _bits(missing):
                who &= self._holders[bit]
            return [_lowest(who)] if who else None
        if self._at_least(missing, who) > most:
            return None
        rarest = min(_bits(missing), key=lambda bit: (self._holders[bit] & who).bit_count())
        for number in self._by_gain(self._holders[rarest] & who, missing):
            rest = self._within(missing & ~self._masks[number], most - 1, who)
            if rest is not None:
                return [number, *rest]
            who &= ~(1 << number)
        return None

    def _by_gain(self, who: int, missing: int) -> list[int]:
        numbers = [bit.bit_length() - 1 for bit in _bits(who)]
        return sorted(numbers, key=lambda number: -(self._masks[number] & missing).bit_count())

    def _at_least(self, missing: int, who: int) -> int:
        """Tell how many it takes at least: so many bits are missing of which nobody has two."""
        held = sorted((self._holders[bit] & who for bit in _bits(missing)), key=int.bit_count)
        count = taken = 0
        for some in held:
            if not some & taken:
                count += 1
                taken |= some
        return count


def _earliest(chosen: Iterable[int], masks: Sequence[int]) -> tuple[int, ...]:
    """Put an earlier set in the place of each chosen one that has all that no other chosen has."""
    kept: set[int] = set()
    waiting = sorted(set(chosen))
    while waiting:
        position = waiting.pop(0)
        needed = masks[position] & ~_union(masks[item] for item in (*kept, *waiting))
        if needed:
            kept.add(next(at for at, mask in enumerate(masks) if mask & needed == needed))
    return tuple(sorted(kept))


def _holders(masks: Mapping[int, int]) -> dict[int, int]:
    """Give for each bit who has it, as a mask of their numbers in order."""
    return {bit: _mask_of(numbers) for bit, numbers in _listed(masks.values()).items()}


def _listed(masks: Iterable[int]) -> dict[int, list[int]]:
    listed: dict[int, list[int]] = {}
    for number, mask in enumerate(masks):
        for bit in _bits(mask):
            listed.setdefault(bit, []).append(number)
    return listed


def _mask_of(numbers: Sequence[int]) -> int:
    packed = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        packed[number // 8] |= 1 << number % 8
    return int.from_bytes(packed, "little")


def _bits(mask: int) -> Iterator[int]:
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
