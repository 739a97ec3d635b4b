"""Very many different messages: memory stays bounded, and everything that is reachable is shown."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from composer.checks.variants import VariantCollector
from composer.checks.variants_kinds import Variants, choose_kinds
from composer.checks.variants_shapes import (
    Collected,
    Extreme,
    Person,
    Shape,
    ShapeStore,
    rank_of,
)
from composer.model.identifiers import Digest, RecipientId
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from tests.unit.checks.made_campaigns import made_context, made_recipient

LOCALES = ("en", "de", "fr", "es", "ar", "ja")
FLAGS = tuple(f"flag_{number}" for number in range(12))
OPTIONAL = tuple(f"option_{number}" for number in range(5))


def synthetic_context() -> RenderContext:
    """Twelve conditions, six languages, five fields that may be empty."""
    lines = [f"{{% if {flag} %}}\nPart {flag}.\n{{% endif %}}" for flag in FLAGS]
    lines += [f"Of {name}: {{{{ {name} or 'nothing' }}}}." for name in OPTIONAL]
    context = made_context(
        body="\n\n".join(["Dear reader,", *lines, "Bye."]),
        translations={tag: {"Bye.": f"Bye in {tag}."} for tag in LOCALES[1:]},
    )
    return replace(context, columns=("email", "locale", *FLAGS, *OPTIONAL))


def synthetic_person(number: int, chance: random.Random) -> Recipient:
    address = f"user{number}@example.org"
    cells = {
        "email": address,
        "locale": chance.choice(LOCALES),
        **{flag: chance.choice(("", "yes")) for flag in FLAGS},
        **{name: chance.choice(("", "filled")) for name in OPTIONAL},
    }
    return replace(made_recipient(number), locale=cells["locale"], fields=tuple(cells.items()))


def test_twelve_conditions_six_languages_and_five_fields_are_covered_by_two_of_each() -> None:
    context = synthetic_context()
    templates, chance, store = compile_message(context), random.Random(12), ShapeStore()
    for portion in range(8):
        part = VariantCollector(fields=OPTIONAL, templates=templates)
        for number in range(1 + 250 * portion, 251 + 250 * portion):
            person = synthetic_person(number, chance)
            part.add(render_message(templates, person), person)
        store.add(part.collected)
    found = choose_kinds(store)
    # Twelve conditions with two outcomes in six languages; five fields, empty or not; nothing is
    # attached, Latin letters in Arabic, the longest and the shortest message.
    assert found.table.reachable == 6 * (24 + 1) + 10 + 1 + 1 + 2
    assert found.table.covered == found.table.reachable
    assert found.coverage == 1.0
    assert found.never == found.table.never == ()
    # Nobody can have both outcomes of a condition, so that no set is smaller than 12.
    assert 12 <= len(found.representatives) <= 1.2 * 12
    assert sum(kind.people for kind in found.representatives) == 2_000


def made_parts(count: int, size: int, seed: int) -> list[Collected]:
    """Make shapes as the collector would, nearly every person's another one."""
    chance = random.Random(seed)
    parts = []
    for start in range(0, count, size):
        shapes = []
        people: dict[str, int] = {}
        for row in range(start + 2, min(start + size, count) + 2):
            locale = chance.choice(LOCALES)
            flags = chance.getrandbits(12)
            traits = [f"locale::{locale}:", "attached:none::"]
            traits += [f"branch:{flags >> n & 1}:{locale}:{flag}" for n, flag in enumerate(FLAGS)]
            traits += [f"field:{chance.choice(('empty', 'filled'))}::{name}" for name in OPTIONAL]
            if row % 10_007 == 7:
                traits.append("script:Thai::")
            person = Person(
                row, RecipientId(f"{row:032x}"), f"u{row}@example.org", locale, Digest("0" * 64),
                (row % 977, 100),
            )  # fmt: skip
            ordered = tuple(sorted(traits))
            shapes.append(Shape(rank_of(ordered), ordered, 1, person))
            people.update({trait: people.get(trait, 0) + 1 for trait in ordered})
        longest = max(shapes, key=lambda shape: (shape.person.sizes[0], -shape.person.row))
        ends = ((("longest", "name"), Extreme(longest.person.sizes[0], (longest,))),)
        parts.append(Collected(("name",), tuple(shapes), ends, tuple(people.items()), frozenset()))
    return parts


def added_up(parts: list[Collected]) -> tuple[ShapeStore, Variants]:
    store = ShapeStore(most=512)
    for part in parts:
        store.add(part)
    return store, choose_kinds(store)


@pytest.fixture(scope="module")
def parts() -> list[Collected]:
    return made_parts(15_000, 250, seed=4)


def test_thousands_of_shapes_stay_few_and_nothing_is_lost(parts: list[Collected]) -> None:
    store, found = added_up(parts)
    assert len(store.shapes) < 3_000
    assert found.coverage == 1.0
    assert found.table.reachable == len(store.people)
    assert "script:Thai::" in {row.fact for row in found.table.rows}
    assert len(found.representatives) <= 16  # 12 would do if all shapes were kept
    assert found.table.estimated
    assert sum(kind.people for kind in found.representatives) == 15_000
    of_locale = store.people["locale::de:"]
    assert sum(kind.people for kind in found.representatives if kind.locale == "de") == of_locale


def test_what_is_kept_does_not_depend_on_who_collected_it_when(parts: list[Collected]) -> None:
    _store, expected = added_up(parts)
    mixed = parts.copy()
    random.Random(1).shuffle(mixed)
    assert added_up(mixed)[1] == expected
    halves = [ShapeStore(most=512), ShapeStore(most=512)]
    for number, part in enumerate(mixed):
        halves[number % 2].add(part)
    assert added_up([half.collected for half in halves])[1] == expected
