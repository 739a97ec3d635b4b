"""Kinds of message: the fewest real recipients that together show everything the message can say.

A recipient's *shape* is the locale, the outcome of every condition in that locale, and which of the
fields that templates use are empty. Shapes are collected in the pass that renders everybody; only
one recipient of each shape is kept. `choose_variants` then covers every trait of every shape with
as few recipients as it finds: greedily, then dropping whoever turned out not to be needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from composer.audience.fields import SURELY_FILLED, is_empty_cell
from composer.i18n import N_, _, place
from composer.model.identifiers import Digest, RecipientId
from composer.model.overview import Variant
from composer.model.recall import Recall
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage

MAX_SHAPES = 20_000
_EMPTY = Recall(is_empty_cell, room_bytes=1024 * 1024)
YES, NO = N_("{condition}: yes"), N_("{condition}: no")
EMPTY, FILLED = N_("{field} is empty"), N_("{field} is filled")

Trait = tuple[str, str, str]
"""(kind, name, value); kind is locale, branch or field; a branch's locale follows its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One recipient who stands for all of the same traits, and how many they are."""

    traits: frozenset[Trait]
    people: int
    recipient_id: RecipientId
    address: str
    row: int
    locale: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """The chosen recipients, the share of reachable traits they cover, and what nobody sees.

    `never` holds the message's conditions that are fulfilled for nobody; the layout's own are left
    out, because a layout serves many campaigns.
    """

    representatives: tuple[Variant, ...]
    coverage: float
    never: tuple[str, ...]


