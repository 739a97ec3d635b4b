"""Right translations raise nothing; every small damage to one of them is caught."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from composer.folder.load import load_folder
from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind, message_units
from tests.unit.translation.checks.corpus import LOCALES, units
from tests.unit.translation.checks.damages import damages
from tests.unit.translation.checks.single_pairs import RIGHT, WRONG

RESOURCES = Path(__file__).parents[4] / "resources"
FOLDERS = [
    RESOURCES / "example",
    *sorted(p for p in (RESOURCES / "samples").iterdir() if p.is_dir()),
]
# Figures that the source has as words, or that mean the same without what was dropped.
UNSEEN = re.compile(r"アップグレード|第.?四半期| 3\. بدلًا|15\. i|9\.–17|9\.00–17\.(?!\d)")
# The first of two amounts may share the sign of the second.
SHARED = re.compile(r"9[.,]90\W{0,3}(?:auf|から|إلى|до|do|à|a)\W{0,3}12[.,]50")
MONEY_OR_MARKS = {"drop a mark", "drop a currency"}


def found(unit, target, locale):
    return find_unit_findings(unit, target, locale=locale)


def said(findings):
    return [(item.code, dict(item.values)) for item in findings]


@pytest.mark.parametrize("locale", LOCALES)
def test_right_translations_raise_nothing(locale):
    assert len(list(units())) >= 40
    for unit, targets in units():
        assert (unit.source, said(found(unit, targets[locale], locale))) == (unit.source, [])


def test_right_translations_of_single_sentences_raise_nothing():
    for locale, kind, source, target in RIGHT:
        unit = Unit(source=source, kind=UnitKind(kind), index=0)
        assert (target, said(found(unit, target, locale))) == (target, [])


@pytest.mark.parametrize(("locale", "source", "target", "code"), WRONG)
def test_wrong_figures_beside_them_are_caught(locale, source, target, code):
    unit = Unit(source=source, kind=UnitKind.PARAGRAPH, index=0)
    assert [item.code for item in found(unit, target, locale)] == [f"translation.{code}"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_example_and_the_layouts_samples_raise_nothing(folder):
    message = load_folder(folder).message
    units_of = {unit.source: unit for unit in message_units(message)}
    assert len(message.catalogues) == 4
    for catalogue in message.catalogues:
        for entry in catalogue.entries:
            if entry.source in units_of:
                flaws = found(units_of[entry.source], entry.target, catalogue.locale)
                assert (entry.source, said(flaws)) == (entry.source, [])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_damage_is_caught(locale):
    count = 0
    for unit, targets in units():
        for name, text in damages(targets[locale], unit.kind):
            if UNSEEN.search(text) or SHARED.search(text) or not text.strip():
                continue
            count += 1
            assert found(unit, text, locale), (name, text)
    assert count > 150


@pytest.mark.parametrize("locale", LOCALES)
def test_what_would_say_something_else_must_be_fixed(locale):
    for unit, targets in units():
        if not any(map(str.isdigit, unit.source)):
            continue
        for name, text in damages(targets[locale], unit.kind):
            if name in {"change a field", "change a link", "change a number"} and "第" not in text:
                assert any(item.blocks for item in found(unit, text, locale)), (name, text)


def test_a_source_of_its_own_language_raises_nothing():
    for unit, _targets in units():
        assert said(found(unit, unit.source, "en-GB")) == []
