"""Rule 9, no blanks, and rule 11, nothing from a file runs: the environment's own guards."""

from __future__ import annotations

import pytest
from jinja2 import Undefined
from markupsafe import Markup

from composer.errors import EmptyFieldPrinted, RenderError
from composer.rendering.compiled_part import compile_part
from composer.rendering.environment import EmptyField, make_environment
from composer.rendering.filters import make_filters

VALUES = {
    "name": EmptyField("name"),
    "other": EmptyField("other"),
    "city": "Vienna",
    "amount": "12.50",
    "day": "2019-11-01",
}

ALLOWED = [
    ("{% if name %}yes{% else %}no{% endif %}", "no"),
    ("{% if not name %}no{% endif %}", "no"),
    ("{% if name and city %}yes{% else %}no{% endif %}", "no"),
    ("{% if name or city %}yes{% endif %}", "yes"),
    ("{{ name or 'customer' }}", "customer"),
    ("{{ name or other or 'customer' }}", "customer"),
    ("{{ name|default('customer') }}", "customer"),
    ("{{ name|d('customer')|upper }}", "CUSTOMER"),
    ("{{ (name or city)|upper }}", "VIENNA"),
    ("{{ 'a' if name else 'b' }}", "b"),
    ("{{ 'a' if name }}.", "."),
    ("{{ 'yes' if name is defined else 'no' }}", "no"),
    ("{{ 'yes' if name is undefined else 'no' }}", "yes"),
    ("{{ 'yes' if name == '' else 'no' }}", "yes"),
    ("{{ 'yes' if name == 'Ann' else 'no' }}", "no"),
    ("{{ 'yes' if name != 'Ann' else 'no' }}", "yes"),
    ("{{ 'yes' if name == other else 'no' }}", "yes"),
    ("{{ 'yes' if name in ['Ann', 'Bob'] else 'no' }}", "no"),
    ("{% set shown = name or 'customer' %}{{ shown }}", "customer"),
]

REFUSED = [
    "{{ name }}",
    "{{ name ~ '!' }}",
    "{{ 'Dear ' ~ name }}",
    "{{ name + '!' }}",
    "{{ '!' + name }}",
    "{{ name * 2 }}",
    "{{ '%s' % name }}",
    "{{ name and city }}",
    "{{ name or other }}",
    "{{ name|default(other) }}",
    "{{ [name]|join(',') }}",
    "{{ ['a', name]|join }}",
    "{{ ','.join([name]) }}",
    "{{ name|upper }}",
    "{{ name|lower }}",
    "{{ name|title }}",
    "{{ name|trim }}",
    "{{ name|length }}",
    "{{ name|first }}",
    "{{ name|last }}",
    "{{ name|list }}",
    "{{ name|sort }}",
    "{{ name|unique|list|length }}",
    "{{ name|reverse }}",
    "{{ name|int }}",
    "{{ name|abs }}",
    "{{ name|round }}",
    "{{ name|escape }}",
    "{{ name|string }}",
    "{{ name|truncate(3) }}",
    "{{ name|wordcount }}",
    "{{ name|replace('a', 'b') }}",
    "{{ city|replace('V', name) }}",
    "{{ name|split(',') }}",
    "{{ city|split(name) }}",
    "{{ name|url }}",
    "{{ name|mailto }}",
    "{{ name|link }}",
    "{{ name|date }}",
    "{{ name|time }}",
    "{{ name|datetime }}",
    "{{ name|number }}",
    "{{ name|percent }}",
    "{{ name|decimal }}",
    "{{ name|currency('EUR') }}",
    "{{ amount|currency(name) }}",
    "{{ day|date(name) }}",
    "{{ name.upper() }}",
    "{{ name.split(',') }}",
    "{{ city.replace('V', name) }}",
    "{{ name[0] }}",
    "{{ city[name] }}",
    "{{ {'a': 'b'}[name] }}",
    "{{ {name: 'b'}['a'] }}",
    "{% for letter in name %}{{ letter }}{% endfor %}",
    "{% for item in [name] %}{{ item }}{% endfor %}",
    "{% if name > 'a' %}x{% endif %}",
    "{% if name < 1 %}x{% endif %}",
    "{% if 'a' in name %}x{% endif %}",
    "{{ -name }}",
    "{{ range(name)|first }}",
    "{% set shown = name %}{{ shown }}",
]


