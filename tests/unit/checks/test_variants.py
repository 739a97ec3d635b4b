"""Kinds of message: few real recipients, everything covered, whoever collected what."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.checks.variants import VariantCollector
from composer.checks.variants_kinds import Variants, choose_kinds
from composer.checks.variants_shapes import ShapeStore
from composer.checks.variants_words import word_fact
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.model.rendered import Attachment, RenderedMessage
from composer.rendering.compile import CompiledMessage, compile_message
from composer.rendering.message import render_message
from tests.unit.checks.exact_cover import exact
from tests.unit.checks.made_campaigns import made_context, made_recipient

FIELDS = ("first_name", "note")


def collected(
    messages: Sequence[tuple[RenderedMessage, Recipient]],
    *,
    fields: Sequence[str] = FIELDS,
    size: int = 250,
    templates: CompiledMessage | None = None,
) -> ShapeStore:
    store = ShapeStore()
    for start in range(0, len(messages), size):
        part = VariantCollector(fields=fields, templates=templates)
        for message, recipient in messages[start : start + size]:
            part.add(message, recipient)
        store.add(part.collected)
    return store


def kinds(
    context: RenderContext, people: Sequence[Recipient], fields: Sequence[str] = FIELDS
) -> Variants:
    templates = compile_message(context)
    messages = [(render_message(templates, person), person) for person in people]
    return choose_kinds(collected(messages, fields=fields, templates=templates))


def said(found: Variants) -> list[list[str]]:
    return [[word_fact(fact) for fact in kind.facts] for kind in found.representatives]


def test_each_kind_says_who_it_is_in_words_and_how_many_are_like_it() -> None:
    context = made_context(translations={"de": {"News for you. {{ note or '' }}": "Neues."}})
    people = [
        *(made_recipient(n) for n in range(1, 8)),
        made_recipient(8, locale="de", first_name=""),
        made_recipient(9, locale="de", first_name="Maximiliane-Henriette"),
    ]
    found = kinds(context, people)
    assert [(kind.locale, kind.people) for kind in found.representatives] == [
        ("en", 7), ("de", 1), ("de", 1),
    ]  # fmt: skip
    assert said(found)[1:] == [
        ["no first name", "shortest message"],
        ["longest first name", "longest message"],
    ]
    assert found.coverage == 1.0
    assert sum(kind.people for kind in found.representatives) == len(people)
    first = found.representatives[0]
    message = render_message(compile_message(context), people[first.row - 2])
    assert first.digest == message.digest


def test_conditions_repeats_and_what_is_chosen_by_elif_are_told_apart() -> None:
    body = (
        "{% if note == 'gold' %}Gold{% elif note %}Some{% else %}None{% endif %}\n\n"
        "{% for city in first_name.split(',') %}\n- {{ city }}\n{% endfor %}\n"
    )
    people = [
        made_recipient(1, first_name="Rome", note="gold"),
        made_recipient(2, first_name="Rome,Bonn", note="tin"),
        made_recipient(3, first_name="Oslo", note=""),
        made_recipient(4, first_name="Kyiv", note="gold"),
    ]
    found = kinds(made_context(body=body), people, ("note",))
    assert [kind.row for kind in found.representatives] == [2, 3, 4]
    assert said(found) == [
        ["note is gold"],
        ["first name: several", "with note", "longest message"],
        ["no note"],
    ]


def test_values_are_told_apart_by_their_letters_and_directions() -> None:
    people = [
        made_recipient(1, first_name="Anna"),
        made_recipient(2, first_name="Anaïs"),
        made_recipient(3, first_name="Анна"),
        made_recipient(4, first_name="آنا"),
    ]
    found = kinds(made_context(), people)
    assert (
        said(found)
        == [
            [],
            ["letters with accents"],
            ["Cyrillic letters"],
            ["values in both directions"],
        ][4 - len(said(found)) :]
    )
    assert found.coverage == 1.0


def test_the_longest_and_shortest_message_and_the_attachments_are_shown() -> None:
    context = made_context(body="{{ first_name }}{% if note %}" + " more" * 99 + "{% endif %}\n")
    templates = compile_message(context)
    people = [made_recipient(1), made_recipient(2, note="x"), made_recipient(3)]
    messages = [(render_message(templates, person), person) for person in people]
    pdf = Attachment(name="Terms.PDF", content_type="application/pdf", content_id="", content=b"%")
    messages[2] = (replace(messages[2][0], attachments=(pdf,)), people[2])
    found = choose_kinds(collected(messages))
    words = {word for kind in said(found) for word in kind}
    assert {"longest message", "with a PDF file", "with note"} <= words
    assert len(found.representatives) == 2


def test_a_part_that_nobody_sees_is_named_and_what_is_covered_is_counted() -> None:
    body = (
        "{% if note == 'gold' %}Gold {% if account %}inner{% else %}never{% endif %}{% endif %}"
        "{% if first_name %}Dear{% else %}Hello{% endif %}"
        "{% for x in note.split() %}{{ x }}{% endfor %}\n"
    )
    context = made_context(body=body, translations={"fr": {"x": "y"}})
    found = kinds(context, [made_recipient(1, note="tin"), made_recipient(2, note="tin")])
    assert found.never == ('note == "gold"',)
    assert sorted((word_fact(fact), locale) for fact, locale in found.table.never) == [
        ("French", ""),
        ("no account", ""),
        ("no first name", ""),
        ("note is gold", ""),
        ("with account", ""),
    ]
    assert found.table.covered == found.table.reachable > 0


def test_a_repeat_that_nobody_has_anything_for_is_named() -> None:
    context = made_context(body="{% for x in (note or '').split() %}{{ x }}{% endfor %} News.\n")
    found = kinds(context, [made_recipient(1), made_recipient(2)])
    assert found.never == ('for (note or "").split()',)
    assert [word_fact(fact) for fact, _locale in found.table.never] == ["with note"]


def test_what_one_language_s_readers_never_get_is_named_for_that_language() -> None:
    context = made_context(translations={"de": {"News for you. {{ note or '' }}": "Neues."}})
    people = [made_recipient(1), made_recipient(2, first_name=""), made_recipient(3, locale="de")]
    found = kinds(context, people)
    assert [(word_fact(fact), locale) for fact, locale in found.table.never] == [
        ("no first name", "de")
    ]


def test_the_table_says_for_each_trait_who_shows_it_and_how_many_have_it() -> None:
    people = [*(made_recipient(n) for n in range(1, 7)), made_recipient(7, first_name="")]
    found = kinds(made_context(), people)
    assert [(word_fact(row.fact), row.people, row.kinds) for row in found.table.rows] == [
        ("no first name", 1, (1,)),
        ("with first name", 6, (0,)),
    ]


def test_nobody_has_no_kinds() -> None:
    found = choose_kinds(ShapeStore())
    assert (found.representatives, found.coverage, found.never) == ((), 0.0, ())


def some_people(seed: int, count: int) -> list[Recipient]:
    chance = random.Random(seed)
    return [
        made_recipient(
            number,
            locale=chance.choice(("", "de")),
            first_name=chance.choice(("", "Al", "Bo", "Cy", "Dmitri", "Maximilian")),
            note=chance.choice(("", "x", "yy", "long enough to count")),
        )
        for number in range(1, count + 1)
    ]


TEMPLATES = compile_message(
    made_context(
        body="{% if first_name %}Dear {{ first_name }}{% else %}Hello{% endif %}\n\n"
        "{% if note %}\n{{ note }}\n{% endif %}\n\nBye.\n",
        translations={"de": {"Bye.": "Ade."}},
    )
)


@pytest.mark.parametrize("seed", range(5))
def test_neither_order_nor_portions_decide_the_kinds(seed: int) -> None:
    people = some_people(seed, 120)
    messages = [(render_message(TEMPLATES, person), person) for person in people]
    whole = choose_kinds(collected(messages, size=len(messages)))
    random.Random(seed).shuffle(messages)
    for size in (7, 40):
        assert choose_kinds(collected(messages, size=size)) == whole


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 14))
def test_no_more_are_chosen_than_an_exact_solver_needs(seed: int, count: int) -> None:
    people = some_people(seed, count)
    messages = [(render_message(TEMPLATES, person), person) for person in people]
    store = collected(messages, size=5)
    found = choose_kinds(store)
    assert found.coverage == 1.0
    # Everybody may be chosen, not only those who were kept.
    traits = [everything_about(store, message, person) for message, person in messages]
    numbers = {trait: n for n, trait in enumerate(sorted(set().union(*traits)))}
    assert len(numbers) == found.table.reachable
    masks = [sum(1 << numbers[trait] for trait in own) for own in traits]
    assert len(found.representatives) <= 1.2 * exact(masks)


def everything_about(
    store: ShapeStore, message: RenderedMessage, person: Recipient
) -> frozenset[str]:
    """Give somebody's traits without the collector's choice of whom to keep."""
    alone = VariantCollector(fields=FIELDS)
    alone.add(message, person)
    shape = alone.collected.shapes[0]
    longest = {
        name: item.length for (which, name), item in store.extremes.items() if which == "longest"
    }
    shortest = {
        name: item.length for (which, name), item in store.extremes.items() if which == "shortest"
    }
    ends = set()
    for name, length in zip((*FIELDS, ""), shape.person.sizes[:-1], strict=True):
        most, least = longest.get(name, 0), shortest.get(name, 0)
        differs = most - least >= 4 if name else most >= 1.02 * least
        if differs and f"field:empty::{name}" not in shape.traits:
            ends |= {("longest", name)} if length == most else set()
            ends |= {("shortest", name)} if length == least else set()
    return frozenset(shape.traits) | {f"{which} {name}" for which, name in ends}
