"""The units of a body brought as HTML: what a reader sees as one piece."""

from __future__ import annotations

import time

import pytest

from composer.model.message import Layout, Message
from composer.translation.checks.unit import find_unit_findings
from composer.translation.html_units import html_texts, translate_html
from composer.translation.units import UnitKind, message_units


@pytest.mark.parametrize(
    ("html", "units"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<p>One <b>bold</b>\n  word</p>", ["One <b>bold</b> word"]),
        ("<td><span style='x'><b>All of it</b></span></td>", ["All of it"]),
        ("<p><a href='u'>Read</a></p>", ["Read"]),
        ("<p>See <a href='u'>this</a></p>", ["See <a href='u'>this</a>"]),
        ("<p>{{ name }}</p><p>12 &amp; 3</p><script>var a</script>", []),
        ("<p>{{ name or 'customer' }}</p>", ["{{ name or 'customer' }}"]),
        ("<p>{{ name|default('you') }}</p>", ["{{ name|default('you') }}"]),
        ("<p>{{ 'Ms' if x else 'Mr' }}</p>", ["{{ 'Ms' if x else 'Mr' }}"]),
        ("<p>{{ amount | currency('EUR') }}</p>", []),
        ("<p>{% if a %}Yes{% else %}No{% endif %}</p>", ["{% if a %}Yes{% else %}No{% endif %}"]),
        ("{% if a %}<p>Yes</p>{% endif %}", ["Yes"]),
        ("{% if a %}Yes<p>", ["Yes"]),
        ("<ul>{% for i in x %}<li>Item {{ i }}</li>{% endfor %}</ul>", ["Item {{ i }}"]),
        ('<img src="a" alt="A map"><p><img alt="{{ x }}"></p>', ["A map"]),
        ("<pre>a\n  b</pre>", ["a\n  b"]),
        ("<p>Same</p><p>Same</p>", ["Same", "Same"]),
        ("<title>Not read</title><!-- nor this -->", []),
    ],
)
def test_the_units_are_what_is_read_as_one(html: str, units: list[str]) -> None:
    assert [text for text, _note in html_texts(html)] == units


@pytest.mark.parametrize(
    "html", ["<p>a <b>b</b></p>", "<td> <i>x</i> </td>{% if a %}y<p>", "a<br>b", "<p"]
)
def test_without_a_translation_nothing_changes(html: str) -> None:
    assert translate_html(html, lambda text: text) == html


def test_a_note_is_of_the_unit_behind_it() -> None:
    html = "<p>One</p>{# note: a verb #}\n{# mine #}<p>Open</p><p>Two</p>"
    assert html_texts(html) == (("One", ""), ("Open", "a verb"), ("Two", ""))
    assert translate_html(html, lambda text: text) == html


def test_only_units_are_translated() -> None:
    html = "<p class='a'> Hello <b>{{ n }}</b> </p>{% if hello %}<hr>{% endif %}"
    given = translate_html(html, {"Hello <b>{{ n }}</b>": "Hallo <b>{{ n }}</b>"}.get)
    assert given == "<p class='a'> Hallo <b>{{ n }}</b> </p>{% if hello %}<hr>{% endif %}"


def test_a_message_with_an_html_body_has_its_units_and_their_checks() -> None:
    message = Message(
        locale="en",
        subject="News",
        preheader="",
        body="Not used",
        text_override=None,
        layout=Layout(name="x", html="{{ body }}"),
        body_html="<p>See <a href='https://x.example/a'>it</a></p>",
    )
    units = message_units(message)
    assert [(unit.source, unit.kind) for unit in units] == [
        ("News", UnitKind.SUBJECT),
        ("See <a href='https://x.example/a'>it</a>", UnitKind.HTML),
    ]
    other = "Siehe <a href='https://y.example/a'>das</a>"
    assert [item.code for item in find_unit_findings(units[1], other, locale="de")] == [
        "translation.links_differ"
    ]


def test_a_picture_s_words_are_offered_however_they_are_quoted() -> None:
    source = '<img src=a alt=\'A "big" one\'><img alt="Fish &amp; {{ x }}"><img alt=plain>'
    assert [text for text, _note in html_texts(source)] == [
        'A "big" one',
        "Fish & {{ x }}",
        "plain",
    ]
    assert translate_html(source, str) == source
    assert translate_html(source, lambda text: f'<{text}"') == (
        '<img src=a alt="&lt;A &quot;big&quot; one&quot;">'
        '<img alt="&lt;Fish &amp; {{ x }}&quot;"><img alt="&lt;plain&quot;">'
    )


def test_what_would_become_a_tag_by_decoding_is_no_unit() -> None:
    assert html_texts('<img alt="&#123;{ name }}">') == ()


def test_elements_inside_each_other_without_end_are_read_at_once() -> None:
    html = "<b>" * 20_000 + "word" + "</b>" * 20_000
    begun = time.process_time()
    assert html_texts(html) == (("word", ""),)
    assert time.process_time() - begun < 5  # it was more than a minute
