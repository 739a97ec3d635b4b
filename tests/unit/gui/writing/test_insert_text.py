"""What the tools write is read back by the parsers that render it, and by themselves."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from composer.gui.writing.insert_text import (
    condition_source,
    escaped_words,
    picture_source,
    plain_words,
    repeat_source,
    target_advice,
    tidy_target,
    written_target,
)
from composer.gui.writing.tags import Comparison, Repeat

WORDS = [
    "notice",
    "a [b] c",
    "2 * 3 * 4",
    "a_b_c",
    "<b>",
    "back\\slash",
    "`x`",
    "{{ first_name }}",
    "a | b",
]
TARGETS = [
    "https://example.com/notice",
    "https://example.com/{{ account }}?x=1",
    "mailto:desk@example.com",
    "{{ link }}",
]


@pytest.mark.parametrize("words", WORDS)
def test_words_are_read_back_as_they_were_typed(words):
    assert plain_words(escaped_words(words)) == words


@pytest.mark.parametrize("words", [text for text in WORDS if "{{" not in text])
@pytest.mark.parametrize("target", ["https://example.com/a b", "https://example.com/a(b)c"])
def test_what_was_typed_is_what_a_reader_reads(words, target):
    source = f"[{escaped_words(words)}]({written_target(target)})"
    [inline] = [token for token in MarkdownIt("commonmark").parse(source) if token.type == "inline"]
    assert inline.children[0].type == "link_open"
    assert "".join(token.content for token in inline.children) == words


@pytest.mark.parametrize("target", TARGETS)
def test_plain_targets_stay_as_they_are(target):
    assert written_target(target) == target


def test_pictures_are_markdown():
    assert (
        picture_source("files/chart.png", "Sales [2019]") == "![Sales \\[2019\\]](files/chart.png)"
    )


def test_conditions_and_repeats_need_no_jinja():
    asked = Comparison(field="tier", operator="==", values=("gold",))
    assert condition_source(asked, "You may ask.", "Please wait.") == (
        '{% if tier == "gold" %}\nYou may ask.\n{% else %}\nPlease wait.\n{% endif %}'
    )
    repeat = Repeat(item="product", field="products", separator=";")
    assert repeat_source(repeat, "- {{ product }}") == (
        '{% for product in products | split(";") %}\n- {{ product }}\n{% endfor %}'
    )


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("example.com/notice", "https://example.com/notice"),
        ("desk@example.com", "mailto:desk@example.com"),
        ("https://example.com", "https://example.com"),
        ("{{ link }}", "{{ link }}"),
        ("notice", "notice"),
    ],
)
def test_addresses_are_completed_as_people_type_them(typed, target):
    assert tidy_target(typed) == target


@pytest.mark.parametrize(
    "typed", ["example.com", "desk@example.com", "https://x.example/{{ id }}", "{{ link }}"]
)
def test_good_addresses_need_no_advice(typed):
    assert target_advice(typed) == ""


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "Write where"),
        ("http://example.com", "https://"),
        ("javascript:alert(1)", "Only web"),
        ("ftp://example.com", "Only web"),
        ("notice", "Only web"),
        ("https://example.com/a b", "%20"),
        ("mailto:desk", "desk@example.com"),
        ("https://notice", "missing"),
    ],
)
def test_bad_addresses_get_plain_advice(typed, word):
    assert word in target_advice(typed)
