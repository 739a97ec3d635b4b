"""Canonical JSON has one spelling, and nothing else is read."""

import pytest

from composer.errors import SignatureRefused
from composer.proofs.canonical import canonical_bytes, read_canonical, read_strict


def test_an_object_is_read_back_as_it_was_written():
    content = {"b": [1, "zwei", {"c": "日本"}], "a": -3}
    assert read_canonical(canonical_bytes(content)) == content


@pytest.mark.parametrize(
    "content",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":true}',
        b'{"a":null}',
        b'{"a":"\\ud800"}',
        b'{"\\ud800":1}',
        b'{"a":1} ',
        b'{"a":1}x',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\xff"}',
        b"[1]",
        b'"a"',
        b"",
        b'{"a":9007199254740993}',
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' + b"1" * 5000 + b"}",
    ],
)
def test_anything_that_two_programs_could_read_differently_is_refused(content):
    with pytest.raises(SignatureRefused):
        read_canonical(content)


def test_another_spelling_of_the_same_content_is_refused_where_it_is_signed():
    assert read_strict(b'{"b": 1, "a": 2}') == {"a": 2, "b": 1}
    with pytest.raises(SignatureRefused):
        read_canonical(b'{"b":1,"a":2}')


@pytest.mark.parametrize("value", [1.5, None, True, b"x", (1,), {1: "a"}])
def test_only_integers_strings_lists_and_objects_are_written(value):
    with pytest.raises(TypeError):
        canonical_bytes({"a": value})
