"""A tag read into parts and written back: to the byte as long as nothing was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from composer.gui.writing.tag_words import words_of
from composer.gui.writing.tags import (
    Comparison,
    Condition,
    Else,
    End,
    Field,
    Other,
    Repeat,
    fields_of,
    parse_tag,
    write_tag,
)

IN_WORDS = {
    "{{ first_name }}": "first name",
    "{{first_name}}": "first name",
    "{{- first_name -}}": "first name",
    '{{ first_name or "customer" }}': "first name, or “customer”",
    "{{ first_name | default('customer') }}": "first name, or “customer”",
    '{{ first_name | d("customer", true) }}': "first name, or “customer”",
    '{{ balance | currency("EUR") }}': "balance, as an amount in EUR",
    "{{ balance | currency(unit) }}": "balance, as an amount, currency from unit",
    "{{ starts_at | date }}": "starts at, as a date",
    '{{ starts_at | date("full") }}': "starts at, as a date with weekday",
    '{{ starts_at | date if starts_at else "soon" }}': "starts at, as a date, or “soon”",
    '{{ "0.35" | percent }}': "“0.35”, as a percentage",
    "{{ share | number(2) }}": "share, as a number with 2 decimals",
    "{% if first_name %}": "If there is a first name",
    "{% if account %}": "If there is an account",
    "{%- if not first_name -%}": "If there is no first name",
    '{% if country == "DE" %}': "If country is DE",
    '{% if country != "DE" %}': "If country is not DE",
    '{% if country in ["DE", "AT"] %}': "If country is one of DE, AT",
    "{% if contracts | decimal > 100 %}": "If contracts is more than 100",
    '{% if first_name and country == "DE" %}': "If there is a first name and country is DE",
    "{% if a_b or c or d %}": "If there is an a b or there is a c or there is a d",
    '{% elif tier == "gold" %}': "Otherwise, if tier is gold",
    "{% else %}": "Otherwise",
    "{%endif%}": "End of the condition",
    '{% for item in items | split(",") %}': "Repeat for each item of items",
    "{% endfor -%}": "End of the repeat",
}
AS_WRITTEN = [
    "{{ 1 + 2 }}",
    "{{ a | upper | lower }}",
    '{{ a | datetime("long", "Europe/Berlin") }}',
    "{{ a b }}",
    '{{ ("x" }}',
    '{{ a | default("") }}',
    '{% if a and b == "c" or d %}',
    "{% if a %}{% endif %}",
    "{% for a, b in c %}",
    "{% for a in b if a %}",
    "{% set a = 1 %}",
    "{% raw %}",
    "{# a note #}",
    "{{ " + "(" * 400 + "a" + ")" * 400 + " }}",
    "{{ " + "a" * 3000 + " }}",
]


@pytest.mark.parametrize(("source", "words"), IN_WORDS.items())
def test_a_tag_is_said_in_words_and_keeps_its_bytes(source, words):
    assert words_of(source).text == words
    assert words_of(source).in_words
    assert write_tag(parse_tag(source)) == source


@pytest.mark.parametrize("source", AS_WRITTEN)
def test_what_has_no_words_is_shown_as_it_is_written(source):
    assert isinstance(parse_tag(source), Other)
    assert words_of(source).kind == "code"
    assert write_tag(parse_tag(source)) == source


def test_a_changed_tag_is_written_anew_with_its_whitespace_marks():
    tag = parse_tag("{%- if first_name -%}")
    changed = replace(tag, questions=(Comparison(field="tier", operator="==", values=('a"b',)),))
    assert write_tag(changed) == "{%- if tier == 'a\"b' -%}"


def test_a_fallback_of_a_formatted_field_asks_before_it_formats():
    tag = replace(parse_tag('{{ day | date("full") }}'), fallback="soon")
    assert write_tag(tag) == '{{ day | date("full") if day else "soon" }}'
    assert parse_tag(write_tag(tag)) == tag


def test_what_is_made_without_a_source_is_written_and_read_back():
    for tag in (
        Field(name="first_name", fallback="customer"),
        Field(name="balance", format="currency", detail="unit", detail_is_field=True),
        Field(name="share", format="number", detail="2"),
        Condition(
            questions=(
                Comparison(field="a"),
                Comparison(field="b", operator="empty"),
                Comparison(field="c", operator="in", values=("x", "y")),
                Comparison(field="d", operator=">=", values=("3",), is_number=True),
            ),
            joined="or",
            is_elif=True,
        ),
        Repeat(item="item", field="items", separator=";"),
        Else(),
        End(of="for"),
    ):
        assert parse_tag(write_tag(tag)) == tag


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(fallback=texts, value=texts)
def test_any_text_survives_being_a_fallback_or_a_value(fallback, value):
    field = Field(name="a", fallback=fallback)
    asked = Condition(questions=(Comparison(field="a", operator="==", values=(value,)),))
    written = write_tag(field) + write_tag(asked) + "same" + write_tag(End())
    assert parse_tag(write_tag(field)).fallback == fallback
    made = Environment().from_string(written).render(a=value)
    assert made.endswith("same")


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    for source in (f"{{{{ {text} }}}}", f"{{% if {text} %}}", text or "x"):
        assert write_tag(parse_tag(source)) == source
        assert words_of(source).text or not source.split()


def test_the_columns_of_a_tag_are_named():
    assert fields_of(parse_tag("{{ balance | currency(unit) }}")) == ("balance", "unit")
    assert fields_of(parse_tag('{% if a and b == "c" %}')) == ("a", "b")
    assert fields_of(parse_tag('{% for x in items | split(",") %}')) == ("items",)
    assert fields_of(parse_tag('{{ "text" | upper }}')) == ()