class VariantCollector:
    """Collects shapes of one campaign; travels between processes as its `shapes`."""

    def __init__(self, *, fields: Iterable[str]) -> None:
        self._fields = frozenset(fields)
        self._known: dict[tuple[object, ...], frozenset[Trait]] = {}
        self._shapes: dict[frozenset[Trait], Shape] = {}
        self._people: Counter[frozenset[Trait]] = Counter()
        self._traits: set[Trait] = set()

    def add(self, rendered: RenderedMessage, recipient: Recipient) -> None:
        """Take in one recipient's message."""
        traits = self._traits_of(rendered, recipient)
        if traits in self._shapes:
            self._people[traits] += 1
            return
        self._merge(
            Shape(
                traits=traits,
                people=1,
                recipient_id=recipient.id,
                address=recipient.address,
                row=recipient.row,
                locale=rendered.locale,
                digest=rendered.digest,
            )
        )

    def merge(self, shapes: Iterable[Shape]) -> None:
        """Take in what another process collected."""
        for shape in shapes:
            self._merge(shape)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Everything collected, in the order of first appearance."""
        return tuple(
            replace(shape, people=self._people[traits]) for traits, shape in self._shapes.items()
        )

    def result(self) -> Variants:
        """Choose the kinds of message."""
        return choose_variants(self.shapes)

    def _merge(self, shape: Shape) -> None:
        if shape.traits not in self._shapes:
            if len(self._shapes) >= MAX_SHAPES and shape.traits <= self._traits:
                return
            self._shapes[shape.traits] = shape
            self._traits |= shape.traits
        self._people[shape.traits] += shape.people

    def _traits_of(self, rendered: RenderedMessage, recipient: Recipient) -> frozenset[Trait]:
        cells = tuple(
            [
                (name, value[:1] not in SURELY_FILLED and _EMPTY[value])
                for name, value in recipient.fields
                if name in self._fields
            ]
        )
        key = (rendered.locale, rendered.branches, cells)
        traits = self._known.get(key)
        if traits is None:
            traits = _traits(rendered, cells)
            if len(self._known) < MAX_SHAPES:
                self._known[key] = traits
        return traits


def _traits(rendered: RenderedMessage, cells: Iterable[tuple[str, bool]]) -> frozenset[Trait]:
    locale = rendered.locale
    return frozenset(
        [
            ("locale", locale, ""),
            *(
                ("branch", f"{name}\n{locale}", "yes" if taken else "no")
                for name, taken in rendered.branches
            ),
            *(("field", name, "empty" if is_empty else "filled") for name, is_empty in cells),
        ]
    )


def choose_variants(shapes: Sequence[Shape]) -> Variants:
    """Choose few recipients who together have every trait that anybody has."""
    reachable = frozenset(trait for shape in shapes for trait in shape.traits)
    chosen = _without_needless(_greedy(shapes, reachable))
    covered = frozenset(trait for shape in chosen for trait in shape.traits)
    telling = _telling(reachable)
    people = _people(chosen, shapes)
    return Variants(
        representatives=tuple(
            Variant(
                recipient_id=shape.recipient_id,
                address=shape.address,
                row=shape.row,
                locale=shape.locale,
                facts=tuple(_fact(trait) for trait in sorted(shape.traits & telling)),
                people=people[position],
                digest=shape.digest,
            )
            for position, shape in enumerate(chosen)
        ),
        coverage=len(covered) / len(reachable) if reachable else 0.0,
        never=_never(reachable),
    )


def _greedy(shapes: Sequence[Shape], wanted: frozenset[Trait]) -> list[Shape]:
    chosen: list[Shape] = []
    missing = set(wanted)
    left = list(shapes)
    while missing:
        best = max(left, key=lambda shape: (len(shape.traits & missing), shape.people, -shape.row))
        chosen.append(best)
        missing -= best.traits
        left = [shape for shape in left if not missing.isdisjoint(shape.traits)]
    return chosen


def _without_needless(chosen: list[Shape]) -> list[Shape]:
    """Drop whoever adds nothing to the others; the order of rows is the order shown."""
    times = Counter(trait for shape in chosen for trait in shape.traits)
    kept: list[Shape] = []
    for shape in sorted(chosen, key=lambda item: len(item.traits)):
        if all(times[trait] > 1 for trait in shape.traits):
            times.subtract(shape.traits)
        else:
            kept.append(shape)
    return sorted(kept, key=lambda item: item.row)


def _people(chosen: Sequence[Shape], shapes: Iterable[Shape]) -> Counter[int]:
    """Count for each chosen one how many people are most like it; they sum to the audience."""
    people: Counter[int] = Counter()
    for shape in shapes:
        alike = [
            (item.locale == shape.locale, len(item.traits & shape.traits), -position)
            for position, item in enumerate(chosen)
        ]
        people[-max(alike)[2]] += shape.people
    return people


def _telling(reachable: frozenset[Trait]) -> frozenset[Trait]:
    """Keep the traits that tell recipients apart: those whose opposite somebody has.

    A field is left out where a condition asks for nothing else.
    """
    values = Counter((kind, name) for kind, name, _value in reachable)
    conditions = {name.partition("\n")[0] for kind, name, _value in reachable if kind == "branch"}
    locales = sum(kind == "locale" for kind, _name, _value in reachable)
    return frozenset(
        (kind, name, value)
        for kind, name, value in reachable
        if (values[kind, name] > 1 and not (kind == "field" and name in conditions))
        or (kind == "locale" and locales > 1)
    )


def _never(reachable: frozenset[Trait]) -> tuple[str, ...]:
    branches = [
        (name.partition("\n")[0], value) for kind, name, value in reachable if kind == "branch"
    ]
    fulfilled = {name for name, value in branches if value == "yes"}
    names = {name for name, _value in branches if not name.startswith("layout: ")}
    return tuple(sorted(names - fulfilled))


def word_fact(fact: str) -> str:
    """Say a kind's stored fact in the language in use; a locale stays as it is."""
    for text in (YES, NO, EMPTY, FILLED):
        ending = text.partition("}")[2]
        if fact.endswith(ending):
            name = fact.removesuffix(ending)
            return place(_(text), condition=name, field=name)
    return fact


def _fact(trait: Trait) -> str:
    """Say a trait in English, as it is stored; `word_fact` says it in the reader's language."""
    match trait:
        case ("branch", name, value):
            text = YES if value == "yes" else NO
            return text.format(condition=name.partition("\n")[0])
        case ("field", name, value):
            return (EMPTY if value == "empty" else FILLED).format(field=name)
        case (_kind, locale, _value):
            return locale
