"""Kinds of message: few real recipients, everything covered."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

from composer import i18n
from composer.checks.variants import Shape, Trait, VariantCollector, choose_variants, word_fact
from composer.model.identifiers import Digest, RecipientId
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from tests.unit.checks.made_campaigns import made_context, made_recipient


def shape(row: int, *traits: Trait, people: int = 1) -> Shape:
    return Shape(
        traits=frozenset(traits),
        people=people,
        recipient_id=RecipientId(f"{row:032x}"),
        address=f"user{row}@example.org",
        row=row,
        locale="en",
        digest=Digest("0" * 64),
    )


def branch(name: str, value: str) -> Trait:
    return ("branch", f"{name}\nen", value)


def test_each_outcome_is_shown_by_somebody() -> None:
    shapes = [
        shape(2, branch("a", "yes"), branch("b", "yes"), people=90),
        shape(3, branch("a", "yes"), branch("b", "no")),
        shape(4, branch("a", "no"), branch("b", "no")),
    ]
    found = choose_variants(shapes)
    assert [item.row for item in found.representatives] == [2, 4]
    assert found.coverage == 1.0
    assert sum(item.people for item in found.representatives) == 92


def test_what_everybody_has_is_no_fact() -> None:
    found = choose_variants([shape(2, branch("a", "yes"), branch("b", "yes")), shape(3, branch("a", "no"), branch("b", "yes"))])  # fmt: skip
    assert [item.facts for item in found.representatives] == [("a: yes",), ("a: no",)]


def test_a_condition_that_nobody_fulfils_is_named() -> None:
    nobody = [shape(2, branch("a", "no"), branch("layout: b", "no"), branch("c", "yes"))]
    assert choose_variants(nobody).never == ("a",)


def test_nobody_has_no_kinds() -> None:
    found = choose_variants([])
    assert (found.representatives, found.coverage) == ((), 0.0)


def test_the_set_is_near_the_smallest_there_is() -> None:
    chance = random.Random(7)
    for _ in range(40):
        shapes = [
            shape(row, *(branch(str(n), chance.choice(["yes", "no"])) for n in range(6)))
            for row in range(2, 12)
        ]
        found = len(choose_variants(shapes).representatives)
        assert found <= 1 + smallest(shapes)


def smallest(shapes: list[Shape]) -> int:
    wanted = frozenset(trait for item in shapes for trait in item.traits)
    return next(
        size
        for size in range(1, len(shapes) + 1)
        for group in itertools.combinations(shapes, size)
        if frozenset().union(*(item.traits for item in group)) == wanted
    )


def test_two_processes_collect_what_one_would() -> None:
    context = made_context(translations={"de": {"News for you. {{ note or '' }}": "Neues."}})
    compiled = compile_message(context)
    recipients = [
        made_recipient(1),
        made_recipient(2, first_name="-"),
        made_recipient(3, locale="de", note="x"),
        made_recipient(4, locale="de", first_name=""),
        made_recipient(5),
    ]
    whole, first, second = (VariantCollector(fields=("first_name", "note")) for _ in range(3))
    for recipient in recipients:
        rendered = render_message(compiled, recipient)
        whole.add(rendered, recipient)
        (first if recipient.row < 4 else second).add(rendered, recipient)
    first.merge(second.shapes)
    assert first.result() == whole.result()
    found = whole.result()
    assert {item.locale for item in found.representatives} == {"en", "de"}
    assert sum(item.people for item in found.representatives) == 5
    assert found.representatives[0].digest == render_message(compiled, recipients[0]).digest


def test_thousands_of_shapes_stay_few() -> None:
    collector = VariantCollector(fields=())
    base = shape(2, branch("a", "yes"))
    collector.merge(
        replace(
            base,
            row=row,
            traits=frozenset(branch(str(n), "yes") for n in range(17) if row >> n & 1),
        )
        for row in range(1, 25_000)
    )
    assert len(collector.shapes) <= 20_000
    assert collector.result().coverage == 1.0


def test_a_stored_fact_is_said_in_the_reader_s_language() -> None:
    assert [word_fact(fact) for fact in ("a: yes", "b is empty", "de-AT")] == [
        "a: yes",
        "b is empty",
        "de-AT",
    ]
    i18n.use_language("ar")
    try:
        assert word_fact("a: yes") == "\u2068a\u2069: نعم"
        assert word_fact("a: no") == "\u2068a\u2069: لا"
    finally:
        i18n.use_language("en")
