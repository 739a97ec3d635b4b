"""Where the parts of a unit stand that are moved but not translated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.translation.blocks import parse_blocks
from composer.translation.checks.parts import PartKind, protected_parts
from composer.translation.units import UnitKind

RICH = (
    'See **{{ a }}** and ***b*** `x {{ b }}` [te*x*t {{ c }}](https://a.example/{{ d }}?x=1 "T") '
    "![al {{ e }}t](files/a.png) <https://x.example> a_b_c * [![A](files/b.png)](https://l.example)"
    " at foo@bar.example, https://x.example/y. {% if a %}x{% endif %}"
)


def shown(text, kind=UnitKind.PARAGRAPH):
    return [(part.kind.value, part.text) for part in protected_parts(text, kind)]


def test_every_part_stands_where_it_says_and_none_overlaps():
    for kind in (UnitKind.PARAGRAPH, UnitKind.SUBJECT, UnitKind.HTML):
        at = 0
        for part in protected_parts(RICH, kind):
            assert RICH[part.start : part.end] == part.text
            assert part.start >= at
            at = part.end


def test_links_and_pictures_are_the_marks_around_their_words():
    assert shown("A [b {{ c }}](https://d.example/{{ e }}) ![f](files/g.png)") == [
        ("link", "["),
        ("field", "{{ c }}"),
        ("link", "](https://d.example/{{ e }})"),
        ("image", "!["),
        ("image", "](files/g.png)"),
    ]
    leads = [part.value for part in protected_parts(RICH, UnitKind.PARAGRAPH) if part.value]
    assert leads == [
        "https://a.example/{{ d }}?x=1",
        "files/a.png",
        "https://x.example",
        "files/b.png",
        "https://l.example",
        "foo@bar.example",
        "https://x.example/y",
    ]


@pytest.mark.parametrize(
    "text", ["a * b * c", "snake_case_name", r"\*not\*", "2 < 3", "[not a link]", "**open"]
)
def test_what_the_message_shows_as_it_is_is_no_part(text):
    assert shown(text) == []


def test_marks_mean_nothing_where_they_are_not_read():
    assert shown("**a** {{ b }} `c`", UnitKind.SUBJECT) == [("field", "{{ b }}")]


def test_html_units_have_their_tags_and_links():
    text = "See <a href='https://a.example/?b&amp;c'>it <b>{{ c }}</b></a><br><!-- x -->5 &lt; 6"
    parts = protected_parts(text, UnitKind.HTML)
    assert [(part.kind, part.is_end) for part in parts] == [
        (PartKind.LINK, False),
        (PartKind.TAG, False),
        (PartKind.FIELD, False),
        (PartKind.TAG, True),
        (PartKind.LINK, True),
        (PartKind.TAG, False),
        (PartKind.TAG, False),
    ]
    assert parts[0].value == "https://a.example/?b&c"


@given(st.text(alphabet=st.sampled_from('ab *_`[]()!<>{}%\\"né日\n:/.h@x'), max_size=40))
def test_marks_are_those_of_the_parser_that_renders(text):
    parts = protected_parts(text, UnitKind.PARAGRAPH)
    assert all(text[part.start : part.end] == part.text for part in parts)
    tokens = [
        child
        for token in parse_blocks("x " + " ".join(text.split()))
        for child in token.children or []
    ]
    again = protected_parts("x " + " ".join(text.split()), UnitKind.PARAGRAPH)
    strong = sum(child.type == "strong_open" for child in tokens)
    in_pictures = sum(child.type == "image" for child in tokens)
    if not in_pictures:
        assert strong == sum(p.kind is PartKind.BOLD and not p.is_end for p in again)
