"""Inactive people: left out by their day, and by nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from composer.audience.inactive import InactiveRule, inactive_rule
from composer.audience.segment_grammar import NotComparableError
from composer.model.campaign import Inactive

DECISION = Inactive(column="seen", before="2025-01-01")


def rule() -> InactiveRule:
    made = inactive_rule(DECISION, ("email", "seen"), file="people.csv")
    assert isinstance(made, InactiveRule)
    return made


@pytest.mark.parametrize(
    ("cell", "left_out"),
    [
        ("2024-12-31", True), ("2025-01-01", False), ("2024-12-31T23:59:59Z", True),
        ("2025-06-01 08:00", False), ("", False), ("n/a", False),
    ],
)  # fmt: skip
def test_the_day_decides(cell, left_out):
    assert rule().leaves_out(("a@example.com", cell)) is left_out


@pytest.mark.parametrize("cell", ["31.12.2024", "12/31/2024", "2024", "soon", "2024-02-30"])
def test_what_is_no_day_is_not_guessed(cell):
    with pytest.raises(NotComparableError):
        rule().leaves_out(("a@example.com", cell))


def test_a_missing_column_is_a_finding_with_the_nearest():
    found = inactive_rule(DECISION, ("email", "seem"), file="people.csv")
    assert not isinstance(found, InactiveRule)
    assert (found.code, dict(found.values)["nearest"]) == ("audience.no_column", "seem")
    assert rule().before == date(2025, 1, 1)
