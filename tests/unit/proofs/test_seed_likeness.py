"""A text that shows a test mailbox something else than everybody gets is found out."""

import pytest

from composer.proofs.seed_likeness import other_address, stand_ins, unlike_parts
from composer.proofs.seed_rows import SeedColumns, seed_recipient
from composer.rendering.jobs import render_one, setup
from tests.unit.rendering.samples import BODY, make_context, make_recipient, shipped_layout

SEED = "seed1@seeds.example"
COLUMNS = SeedColumns(
    email="email", ids=("account",), personal=("first_name", "balance", "due", "manager")
)


def unlike(body, *, subject="Weights for {{ account }}", layout=None, **fields):
    """Name the parts that are made for the test mailbox alone."""
    state = setup(
        make_context(
            body=body,
            subject=subject,
            layout=layout,
            unsubscribe="https://example.com/u/{{ token }}",
        )
    )
    row = seed_recipient(
        make_recipient(**fields), seed=SEED, slot=0, message_seed="s" * 32, columns=COLUMNS
    )
    own, *others = (
        render_one(state, one).rendered for one in (row, *stand_ins(row, columns=COLUMNS))
    )
    return unlike_parts(own, others)


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        "Dear {{ first_name }}, {{ email }} of {{ manager }} has {{ account|upper }}.",
        "{{ balance|currency('EUR') }} since {{ due|date }}, {{ due|date('long') }}.",
        "{% if first_name %}Dear {{ first_name }}{% endif %}: {{ email|length }} {{ email[:3] }}",
        "Write to {{ email|mailto }}, or {{ email|replace('@', ' at ') }}; " * 5,
    ],
)
@pytest.mark.parametrize("fields", [{}, {"account": "7", "first_name": "José O'Neill"}])
def test_what_the_seeds_own_row_replaces_is_no_difference(body, fields):
    assert unlike(body, layout=shipped_layout("notice"), **fields) == []


@pytest.mark.parametrize(
    "body",
    [
        "{% if email == 'seed1@seeds.example' %}Good{% else %}Bad{% endif %} morning",
        "{% if 'seeds.example' in email %}Good{% endif %} morning",
        "{{ 'Good' if email == 'seed1@seeds.example' else 'Late' }} morning",
        "{{ email|replace('seed1@seeds.example', 'Good') }} morning",
        "{{ email|replace('seeds.example', 'example.com') }} morning",
        "{% if 'Test' in first_name %}Good{% endif %} morning",
    ],
)
def test_a_text_that_asks_for_the_test_mailbox_is_found_out(body):
    assert unlike(body)


def test_a_subject_that_asks_for_the_test_mailbox_is_found_out():
    subject = "{% if email == 'seed1@seeds.example' %}Test{% else %}News{% endif %}"
    assert "Subject" in unlike("Good morning", subject=subject)


def test_an_address_made_of_a_listed_one_is_never_that_one():
    for address in (SEED, "Z9@xn--bcher-kva.example", "0@a.b", "a+b.c@Example.COM"):
        made = {other_address(address, number) for number in (1, 2)}
        assert len(made | {address}) == 3 or address.startswith("0@")
        assert {len(other) for other in made} == {len(address)}
