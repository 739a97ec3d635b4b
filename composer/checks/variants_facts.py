"""Says what is special about a kind of message, and what the kinds show between them.

Everything is counted by what it means: a condition and the empty cell that it asks for are one.
What templates have words for and nobody gets is named as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from composer.checks.variants_meaning import Meaning, list_name, meaning_of
from composer.checks.variants_shapes import ENDS, LONGEST, SHORTEST, Person, Shape, ShapeStore
from composer.checks.variants_traits import read_trait
from composer.model.check_summary import KindRow

MOST_FACTS = 5
_ORDER = (
    "locale", "branch", "repeat", "field", "script", "direction", "attached", LONGEST, SHORTEST,
)  # fmt: skip

Showing = dict[Meaning, tuple[int, ...]]
"""Which of the chosen, by position, show what a meaning says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may stand for others, with all their traits and how many share their shape."""

    person: Person
    shape: Shape
    traits: frozenset[str]


class People:
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
    return trait.startswith(ENDS)


def _loudness(trait: str) -> tuple[bool, bool, bool]:
    """Order facts as they are said: what somebody is, then what is long, then what is short."""
    return _is_end(trait), trait.endswith("::"), trait.startswith(SHORTEST)


def facts_of(
    item: Candidate, chosen: Sequence[Candidate], people: People, showing: Showing
) -> tuple[str, ...]:
    """Give what nobody else of the chosen has, then what few people have; the rarest of all."""
    others = {trait for other in chosen if other is not item for trait in other.traits}
    telling = [trait for trait in item.traits if people.is_telling(trait)]
    own = [trait for trait in telling if trait not in others and not trait.startswith("locale:")]
    rare = [
        trait
        for trait in telling
        if 2 * people.of(trait) < people.all and not trait.startswith(("locale:", *ENDS))
    ]
    ends = {people.meanings[trait][1:] for trait in own if _is_end(trait)}
    rarest: dict[object, str] = {}
    for some in (own, rare):
        for trait in sorted(some, key=lambda trait: (people.of(trait), trait)):
            meaning = people.meanings[trait]
            # Two columns that are filled or empty together say the same.
            same = meaning if _is_end(trait) else (people.of(trait), *showing[meaning])
            if meaning[0] != "with" or meaning[1:] not in ends:  # whose name is long has one
                rarest.setdefault(same, trait)
    return tuple(sorted([*rarest.values()][:MOST_FACTS], key=_loudness))


def showing_of(chosen: Sequence[Candidate], people: People) -> Showing:
    """Say for everything that anybody has which of the chosen show it."""
    showing: dict[Meaning, set[int]] = {}
    for trait, meaning in people.meanings.items():
        at = {number for number, item in enumerate(chosen) if trait in item.traits}
        showing.setdefault(meaning, set()).update(at)
    return {meaning: tuple(sorted(at)) for meaning, at in showing.items()}


def rows_of(people: People, showing: Showing) -> tuple[KindRow, ...]:
    """Give what not everybody has."""
    telling = {
        people.meanings[trait]: trait
        for trait in sorted(people.meanings, reverse=True)
        if people.is_telling(trait)
    }
    rows = [
        KindRow(
            fact=trait, people=0 if _is_end(trait) else people.of(trait), kinds=showing[meaning]
        )
        for meaning, trait in telling.items()
    ]
    return tuple(sorted(rows, key=_place))


def _place(row: KindRow) -> tuple[int, str, str, str]:
    trait = read_trait(row.fact)
    return _ORDER.index(trait.kind), trait.name, trait.value, trait.locale


def never_fulfilled(reachable: Iterable[str]) -> tuple[str, ...]:
    """Give the message's conditions and repeats that are asked and show nothing to anybody."""
    outcomes = [item for item in map(read_trait, reachable) if item.kind in {"branch", "repeat"}]
    shown = {item.name for item in outcomes if item.value != "0"}
    names = {item.name for item in outcomes if not item.name.startswith("layout: ")}
    return tuple(sorted(names - shown))


def unreached(declared: Iterable[str], reachable: Iterable[str]) -> tuple[tuple[str, str], ...]:
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
