from composer.model.message import Catalogue, CatalogueEntry, Layout, Message
from composer.translation.blocks import parse_blocks
from composer.translation.evolving import match_units
from composer.translation.progress import (
    catalogue_progress,
    find_translation_findings,
)
from composer.translation.units import UnitKind, layout_texts, message_units

BODY = """![A {{ name }} logo](files/logo.png)

# Hello {{ name or "customer" }}

{% if a %}
Text with *stress* and [a link](https://a.example/).
{% endif %}

- one
- 2

| Head | {{ x }} |
|------|---------|
| {{ y }} | cell |

{{ amount | currency("EUR") }}

{{ name or "customer" }}

<https://a.example/>

one
"""


def message(catalogues=(), **changes):
    settings = {
        "locale": "en",
        "subject": "Subject {{ x }}",
        "preheader": "",
        "body": BODY,
        "text_override": None,
        "layout": Layout(name="n", html='<p>{{ _("Bye") }}{{ _(name) }}</p>{% if x %}{{ _("Bye") }}{% endif %}'),
        "catalogues": tuple(catalogues),
    }  # fmt: skip
    return Message(**(settings | changes))


def catalogue(locale, *entries):
    return Catalogue(
        locale=locale,
        entries=tuple(CatalogueEntry(source=s, target=t, fuzzy=f) for s, t, f in entries),
    )


def test_units_come_in_reading_order_once_each_and_only_with_words():
    units = message_units(message(text_override="By hand {{ x }}\n\n---\n\none"))
    assert [(unit.kind.value, unit.source) for unit in units] == [
        ("subject", "Subject {{ x }}"),
        ("alt", "A {{ name }} logo"),
        ("heading", 'Hello {{ name or "customer" }}'),
        ("paragraph", "Text with *stress* and [a link](https://a.example/)."),
        ("list_item", "one"),
        ("table_cell", "Head"),
        ("table_cell", "cell"),
        ("paragraph", '{{ name or "customer" }}'),
        ("layout", "Bye"),
        ("text", "By hand {{ x }}"),
    ]
    assert [unit.index for unit in units] == list(range(len(units)))


def test_what_an_author_notes_for_translators_is_of_the_unit_behind_it_and_no_part_of_it():
    body = """# Weights

{# note: “weight” is a share
of the index #}
The weight is 5.

{# ask Ben whether this is still so #}
Open

| Head |
|------|
{# note: a verb #}
| Open |
{# NOTE: the last one #}

Bye
"""
    text = "{# note: by hand #}\n\nOnly here"
    units = message_units(message(body=body, text_override=text))
    notes = {unit.source: unit.note for unit in units if unit.note}
    assert notes == {
        "The weight is 5.": "“weight” is a share of the index",
        "Open": "a verb",
        "Bye": "the last one",
        "Only here": "by hand",
    }
    plain = body.replace("{# note: “weight” is a share\nof the index #}\n", "")
    assert [unit.source for unit in message_units(message(body=plain, text_override=text))] == [
        unit.source for unit in units
    ]


def test_a_button_is_named_as_one_and_stays_the_same_text_when_it_is_made_of_a_link():
    button = '[Pay now](https://a.example/ "button")'
    lines = (
        button,
        "See [this](https://a.example/b)",
        f'[Two](https://a.example/ "button")\n{button}',
    )
    kinds = [unit.kind.value for unit in message_units(message(body="\n\n".join(lines)))]
    assert kinds[1:-1] == ["button", "paragraph", "button"]
    former = message_units(message(body="[Pay now](https://a.example/)"))
    new = message_units(message(body=button))
    assert match_units(former, new) == {button: "[Pay now](https://a.example/)"}


def test_every_body_unit_is_asked_for_when_the_body_is_translated():
    asked = []
    parse_blocks(BODY, lambda source: asked.append(source) or source)
    body_kinds = {kind for kind in UnitKind if kind.is_markdown}
    wanted = {unit.source for unit in message_units(message()) if unit.kind in body_kinds}
    assert wanted <= set(asked)


def test_a_picture_alone_keeps_its_path_and_gets_its_description_translated():
    tokens = parse_blocks("[![A logo](files/l.png)](https://a.example)", {"A logo": "Ein *L*"}.get)
    image = next(child for child in tokens[1].children if child.type == "image")
    assert image.attrs["src"] == "files/l.png"
    assert image.content == "Ein *L*"
    assert [child.type for child in image.children] == ["text", "em_open", "text", "em_close"]


def test_a_layout_that_cannot_be_parsed_has_no_texts():
    assert layout_texts(Layout(name="n", html='{{ _("a") }}{% if %}')) == ()
    assert layout_texts(Layout(name="n", html="{{ " + "(" * 5000 + ")" * 5000 + " }}")) == ()


def test_states_follow_the_catalogue():
    german = catalogue("de", ("one", "eins", False), ("cell", "Zelle", True), ("Head", " ", False))
    progress = catalogue_progress(message([german]), "de")
    assert (progress.total, progress.reviewed, progress.needs_work, progress.new) == (9, 1, 1, 7)
    assert not progress.is_finished
    assert catalogue_progress(message(), "fr").new == 9


def test_a_language_that_nobody_translated_is_a_finding():
    german = catalogue(
        "de", *((unit.source, unit.source, False) for unit in message_units(message()))
    )
    found = find_translation_findings(
        message([german]), ["", "de-AT", "fr", "ja", "en-GB"], {"fr": "en"}
    )
    found = [item for item in found if item.place_of("part") is None]
    assert [(item.code, item.place_of("locale"), item.blocks) for item in found] == [
        ("translation.fallback", "fr", False),
        ("translation.missing_catalogue", "ja", True),
    ]
    assert all(item.text and item.advice for item in found)


def test_an_unfinished_language_blocks_only_when_somebody_reads_it():
    german = catalogue("de", ("cell", "Zelle", True))
    found = find_translation_findings(message([german]), ["de"], {})
    assert [item.code for item in found] == ["translation.unfinished", "translation.needs_work"]
    assert all(item.blocks for item in found)
    assert find_translation_findings(message([german]), ["en"], {}) == []
