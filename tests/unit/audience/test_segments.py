"""Segments: who stays, and that a mistake in the filter never means everybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.audience.segment_completion import complete
from composer.audience.segment_grammar import DEEPEST, NotComparableError
from composer.audience.segments import Segment, SegmentTally, parse_segment

COLUMNS = ("email", "status", "country", "balance", "since")
ADA = ("ada@example.com", "Admitted ", "de", "12.50", "2026-01-31")
BEN = ("ben@example.com", "waiting", "AT", "", "2025-06-01T10:00")
CHEN = ("chen@example.com", "admitted", "n/a", "900", "2024-02-29")


def kept(text: str) -> list[str]:
    segment = parse_segment(text, COLUMNS)
    assert isinstance(segment, Segment), segment
    return [row[0].partition("@")[0] for row in (ADA, BEN, CHEN) if segment.keeps(row)]


def codes(text: str) -> list[str]:
    found = parse_segment(text, COLUMNS)
    return [] if isinstance(found, Segment) else [item.code for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('status = "admitted" and country in (DE, AT)', ["ada"]),
        ("status = admitted", ["ada", "chen"]),
        ("status != ADMITTED", ["ben"]),
        ("country not in (DE, 'AT')", ["chen"]),
        ("not country = de and not status = waiting", ["chen"]),
        ("not (country = de or status = waiting)", ["chen"]),
        ("status = waiting or country = de and balance > 5", ["ada", "ben"]),
        ("balance >= 12.5", ["ada", "chen"]),
        ("balance < 13", ["ada"]),
        ("since > 2025-01-01", ["ada", "ben"]),
        ("country is empty", ["chen"]),
        ("country is not empty", ["ada", "ben"]),
        ("email contains '@EXAMPLE'", ["ada", "ben", "chen"]),
        ('email starts with "ada"', ["ada"]),
        ('"status" ends with "ing"', ["ben"]),
    ],
)
def test_an_expression_keeps_whom_it_says(text, expected):
    assert kept(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "status", "status =", "= admitted", "status = a b", "status in", "status in (", "and",
        "status in ()", "status in (a,)", "(status = a", "status = a)", "status is", "not",
        "status starts a", "balance > many", 'status = "open', "status = a and", "status = and",
        "(" * (DEEPEST + 1) + "status = a" + ")" * (DEEPEST + 1),
    ],
)  # fmt: skip
def test_what_is_no_expression_is_a_finding_with_its_place(text):
    found = parse_segment(text, COLUMNS)
    assert isinstance(found, list)
    assert [item.code for item in found] == ["segment.syntax"]
    assert 1 <= int(dict(found[0].values)["position"]) <= len(text) + 1


def test_a_column_that_the_list_lacks_is_a_finding_with_the_nearest():
    found = parse_segment("statos = admitted and land = de", COLUMNS)
    assert isinstance(found, list)
    assert [item.code for item in found] == ["segment.no_column"] * 2
    assert dict(found[0].values) == {"column": "statos", "nearest": "status"}


def test_a_cell_that_is_no_number_is_never_guessed():
    segment = parse_segment("balance > 5", COLUMNS)
    assert isinstance(segment, Segment)
    assert not segment.keeps(BEN), "an empty cell is not more than anything"
    with pytest.raises(NotComparableError) as raised:
        segment.keeps(("x@example.com", "", "", "1,50", ""))
    assert (raised.value.column, raised.value.value) == ("balance", "1,50")
    with pytest.raises(NotComparableError):
        segment.keeps(("x@example.com", "", "", "2026-01-01", ""))


def told(text: str) -> list[str]:
    segment = parse_segment(text, COLUMNS)
    assert isinstance(segment, Segment)
    tally = SegmentTally(segment=segment)
    for row in (ADA, BEN, CHEN):
        tally.keeps(row)
    return [item.code for item in tally.findings(file="people.csv")]


def test_a_filter_that_cannot_be_meant_is_told():
    assert told("status = admitted") == []
    assert told('status != "admited"') == ["segment.typo", "segment.keeps_everybody"]
    assert told("email contains @") == ["segment.keeps_everybody"]
    assert told("status = gone") == ["segment.no_such_value", "segment.keeps_nobody"]
    assert told("country in (DE, FR)") == ["segment.no_such_value"]


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text):
    found = parse_segment(text, COLUMNS)
    assert isinstance(found, (Segment, list))
    complete(text, len(text), COLUMNS, {"status": ("admitted",)})


@given(st.text(min_size=1, max_size=20))
def test_a_completed_value_is_read_back_as_the_same_value(value):
    offered = complete("status = ", 9, COLUMNS, {"status": (value,)})
    segment = parse_segment("status = " + offered[0].text, COLUMNS)
    assert isinstance(segment, Segment)
    assert segment.keeps(("", value, "", "", ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["email", "status", "country", "balance", "since"]),
        ("st", ["status"]),
        ("status is ", ["empty", "not empty"]),
        ("status = ", ["admitted", '"on hold"']),
        ("status = ad", ["admitted"]),
        ("status in (admitted, ", ["admitted", '"on hold"']),
        ("status not in (", ["admitted", '"on hold"']),
        ("status = admitted ", ["and", "or"]),
        ("status = admitted and c", ["country"]),
        ("not (b", ["balance"]),
        ("status starts ", ["with"]),
    ],
)
def test_completion_offers_what_may_come_next(text, expected):
    values = {"status": ("admitted", "on hold")}
    assert [item.text for item in complete(text, len(text), COLUMNS, values)] == expected


def test_completion_names_what_it_would_replace():
    offered = complete("status = ad", 11, COLUMNS, {"status": ("admitted",)})[0]
    assert (offered.start, offered.end) == (9, 11)