def render(source: str, *, html: bool = False, **values: object) -> str:
    environment = make_environment(html=html, filters=make_filters("en"))
    return compile_part(environment, source, part="body").render({**VALUES, **values}, {})


@pytest.mark.parametrize(("source", "text"), ALLOWED)
@pytest.mark.parametrize("html", [False, True])
def test_an_empty_cell_may_decide_and_be_replaced(source: str, text: str, html: bool) -> None:
    assert render(source, html=html) == text


@pytest.mark.parametrize("source", REFUSED)
@pytest.mark.parametrize("html", [False, True])
def test_an_empty_cell_is_never_printed_joined_filtered_or_looped_over(
    source: str, html: bool
) -> None:
    with pytest.raises(EmptyFieldPrinted) as refused:
        render(source, html=html)
    assert refused.value.field in {"name", "other"}
    assert refused.value.part == "body"
    assert refused.value.code == "content.empty_field"


def test_an_empty_field_refuses_python_s_own_ways_to_print_it() -> None:
    empty = EmptyField("name")
    for use in (str, repr, format, hash, len, list, int, float, abs, round, reversed):
        with pytest.raises(EmptyFieldPrinted):
            use(empty)


def test_html_escapes_fields_and_text_does_not() -> None:
    value = '<b>Tom & "Jerry\'s"</b>'
    assert render("{{ v }}", html=True, v=value) == str(Markup.escape(value))
    assert render("{{ v }}", v=value) == value


def test_an_unknown_field_is_an_error_and_says_which() -> None:
    with pytest.raises(RenderError) as refused:
        render("{{ nobody }}")
    assert (refused.value.code, refused.value.field) == ("render.unknown_field", "nobody")


@pytest.mark.parametrize(
    "source", ["{{ [1] }}", "{{ 1.5 }}", "{{ none }}", "{{ 1 == 1 }}", "{{ {'a': 1} }}"]
)
def test_only_text_whole_numbers_and_decimals_are_printed(source: str) -> None:
    with pytest.raises(RenderError) as refused:
        render(source)
    assert refused.value.code == "render.not_printable"


def test_comparing_text_with_a_number_says_how_to_do_it() -> None:
    with pytest.raises(RenderError) as refused:
        render("{% if amount > 5 %}x{% endif %}")
    assert refused.value.code == "render.wrong_kind"
    assert "decimal" in refused.value.advice
    assert render("{% if amount|decimal > 5 %}x{% endif %}") == "x"


def test_conditions_tell_their_outcomes_by_name() -> None:
    environment = make_environment(html=False, filters=make_filters("en"))
    source = (
        "{% if city == 'Vienna' %}a{% elif city %}b{% endif %}"
        "{{ 'x' if city == 'Vienna' else 'y' }}{% if name %}c{% endif %}"
    )
    part = compile_part(environment, source, part="body")
    outcomes: dict[tuple[str, bool], None] = {}
    part.render(dict(VALUES), outcomes)
    assert list(outcomes) == [
        ('city == "Vienna"', True),
        ('city == "Vienna" #2', True),
        ("name", False),
    ]
    assert [branch.name for branch in part.branches] == [
        'city == "Vienna"',
        "city",
        'city == "Vienna" #2',
        "name",
    ]


@pytest.mark.parametrize(
    ("value", "argument"),
    [("text", "upper"), ({"a": 1}, "items"), ([1], "append"), ("text", "__class__")],
)
def test_a_subscript_finds_no_attribute_even_if_the_syntax_check_were_gone(
    value: object, argument: str
) -> None:
    found = make_environment(html=False, filters={}).getitem(value, argument)
    assert isinstance(found, Undefined)
