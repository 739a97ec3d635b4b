"""Problems in words: values that a cell does not know are left open, numbers and names isolated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from composer import i18n
from composer.finding_texts.table import FINDING_TEXTS
from composer.findings import Severity, finding
from composer.gui.audience.problem_words import cell_problem, group_text
from composer.i18n import FIRST_STRONG_ISOLATE, place_known
from composer.model.audience import FindingGroup


@pytest.fixture
def arabic() -> Iterator[None]:
    i18n.use_language("ar")
    yield
    i18n.use_language("en")


def test_every_problem_is_said_of_a_cell_that_knows_its_row_and_column_only() -> None:
    for code in FINDING_TEXTS:
        assert cell_problem(code, row=1234, column="status")
    said = cell_problem("audience.error_value", row=1234, column="status")
    assert said == "Row 1,234 holds … in the column status: the formula there has no result."


@pytest.mark.usefixtures("arabic")
def test_a_columns_name_does_not_turn_an_arabic_sentence_round() -> None:
    said = cell_problem("audience.bad_locale", row=3, column="locale")
    assert f"{FIRST_STRONG_ISOLATE}locale" in said


def test_no_sentence_about_a_list_speaks_of_failing() -> None:
    for code, text in FINDING_TEXTS.items():
        if code.startswith(("address.", "audience.", "segment.", "inactive.", "suppress.")):
            assert "failed" not in text.text, code


@pytest.mark.parametrize(
    ("names", "count", "said"),
    [
        (("info",), 2, "Addresses of departments or machines, such as info@: 2."),
        ((), 1, "1 address is a department's or a machine's"),
        (
            ("a", "b", "c", "d"), 9,
            "9 addresses are departments' or machines': a, b, c…",
        ),
    ],
)  # fmt: skip
def test_a_warning_about_people_counts_and_names_them(
    names: tuple[str, ...], count: int, said: str
) -> None:
    group = FindingGroup(
        code="audience.role_addresses",
        severity=Severity.WARN,
        column="",
        count=count,
        first=finding("audience.role_addresses", example="info", count=2),
        may_leave_out=True,
        names=names,
    )
    assert group_text(group) == said


def test_unknown_places_are_left_open() -> None:
    assert place_known("{a} of {b}", a=1) == "1 of …"
