"""Figures in all the ways in which 14 languages write them: right ones pass, wrong ones do not."""

import pytest

from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind
from tests.unit.translation.checks.made_pairs import LOCALES, made_pairs

MADE = tuple(made_pairs(6, seed=20_261_123))


def found(pair, target):
    unit = Unit(source=pair.source, kind=UnitKind.PARAGRAPH, index=0)
    return [item.code for item in find_unit_findings(unit, target, locale=pair.locale)]


def test_there_are_many_of_each_language():
    assert all(sum(pair.locale == locale for pair in MADE) > 50 for locale in LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_right_figures_raise_nothing(locale):
    flaws = [
        (pair.source, pair.right, codes)
        for pair in MADE
        if pair.locale == locale and (codes := found(pair, pair.right))
    ]
    assert flaws == []


@pytest.mark.parametrize("locale", LOCALES)
def test_wrong_figures_are_caught(locale):
    missed = [
        (pair.source, pair.wrong)
        for pair in MADE
        if pair.locale == locale and pair.wrong != pair.right and not found(pair, pair.wrong)
    ]
    assert missed == []
