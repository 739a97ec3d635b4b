"""Fields, conditions and forms of words: what a translator may change in them, and what not."""

from __future__ import annotations

import pytest

from composer.translation.checks.plurals import known_forms, needed_forms
from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind


def flaws(source, target, locale="de"):
    unit = Unit(source=source, kind=UnitKind.PARAGRAPH, index=0)
    return find_unit_findings(unit, target, locale=locale)


def codes(source, target, locale="de"):
    return [item.code.removeprefix("translation.") for item in flaws(source, target, locale)]


FREE = [
    ('{{ name or "customer" }}', '{{ name or "Kunde" }}'),
    ('{{ name | default("customer") }}', "{{ name|default('Kunde') }}"),
    ("{{ day | date }}", '{{ day | date("full") }}'),
    ('{{ day | date(style="long") }}', "{{ day|date }}"),
    ("{{ name }}", "{{ name | upper }}"),
    ('{{ "yes" if a else "no" }}', '{{ "ja" if a else "nein" }}'),
    ("{{ a }} of {{ b }}", "{{ b }}, davon {{ a }}"),
    ("{% if a %}Yes{% endif %} {% if b %}No{% endif %}", "{% if b %}Nein{% endif %} {% if a %}Ja{% endif %}"),
    ("{% for x in rows %}{{ x.name }}{% endfor %}", "{% for zeile in rows %}{{ zeile.name }}{% endfor %}"),
    ("{# not read #}Hello {{ a }}", "Hallo {{ a }}"),
    ("{%- if a -%}Yes{%- endif -%}", "{% if a %}Ja{% endif %}"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target"), FREE)
def test_words_order_and_style_are_the_translators(source, target):
    assert codes(source, target) == []


FIXED = [
    ("{{ amount | currency('EUR') }}", "{{ amount | currency('USD') }}", "fields_differ"),
    ("{{ amount | currency('EUR') }}", "{{ amount }}", "fields_differ"),
    ("{{ amount | number(2) }}", "{{ amount | number(0) }}", "fields_differ"),
    ('{{ "2026-10-01" | date }}', '{{ "2026-11-01" | date }}', "fields_differ"),
    ("{{ day | date('full', 'Europe/Berlin') }}", "{{ day | date('full') }}", "fields_differ"),
    ("{{ a }} {{ b }}", "{{ a }} {{ a }}", "fields_differ"),
    ("{{ a }} and {{ a }}", "{{ a }}", "fields_count"),
    ("{{ a.b }}", "{{ a.c }}", "fields_differ"),
    ('{{ "yes" if a == "x" else "no" }}', '{{ "ja" if a == "y" else "nein" }}', "fields_differ"),
    ("{% if a %}Yes{% endif %}", "{% if not a %}Ja{% endif %}", "conditions_differ"),
    ("{% if a == 'x' %}Yes{% endif %}", "{% if a == 'y' %}Ja{% endif %}", "conditions_differ"),
    ("{% if a %}Yes{% else %}No{% endif %}", "{% if a %}Ja{% endif %}", "conditions_differ"),
    ("{% if a %}Yes{% endif %}", "Ja", "conditions_differ"),
    ("Yes", "{% if a %}Ja{% endif %}", "conditions_differ"),
    ("{% for x in rows %}{{ x }}{% endfor %}", "{% for x in lines %}{{ x }}{% endfor %}", "conditions_differ"),
    (
        "{% if a %}A {% if b %}B{% endif %}{% endif %}",
        "{% if b %}B{% if a %}A{% endif %}{% endif %}",
        "conditions_moved",
    ),
    ("{% if a %}{{ x }} yes{% endif %}", "{{ x }} {% if a %}ja{% endif %}", "fields_moved"),
    ("{% if a %}Yes{% else %}No{% endif %}", "{% if a %}Ja{% else %}{% endif %}", "empty_branch"),
    ("{% if a %}Yes{% else %}No{% endif %}", "{% if a %}Ja{% elif %}Nein{% endif %}", "syntax"),
    ("{% if a %}Yes{% endif %}", "{% if a %}Ja{% endfor %}", "syntax"),
    ("{{ a }}", "{ a }", "fields_differ"),
    ("{{ a }}", "{{ a }", "syntax"),
    ("Yes", "{% include 'x' %}Ja", "conditions_differ"),
    ('Dear {{ name or "customer" }}', 'Guten Tag {{ name or "customer" }}', "words_in_field"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "code"), FIXED)
def test_what_a_tag_means_is_not(source, target, code):
    assert code in codes(source, target)


def test_what_is_missing_and_added_is_named_as_it_stands():
    [item] = flaws("Pay {{ amount | currency('EUR') }} now", "Jetzt {{ betrag }} zahlen")
    values = dict(item.values)
    assert values["missing"] == "{{ amount | currency('EUR') }}"
    assert values["added"] == "{{ betrag }}"
    assert item.blocks


FORMS = [
    ("de", '"Datei", "Dateien"', ""),
    ("ja", '"件"', ""),
    ("ja", '"件", "件"', ""),
    ("ru", '"файл", "файла", "файлов"', ""),
    ("ru", 'one="файл", few="файла", many="файлов", other="файла"', ""),
    ("pl", '"plik", "pliki", "plików", "pliku"', ""),
    ("ar", '"٠", "١", "٢", "٣", "١١", "١٠٠"', ""),
    ("fr", '"fichier", "fichiers"', ""),
    ("es", '"archivo", "archivos"', ""),
    ("pl", '"plik", "plików"', "plural_forms"),
    ("ru", 'one="файл", other="файлов"', "plural_forms"),
    ("ar", '"ملف", "ملفات"', "plural_forms"),
    ("de", '"Datei"', "plural_forms"),
    ("de", '"Datei", "Dateien", "Dateien"', "plural_refused"),
    ("ar", '"١", "٢", "٣"', "plural_refused"),
    ("pl", 'one="plik", few="pliki", many="plików"', "plural_refused"),
    ("de", 'one="Datei", others="Dateien"', "plural_refused"),
]


@pytest.mark.parametrize(("locale", "forms", "code"), FORMS)
def test_forms_are_those_of_the_language(locale, forms, code):
    source = 'You have {{ n | plural("file", "files") }}'
    target = f"{{{{ n | plural({forms}) }}}}"
    found = [item for item in codes(source, target, locale) if item.startswith("plural")]
    assert found == ([code] if code else [])


def test_the_forms_of_a_language_come_from_its_rules():
    assert needed_forms("ar") == ("zero", "one", "two", "few", "many", "other")
    assert needed_forms("ru") == ("one", "few", "many")
    assert known_forms("ru") == ("one", "few", "many", "other")
    assert needed_forms("de-AT") == ("one", "other")
    assert needed_forms("xx") == needed_forms("en")
