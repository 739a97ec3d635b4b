import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.translation.jinja_source import protect, split_tags, statement_name


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Hi {{ name }}!", ["{{ name }}"]),
        ('{{ "}}" }}x', ['{{ "}}" }}']),
        (r"{{ 'it\'s }}' }}x", [r"{{ 'it\'s }}' }}"]),
        ("{{ {'a': {'b': 1}} }}", ["{{ {'a': {'b': 1}} }}"]),
        ("{%- if a -%}x{%+ endif %}", ["{%- if a -%}", "{%+ endif %}"]),
        ("{# it's a }} #}y", ["{# it's a }} #}"]),
        ("{% raw %}{{ x }}{% endraw %}{{ y }}", ["{% raw %}", "{% endraw %}", "{{ y }}"]),
        ("{{ a", []),
        ("plain } } text", []),
    ],
)
def test_tags_are_found_as_jinja_finds_them(text, tags):
    assert [piece.text for piece in split_tags(text) if piece.is_tag] == tags


@given(st.text(alphabet="{}%#'\"\\ ajinj0z\n|raw", max_size=60))
def test_protecting_and_restoring_gives_the_same_text(text):
    protected = protect(text)
    assert protected.restore(protected.text) == text
    assert "".join(piece.text for piece in split_tags(text)) == text
    assert "".join(piece.text for piece in protected.pieces(protected.text)) == text


def test_a_text_that_already_holds_placeholders_is_restored_exactly():
    text = "jinja000000z {{ x }} jinjaq000000z"
    protected = protect(text)
    assert protected.restore(protected.text) == text
    assert protected.prefix not in text


def test_a_megabyte_of_open_tags_takes_no_time():
    text = "{{ " * 400_000
    assert protect(text).text == text


def test_statement_names_ignore_whitespace_control():
    assert statement_name("{%- for x in y -%}") == "for"
    assert statement_name("{# for #}") == ""
