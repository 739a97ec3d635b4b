"""Counts how many people are like each kind of message.

Everybody counts for the kind of their language with which they have most in common. People of
shapes that were not kept are shared out as the others of their language are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from composer.checks.variants_facts import Candidate
from composer.checks.variants_shapes import Shape


def count_alike(
    chosen: Sequence[Candidate], shapes: Sequence[Shape], locales: Mapping[str, int]
) -> Counter[int]:
    """Count for each chosen one how many people are most like it; they sum to the audience."""
    alike: Counter[int] = Counter()
    owners: dict[int, int] = {}
    likes = _Likeness(chosen)
    for shape in shapes:
        owners[shape.rank] = at = likes.nearest(shape)
        alike[at] += shape.people
    for at, item in enumerate(chosen):
        if not alike[at]:  # of a shape like another's: only somebody's own lengths differ
            alike[at] = 1
            if item.shape.rank in owners:
                alike[owners[item.shape.rank]] -= 1
    for locale, count in locales.items():
        of_locale = [at for at, item in enumerate(chosen) if item.person.locale == locale]
        _share_out(count - sum(alike[at] for at in of_locale), of_locale, alike)
    return alike


class _Likeness:
    """Finds whom of the chosen a shape is most like: among its locale, the plainest first."""

    def __init__(self, chosen: Sequence[Candidate]) -> None:
        self._bits: dict[str, int] = {}
        self._of: dict[str, list[tuple[int, int]]] = {}
        plainest = sorted(range(len(chosen)), key=lambda at: (len(chosen[at].traits), at))
        for at in plainest:
            item = chosen[at]
            mask = self._mask(item.shape.traits)
            self._of.setdefault(item.person.locale, []).append((mask, at))

    def nearest(self, shape: Shape) -> int:
        """Give the position of whom it is most like."""
        mask = self._mask(shape.traits)
        likes = [(own & mask).bit_count() for own, _at in self._of[shape.person.locale]]
        return self._of[shape.person.locale][likes.index(max(likes))][1]

    def _mask(self, traits: Iterable[str]) -> int:
        return sum(self._bits.setdefault(trait, 1 << len(self._bits)) for trait in traits)


def _share_out(rest: int, of_locale: Sequence[int], alike: Counter[int]) -> None:
    """Share those whose shape was not kept among a locale's kinds as the others are shared."""
    whole = sum(alike[at] for at in of_locale)
    if not rest or not whole:
        return
    parts = {at: divmod(rest * alike[at], whole) for at in of_locale}
    for at, (quotient, _left) in parts.items():
        alike[at] += quotient
    over = rest - sum(quotient for quotient, _left in parts.values())
    for at in sorted(of_locale, key=lambda at: (-parts[at][1], at))[:over]:
        alike[at] += 1
