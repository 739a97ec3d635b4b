"""A cell never decides how a message is built: where fields may stand in markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.model.message import Layout
from composer.rendering.compile import find_template_findings
from composer.rendering.field_places import find_misplaced_fields
from tests.unit.rendering.samples import catalogue, make_context, shipped_layout

FRAME = "<html>\n<body>\n{}\n{{{{ body }}}}</body></html>"

MISPLACED = [
    ("<p style='color:{{ tier }}'>a</p>", "{{ tier }}", "style="),
    ('<p class="{{ tier }}">a</p>', "{{ tier }}", "class="),
    ("<p class='a {{ tier | lower }}'>a</p>", "{{ tier | lower }}", "class="),
    ("<p class={{ tier }}>a</p>", "{{ tier }}", "class="),
    ("<p style=\"color:{{ 'red' if account else tier }}\">a</p>",
     "{{ 'red' if account else tier }}", "style="),
    ("<p style='color:{{ tier or \"red\" }}'>a</p>", '{{ tier or "red" }}', "style="),
    ("{% set lang = tier %}<p style='color:{{ lang }}'>a</p>", "{{ lang }}", "style="),
    ("<p style='{% for x in tier %}{{ x }}{% endfor %}'>a</p>", "{{ x }}", "style="),
    ("<img alt='a' src='files/a.png' srcset='{{ tier }} 2x'>", "{{ tier }}", "srcset="),
    ("<td background='{{ tier }}'>a</td>", "{{ tier }}", "background="),
    ("<td bgcolor='{{ tier }}'>a</td>", "{{ tier }}", "bgcolor="),
    ("<v:rect xlink:href='{{ tier }}'></v:rect>", "{{ tier }}", "xlink:href="),
    ("<p id='{{ tier }}'>a</p>", "{{ tier }}", "id="),
    ("<p style='color:{{ subject }}'>a</p>", "{{ subject }}", "style="),
    ("<!-- {{ tier }} -->", "{{ tier }}", "<!-- -->"),
    ("<!--[if mso]><p style='x:{{ tier }}'><![endif]-->", "{{ tier }}", "style="),
    ("<!--[if mso]><style>p{x:{{ tier }}}</style><![endif]-->", "{{ tier }}", "<style>"),
    # What is text when the condition holds is a style when it does not.
    ("<p style='{% if tier %}' title='{% endif %}{{ tier }}'>a</p>", "{% if tier %}", "style="),
    ("<p title='{% if tier %}' style='{% endif %}a'>a</p>", "{% if tier %}", "title="),
]  # fmt: skip


@pytest.mark.parametrize(("html", "tag", "place"), MISPLACED)
def test_a_field_that_would_decide_about_the_design_blocks(html: str, tag: str, place: str) -> None:
    layout = Layout(name="own.html", html=FRAME.format(html))
    found = [
        item
        for item in find_template_findings(make_context(layout=layout))
        if item.code == "template.field_in_markup"
    ]
    assert found[0].blocks
    assert (found[0].place_of("file"), found[0].place_of("line")) == ("own.html", 3)
    assert (dict(found[0].values)["field"], dict(found[0].values)["place"]) == (tag, place)


@pytest.mark.parametrize(
    "html",
    [
        "<p title='{{ tier }}'>{{ tier }}</p>",
        '<a href="https://a.example/{{ account }}"><img src="{{ tier }}" alt="{{ tier }}"></a>',
        "<p style='color:{{ brand_colour }}' dir='{{ dir }}' lang='{{ lang }}'>a</p>",
        "<p style=\"color:{{ 'red' if tier else 'blue' }}\">a</p>",
        "<p style='{% if tier %}color:red{% endif %}' {% if tier %}class='a'{% endif %}>a</p>",
        "<!-- {# {{ tier }} #} {{ brand_name }} -->",
        "<!--[if mso]><p>{{ tier }}</p><![endif]-->",
        "<title>{{ subject }}</title>",
    ],
)
def test_text_and_checked_links_and_what_is_the_same_for_everybody_are_let_through(
    html: str,
) -> None:
    assert find_misplaced_fields(html, file="own.html", part="layout") == []


@pytest.mark.parametrize(
    "name", ["notice", "announcement", "newsletter", "incident", "maintenance", "invitation"]
)
def test_the_program_s_layouts_hold_no_misplaced_field(name: str) -> None:
    layout = shipped_layout(name)
    assert find_misplaced_fields(layout.html, file=layout.name, part="layout") == []


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p style='color:{{ tier }}'>a</p>", "template.field_in_markup"),
        ("<font color='{{ tier }}'>a</font>", "template.field_in_markup"),
        ("<style>p{color:{{ tier }}}</style><p>a</p>", "template.field_in_style"),
        ("<style>p{ {% if tier %}color:red{% endif %}}</style><p>a</p>", "template.field_in_style"),
    ],
)
def test_a_body_brought_as_html_is_held_to_the_same(html: str, code: str) -> None:
    context = make_context()
    context = replace(context, message=replace(context.message, body_html=f"\n{html}"))
    found = find_template_findings(context)
    assert {(item.code, item.place_of("file"), item.place_of("line")) for item in found} == {
        (code, "message.html", 2)
    }


def test_a_comment_in_a_body_prints_nothing_and_may_hold_a_field() -> None:
    assert find_misplaced_fields("<!-- {{ tier }} -->", file="message.html", part="html") == []


def test_a_translation_cannot_bring_a_field_into_a_style() -> None:
    entries = {"Hello {{ tier }}": "<b style='color:{{ tier }}'>Hallo</b>"}
    context = make_context(catalogues=(catalogue("de", **entries),))
    context = replace(
        context, message=replace(context.message, body_html="<p>Hello {{ tier }}</p>")
    )
    assert [
        (item.code, item.place_of("file"), item.place_of("locale"))
        for item in find_template_findings(context)
    ] == [("template.field_in_markup", "translations/de.po", "de")]


@pytest.mark.parametrize("rules", [".a{color:{{ tier }}}", "{% if tier %}.a{color:red}{% endif %}"])
def test_a_field_in_the_rules_of_an_mjml_layout_blocks(rules: str) -> None:
    source = (
        f"<mjml><mj-head>\n<mj-style>{rules}</mj-style></mj-head><mj-body><mj-section><mj-column>"
        "<mj-text>{{ body }}</mj-text></mj-column></mj-section></mj-body></mjml>"
    )
    layout = Layout(name="own.mjml", html=source, is_mjml=True)
    found = find_template_findings(make_context(layout=layout))
    assert {(item.code, item.place_of("line")) for item in found} == {
        ("template.field_in_style", 2)
    }


@pytest.mark.parametrize("name", ["color", "css-class", "background-url"])
def test_a_field_in_the_design_of_mjml_blocks(name: str) -> None:
    source = (
        f'<mjml><mj-body><mj-section {name}="{{{{ tier }}}}"><mj-column>'
        "<mj-text>{{ body }}</mj-text></mj-column></mj-section></mj-body></mjml>"
    )
    layout = Layout(name="own.mjml", html=source, is_mjml=True)
    assert [item.code for item in find_template_findings(make_context(layout=layout))] == [
        "template.field_in_markup"
    ]
