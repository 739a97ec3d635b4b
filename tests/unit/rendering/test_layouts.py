"""The layouts that the program ships: complete, accessible, and the same in every language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from composer import paths
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message, find_template_findings
from composer.rendering.message import render_message
from tests.unit.rendering.samples import catalogue, make_context, make_recipient, shipped_layout

NAMES = sorted(path.stem for path in paths.templates().glob("*.html"))
VOID = {"meta", "br", "img", "hr"}


def render(name: str, *, locale: str = "", unsubscribe: str = "") -> RenderedMessage:
    context = make_context(
        layout=shipped_layout(name), catalogues=(catalogue("ar"),), unsubscribe=unsubscribe
    )
    assert find_template_findings(context) == []
    return render_message(compile_message(context), make_recipient(locale=locale))


class Balance(HTMLParser):
    """Counts that every element ends where it should."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_three_layouts_are_shipped() -> None:
    assert NAMES == ["announcement", "incident", "notice"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("unsubscribe", ["", "https://example.com/{{ token }}"])
def test_every_element_ends_where_it_should(name: str, unsubscribe: str) -> None:
    balance = Balance()
    balance.feed(render(name, unsubscribe=unsubscribe).html)
    balance.close()
    assert balance.open == []


@pytest.mark.parametrize("name", NAMES)
def test_language_and_direction_are_stated(name: str) -> None:
    assert '<html lang="en" dir="ltr">' in render(name).html
    assert '<html lang="ar" dir="rtl">' in render(name, locale="ar").html


@pytest.mark.parametrize("name", NAMES)
def test_dark_and_narrow_screens_are_thought_of(name: str) -> None:
    html = render(name).html
    assert "prefers-color-scheme:dark" in html
    assert "max-width:480px" in html
    assert 'name="viewport"' in html


@pytest.mark.parametrize("name", NAMES)
def test_the_preheader_is_hidden_and_the_subject_is_the_title(name: str) -> None:
    html = render(name).html
    assert "<title>Weights for A-1</title>" in html
    assert re.search(r'<div style="display:none[^"]*">What changes</div>', html)


@pytest.mark.parametrize("name", NAMES)
def test_the_way_out_stands_there_only_when_there_is_one(name: str) -> None:
    without, with_link = render(name), render(name, unsubscribe="https://example.com/{{ token }}")
    assert "Unsubscribe" not in without.html + without.text
    assert 'href="https://example.com/' in with_link.html
    assert "Unsubscribe (https://example.com/" in with_link.text


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    html = shipped_layout(name).html
    assert not re.search(r"src=|url\(|@import|<link|<script", html)
    assert len(html) < 8_000
