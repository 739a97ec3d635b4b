"""What is filled into a translation without translating, and where nothing is guessed."""

from __future__ import annotations

import pytest

from composer.translation.fills import copied_target, fill_marks, refill
from composer.translation.localised import localise_date, localise_number, read_date
from composer.translation.marks import find_marks


def filled(source: str, target: str) -> str:
    return fill_marks(source, target, source_locale="en", locale="de")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Version 1.2.3 of A4 paper", "number"),
        ("**{{ total | number }}** since 2019-11-01", "field date"),
        ("{% if a %}5{% endif %}", "field if number field endif"),
        ("[{{ mail }}](mailto:{{ mail }}) or a@b.example", "field link link"),
        ("![Logo](files/logo 2.png)", "link number"),
        ("See https://example.com/{{ token }}?n=5.", "link"),
        ("Monday, March 1, 2027 and 1 March 2027", "date date"),
    ],
)
def test_marks_are_found_in_order(text: str, kinds: str) -> None:
    marks = find_marks(text, "en")
    assert " ".join(mark.shape for mark in marks) == kinds
    assert [text[mark.start : mark.end] for mark in marks] == [mark.text for mark in marks]


def test_numbers_dates_links_and_fields_take_the_place_of_former_ones() -> None:
    source = "{{ name }}, pay 1,250.50 by March 1, 2027: [here](https://new.example)"
    target = "{{ vorname }}, zahlen Sie [hier](https://old.example) 900 bis 2. Mai 2026"
    assert filled(source, target) == (
        "{{ name }}, zahlen Sie [hier](https://new.example) 1.250,50 bis 1. März 2027"
    )


def test_what_is_right_already_stays_where_it_is() -> None:
    assert filled("From 5 to {{ n }}", "Bis {{ n }} von 5") == "Bis {{ n }} von 5"


def test_another_way_to_write_the_same_is_left_alone() -> None:
    source = "1,250 by 1 March 2027"
    for target in ("1250 bis 1. März 2027", "1\u00a0250 bis 01.03.2027", "١٬٢٥٠ bis 2027-03-01"):
        assert filled(source, target) == target


def test_marks_without_a_clear_place_are_not_put_anywhere() -> None:
    assert filled("{{ a }} and 3 of 7", "und 4") == "und 4"
    assert filled("{{ a }} costs 1,000", "") == ""


def test_a_stored_translation_gets_the_new_marks() -> None:
    assert refill(
        "Am {{ day }} ab 9 Uhr: 1.500 Plätze",
        before="On {{ day }} from 9: 1,500 seats", after="On {{ when }} from 10: 2,000 seats",
        source_locale="en", locale="de",
    ) == "Am {{ when }} ab 10 Uhr: 2.000 Plätze"  # fmt: skip


@pytest.mark.parametrize(
    ("target", "before", "after"),
    [
        ("fünf Plätze", "5 seats", "6 seats"),  # the number is a word
        ("5 von 5", "5 of 5", "5 of 6"),  # which of the two is not known
        ("{{ a }} und 5", "{{ a }} and 5", "5 and {{ a }}"),
    ],
)
def test_a_stored_translation_is_not_filled_where_that_is_not_clear(
    target: str, before: str, after: str
) -> None:
    filled_in = refill(target, before=before, after=after, source_locale="en", locale="de")
    assert filled_in is None


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("de", "1. März 2027"), ("fr", "1 mars 2027"), ("ja", "2027年3月1日"), ("pl", "1 marca 2027"),
        ("ru", "1 марта 2027\u202fг."), ("ar", "1 مارس 2027"), ("es", "1 de marzo de 2027"),
    ],
)  # fmt: skip
def test_dates_are_written_and_read_as_each_language_has_them(locale: str, written: str) -> None:
    assert localise_date("March 1, 2027", "en", into=locale) == written
    assert read_date(written, locale) == read_date("2027-03-01", locale)
    marks = find_marks(f"x {written}, y", locale)
    assert [mark.text for mark in marks][:1] == [written]


@pytest.mark.parametrize(
    ("text", "locale", "written"),
    [
        ("1,234,567.5", "de", "1.234.567,5"), ("1,234", "fr", "1\u202f234"), ("0.35", "pl", "0,35"),
        ("2027", "de", "2027"), ("1.2.3", "de", "1.2.3"), ("007", "de", "007"), ("12", "ja", "12"),
        ("100,000", "hi", "1,00,000"),
    ],
)  # fmt: skip
def test_numbers_keep_their_digits(text: str, locale: str, written: str) -> None:
    assert localise_number(text, "en", into=locale) == written


def test_only_a_text_without_words_is_copied() -> None:
    def copied(source: str, *fixed: str) -> str | None:
        return copied_target(source, source_locale="en", locale="de", fixed=fixed)

    assert copied("{{ total | number }}: 1,000.5") == "{{ total | number }}: 1.000,5"
    assert copied("Acme Exchange™", "Acme Exchange") == "Acme Exchange™"
    assert copied("Acme Exchange") is None
    assert copied('{{ name or "customer" }}') is None
