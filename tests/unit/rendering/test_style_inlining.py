"""Styles are written to elements once, in the template, as they would be in every message."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.errors import RenderError
from composer.rendering.inlining_check import find_unfaithful, first_difference
from composer.rendering.style_inlining import Frame, inline_frame, inline_page
from composer.rendering.template_samples import read_shape, samples, write_sample

PAGE = (
    "<!DOCTYPE html><html><head><title>{{ subject }}</title><style>%s</style></head>"
    "<body>%s</body></html>"
)


def inlined(css: str, body: str) -> str:
    page = inline_page(PAGE % (css, body))
    return page.partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>{{ x }}</p>", '<p style="color:red">{{ x }}</p>'),
        (
            "<p>{{ 'a' if x == \"<b>\" else '</p>' }}</p>",
            "<p style=\"color:red\">{{ 'a' if x == \"<b>\" else '</p>' }}</p>",
        ),
        (
            "<p style='margin:{{ m }}px'>a</p>",
            '<p style="color:red;margin:{{ m }}px">a</p>',
        ),
        (
            '<p style="{% if a == ";" %}top:0{% endif %};left:0">a</p>',
            '<p style="color:red;{% if a == ";" %}top:0{% endif %};left:0">a</p>',
        ),
        ("<p style='{{ s }}'>a</p>", '<p style="color:red;{{ s }};">a</p>'),
        (
            '<p{% if a %} title="{{ "t" }}"{% endif %}>a</p>',
            '<p {% if a %}  title="{{ "t" }}" {% endif %} style="color:red">a</p>',
        ),
        (
            "<table><tr><td>a</td></tr>{% if b %}<tr><td>{{ b }}</td></tr>{% endif %}</table>",
            "<table><tbody><tr><td>a</td></tr>{% if b %}<tr><td>{{ b }}</td></tr>{% endif %}</tbody></table>",
        ),
        ("<b data-{{ x }}='1' title='{{ h }}:00'>", '<b data-{{ x }}="1" title="{{ h }}:00"></b>'),
        ("<!-- {{ x }} --><b>a</b>", "<!-- {{ x }} --><b>a</b>"),
        (
            "<!--[if mso]><p>{{ x }}</p><![endif]--><b>a</b>",
            "<!--[if mso]><p>{{ x }}</p><![endif]--><b>a</b>",
        ),
        ("<textarea>{{ x }}</textarea>", "<textarea>{{ x }}</textarea>"),
        ("<b>&#123;&#123; x }}</b>", "<b>&#123;{ x }}</b>"),
        ("<b title='&#123;% if %}'>a</b>", '<b title="&#123;% if %}">a</b>'),
        ("<b>{% raw %}{{ x }}{% endraw %}</b>", "<b>{% raw %}&#123;{ x }}{% endraw %}</b>"),
        ("<b>jinja000000z {{ x }}</b>", "<b>jinja000000z {{ x }}</b>"),
        ("<img src=\"{{ a|replace('\"', '>') }}\">", "<img src=\"{{ a|replace('\"', '>') }}\">"),
    ],
)
def test_tags_come_through_untouched(body: str, wanted: str) -> None:
    assert inlined("p{color:red}", body) == wanted


def test_what_depends_on_the_screen_or_the_hand_stays_in_style() -> None:
    page = inline_page(
        PAGE
        % ("p{top:0} a:hover{top:1px} #outlook a{top:2px} @media print{p{top:3px}}", "<p>a</p>")
    )
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "a:hover{top:1px}" in style
    assert "#outlook a{top:2px}" in style
    assert "@media print{\np{top:3px}\n}" in style
    assert "p{top:0}" not in style
    assert page.index("<style>") < page.index("</head>")


@pytest.mark.parametrize(
    "css", ["@import url(https://x.example/a.css);", "@font-face{src:url(https://x.example/f)}"]
)
def test_what_would_load_something_is_left_out(css: str) -> None:
    assert "x.example" not in inline_page(PAGE % (css, "<p>a</p>"))


def test_a_style_sheet_for_some_screens_keeps_its_condition() -> None:
    page = inline_page(
        '<html><head><style media="(min-width:9px)">p{top:0}</style></head><p>a</p></html>'
    )
    assert "@media (min-width:9px){\np{top:0}\n}" in page
    assert "<p>a</p>" in page


def test_the_brace_of_a_rule_never_opens_a_comment() -> None:
    page = inline_page(PAGE % ("@media print{#a{top:0}}", "<p>a</p>"))
    assert "{#" not in page


def test_layout_and_body_come_back_apart() -> None:
    layout = "<style>.x h1{top:0}</style><div class='x'>{{- body -}}</div>"
    frame = inline_frame(
        Frame(layout=layout, body="<h1>{{ a }}</h1>{% if b %}<p>c</p>{% endif %}"),
        base="h1{left:0} p{left:1px}",
        direction="rtl",
    )
    assert (
        frame.body
        == '<h1 style="left:0;top:0">{{ a }}</h1>{% if b %}<p style="left:1px">c</p>{% endif %}'
    )
    assert frame.layout == '<div class="x"><div class="message" dir="rtl">{{- body -}}</div></div>'


def test_a_body_that_looks_different_in_two_places_is_refused() -> None:
    layout = "<style>.x p{top:0}</style><div class='x'>{{ body }}</div><div>{{ body }}</div>"
    with pytest.raises(RenderError, match="cannot be put in"):
        inline_frame(Frame(layout=layout, body="<p>a</p>"), base="", direction="ltr")


def test_a_layout_may_do_without_the_base_styles() -> None:
    page = inline_page("<!-- no base styles --><p>a</p>", base="p{top:0}")
    assert "style=" not in page


def test_markup_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(RenderError):
        inline_page("<div>" * 50_000)
    with pytest.raises(RenderError):
        inline_page("<div></x>" * 50_000)


@pytest.mark.parametrize(
    ("css", "body", "element"),
    [
        ("p:first-child{top:0}", "{% if a %}<p>1</p>{% endif %}<p>2</p>", "<p>"),
        ("p + p{top:0}", "<p>1</p>{% for a in b %}<p>2</p>{% endfor %}<p>3</p>", None),
        ("p + p{top:0}", "{% for a in b %}<p>2</p>{% endfor %}", "<p>"),
        (".x{top:0}", "<p {% if a %}class='x'{% endif %}>1</p>", "<p>"),
        (".x{top:0}", "<p class='{{ 'x' if a else 'y' }}'>1</p>", "<p>"),
        (".x{top:0}", "{% if a %}<p class='x'>{% else %}<p>{% endif %}1</p>", "<body>"),
        ("td{top:0}", "<table>{% for a in b %}<tr><td>1</td></tr>{% endfor %}</table>", "<tr>"),
        ("td{top:0}", "<table><tbody>{% for a in b %}<tr><td>1</td></tr>{% endfor %}</tbody></table>", None),
        ("a{top:0}", "{% if a %}<a href='{{ a }}'>{% endif %}<b>1</b>{% if a %}</a>{% endif %}", None),
        ("p{top:0}", "<p {% if a %}title='1'{% else %}title='2'{% endif %}>1</p>", None),
        ("p{top:0}", "<p style='{% if a %}left:0{% else %}right:0;left:0{% endif %}'>1</p>", None),
    ],
)  # fmt: skip
def test_a_template_is_held_against_its_messages(css: str, body: str, element: str | None) -> None:
    found = find_unfaithful(PAGE % (css, body))
    assert (found.element if found else None) == element


def test_a_missing_tbody_is_named() -> None:
    found = find_unfaithful("<table>{% for a in b %}<tr><td>1</td></tr>{% endfor %}</table>")
    assert found is not None
    assert found.lacks_tbody


_CSS = st.lists(
    st.sampled_from(
        [
            "p{color:red;margin:0}", ".a{margin-top:1px}", ".a p{padding:{{}}2px}", "td{top:0}",
            "div .b{color:blue!important}", "a:hover{x:y}", "@media print{p{top:0}}", "h1,p{left:0}",
            "[title]{right:0}", ".a > .b{font:12px/1 x}", "p + p{top:9px}", ":first-child{z-index:1}",
        ]
    ),
    max_size=6,
).map(lambda rules: " ".join(rules).replace("{{}}", ""))  # fmt: skip
_LEAF = st.sampled_from(
    [
        "{{ x }}", "text", "<p>{{ x }}</p>", "<p class='a b'>t</p>", "<br>", "<!-- {{ c }} -->",
        "<a href='https://x.example/{{ y }}?a=1&amp;b=2'>l</a>", "<p style='margin:{{ m }}px;top:1px'>s</p>",
        "<b title=\"{{ 'a\\\"b' }}\">q</b>", "{% set z = 1 %}", "&amp;&nbsp;é", "<img src='{{ i }}' alt>",
    ]
)  # fmt: skip
_BODY = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        inner.map("<div class='a'>{}</div>".format),
        inner.map("{{% if a %}}{}{{% endif %}}".format),
        st.tuples(inner, inner).map(lambda two: "{% if b %}" + two[0] + "{% else %}" + two[1] + "{% endif %}"),
        inner.map("{{% for i in n %}}{}{{% endfor %}}".format),
        inner.map("<table><tbody>{{% for i in n %}}<tr><td>{}</td></tr>{{% endfor %}}</tbody></table>".format),
        inner.map("<div{{% if a %}} title='1'{{% endif %}}>{}</div>".format),
        st.lists(inner, min_size=2, max_size=3).map("".join),
    ),
    max_leaves=8,
)  # fmt: skip


@given(css=_CSS, body=_BODY)
@settings(max_examples=150, deadline=None)
def test_inlining_a_template_is_inlining_its_messages_or_is_told(css: str, body: str) -> None:
    page = PAGE % (css, body)
    if find_unfaithful(page) is not None:
        return
    source, result = read_shape(page), read_shape(inline_page(page))
    for taken in samples(source):
        wanted = inline_page(write_sample(source, taken))
        assert first_difference(wanted, write_sample(result, taken)) is None


@given(
    css=_CSS.map(lambda css: css.replace("p + p", "p p").replace(":first-child", ".q")), body=_BODY
)
@settings(max_examples=150, deadline=None)
def test_rules_that_count_nothing_are_always_faithful(css: str, body: str) -> None:
    found = find_unfaithful(PAGE % (css.replace("[title]", "i"), body))
    assert found is None


@pytest.mark.parametrize("is_document", [True, False])
def test_no_style_sheet_is_fetched_from_a_disk_or_a_server(
    tmp_path: Path, *, is_document: bool
) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("p{color:red}")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        web = f"http://127.0.0.1:{server.getsockname()[1]}/sheet.css"
        for address in (web, sheet.as_uri(), str(sheet)):
            body = f'<link rel="stylesheet" href="{address}"><p>a</p>'
            page = inline_page(PAGE % ("", body) if is_document else body)
            assert "red" not in page
        with pytest.raises(BlockingIOError):
            server.accept()
