"""Links, pictures, emphasis and elements of a translation, compared with the source's."""

from __future__ import annotations

import pytest

from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind


def codes(source, target, locale="de", kind=UnitKind.PARAGRAPH):
    unit = Unit(source=source, kind=kind, index=0)
    found = find_unit_findings(unit, target, locale=locale)
    return [item.code.removeprefix("translation.") for item in found]


LINKS = [
    ("[a](https://x.example/a)", "[b](https://x.example/a)", []),
    ("[a](https://x.example/a)", "[b](https://evil.example/a)", ["links_differ"]),
    ("[a](https://x.example/a)", "b", ["links_differ"]),
    ("a", "[b](https://x.example/a)", ["links_differ"]),
    ("[a](https://x.example/a)", "[b](https://x.example/a) [c](https://x.example/a)", ["links_differ"]),
    ("[a](https://x.example/a)", "[b](http://x.example/a)", ["links_differ"]),
    ("[a](https://x.example/a)", "[b](https://x.example/b)", ["link_page"]),
    ("[a](https://x.example/en/a)", "[b](https://x.example/de/a)", ["link_language"]),
    ("[a](https://en.x.example/)", "[b](https://de.x.example/)", ["link_language"]),
    ("[a](https://x.example/?lang=en)", "[b](https://x.example/?lang=de)", ["link_language"]),
    ("[a](https://x.example/a)", "[b](https://x.example/de/a)", ["link_language"]),
    ("[a](mailto:a@x.example)", "[b](mailto:b@x.example)", ["links_differ"]),
    ("[a](https://x.example/{{ id }})", "[b](https://x.example/{{ id }})", []),
    ("![a](files/map.png)", "![b](files/map.png)", []),
    ("![a](files/map.png)", "![b](files/plan.png)", ["links_differ"]),
    ("![a](files/map.en.png)", "![b](files/map.de.png)", ["link_language"]),
    ("Ask a@x.example", "Frag a@x.example", []),
    ("Ask a@x.example", "Frag b@x.example", ["links_differ"]),
    ("At https://x.example/a.", "Unter https://x.example/a.", []),
    ("At https://x.example/a.", "Unter https://x.example/b.", ["link_page"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "expected"), LINKS)
def test_links_lead_where_the_sources_lead(source, target, expected):
    assert codes(source, target) == expected


MARKS = [
    ("a **b** c", "a **b** c d", "de", True),
    ("a **b** c", "a b c d", "de", False),
    ("a **b** c", "a ** b ** c", "de", False),
    ("a *b* c", "a b c d", "de", False),
    ("a *b* c", "あいう", "ja", True),
    ("a `b` c", "a b c d", "de", False),
    ("**Important:** now", "**重要**：今すぐ", "ja", True),
    ("**Important:** now", "**重要：**今すぐ", "ja", False),
    ("**a** b", "**أ** ب", "ar", True),
    ("**a** b", "**а** б", "ru", True),
    ("**a** b", "b **a**", "pl", True),
]


@pytest.mark.parametrize(("source", "target", "locale", "is_right"), MARKS)
def test_emphasis_is_counted_as_it_will_be_shown(source, target, locale, is_right):
    assert ("marks_differ" not in codes(source, target, locale)) is is_right


HTML = [
    ("See <b>it</b> now", "Sehen Sie <b>es</b> jetzt", []),
    ("See <b>it</b> now", "Sehen Sie es jetzt", ["marks_differ"]),
    ("See <b>it</b> now", "Sehen Sie <b>es jetzt", ["html_broken"]),
    ("See <b>it</b> now", "Sehen Sie </b>es<b> jetzt", ["html_broken"]),
    ("See <a href='https://x.example'>it</a>", "Sehen Sie <a href='https://x.example'>es", ["html_broken"]),
    ("<span style='x'>See</span> it", "<span style='y'>Sehen</span> Sie", ["marks_differ"]),
    ("One<br>two", "Eins<br>zwei", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "expected"), HTML)
def test_elements_of_html_are_the_same_and_closed(source, target, expected):
    assert codes(source, target, kind=UnitKind.HTML) == expected
