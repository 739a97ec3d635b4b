"""Chooses the kinds of message among the people that were kept, and says what they show.

Everything that anybody has is covered by the fewest people that `variants_cover` finds; of equally
few, those who stand for many. Says as well what the templates have words for and nobody gets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from composer.checks.variants_cover import fewest
from composer.checks.variants_meaning import Meaning, list_name, meaning_of
from composer.checks.variants_shapes import LONGEST, SHORTEST, WHOLE, Person, Shape, ShapeStore
from composer.checks.variants_traits import read_trait
from composer.model.overview import KindRow, KindTable, Variant

MOST_FACTS = 5
_ORDER = (
    "locale", "branch", "repeat", "field", "script", "direction", "attached", LONGEST, SHORTEST,
)  # fmt: skip
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """Somebody who may stand for others, with all their traits and how many share their shape."""

    person: Person
    shape: Shape
    traits: frozenset[str]


def choose_kinds(store: ShapeStore) -> Variants:
    """Choose few recipients who together have every trait that anybody has."""
    shapes = store.shapes
    candidates = _candidates(store, shapes)
    reachable = sorted({trait for item in candidates for trait in item.traits})
    bits = {trait: 1 << number for number, trait in enumerate(reachable)}
    masks = [sum(bits[trait] for trait in item.traits) for item in candidates]
    chosen = sorted((candidates[at] for at in fewest(masks)), key=lambda item: item.person)
    covered = {trait for item in chosen for trait in item.traits}
    people = _People(store, reachable)
    alike = _alike(chosen, shapes, people)
    return Variants(
        representatives=tuple(
            Variant(
                recipient_id=item.person.recipient_id,
                address=item.person.address,
                row=item.person.row,
                locale=item.person.locale,
                facts=_facts(item, chosen, people),
                people=alike[at],
                digest=item.person.digest,
            )
            for at, item in enumerate(chosen)
        ),
        coverage=len(covered) / len(reachable) if reachable else 0.0,
        never=_never(reachable),
        table=KindTable(
            covered=len(covered),
            reachable=len(reachable),
            rows=_rows(chosen, people),
            never=_unreached(store.declared, reachable),
            estimated=sum(shape.people for shape in shapes) < people.all,
        ),
    )


def _candidates(store: ShapeStore, shapes: Sequence[Shape]) -> list[_Candidate]:
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
        found.append(_Candidate(person=person, shape=shape, traits=frozenset(shape.traits) | own))
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


class _People:
    """How many people have a trait, and all those of one meaning."""

    def __init__(self, store: ShapeStore, reachable: Iterable[str]) -> None:
        self.meanings = {trait: meaning_of(read_trait(trait)) for trait in reachable}
        self.locales: dict[str, int] = {}
        counts: dict[Meaning, Counter[tuple[str, str]]] = {}
        for trait, meaning in self.meanings.items():
            item = read_trait(trait)
            if item.kind == "locale":
                self.locales[item.locale] = store.people[trait]
            names = counts.setdefault(meaning, Counter())
            names[item.kind, item.name] += store.people.get(trait, 1)
        # Traits of one meaning are of the same people: a condition and the cell it asks for.
        self._of = {meaning: max(names.values()) for meaning, names in counts.items()}
        self.all = sum(self.locales.values())

    def of(self, trait: str) -> int:
        """Count those who have a trait or one of its meaning; of lengths, only one is known."""
        return self._of[self.meanings[trait]]

    def is_telling(self, trait: str) -> bool:
        """Whether somebody's message is without it."""
        return self.of(trait) < self.all


def _is_end(trait: str) -> bool:
    return trait.startswith((LONGEST, SHORTEST))


def _loudness(trait: str) -> tuple[bool, bool, bool]:
    """Order facts as they are said: what somebody is, then what is long, then what is short."""
    return _is_end(trait), trait.endswith("::"), trait.startswith(SHORTEST)


