"""Rule 11: what a template may not say is refused before anything of it is compiled."""

from __future__ import annotations

import pytest

from composer.errors import RenderError
from composer.rendering.compiled_part import compile_part
from composer.rendering.environment import make_environment
from composer.rendering.filters import make_filters
from composer.rendering.syntax import SyntaxRefused
from tests.measured import within

FORBIDDEN = [
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% macro a() %}{% endmacro %}",
    "{% call a() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% autoescape false %}{{ city }}{% endautoescape %}",
    "{% with a = 1 %}{% endwith %}",
    "{% for a in city recursive %}{% endfor %}",
    "{{ city|safe }}",
    "{{ city|attr('upper') }}",
    "{{ {}|xmlattr }}",
    "{{ [city]|map('upper')|list }}",
    "{{ city|random }}",
    "{{ city|format(1) }}",
    "{{ city|tojson }}",
    "{{ city|pprint }}",
    "{{ city|center(10) }}",
    "{{ city is sameas city }}",
    "{{ city is callable }}",
    "{{ lipsum() }}",
    "{{ dict(a=1) }}",
    "{{ cycler('a') }}",
    "{{ namespace(a=1) }}",
    "{{ self }}",
    "{{ self.x() }}",
    "{{ _outcomes }}",
    "{{ __name__ }}",
    "{{ range }}",
    "{{ '' ~ range }}",
    "{{ city.upper }}",
    "{{ '' ~ city.upper }}",
    "{{ city.format(1) }}",
    "{{ city.format_map({}) }}",
    "{{ city.encode() }}",
    "{{ city.translate({}) }}",
    "{{ city.ljust(10) }}",
    "{{ city.__class__ }}",
    "{{ ''.__class__ }}",
    "{{ _('Unsubscribe') }}",
    "{{ city(*[1]) }}",
    "{{ (city)() }}",
    "{% for a in city %}{{ loop }}{% endfor %}",
    "{% for a in city %}{{ loop.__init__ }}{% endfor %}",
    "{% for a in city %}{{ loop.cycle }}{% endfor %}",
]

# Ways out of Jinja's sandbox that were published: every one asks for something off the list.
PAYLOADS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__']['__mro__'] }}",
    "{{ ()|attr('__class__')|attr('__base__') }}",
    "{{ config.__class__.__init__.__globals__['os'].popen('id').read() }}",
    "{{ request.application.__globals__.__builtins__.__import__('os') }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
    "{{ namespace.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ url_for.__globals__.os }}",
    "{{ get_flashed_messages.__globals__.os }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format_map({}) }}",
    "{{ ('%s'|format('a')).__class__ }}",
    "{{ [''.__class__]|map(attribute='__mro__')|list }}",
    "{{ ['{0.__class__}']|map('format', 1)|list }}",
    "{% set x = ''.__class__ %}{{ x }}",
    "{% for c in ''.__class__.__mro__ %}{{ c }}{% endfor %}",
    "{% if ''.__class__ %}{% endif %}",
    "{{ x.__init__.__globals__ }}",
    "{{ (1).__class__ }}",
    "{{ [].append.__self__ }}",
    "{{ range.__class__ }}",
    "{{ range(1).__class__ }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "{{ dict(__class__=1)|first }}",
    "{{ (city|xmlattr) }}",
    "{{ caller() }}",
    "{{ varargs }}{{ kwargs.__class__ }}",
    "{{ loop.__class__ }}",
    "{{ g.pop.__globals__ }}",
    "{{ url|attr('__globals__') }}",
    "{{ 'a'.join.__self__.__class__ }}",
    "{{ city.split.__func__ }}",
]


def compiled(source: str, *, translate: bool = False) -> str:
    environment = make_environment(html=True, filters=make_filters("en"))
    part = compile_part(
        environment, source, part="body", translate=(lambda text: text) if translate else None
    )
    return part.render({"city": "Vienna"}, {})


@pytest.mark.parametrize("source", FORBIDDEN)
def test_what_is_not_on_the_list_is_refused_when_compiling(source: str) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        compiled(source)
    assert refused.value.code in {"template.forbidden", "template.syntax"}
    assert refused.value.part == "body"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_published_escapes_come_to_nothing(payload: str) -> None:
    try:
        printed = compiled(payload)
    except RenderError:
        return
    assert "class" not in printed
    assert "<" not in printed


def test_subscripts_never_reach_attributes() -> None:
    with pytest.raises(RenderError):
        compiled("{{ city['upper'] }}")
    assert compiled("{{ city[0] }}{{ {'a': 'b'}['a'] }}{{ city[1:3] }}") == "Vbie"


@pytest.mark.parametrize(
    ("source", "line"),
    [("a\n{{ city", 2), ("{% if city %}\n\n{% endfor %}", 3), ("\n\n{{ city|nothing }}", 3)],
)
def test_a_syntax_error_tells_its_line(source: str, line: int) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        compiled(source)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{% if city %}" * 300 + "{% endif %}" * 300,
        "{% for a in city %}" * 40 + "{% endfor %}" * 40,
        "{{ " + "9" * 10_000 + " }}",
        "{{ " + "-" * 20_000 + "1 }}",
        "{{ city" + "|upper" * 5_000 + " }}",
    ],
)
def test_nesting_beyond_reason_is_refused_and_does_not_crash(source: str) -> None:
    with pytest.raises(RenderError):
        compiled(source)


def test_compiling_computes_nothing() -> None:
    environment = make_environment(html=True, filters=make_filters("en"))
    sources = (
        "{{ 'a' * 10**9 }}",
        "{% if 'a' * 10**9 %}{% endif %}",
        "{% for x in ('a' * 10**9)|list %}{% endfor %}",
        "{{ ('a' * 10**9)|upper }}",
        "{{ 'a' * 10**9 if 9**(9**9) else '' }}",
    )
    within(1, lambda: [compile_part(environment, source, part="body") for source in sources])


def test_a_layout_s_own_strings_are_resolved_when_compiling() -> None:
    environment = make_environment(html=True, filters=make_filters("de"))
    part = compile_part(
        environment,
        '{{ _("Leave") }}{% if _("Leave") == "A & B" %}!{% endif %}',
        part="layout",
        translate={"Leave": "A & B"}.__getitem__,
    )
    assert part.render({}, {}) == "A &amp; B!"


@pytest.mark.parametrize("source", ["{{ _(city) }}", "{{ _('a', 'b') }}", "{{ _ }}", "{{ _(1) }}"])
def test_only_plain_strings_are_the_layout_s_own(source: str) -> None:
    with pytest.raises(SyntaxRefused):
        compiled(source, translate=True)
