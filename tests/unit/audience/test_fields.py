import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.audience import fields
from composer.audience.fields import SURELY_FILLED, is_empty_cell


@pytest.mark.parametrize(
    "cell",
    [
        "", " ", "\t\n", "\u00a0", "\u3000", "\u200b", "\u200b \u2060\ufeff", "\u00ad", "\u3164",
        "\u2800", "\ufe0f", "\U000e0020", "nan", "NaN", " NULL ", "n/a", "N/A", "-", "－", "ｎａｎ",
        "n\u200ba\u200bn", "\x00",
    ],
)  # fmt: skip
def test_what_no_reader_would_see_is_empty(cell):
    assert is_empty_cell(cell)


@pytest.mark.parametrize(
    "cell",
    ["0", "Nancy", "Null Island", "--", "false", "none of them", ".", "名", "é", "👍", "a\u200b"],
)
def test_what_a_reader_would_see_is_not_empty(cell):
    assert not is_empty_cell(cell)


@given(
    st.text(
        st.sampled_from(
            "nullaN/- .x\u0301\u00e9\uff4e\u200b\u3164\u2800\ufe0f\u00a0\t\x00\u1100\u1161"
        ),
        max_size=9,
    )
)
def test_a_glance_never_says_otherwise_than_the_whole_rule(cell: str) -> None:
    seen = [
        char
        for char in unicodedata.normalize("NFKC", cell.strip())
        if not fields._is_invisible(char)
    ]
    word = "".join(seen).strip()
    assert is_empty_cell(cell) == (not word or word.lower() in {"nan", "null", "n/a", "-"})


@given(st.sampled_from(sorted(SURELY_FILLED)), st.text(max_size=4))
def test_what_begins_with_most_letters_and_digits_is_never_empty(first: str, rest: str) -> None:
    assert not is_empty_cell(first + rest)
    assert not is_empty_cell(first + "".join(chr(0x300 + ord(item) % 0x70) for item in rest))
