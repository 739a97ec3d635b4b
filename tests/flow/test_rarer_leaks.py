"""Another member's address or id, hidden as only tools and programs hide it: all are found.

An ordinary message of the same kind was looked at before, so that each cell has to be noticed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.model.message import Layout, RenderContext
from tests.flow import seeded
from tests.flow.leak_forms import Form
from tests.flow.rarer_forms import DISGUISED, RARER, RARER_ADDRESSES, RARER_IDS
from tests.flow.seeded import ACCOUNT, ADDRESS, ANN, LAYOUT

FORMS = pytest.mark.parametrize(
    ("secret", "forms"),
    [
        pytest.param(ADDRESS, {**RARER, **RARER_ADDRESSES, **DISGUISED}, id="address"),
        pytest.param(ACCOUNT, {**RARER, **RARER_IDS}, id="id"),
    ],
)
PLACES: dict[str, RenderContext] = {
    "body": seeded.context(seeded.message(body="Hello {{ name }}: {{ note }}.\n")),
    "text part": seeded.context(seeded.message(text_override="Hello {{ note }}")),
    "header": seeded.context(seeded.message(), headers=(("X-Campaign-Note", "a {{ note }} b"),)),
}


@pytest.mark.parametrize("place", PLACES)
@FORMS
def test_a_field_gives_nobody_away(place: str, secret: str, forms: dict[str, Form]) -> None:
    rendering = PLACES[place]
    assert seeded.checked(rendering, seeded.noted("harmless")) == []
    missed = [
        name
        for name, form in forms.items()
        if not seeded.checked(rendering, seeded.noted(form(secret)))
    ]
    assert missed == []


@FORMS
def test_what_was_written_gives_nobody_away(secret: str, forms: dict[str, Form]) -> None:
    missed = []
    for name, form in forms.items():
        html = LAYOUT.replace("<body>", f"<body>{{% raw %}}{form(secret)}{{% endraw %}}")
        written = seeded.context(seeded.message(layout=Layout(name="plain", html=html)))
        if not seeded.checked(written, ANN):
            missed.append(name)
    assert missed == []


@FORMS
def test_a_translation_gives_nobody_away(secret: str, forms: dict[str, Form]) -> None:
    missed = []
    for name, form in forms.items():
        catalogue = seeded.translated(f"Hallo {form(secret)}", source="Hello you")
        made = seeded.context(seeded.message(body="Hello you\n", catalogues=(catalogue,)))
        if not seeded.checked(made, replace(ANN, locale="de")):
            missed.append(name)
    assert missed == []


def test_ones_own_may_be_written_in_these_ways() -> None:
    for secret, forms in ((ANN.address, {**RARER, **RARER_ADDRESSES}), ("AC-104711", RARER)):
        for name, form in forms.items():
            found = seeded.codes(seeded.checked(PLACES["body"], seeded.noted(form(secret))))
            assert not {code for code in found if code.startswith("content.foreign")}, name
