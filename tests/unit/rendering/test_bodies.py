"""The body in both parts: mail-proof HTML and readable text from the same blocks."""

from __future__ import annotations

import re

import pytest

from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from tests.unit.rendering.samples import Layout, catalogue, make_context, make_recipient

BARE = Layout(name="bare", html="{{ body }}")


def render(body: str, *, locale: str = "", **fields: str) -> RenderedMessage:
    context = make_context(body=body, layout=BARE, catalogues=(catalogue("ar"),))
    return render_message(compile_message(context), make_recipient(locale=locale, **fields))


def bare_html(message: RenderedMessage) -> str:
    wrapped = re.sub(r' style="[^"]*"| scope="col"', "", message.html)
    return wrapped.removeprefix('<div class="message" dir="ltr">').removesuffix("</div>")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("# Title", "Title\n=====\n"),
        ("## Part", "Part\n----\n"),
        ("### Sub", "Sub\n"),
        ("a\nb", "a b\n"),
        ("a  \nb", "a\nb\n"),
        ("a\n\nb", "a\n\nb\n"),
        ("*a* **b** `c`", "a b c\n"),
        ("- a\n- b", "- a\n- b\n"),
        ("- a\n  - b\n- c", "- a\n  - b\n- c\n"),
        ("1. a\n2. b", "1. a\n2. b\n"),
        ("3. a\n4. b", "3. a\n4. b\n"),
        ("> a\n> b\n\nc", "> a b\n\nc\n"),
        ("[a](https://x.example/)", "a (https://x.example/)\n"),
        ("<https://x.example/a>", "https://x.example/a\n"),
        ("[a@x.example](mailto:a@x.example)", "a@x.example\n"),
        ("![alt](https://x.example/a.png)", "[alt]\n"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "a  b\n-  -\n1  2\n"),
        ("```\nx = 1\n  y\n```", "x = 1\n  y\n"),
        ("a\n\n---\n\nb", "a\n\n" + "-" * 40 + "\n\nb\n"),
        ("{% if tier == 'x' %}\na\n{% endif %}\n\nb", "b\n"),
        ("a\n\n{% if tier == 'x' %}\nb\n{% endif %}\n\nc", "a\n\nc\n"),
        ("{% for n in range(2) %}\n- item {{ n }}\n{% endfor %}", "- item 0\n- item 1\n"),
    ],
)
def test_the_text_part_is_readable(body: str, text: str) -> None:
    assert render(body).text == text


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("{% for n in range(2) %}\n- {{ n }}\n{% endfor %}", "<ul><li>0</li>\n<li>1</li>\n</ul>\n"),
        (
            "- a\n{% if tier == 'gold' %}\n- b\n{% endif %}\n- c",
            "<ul><li>a</li>\n<li>b</li>\n<li>c</li>\n</ul>\n",
        ),
        ("{% if tier == 'x' %}\n- b\n{% endif %}\n\nc", "<p>c</p>\n"),
        ("<b>bold</b> & <script>", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;</p>\n"),
        ("`{{ tier }}`", "<p><code>gold</code></p>\n"),
        (
            "[a](https://x.example/?a=1&b=2)",
            '<p><a href="https://x.example/?a=1&amp;b=2">a</a></p>\n',
        ),
        (
            '[Read](https://x.example/a "button")',
            '<p class="action"><a class="button" href="https://x.example/a">Read</a></p>\n',
        ),
        (
            'a [b](https://x.example/ "button")',
            '<p>a <a href="https://x.example/" title="button">b</a></p>\n',
        ),
        (
            '![m](https://x.example/a.png "320")',
            '<p><img src="https://x.example/a.png" alt="m" width="320"></p>\n',
        ),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        (
            '![a "b"](https://x.example/a.png)',
            '<p><img src="https://x.example/a.png" alt="a &quot;b&quot;"></p>\n',
        ),
        ("{{ 'a' if tier == \"gold\" else 'b' }}", "<p>a</p>\n"),
    ],
)
def test_the_html_part_is_plain_and_escaped(body: str, html: str) -> None:
    assert bare_html(render(body)) == html


def test_a_table_repeats_rows_and_names_its_columns() -> None:
    message = render(
        "| a | b |\n| - | -: |\n{% for n in range(2) %}\n| {{ n }} | x |\n{% endfor %}"
    )
    assert message.html.count("<tr>") == 3
    assert message.html.count('scope="col"') == 2
    assert "text-align:right" in message.html
    assert message.text == "a  b\n-  -\n0  x\n1  x\n"


def test_right_to_left_turns_the_sides() -> None:
    body = "- a\n\n> b\n\n| c | d |\n| - | - |\n| e | f |"
    left, right = render(body).html, render(body, locale="ar").html
    for side in ("padding-left:24px", "border-left:3px", "text-align:left", 'dir="ltr"'):
        assert side in left
        assert side not in right
    for side in ("padding-right:24px", "border-right:3px", "text-align:right", 'dir="rtl"'):
        assert side in right
        assert side not in left


def test_an_aligned_column_turns_with_the_lines() -> None:
    body = "| a |\n| -: |\n| b |"
    assert "text-align:right" in render(body).html
    assert "text-align:left" in render(body, locale="ar").html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_runs_stays_text(link: str) -> None:
    assert "href" not in render(f"[a]({link})").html
