"""Ids of digits in groups: found where they are ids, and nowhere else."""

from __future__ import annotations

import pytest

from composer.wire.audience_index import IndexBuilder, index_part
from composer.wire.deep_text import settle, shape_of
from composer.wire.id_words import IdShape
from composer.wire.number_groups import find_number_groups, groups_of_digits_in, may_be_grouped

SIX = IdShape(lengths=frozenset({6}), words=1, always_digits=True)
EIGHT = IdShape(lengths=frozenset({8, 10}), words=1, always_digits=True)


def groups_in_text(text: str) -> list[str]:
    return list(groups_of_digits_in(text, shape_of(text)))


def found(text: str, shape: IdShape = SIX) -> list[str]:
    return list(find_number_groups(settle(text), shape=shape))


@pytest.mark.parametrize(
    "text",
    ["20 47 33", "see 20.47.33 now", "2047 33,", "(20 47 33)", "/20 47 33", "No. 204 733", "Kundennummer: 204.733",
     "account 204 733", "n° 204 733", "# 204 733", "رقم 204 733", "20\u00a047\u00a033", "会員番号 204 733"],
)  # fmt: skip
def test_an_id_in_groups_is_read(text: str) -> None:
    assert found(text) == ["204733"]


@pytest.mark.parametrize(
    "text",
    ["204 733", "204.733", "204.733,50 EUR", "€ 20 47 33", "20 47 33 USD", "1 204 733", "20.47.33.44",
     "Tel. 20 47 33", "phone 2047 33", "+43 20 47 33", "02 04 733", "(01) 20 47 33", "31.12.26", "12 31 26",
     "20-47-33", "a20 47 33", "20 47 33b", "20 47, 33", "20 47 33 %", "10:20 47 33", "0664/20 47 33"],
)  # fmt: skip
def test_an_amount_a_day_or_a_telephone_number_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["2026 11 23", "23.11.2026", "11 23 2026", "2025 2026", "12 345 678", "IBAN AT61 1904 3002"]
)  # fmt: skip
def test_a_day_years_and_an_account_of_a_bank_are_none(text: str) -> None:
    assert found(text, EIGHT) in ([], ["19043002"])
    if "IBAN" not in text:
        assert found(text, EIGHT) == []


def test_short_ids_are_not_looked_for_in_groups() -> None:
    assert not may_be_grouped(IdShape(lengths=frozenset({4, 5}), words=1, always_digits=True))
    lengths = frozenset({8})
    assert may_be_grouped(IdShape(lengths=lengths, words=1, always_digits=True))
    assert not may_be_grouped(IdShape(lengths=lengths, words=1, always_digits=True, numbers=False))
    assert found("20 47", IdShape(lengths=frozenset({4}), words=1, always_digits=True)) == []


def test_the_quick_look_stops_at_groups_only() -> None:
    assert groups_in_text("Ann, 12 Main Street, 10115 Berlin, 3 rooms") == []
    (around,) = groups_in_text("no. 204 733")
    assert found(around) == ["204733"]


def test_an_audience_tells_whether_any_id_is_a_number() -> None:
    """One of many is enough, in whichever part of the audience; else nothing is looked for."""

    def shape(*parts: tuple[str, ...]) -> IdShape:
        builder = IndexBuilder(["account"])
        for part in parts:
            people = [(f"{number}@a.example", (number,)) for number in part]
            builder.add(index_part(people, ["account"], ids=["account"], contacts=()))
        return builder.finish().id_shape

    assert not shape(("AC-104822", "AC-104823"), ("B2047330",)).numbers
    assert shape(("AC-104822", "204733"), ("B2047330",)).numbers
    assert shape(("AC-104822",), ("20-47-33",)).numbers
