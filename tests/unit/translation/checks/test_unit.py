"""The checks of one unit as a whole: fields and links first, and what a finding says."""

from __future__ import annotations

from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind


def codes(source, target, kind=UnitKind.PARAGRAPH, locale="de"):
    unit = Unit(source=source, kind=kind, index=0)
    found = find_unit_findings(unit, target, locale=locale)
    return [item.code.removeprefix("translation.") for item in found]


def test_a_translation_is_compared_with_its_source():
    assert codes("Dear {{ name }}", "{{ name }}様", locale="ja") == []
    assert codes("Dear {{ name }}", "") == []
    assert codes("Dear {{ name }}", "Liebe") == ["fields_differ"]
    assert codes("Dear {{ name }}", "Liebe {{ nmae }}") == ["fields_differ"]
    assert codes("{% for a in b %}{{ a }}{% endfor %}", "{% for c in b %}{{ c }}{% endfor %}") == []
    assert codes("[a](https://x.example)", "[b](https://y.example)") == ["links_differ"]
    assert codes("[a](https://x.example)", "b") == ["links_differ"]


def test_what_cannot_be_rendered_is_said_alone():
    assert codes("Dear {{ name }}", "Liebe {{ name") == ["syntax"]
    assert codes("Dear {{ name }}", "Liebe {% if %}") == ["syntax"]
    assert codes("a", "{{ " + "(" * 5000 + ")" * 5000 + " }}") == ["syntax"]
    assert codes("{% if a %}Hi{% endif %} you", "{% if a %}Hallo du") == ["syntax"]
    assert codes("{% if a %}Hi{% endif %}", "{% endif %}Hallo{% if a %}") == ["syntax"]


def test_units_that_hold_only_a_part_of_a_condition_are_compared_part_by_part():
    assert codes("{% if a %}Hello", "{% if a %}Hallo") == []
    assert codes("{% if a %}Hello", "{% if b %}Hallo") == ["conditions_differ"]


def test_constants_in_a_translation_are_never_computed():
    assert codes("a {{ x }}", "{{ 'a' * 10 ** 10 ** 10 }}{{ x }}") == ["fields_differ"]


def test_a_finding_names_language_file_and_the_start_of_its_source():
    unit = Unit(source="word " * 40, kind=UnitKind.PARAGRAPH, index=0)
    found = find_unit_findings(unit, "{{ x }} " * 20, locale="de")[0]
    assert found.place_of("file") == "translations/de.po"
    assert found.place_of("locale") == "de"
    assert len(str(found.place_of("part"))) <= 60
    assert "{{ x }}" in found.text
