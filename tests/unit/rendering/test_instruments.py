"""What a message tells about itself: how its conditions came out, and how often it repeated."""

from __future__ import annotations

import pytest

from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from tests.unit.checks.made_campaigns import made_context, made_recipient


def outcomes(body: str, **cells: str) -> dict[str, set[int]]:
    message = render_message(
        compile_message(made_context(body=body)), made_recipient(1, first_name="Ann", **cells)
    )
    found: dict[str, set[int]] = {}
    for name, value in message.branches:
        found.setdefault(name, set()).add(value)
    return found


@pytest.mark.parametrize(("note", "count"), [("", 0), ("Rome", 1), ("Rome,Bonn", 2), ("a,b,c", 2)])
def test_a_repeat_tells_whether_it_had_none_one_or_many(note: str, count: int) -> None:
    body = "{% if note %}{% for x in note.split(',') %}{{ x }} {% endfor %}{% endif %}News.\n"
    found = outcomes(body, note=note)
    assert found.get('for note.split(",")', {0}) == {count}


def test_an_empty_repeat_is_told_and_so_is_what_is_left_out_of_it() -> None:
    body = (
        "{% for x in (note or '').split() if x != 'b' %}{{ loop.index }}{{ x }}"
        "{% else %}none{% endfor %} News.\n"
    )
    assert outcomes(body) == {'for (note or "").split()': {0}}
    assert outcomes(body, note="a b c") == {
        'for (note or "").split()': {2},
        'x != "b"': {True, False},
    }


def test_what_can_be_gone_through_once_is_repeated_whole() -> None:
    body = "{% for x in note.split()|unique %}{{ x }}{% endfor %}!\n"
    context = made_context(body=body)
    message = render_message(compile_message(context), made_recipient(1, note="a b a"))
    assert "ab!" in message.html
    assert message.branches == (("for note.split()|unique", 2),)


def test_a_repeat_that_is_the_same_for_everybody_tells_nothing() -> None:
    assert outcomes("{% for n in range(1, 4) %}{{ n }}{% endfor %} {{ first_name }}\n") == {}


def test_a_template_says_which_outcomes_it_has_words_for() -> None:
    body = (
        "{% if note == 'a' %}A{% elif note == 'b' %}B{% else %}C{% endif %}"
        "{% if first_name %}D{% endif %}{{ 'x' if note }}{{ 'y' if account else 'z' }}"
        "{% for c in note %}{{ c }}{% else %}nothing{% endfor %}\n"
    )
    part = compile_message(made_context(body=body)).for_locale("en").html
    assert [(branch.name, branch.has_else) for branch in part.branches] == [
        ('note == "a"', False),
        ('note == "b"', True),
        ("first_name", False),
        ("note", False),
        ("account", True),
        ("for note", True),
    ]
