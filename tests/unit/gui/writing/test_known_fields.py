"""Which names a text may use, said while it is written."""

from __future__ import annotations

from composer.gui.writing.known_fields import KnownFields


def test_nothing_is_wrong_before_any_column_is_known():
    assert not KnownFields().is_wrong("{{ anything }}")


def test_an_unknown_name_is_wrong_and_the_nearest_is_advised():
    known = KnownFields()
    known.set_names({"first_name": "Ada", "email": "ada@example.com"})
    assert not known.is_wrong("{{ first_name }}")
    assert known.is_wrong("{{ frist_name }}")
    assert known.is_wrong("{% if frist_name %}")
    assert known.advice("{{ frist_name }}") == (
        "No column of the audience is called “frist name”. Did you mean “first name”?"
    )
    assert known.advice("{{ first_name }}") == ""


def test_names_of_the_program_the_brand_a_repeat_and_an_assignment_are_known():
    known = KnownFields()
    known.set_names({"items": "a,b"})
    tags = ['{% for item in items | split(",") %}', "{% set total = 1 %}"]
    assert known.note_names(" ".join(tags))
    assert not known.note_names(" ".join(tags))
    for name in ("item", "total", "unsubscribe_url", "brand_name"):
        assert not known.is_wrong("{{ " + name + " }}")
    assert known.note_names("")
    assert known.is_wrong("{{ item }}")


def test_somebodys_value_is_the_example():
    known = KnownFields()
    known.set_names({"first_name": "Ada"})
    assert known.sample_words("{{ first_name }}") == "For example Ada"
    assert known.sample_words("{% else %}") == ""
