"""Names that are the same for everybody are put in before compiling, and conditions settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.model.message import Brand, Layout, MessageFile
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message, find_template_findings
from composer.rendering.fixed_names import fix_names, fix_style_names
from composer.rendering.message import render_message
from tests.unit.rendering.samples import COLUMNS, PIXEL, make_context, make_recipient

NAMES = {"a": "A & <B>", "empty": "", "two": "x\ny"}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{{ a }}", "A &amp; &lt;B&gt;"),
        ("{{ two }}", "x<br>\ny"),
        ("{{ x }} {{ ab }}", "{{ x }} {{ ab }}"),
        ("{% if a %}1{% endif %}", "1"),
        ("{% if empty %}1{% endif %}", ""),
        ("{% if empty %}1{% else %}2{% endif %}", "2"),
        ("{% if empty %}1{% elif a %}2{% else %}3{% endif %}", "2"),
        ("{% if empty %}1{% elif x %}2{% else %}3{% endif %}", "{% if x %}2{% else %}3{% endif %}"),
        ("{% if x %}1{% elif a %}2{% else %}3{% endif %}", "{% if x %}1{% else %}2{% endif %}"),
        ("{% if x %}1{% elif empty %}2{% endif %}", "{% if x %}1{% endif %}"),
        ("{% if not empty and a %}1{% endif %}", "1"),
        ("{% if empty and x %}1{% else %}2{% endif %}", "2"),
        ("{% if a or x %}1{% endif %}", "1"),
        ("{% if a == 'A & <B>' %}1{% endif %}", "1"),
        ("{% if a != 'q' %}1{% endif %}", "1"),
        ("{% if a %}{% if x %}1{% endif %}{% endif %}", "{% if x %}1{% endif %}"),
        ("{% if empty %}{% if x %}1{% elif y %}2{% else %}3{% endif %}{% endif %}4", "4"),
        ("{% for i in x %}{{ a }}{% else %}0{% endfor %}", "{% for i in x %}A &amp; &lt;B&gt;{% else %}0{% endfor %}"),
        ("1 {%- if a -%} 2 {%- endif -%} 3", "123"),
        ("{{ a ~ x }}", "{{ a ~ x }}"),
        ("{{ 'y' if a else 'n' }}", "y"),
        ("{{ a if empty }}", ""),
        ("{{ empty or x }}", "{{ empty or x }}"),
        ("{% if a %}", ""),
        ("{{ a", "{{ a"),
    ],
)  # fmt: skip
def test_what_everybody_shares_is_put_in(source: str, wanted: str) -> None:
    assert fix_names(source, NAMES, html=True) == wanted


def test_lines_of_nothing_but_tags_leave_no_line_in_a_text_by_hand() -> None:
    source = "a\n  {% if a %}\nb {{ a }}\n  {% endif %}\nc\n"
    assert fix_names(source, NAMES, html=False, whole_lines=True) == "a\nb A & <B>\nc\n"


def test_a_value_never_becomes_a_tag() -> None:
    names = {"a": "{{ token }} {% if %} {# x"}
    assert fix_names("{{ a }}", names, html=True) == "&#123;&#123; token }} &#123;% if %} &#123;# x"
    assert "{{ token" not in fix_names("{{ a }}", names, html=False)


def test_names_in_rules_of_style_are_not_escaped() -> None:
    page = "<style>a{color:{{ c }}}{% if d %}b{top:0}{% endif %}</style>{{ c }}"
    fixed = fix_style_names(page, {"c": "#fff", "d": ""})
    assert fixed == "<style>a{color:#fff}</style>{{ c }}"


LAYOUT = Layout(
    name="branded",
    html=(
        "<html><head><style>.b{color:{{ brand_colour }};padding-{{ start }}:1px}</style></head><body>"
        '{% if brand_logo %}<img src="{{ brand_logo }}" alt="{{ brand_name }}">{% else %}'
        '<b class="b">{{ brand_name }}</b>{% endif %}{{ body }}<p>{{ brand_name|upper }}</p>'
        "{% if brand_address %}<address>{{ brand_address }}</address>{% endif %}"
        '{% if brand_website and tier == "gold" %}<a href="{{ brand_website }}">w</a>{% endif %}'
        "</body></html>"
    ),
)
BRAND = Brand(
    name="A & {{ x }}",
    colour="#aa3300",
    address="1 Road\nTown {%",
    website="https://a.example/?b&c",
)


def rendered(
    brand: Brand, *, body: str = "Hi", files: tuple[MessageFile, ...] = ()
) -> RenderedMessage:
    context = make_context(layout=LAYOUT, body=body, files=files)
    context = replace(context, message=replace(context.message, brand=brand))
    assert find_template_findings(context) == []
    return render_message(compile_message(context), make_recipient())


def test_the_brand_is_shown_in_layout_body_and_text() -> None:
    message = rendered(BRAND, body="From {{ brand_name }}, [site]({{ brand_website }})")
    assert (
        '<b class="b" style="color:#aa3300;padding-left:1px">A &amp; &#123;{ x }}</b>'
        in message.html
    )
    assert "A &amp; {{ X }}" in message.html
    assert '<a href="https://a.example/?b&amp;c"' in message.html
    assert "1 Road<br>" in message.html
    assert "From A & {{ x }}, site (https://a.example/?b&c)" in message.text
    assert "1 Road\nTown {%" in message.text
    assert [name for name, _ in message.branches] == ['layout: brand_website and tier == "gold"']


def test_an_empty_brand_has_its_colour_and_no_branches() -> None:
    message = rendered(Brand())
    assert "color:#0b57d0" in message.html
    assert "<address" not in message.html


def test_the_logo_is_embedded_only_where_it_is_shown() -> None:
    files = (MessageFile(path="files/logo.png", content=PIXEL),)
    message = rendered(Brand(name="A", logo="files/logo.png"), files=files)
    (image,) = message.attachments
    assert f'<img src="cid:{image.content_id}" alt="A">' in message.html
    body = "![Logo]({{ brand_logo }})"
    shown = rendered(Brand(logo="files/logo.png"), files=files, body=body)
    assert shown.html.count(f'src="cid:{image.content_id}"') == 2
    plain = make_context(files=files)
    plain = replace(plain, message=replace(plain.message, brand=Brand(logo="files/logo.png")))
    assert render_message(compile_message(plain), make_recipient()).attachments == ()


def test_a_column_named_like_the_brand_gives_way_and_is_told() -> None:
    context = make_context(body="{{ brand_name }}", columns=(*COLUMNS, "brand_name"))
    context = replace(context, message=replace(context.message, brand=Brand(name="Ours")))
    assert [item.code for item in find_template_findings(context)] == ["template.brand_column"]
    message = render_message(compile_message(context), make_recipient(brand_name="Theirs"))
    assert "Ours" in message.html
    assert "Theirs" not in message.html + message.text


def test_a_field_in_rules_of_style_is_told_with_its_line() -> None:
    layout = Layout(name="own.html", html="<style>\np{color:{{ tier }}}</style>{{ body }}")
    (found,) = find_template_findings(make_context(layout=layout))
    assert (found.code, found.place_of("line")) == ("template.field_in_style", 2)
