"""A promise as it is typed and as it is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from composer.gui.audience.promise_words import (
    Promise,
    expected_words,
    read_number,
    read_share,
    share_words,
)


@pytest.mark.parametrize(
    ("text", "expected", "share"),
    [
        ("2000", 2000, "0"),
        (" 2,000 ", 2000, "0"),
        ("2.000", 2000, "0"),
        ("2\u202f000", 2000, "0"),
        ("1900-2100", 2000, "0.05"),
        ("1,900 – 2,100", 2000, "0.05"),
        ("2100…1900", 2000, "0.05"),
    ],
)
def test_numbers_and_ranges_are_read(text, expected, share):
    assert read_number(text) == (expected, Decimal(share))


@pytest.mark.parametrize("text", ["", "many", "-5", "0", "1.5", "2000 people", "1-", "9" * 12])
def test_nothing_else_is_a_number(text):
    assert read_number(text) is None


@pytest.mark.parametrize(("low", "high"), [(1900, 2100), (1, 2), (299, 301), (7, 10), (980, 2040)])
def test_both_ends_of_a_range_keep_the_promise(low, high):
    expected, share = read_number(f"{low}-{high}")
    promise = Promise(expected=expected, tolerance=share)
    assert promise.least <= low
    assert promise.most >= high


@pytest.mark.parametrize(
    ("text", "share"), [("", "0"), ("2", "0.02"), ("2,5 %", "0.025"), ("100", "1")]
)
def test_a_share_is_read_and_written_again(text, share):
    assert read_share(text) == Decimal(share)
    assert read_share(share_words(Decimal(share))) == Decimal(share)


@pytest.mark.parametrize("text", ["some", "-1", "101", "1e2"])
def test_nothing_else_is_a_share(text):
    assert read_share(text) is None


def test_a_promise_is_said_as_people_say_it():
    assert expected_words(Promise(expected=2000)) == "2,000 people"
    some = Promise(expected=2000, tolerance=Decimal("0.02"))
    assert expected_words(some) == "1,960 to 2,040 people"
    assert expected_words(Promise()) == ""