def _facts(item: _Candidate, chosen: Sequence[_Candidate], people: _People) -> tuple[str, ...]:
    """Give what nobody else of the chosen has, then what few people have; the rarest of all."""
    others = {trait for other in chosen if other is not item for trait in other.traits}
    telling = [
        trait
        for trait in item.traits
        if people.is_telling(trait) and not trait.startswith("locale:")
    ]
    own = [trait for trait in telling if trait not in others]
    rare = [trait for trait in telling if 2 * people.of(trait) < people.all]
    rarest: dict[Meaning, str] = {}
    for some in (own, rare):
        for trait in sorted(some, key=lambda trait: (people.of(trait), trait)):
            rarest.setdefault(people.meanings[trait], trait)
    ends = {people.meanings[trait][1:] for trait in rarest.values() if _is_end(trait)}
    shown = [
        trait
        for meaning, trait in rarest.items()
        if meaning[0] != "with" or meaning[1:] not in ends  # whose name is long has one
    ]
    return tuple(sorted(shown[:MOST_FACTS], key=_loudness))


def _rows(chosen: Sequence[_Candidate], people: _People) -> tuple[KindRow, ...]:
    """Say for everything that not everybody has which kinds show it."""
    showing: dict[Meaning, tuple[str, set[int]]] = {}
    for trait, meaning in people.meanings.items():
        if people.is_telling(trait):
            at = {number for number, item in enumerate(chosen) if trait in item.traits}
            showing.setdefault(meaning, (trait, set()))[1].update(at)
    rows = [
        KindRow(
            fact=trait,
            people=0 if _is_end(trait) else people.of(trait),
            kinds=tuple(sorted(at)),
        )
        for trait, at in showing.values()
    ]
    return tuple(sorted(rows, key=_place))


def _place(row: KindRow) -> tuple[int, str, str]:
    trait = read_trait(row.fact)
    return _ORDER.index(trait.kind), trait.name, trait.value


def _alike(chosen: Sequence[_Candidate], shapes: Sequence[Shape], people: _People) -> Counter[int]:
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
    for locale, count in people.locales.items():
        of_locale = [at for at, item in enumerate(chosen) if item.person.locale == locale]
        _share_out(count - sum(alike[at] for at in of_locale), of_locale, alike)
    return alike


class _Likeness:
    """Finds whom of the chosen a shape is most like: among its locale, the plainest first."""

    def __init__(self, chosen: Sequence[_Candidate]) -> None:
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


def _never(reachable: Iterable[str]) -> tuple[str, ...]:
    outcomes = [item for item in map(read_trait, reachable) if item.kind == "branch"]
    fulfilled = {item.name for item in outcomes if item.value == "1"}
    return tuple(
        sorted({item.name for item in outcomes if not item.name.startswith("layout: ")} - fulfilled)
    )


def _unreached(declared: Iterable[str], reachable: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Give what the templates have words for and nobody gets, and where; empty: in any locale."""
    reached = {_seen(trait) for trait in reachable}
    locales = {read_trait(trait).locale for trait in reachable if trait.startswith("locale:")}
    missed: dict[Meaning, dict[str, str]] = {}
    for trait in sorted(declared):
        meaning, locale = _seen(trait)
        if (meaning, locale) not in reached:
            missed.setdefault(meaning, {}).setdefault(locale, trait)
    found: list[tuple[str, str]] = []
    for where in missed.values():
        if where.keys() >= locales or not where.keys() & locales:
            found.append((_worded(min(where.values())), ""))
        else:
            found += [(_worded(trait), locale) for locale, trait in sorted(where.items())]
    return tuple(found)


def _seen(trait: str) -> tuple[Meaning, str]:
    """Give what a trait means and for whom; one item of a repeat shows as much as several."""
    item = read_trait(_worded(trait))
    return meaning_of(item), item.locale


def _worded(trait: str) -> str:
    item = read_trait(trait)
    if item.kind != "repeat" or item.value == "0":
        return trait
    return item._replace(kind="branch", value="1", name=list_name(item)).text
