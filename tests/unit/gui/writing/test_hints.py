"""What the Write page says about lengths, reading time and what a crash left, in numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.gui.writing.draft_differences import changed_lines, difference_words
from composer.gui.writing.length_hints import preheader_hint, seen_length, subject_hint
from composer.gui.writing.reading_time import measure_reading
from composer.model.writing import MessageDraft

STORED = MessageDraft(subject="Old", preheader="", body="One\nTwo\nThree", layout="notice")


@pytest.mark.parametrize(
    ("text", "length"),
    [("Index", 5), ("指数ウェイト", 12), ("e\u0301te\u0301", 3), ("\u2068x\u2069", 1)],
)
def test_letters_are_counted_as_they_are_seen(text, length):
    assert seen_length(text) == length


def test_subjects_are_measured_against_phones_and_other_programs():
    assert subject_hint("x" * 12) == "12 letters"
    assert subject_hint("x" * 61) == "61 letters; phones show about 40"
    assert subject_hint("x" * 80) == "80 letters; most programs cut it after about 70"
    assert "do not open" in subject_hint("")


def test_an_empty_preheader_says_what_stands_in_for_it():
    assert "first words of the text" in preheader_hint("")
    assert preheader_hint("x" * 91) == "91 letters; most programs show about 90"


def test_words_are_counted_as_a_reader_gets_them():
    text = "Dear {{ first_name }},\n\nread it <https://example.com/a/b> at 9:30, don't wait.\n"
    assert measure_reading(text).words == 8
    assert str(measure_reading("word " * 440)) == "about 2 min to read · 440 words"
    assert str(measure_reading("")) == ""


def test_languages_without_spaces_are_counted_by_letters():
    reading = measure_reading("指数の重みが変わります。" * 50)
    assert (reading.words, reading.letters) == (0, 550)
    assert str(reading) == "about 1 min to read · 550 letters"


def test_arabic_and_hebrew_have_words():
    assert measure_reading("تتغير أوزان المؤشر في {{ effective_date }}.").words == 5


def test_what_differs_after_a_crash_is_said_in_words():
    kept = replace(STORED, subject="New", body="One\n2\nThree\nFour", layout="newsletter")
    assert difference_words(kept, STORED) == "2 lines of the text, the subject, the layout"
    assert changed_lines("a\nb\nc", "a\nc") == 1
