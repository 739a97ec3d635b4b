"""The text part at 78 columns: for people who read mail without HTML, on a terminal or aloud."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.model.message import Layout
from composer.rendering.compile import compile_message
from composer.rendering.line_breaks import FIELD, WIDTH, broken_lines, columns
from composer.rendering.message import render_message
from tests.unit.rendering.samples import catalogue, make_context, make_recipient, shipped_layout

BARE = Layout(name="bare", html="{{ body }}")
WORDS = "word " * 14  # 70 columns with its blank
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


def text_of(body: str, *, locale: str = "", text: str | None = None, **fields: str) -> str:
    context = make_context(body=body, layout=BARE, text=text, catalogues=(catalogue("ar"),))
    message = render_message(compile_message(context), make_recipient(locale=locale, **fields))
    assert not CONTROLS.search(message.text)
    return message.text


@pytest.mark.parametrize("field", ["", "{{ account }} "])
def test_no_line_is_longer_than_78_columns(field: str) -> None:
    for line in text_of(f"{field}{WORDS * 9}").splitlines():
        assert 60 < columns(line) <= WIDTH or line.endswith("word")


def test_a_paragraph_is_wrapped_the_same_with_and_without_a_field() -> None:
    assert text_of(f"A-1 {WORDS * 5}") == text_of("{{ account }} " + WORDS * 5)


@pytest.mark.parametrize(
    ("body", "hang"),
    [
        ("- " + WORDS * 2, "  "),
        ("12. " + WORDS * 2, "    "),
        ("- a\n  - " + WORDS * 2, "    "),
        ("> " + WORDS * 2, "> "),
        ("> - " + WORDS * 2, ">   "),
        ("- {{ account }} " + WORDS * 2, "  "),
    ],
)
def test_the_lines_after_the_first_hang_below_its_words(body: str, hang: str) -> None:
    *_, before, last = text_of(body).splitlines()
    assert last.startswith(f"{hang}word")
    assert columns(before) <= WIDTH


def test_a_line_never_breaks_inside_a_field() -> None:
    for width in range(50, 80):
        text = text_of(
            "x" * width + " {{ first_name }} and {{ manager }}", first_name="Ann Maria Smith"
        )
        assert "Ann Maria Smith" in text
        assert "boss@example.com" in text


def test_a_field_longer_than_a_line_breaks_at_its_own_blanks() -> None:
    text = text_of("Note: {{ first_name }} End.", first_name=WORDS * 3)
    assert max(map(columns, text.splitlines())) <= WIDTH
    assert text.split() == ["Note:", *(WORDS * 3).split(), "End."]


def test_a_link_is_never_cut() -> None:
    link = "https://example.com/" + "a" * 90 + "/{{ account }}?b=c-d,e"
    text = text_of(f"Please look at [this page]({link}) before Friday or call us, please.")
    assert f"({link.replace('{{ account }}', 'A-1')})\n" in text


def test_wide_letters_count_two() -> None:
    lines = text_of("指数の構成銘柄と比率を変更します。" * 9 + "{{ account }}").splitlines()
    assert max(map(columns, lines)) <= WIDTH
    assert min(map(columns, lines[:-1])) > WIDTH - 6
    assert not any(line.startswith(("。", "、")) for line in lines)


def test_combining_marks_and_invisible_signs_take_no_column() -> None:
    assert columns("e\u0301\u200b") == 1
    assert columns("👍") == 2


def test_right_to_left_text_gets_no_marks() -> None:
    text = text_of("{{ account }} " + "تغيير في أوزان المؤشر " * 9, locale="ar")
    assert max(map(columns, text.splitlines())) <= WIDTH
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


def test_columns_of_a_table_are_aligned() -> None:
    body = "| Index | Weight | Kind |\n| --- | --: | :-: |\n| {{ account }} | 1.5 | x |\n| 東京 | 22.25 | abc |"
    assert text_of(body) == (
        "Index  Weight  Kind\n"
        "-----  ------  ----\n"
        "A-1       1.5   x\n"
        "東京    22.25  abc\n"
    )  # fmt: skip


def test_a_table_takes_the_width_that_each_recipient_needs() -> None:
    body = "| Name | N |\n| --- | --- |\n| {{ first_name }} | 1 |"
    assert text_of(body, first_name="Ann Smith") == "Name       N\n---------  -\nAnn Smith  1\n"
    assert text_of(body, first_name="Al") == "Name  N\n----  -\nAl    1\n"


def test_a_table_too_wide_for_a_line_becomes_a_value_a_line() -> None:
    body = "| Name | Note: |\n| --- | --- |\n| {{ account }} | " + WORDS * 2 + "|\n| B | short |"
    head = "Name: A-1\nNote: " + ("word " * 14).strip() + "\n  word"
    text = text_of(body)
    assert text.startswith(head)
    assert text.endswith("\n\nName: B\nNote: short\n")
    assert max(map(columns, text.splitlines())) <= WIDTH


def test_rows_of_a_repeat_and_of_a_false_condition_leave_no_gap() -> None:
    body = (
        "| A | B |\n| - | - |\n{% for n in range(2) %}\n| {{ n }} | x |\n{% endfor %}\n"
        "{% if tier == 'none' %}\n| never | x |\n{% endif %}\n\nEnd"
    )
    assert text_of(body) == "A  B\n-  -\n0  x\n1  x\n\nEnd\n"


def test_items_of_a_repeat_are_counted_on() -> None:
    body = "1. a\n{% for n in range(2) %}\n2. turn {{ n }}\n{% endfor %}\n{% if tier == 'none' %}\n3. never\n{% endif %}\n4. z"
    assert text_of(body) == "1. a\n2. turn 0\n3. turn 1\n4. z\n"


@pytest.mark.parametrize(
    "body",
    [
        "a\n\n{% for n in range(0) %}\nnever\n\n{% endfor %}\n\nz",
        "a\n\n{% if tier == 'none' %}\n# never\n{% endif %}\n\n{% if tier == 'none' %}\n> x\n{% endif %}\nz",
        "a\n\n{% if tier == 'none' %}\n- x\n{% endif %}\n\nz",
        "a\n\n{% if tier == 'none' %}never{% endif %}\n\nz",
        "a\n\n## {% if tier == 'none' %}never{% endif %}\n\nz",
    ],
)
def test_what_is_left_out_leaves_no_odd_gap(body: str) -> None:
    assert text_of(body) == "a\n\nz\n"


def test_a_condition_that_ends_in_another_paragraph_does_no_harm() -> None:
    body = "a {% if tier == 'none' %} b\n\nc {% endif %} d\n\n{% if tier == 'none' %}\ne\n\nf {% endif %}g\n\nz"
    text = text_of(body)
    assert text.split() == ["a", "d", "g", "z"]


def test_a_heading_is_underlined_as_long_as_it_is() -> None:
    assert text_of("# For {{ first_name }}", first_name="Zoë") == "For Zoë\n=======\n"
    assert text_of("## 東京") == "東京\n----\n"


def test_code_stays_as_it_is() -> None:
    code = "x = '{{ account }}'  " + "y" * 90 + "\n\n\n\n    z"
    assert text_of(f"```\n{code}\n```\n\nend") == code.replace("{{ account }}", "A-1") + "\n\nend\n"


def test_a_text_written_by_hand_stays_as_written() -> None:
    by_hand = "  " + "long " * 40 + "\n\n\n\n| a | b |\n   x"
    assert text_of("body", text=by_hand) == by_hand + "\n"
    with_tags = "a\n\n{% if tier == 'none' %}\nnever\n{% endif %}\n\nz"
    assert text_of("body", text=with_tags) == "a\n\nz\n"


def test_the_layouts_words_are_wrapped_too() -> None:
    layout = Layout(
        name="own", html="{{ body }}<p>{{ _('" + WORDS * 3 + "') }}</p><p>{{ subject }}</p>"
    )
    context = make_context(body="Hello", layout=layout)
    text = render_message(compile_message(context), make_recipient()).text
    assert max(map(columns, text.splitlines())) <= WIDTH


@pytest.mark.parametrize("name", ["notice", "announcement"])
def test_shipped_layouts_stay_within_a_line(name: str) -> None:
    context = make_context(
        layout=shipped_layout(name), unsubscribe="https://example.com/u/{{ token }}"
    )
    text = render_message(compile_message(context), make_recipient()).text
    assert max(map(columns, text.splitlines())) <= WIDTH


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=99
        )
    ),
    st.sampled_from(["", "- ", "> > "]),
)
def test_breaking_loses_and_adds_nothing_but_blanks(parts: list[str], hang: str) -> None:
    content = FIELD.join(parts) if len(parts) % 2 else "".join(parts)
    lines = broken_lines(content, first=hang, hang=hang)
    assert all(line.startswith(hang.rstrip()) for line in lines)
    kept = "".join(line[len(hang) :] for line in lines)
    assert kept.replace(" ", "") == content.replace(FIELD, "").replace(" ", "")
    for line in lines:
        if columns(line) > WIDTH:  # only what has no place to break
            assert " " not in line[len(hang) :].strip() or FIELD in content
