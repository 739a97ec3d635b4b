"""Chooses the kinds of message among the people that were kept, and says what they show.

Everything that anybody has is covered by the fewest people that `variants_cover` finds; of equally
few, those who stand for many. Says as well what the templates have words for and nobody gets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from composer.checks.variants_cover import fewest
from composer.checks.variants_facts import (
    Candidate,
    People,
    facts_of,
    never_fulfilled,
    rows_of,
    showing_of,
    unreached,
)
from composer.checks.variants_likeness import count_alike
from composer.checks.variants_shapes import (
    LONGEST,
    SHORTEST,
    WHOLE,
    Person,
    Shape,
    ShapeStore,
)
from composer.model.check_summary import KindTable, Variant

_NOTICEABLY_LONGER = 4  # letters
_NOTICEABLY_LARGER = 1.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """The chosen recipients, the share of reachable traits they cover, and who has what.

    `never` holds the message's conditions that are fulfilled for nobody; the layout's own are left
    out, because a layout serves many campaigns.
    """

    representatives: tuple[Variant, ...]
    coverage: float
    never: tuple[str, ...]
    table: KindTable


def choose_kinds(store: ShapeStore) -> Variants:
    """Choose few recipients who together have every trait that anybody has."""
    shapes = store.shapes
    candidates = _candidates(store, shapes)
    reachable = sorted({*store.people, *(trait for item in candidates for trait in item.traits)})
    bits = {trait: 1 << number for number, trait in enumerate(reachable)}
    masks = [sum(bits[trait] for trait in item.traits) for item in candidates]
    chosen = sorted((candidates[at] for at in fewest(masks)), key=lambda item: item.person)
    covered = {trait for item in chosen for trait in item.traits}
    people = People(store, reachable)
    showing = showing_of(chosen, people)
    alike = count_alike(chosen, shapes, people.locales)
    return Variants(
        representatives=tuple(
            Variant(
                recipient_id=item.person.recipient_id,
                address=item.person.address,
                row=item.person.row,
                locale=item.person.locale,
                facts=facts_of(item, chosen, people, showing),
                people=alike[at],
                digest=item.person.digest,
            )
            for at, item in enumerate(chosen)
        ),
        coverage=len(covered) / len(reachable) if reachable else 0.0,
        never=never_fulfilled(reachable),
        table=KindTable(
            covered=len(covered),
            reachable=len(reachable),
            rows=rows_of(people, showing),
            never=unreached(store.declared, reachable),
            estimated=sum(shape.people for shape in shapes) < people.all,
        ),
    )


def _candidates(store: ShapeStore, shapes: Sequence[Shape]) -> list[Candidate]:
    """Give everybody who was kept, those of the most frequent shapes first."""
    frequent = {shape.rank: shape for shape in shapes}
    ends = _telling_ends(store)
    holders = [shape for _, _, few in ends for shape in few]
    people = {
        shape.person: frequent.get(shape.rank) or shape._replace(people=0)
        for shape in (*shapes, *holders)
    }
    found = []
    for person, shape in people.items():
        own = {
            f"{which}:{length}::{name}"
            for (which, name), length, _few in ends
            if _size(store, person, shape, name) == length
        }
        found.append(Candidate(person=person, shape=shape, traits=frozenset(shape.traits) | own))
    return sorted(found, key=lambda item: (-item.shape.people, len(item.traits), item.person.row))


def _telling_ends(
    store: ShapeStore,
) -> list[tuple[tuple[str, str], int, tuple[Shape, ...]]]:
    """Give the longest and shortest values of fields in which they differ noticeably."""
    found = []
    for name in (*store.fields, WHOLE):
        longest = store.extremes.get((LONGEST, name))
        shortest = store.extremes.get((SHORTEST, name))
        if longest is None or shortest is None:
            continue
        differs = (
            longest.length >= shortest.length * _NOTICEABLY_LARGER
            if name == WHOLE
            else longest.length - shortest.length >= _NOTICEABLY_LONGER
        )
        if differs:
            found += [
                ((which, name), extreme.length, extreme.holders)
                for which, extreme in ((LONGEST, longest), (SHORTEST, shortest))
            ]
    return found


def _size(store: ShapeStore, person: Person, shape: Shape, name: str) -> int:
    if name == WHOLE:
        return person.sizes[len(store.fields)]
    if f"field:empty::{name}" in shape.traits:
        return -1
    return person.sizes[store.fields.index(name)]
