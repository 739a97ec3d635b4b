"""A body brought as HTML: cleaned, told what was taken out, and the same message in text."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.model.message import Catalogue, CatalogueEntry, Layout, MessageFile, RenderContext
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message, find_template_findings
from composer.rendering.html_body import clean_html
from composer.rendering.message import render_message
from composer.rendering.template_samples import read_shape, samples, write_sample
from tests.unit.rendering.samples import PIXEL, make_context, make_recipient

BARE = Layout(name="bare", html="<html><body>{{ body }}</body></html>")


def made(html: str, **changes: object) -> RenderContext:
    context = make_context(body="", layout=BARE)
    return replace(context, message=replace(context.message, body_html=html, **changes))


def rendered(html: str, *, locale: str = "", **changes: object) -> RenderedMessage:
    return render_message(compile_message(made(html, **changes)), make_recipient(locale=locale))


@pytest.mark.parametrize(
    ("html", "wanted", "dropped"),
    [
        ("<p>a<script>x{{ tier }}</script></p>", "<p>a</p>", [("<script>", 1)]),
        ("<p onclick='x' class='c'>a</p>", '<p class="c">a</p>', [("onclick", 1)]),
        ("<form><input>a</form>", "a", [("<form>", 1), ("<input>", 1)]),
        ("<a href='javascript:x'>a</a>", "<a>a</a>", [("href=javascript:", 1)]),
        ("<a href='java&#9;script:x'>a</a>", "<a>a</a>", [("href=java\tscript", 1)]),
        ("<a href='data:x'>a</a>", "<a>a</a>", [("href=data:x", 1)]),
        ("<img src='cid:a' alt=b onerror=x>", '<img src="cid:a" alt="b">', [("onerror", 1)]),
        ("<p style='position:fixed;color:red'>a</p>", '<p style="color:red">a</p>', [("style position", 1)]),
        ("<p style='background:url(https://x.example)'>a</p>", "<p>a</p>", [("style background", 1)]),
        ("<svg><script>x</script></svg>b", "b", [("<script>", 1), ("<svg>", 1)]),
        ("<!-- note --><p>a</p>", "<p>a</p>", []),
        ("<!--[if mso]>{% if tier %}<b>x</b>{% endif %}<![endif]-->b", "{% if tier %}{% endif %}b", []),
        ("<p {% if tier %}onclick='x'{% endif %}>a</p>", "<p>a</p>", [("{% %}", 1)]),
        ("<p {{ tier }}>a</p>", "<p>a</p>", [("{% %}", 1)]),
        ("<{{ tier }}>a</{{ tier }}>", "a", [("{{ }}", 1)]),
        ("<p style='{% if tier %}background:url(x){% endif %};top:0'>a</p>", "<p>a</p>", [("style top", 1), ("{% %}", 1)]),
        ("<table><tbody>{% for n in range(2) %}<tr><td>{{ n }}</td></tr>{% endfor %}</tbody></table>",
         "<table><tbody>{% for n in range(2) %}<tr><td>{{ n }}</td></tr>{% endfor %}</tbody></table>", []),
        ("<style>.c{color:red}</style><p class='c'>a</p>", '<p class="c" style="color:red">a</p>', []),
        ("&#123;&#123; token }}<b>{% raw %}{{ token }}{% endraw %}</b>", "&#123;{ token }}<b>{% raw %}&#123;{ token }}{% endraw %}</b>", []),
        ("<html><head><title>t</title></head><body style='margin:0'>a</body></html>", '<div style="margin:0">a</div>', []),
    ],
)  # fmt: skip
def test_a_body_is_cleaned_and_says_so(
    html: str, wanted: str, dropped: list[tuple[str, int]]
) -> None:
    clean = clean_html(html)
    assert clean.html.strip() == wanted
    assert list(clean.dropped) == dropped


def test_rules_for_screens_stay_inside_the_message() -> None:
    css = "@media (max-width:9px){p,body{margin:0;position:fixed}.x{background:url(a)}} a:hover{top:0}"
    html = rendered(f"<style>{css}</style><p>a</p>").html
    assert "@media (max-width:9px){\n.message p{margin:0}\n}" in html
    assert "fixed" not in html
    assert "url(" not in html


def test_fields_and_conditions_work_as_in_markdown() -> None:
    message = rendered(
        "<p>{% if tier == 'gold' %}Gold{% else %}Not{% endif %} "
        "<a href='https://x.example/{{ account }}'>{{ first_name }}</a></p>"
    )
    assert 'Gold <a href="https://x.example/A-1"' in message.html
    assert message.text == "Gold Ann (https://x.example/A-1)\n"
    assert message.branches == (('tier == "gold"', True),)


def test_a_field_is_escaped_and_a_link_from_a_field_is_checked() -> None:
    context = made("<p title='{{ tier }}'>{{ tier }}</p>")
    recipient = make_recipient(tier='"><script>x</script>')
    assert "<script>" not in render_message(compile_message(context), recipient).html
    assert "(tier)|link" in compile_source("<a href='{{ tier }}'>a</a>")


def compile_source(html: str) -> str:
    from composer.rendering.files import MessageFiles
    from composer.rendering.sources import locale_sources

    context = made(html)
    return locale_sources(context, "en", files=MessageFiles(())).html


def test_pictures_of_the_folder_are_embedded() -> None:
    files = (MessageFile(path="files/a.png", content=PIXEL),)
    message = rendered("<img src='files/a.png' alt='A map'>", files=files)
    assert f'src="cid:{message.attachments[0].content_id}"' in message.html
    assert message.text == "[A map]\n"
    (found,) = find_template_findings(made("<img src='files/none.png'>"))
    assert (found.code, found.place_of("part")) == ("template.missing_file", "html")


def test_the_text_part_reads_like_the_page() -> None:
    html = """<h1>Title</h1><p>One <b>two</b>
      three.<br>Four</p><ul>{% for n in range(2) %}<li>Item {{ n }}</li>{% endfor %}</ul><ol><li>x<li>y</ol>
      <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
      <table role="presentation"><tr><td>left</td><td>right</td></tr></table>
      <div style="display:none">hidden {{ tier }}</div><hr><blockquote>q</blockquote><pre>a
  b</pre>"""
    text = rendered(html).text
    assert text.startswith("Title\n=====\n\nOne two three.\nFour\n\n- Item 0\n- Item 1\n")
    assert "1. x\n2. y\n" in text
    assert "A  B\n-  -\n1  2\n" in text
    assert "left\n\nright\n" in text
    assert "hidden" not in text
    assert "> q\n" in text
    assert "a\n  b\n" in text


def test_no_cell_of_a_table_is_lost_where_rows_have_fewer_or_wider_cells() -> None:
    html = """<table><tr><th>Item</th><th>#</th><th>Price</th></tr><tr><td>Cannon</td><td>2</td>
      <td>$100</td></tr><tr><td colspan="2">Subtotal</td><td>$600</td></tr><tr><td>x</td></tr>
      <tr><td>1</td><td>2</td><td>3</td><td>more</td></tr></table>"""
    assert rendered(html).text.split("\n\n")[0].split("\n")[:6] == [
        "Item      #  Price",
        "--------  -  -----  ----",
        "Cannon    2  $100",
        "Subtotal     $600",
        "x",
        "1         2  3      more",
    ]


def test_places_that_a_link_leads_to_keep_their_names() -> None:
    html = (
        '<a href="#news">News</a><h2 id="news">N</h2><p id="x">a</p><i id="y">b</i><i id="y">c</i>'
    )
    clean = clean_html(html + '<a href="#y">d</a>')
    assert clean.html.count("id=") == 1
    assert '<h2 id="news">' in clean.html
    assert clean.dropped == (("id", 3),)
    assert "News\n" in rendered(html).text


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>a</p><ul>\n{% for n in range(NUMBER) %}<li>x</li>{% endfor %}\n</ul>", "</ul>"),
        ("<p>a</p><ol>{% if account == NUMBER %}<li>x</li>{% endif %}</ol>", "</ol>"),
        ("<p>a</p><table><tbody>{% for n in range(NUMBER) %}<td>x</td>{% endfor %}</tbody></table>", "<td"),
    ],
)  # fmt: skip
def test_a_list_that_a_repeat_left_empty_is_taken_out(body: str, left: str) -> None:
    none = rendered(body.replace("NUMBER", "0"))
    assert left not in none.html.partition('class="message"')[2].partition('class="foot"')[0]
    assert none.text.partition("\n---")[0] == "a\n"
    if "range" in body:
        assert left in rendered(body.replace("NUMBER", "1")).html


def test_a_markdown_list_that_a_repeat_left_empty_is_taken_out() -> None:
    context = make_context(body="Hi\n\n{% for n in range(0) %}\n- {{ n }}\n{% endfor %}\n\nBye")
    message = render_message(compile_message(context), make_recipient())
    assert "<ul" not in message.html
    assert message.text.startswith("Hi\n\nBye\n")


def test_it_is_translated_piece_by_piece() -> None:
    entries = (
        CatalogueEntry(
            source="Hello <b>{{ first_name }}</b>", target="Hallo <b>{{ first_name }}</b>"
        ),
        CatalogueEntry(source="A map", target='Eine "Karte"'),
        CatalogueEntry(source="Bye", target="Tschüss<script>x</script>"),
    )
    message = rendered(
        "<div><p>Hello\n <b>{{ first_name }}</b></p><img src='cid:a' alt=\"A map\"><p>Bye</p></div>",
        locale="de",
        catalogues=(Catalogue(locale="de", entries=entries),),
    )
    assert "Hallo <b>Ann</b>" in message.html
    assert 'alt="Eine &quot;Karte&quot;"' in message.html
    assert "<script>" not in message.html
    assert message.text == 'Hallo Ann\n\n[Eine "Karte"]\n\nTschüss\n'


def test_what_was_taken_out_is_a_finding_and_what_is_wrong_names_the_part() -> None:
    (found,) = find_template_findings(made("<p onclick=x>a<iframe></iframe></p>"))
    assert (found.code, found.place_of("part")) == ("template.html_dropped", "html")
    assert "<iframe> (1), onclick (1)" in found.text
    (found,) = find_template_findings(made("<p>\n{{ unknown }}</p>"))
    assert (found.code, found.place_of("file"), found.place_of("line")) == (
        "template.unknown_field", "message.html", 2,
    )  # fmt: skip
    (found,) = find_template_findings(made("<p>{% if tier %}</p>"))
    assert (found.code, found.place_of("part")) == ("template.syntax", "html")


@pytest.mark.parametrize("html", ["<div>" * 30_000, "<p><b>" * 30_000, "<svg>" + "<tr>" * 30_000])
def test_markup_nested_beyond_reason_is_refused(html: str) -> None:
    assert [item.code for item in find_template_findings(made(html))] == ["template.inlining"]


def test_rules_that_load_something_are_left_out_and_told() -> None:
    css = '@import"https://a.example/x.css"; @font-face { font-family: x } p { color: red }'
    cleaned = clean_html(f"<style>{css}</style><p>a</p>")
    assert cleaned.dropped == (("@font-face", 1), ("@import", 1))
    assert cleaned.html == '<p style="color:red">a</p>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a &#123;{ tier }}</p>", "a {{ tier }}"),
        ("<p>a {<b>{ tier }}</b></p>", "a {{ tier }}"),
        ("<pre>a &#123;% if tier %}</pre>", "a {% if tier %}"),
        ("<p><img src='https://a.example/x.png' alt='a &#123;{ tier }}'></p>", "[a {{ tier }}]"),
        ("<p><a href='https://a.example/&#123;{ tier }}'>a</a></p>",
         "a (https://a.example/%7B%7B tier }})"),
    ],
)  # fmt: skip
def test_what_only_reads_like_a_field_is_none_in_the_text_either(html: str, text: str) -> None:
    context = make_context(text=None)
    message = replace(context.message, body="", body_html=html)
    rendered = render_message(compile_message(replace(context, message=message)), make_recipient())
    assert rendered.text.startswith(f"{text}\n")
    assert "&#123;" in rendered.html or "{<b" in rendered.html


def test_a_brace_beside_emphasis_opens_no_field_in_the_text() -> None:
    rendered = render_message(
        compile_message(make_context(body="a {**{ tier }}**")), make_recipient()
    )
    assert rendered.text.startswith("a {{ tier }}\n")


class Harms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "form", "svg", "math", "base", "link"}:
            self.found.append(tag)
        for name, value in attrs:
            runs = "".join((value or "").split()).lower().startswith(("javascript:", "data:"))
            if name.startswith("on") or runs:
                self.found.append(name)


_BITS = st.sampled_from(
    [
        "<script>", "</script>", "<p ", "onclick=x ", ">", "<style>", "</style>", "<!--", "-->", "--!>",
        "{{ x }}", "{% if x %}", "{% endif %}", "<svg>", "</svg>", "<math>", "<mtext>", "<table>", "<tr>",
        "<td>", "'", '"', "<a href=", "javascript:x", "&#106;avascript:x", "<title>", "</title>", "<textarea>",
        "</textarea>", "<img src=x onerror=y>", "jinja000000z", "<noscript>", "</p>", "=", "/", "<![CDATA[",
        "]]>", "{{ '<script>' }}", "{#", "#}", "<xmp>", "<template>", "style='color:red;", "\x00", "<select>",
    ]
)  # fmt: skip


@given(st.lists(_BITS, max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_nothing_that_runs_is_left_whatever_is_brought(html: str) -> None:
    shape = read_shape(clean_html(html).html)
    for taken in samples(shape):
        harms = Harms()
        harms.feed(write_sample(shape, taken))
        harms.close()
        assert harms.found == []
