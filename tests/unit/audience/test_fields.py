import pytest

from composer.audience.fields import is_empty_cell


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
