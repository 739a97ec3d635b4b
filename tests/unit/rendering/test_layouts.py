"""The layouts that the program ships: complete, accessible, and the same in every language.

What they look like is checked in a real web view by `dev.py docs`; here is what needs none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from composer.findings import blocking
from composer.folder.load import layout_names
from composer.model.message import Brand, RenderContext
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message, find_template_findings
from composer.rendering.message import render_message
from composer.translation.units import layout_texts, message_units
from tests.layout_samples import LAYOUTS, LOCALES, load_sample, render_sample
from tests.unit.rendering.samples import catalogue, make_context, make_recipient, shipped_layout

VOID = {"meta", "br", "img", "hr"}
SPEAKING = re.compile(r"[^\W\d_]{2,}")
WITHOUT_BRAND = Brand()
FULL_BRAND = Brand(
    name="Example Exchange",
    colour="#0b5c4d",
    address="14 Corn Exchange\nVienna",
    website="https://exchange.example",
)


def make(
    layout: str,
    *,
    unsubscribe: str = "",
    preheader: str = "What changes",
    brand: Brand = FULL_BRAND,
) -> RenderContext:
    context = make_context(
        layout=shipped_layout(layout),
        catalogues=(catalogue("ar"),),
        unsubscribe=unsubscribe,
        preheader=preheader,
    )
    return replace(context, message=replace(context.message, brand=brand))


def render(context: RenderContext, *, locale: str = "") -> RenderedMessage:
    assert find_template_findings(context) == []
    return render_message(compile_message(context), make_recipient(locale=locale))


class Page(HTMLParser):
    """Reads a page and counts that every element ends where it should."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.inside: list[tuple[str, str]] = []
        self.attributes: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append((self.open[-1] if self.open else "", tag))
        self.attributes.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def test_six_layouts_are_shipped_and_each_has_a_sample() -> None:
    assert layout_names() == tuple(sorted(LAYOUTS))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_first_two_lines_say_title_and_description(layout: str) -> None:
    first, second = shipped_layout(layout).html.splitlines()[:2]
    assert re.fullmatch(r"\{# title: [A-Z]\w+ #\}", first)
    assert re.fullmatch(r"\{# description: [^{}]{20,110}\. #\}", second)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_sample_is_finished_in_every_language(layout: str, locale: str) -> None:
    context = load_sample(layout).context
    units = {unit.source for unit in message_units(context.message)}
    for item in context.message.catalogues:
        done = {entry.source for entry in item.entries if entry.target and not entry.fuzzy}
        assert units <= done, item.locale
    assert blocking(find_template_findings(context)) == []
    assert render_sample(layout, locale).locale == locale


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("unsubscribe", "preheader", "brand"),
    [
        ("", "", WITHOUT_BRAND),
        ("", "What changes", WITHOUT_BRAND),
        ("https://example.com/{{ token }}", "", FULL_BRAND),
        ("https://example.com/{{ token }}", "What changes", FULL_BRAND),
    ],
    ids=["nothing", "preheader", "unsubscribe and brand", "all"],
)
def test_every_element_ends_where_it_should_and_rows_stand_in_a_table_s_body(
    layout: str, unsubscribe: str, preheader: str, brand: Brand
) -> None:
    context = make(layout, unsubscribe=unsubscribe, preheader=preheader, brand=brand)
    for locale in ("", "ar"):
        page = Page(render(context, locale=locale).html)
        assert page.open == []
        assert {parent for parent, tag in page.inside if tag == "tr"} <= {"tbody", "thead"}
    source = re.sub(r"<!--.*?-->", "", shipped_layout(layout).html, flags=re.DOTALL)
    assert source.count("<tbody>") == source.count("<table")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_language_and_direction_are_stated_on_page_message_and_table(layout: str) -> None:
    for locale, direction in (("en", "ltr"), ("ar", "rtl")):
        attributes = Page(render(make(layout), locale=locale).html).attributes
        (page,) = [found for tag, found in attributes if tag == "html"]
        assert (page["lang"], page["dir"]) == (locale, direction)
        # Mail programs leave out <html>, so that the message must say it again.
        (article,) = [found for _tag, found in attributes if found.get("role") == "article"]
        assert (article["lang"], article["dir"]) == (locale, direction)
        directions = {found["dir"] for _tag, found in attributes if "dir" in found}
        assert directions == {direction}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tables_that_only_place_things_say_so(layout: str) -> None:
    tables = [found for tag, found in Page(render(make(layout)).html).attributes if tag == "table"]
    frames = [found for found in tables if "role" in found]
    assert len(tables) - len(frames) == 1  # the body's own
    assert {found["role"] for found in frames} == {"presentation"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_words_but_the_translatable_ones_stand_in_a_layout(layout: str) -> None:
    html = re.sub(
        r"<title>.*?</title>|<style>.*?</style>", "", shipped_layout(layout).html, flags=re.DOTALL
    )
    page = Page(re.sub(r"\{[{%#].*?[}%#]\}", "", html, flags=re.DOTALL))
    assert not [words for words in page.words if SPEAKING.search(words)]
    texts = layout_texts(shipped_layout(layout))
    units = {unit.source for unit in message_units(make(layout).message)}
    assert texts
    assert set(texts) <= units


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_frame_string_is_translated_in_the_message(layout: str) -> None:
    for text in layout_texts(shipped_layout(layout)):
        if text != "Unsubscribe":
            assert text in render_sample(layout, "en").html
        for locale in LOCALES[1:]:
            assert f">{text}<" not in render_sample(layout, locale).html


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dark_and_narrow_screens_are_thought_of(layout: str) -> None:
    html = render(make(layout)).html
    assert "prefers-color-scheme:dark" in html
    assert "max-width:480px" in html
    assert 'name="viewport"' in html
    # Gmail reads no <style> longer than this.
    assert all(len(style) < 8192 for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_preheader_is_hidden_and_keeps_the_body_out_of_the_inbox_line(layout: str) -> None:
    html = render(make(layout)).html
    assert "<title>Weights for A-1</title>" in html
    match = re.search(r'<div class="preheader" style="display:none[^"]*">What changes([^<]*)', html)
    assert match
    assert len(match[1]) > 100
    assert not SPEAKING.search(match[1].replace("&nbsp;", " "))
    assert 'class="preheader"' not in render(make(layout, preheader="")).html


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_way_out_stands_there_only_when_there_is_one(layout: str) -> None:
    without = render(make(layout))
    with_link = render(make(layout, unsubscribe="https://example.com/{{ token }}"))
    assert "Unsubscribe" not in without.html + without.text
    assert 'href="https://example.com/' in with_link.html
    assert re.search(r"Unsubscribe\s+\(https://example\.com/", with_link.text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_brand_is_shown_and_nothing_of_it_where_there_is_none(layout: str) -> None:
    with_brand, without = render(make(layout)), render(make(layout, brand=WITHOUT_BRAND))
    assert "#0b5c4d" in with_brand.html
    assert "14 Corn Exchange<br>\nVienna" in with_brand.html
    assert 'href="https://exchange.example"' in with_brand.html
    assert (
        "Example Exchange (https://exchange.example)\n14 Corn Exchange\nVienna" in with_brand.text
    )
    assert 'class="name"' not in without.html
    assert 'class="who"' not in without.html
    assert with_brand.branches == without.branches  # a brand is no kind of message


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_logo_is_embedded_once_and_described_by_the_name(layout: str) -> None:
    message = render_sample(layout, "en")
    name = load_sample(layout).context.message.brand.name
    logos = [part for part in message.attachments if part.name == "logo.png"]
    assert len(logos) == 1
    assert f'src="cid:{logos[0].content_id}" alt="{name}"' in message.html


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_loaded_from_elsewhere(layout: str) -> None:
    html = shipped_layout(layout).html
    sources = re.findall(r'src="([^"]*)"', html)
    assert set(sources) <= {"{{ brand_logo }}"}
    assert not re.search(r"url\(|@import|@font-face|<link|<script", html)
    assert len(html) < 8_000
