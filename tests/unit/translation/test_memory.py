"""Which stored translation fits a text, and how well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.model.memory import Change, LanguagePair, MatchKind, MemoryUnit, StoredUnit
from composer.translation.memory import (
    LEAST_LIKENESS,
    find_differences,
    likeness,
    memory_key,
    nearest_shapes,
    rank_matches,
    shape_lengths,
)

AT = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = st.lists(
    st.sampled_from(["pay", "now", "{{a}}", "5", "the", "your", "weight", "index", "-", "7"]),
    max_size=12,
)


def stored(source: str, target: str, number: int = 1, locale: str = "en") -> StoredUnit:
    unit = MemoryUnit(
        source=source,
        target=target,
        pair=LanguagePair(source=locale, target="de"),
        campaign="c1",
        by="key",
        at=AT + timedelta(minutes=number),
    )
    return StoredUnit(number=number, unit=unit, campaign_name="Weights")


def ranked(source: str, *units: StoredUnit) -> list[tuple[int, str]]:
    matches = rank_matches(source, units, locale="de", name_of=str)
    return [(match.likeness, match.target) for match in matches]


def test_the_same_text_comes_first_then_other_numbers_then_what_is_nearly_alike() -> None:
    source = "Pay {{ amount }} by 7 March 2027, please."
    assert ranked(
        source,
        stored("Please pay {{ amount }} now, by 7 March 2027", "Fast", 1),
        stored("Pay {{ sum }} by 2 May 2026, please.", "Bitte {{ sum }} bis 2. Mai 2026 zahlen.", 2),
        stored(source, "Genau", 3),
        stored("Something else entirely", "Anderes", 4),
    ) == [
        (100, "Genau"),
        (99, "Bitte {{ amount }} bis 7. März 2027 zahlen."),
        (72, "Fast"),
    ]  # fmt: skip


def test_of_two_translations_of_the_same_text_the_newest_comes_first() -> None:
    assert ranked("Pay", stored("Pay", "Alt", 1), stored("Pay", "Neu", 2)) == [
        (100, "Neu"),
        (100, "Alt"),
    ]


def test_what_reads_the_same_is_shown_once() -> None:
    assert ranked("Pay", stored("Pay", "Zahlen", 1), stored("Pay!", "Zahlen", 2)) == [
        (100, "Zahlen")
    ]


def test_a_number_that_cannot_be_put_in_makes_it_no_more_than_alike() -> None:
    (match,) = rank_matches(
        "Pay 5 now", [stored("Pay 4 now", "Vier zahlen")], locale="de", name_of=str
    )
    assert (match.kind, match.likeness, match.target) == (MatchKind.FUZZY, 66, "Vier zahlen")


def test_a_match_says_where_it_comes_from_and_what_differs() -> None:
    (match,) = rank_matches(
        "Pay it now", [stored("Pay it later", "Später")], locale="de", name_of=str.upper
    )
    assert (match.campaign, match.by, match.at) == ("Weights", "KEY", AT + timedelta(minutes=1))
    changed = [(part.change, part.text) for part in match.differences[1:]]
    assert changed == [(Change.REMOVED, "later"), (Change.ADDED, "now")]


def test_languages_without_spaces_are_compared_by_characters() -> None:
    assert likeness("指数の新しい比重", "指数の古い比重", "ja") == 80
    assert likeness("指数の新しい比重", "指数の古い比重", "en") == 0


@pytest.mark.parametrize("locale", ["en", "ja"])
@given(one=WORDS, other=WORDS)
def test_what_is_alike_enough_is_never_missed(
    locale: str, one: list[str], other: list[str]
) -> None:
    first, second = " ".join(one), " ".join(other)
    alike = likeness(first, second, locale)
    if alike >= LEAST_LIKENESS and alike < 100:
        shape, stored_shape = (memory_key(text, locale).shape for text in (first, second))
        shortest, longest = shape_lengths(shape)
        assert shortest <= len(stored_shape) <= longest
        assert nearest_shapes(shape, [stored_shape, stored_shape]) == (stored_shape,)


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "ja", "ar"]))
def test_differences_hold_both_texts_whole(before: str, after: str, locale: str) -> None:
    parts = find_differences(before, after, locale)
    assert "".join(part.text for part in parts if part.change is not Change.ADDED) == before
    assert "".join(part.text for part in parts if part.change is not Change.REMOVED) == after


def test_keys_tell_texts_apart_that_differ_in_more_than_marks() -> None:
    one, other, third = (memory_key(text, "en") for text in ("Pay 5", "Pay 6", "Pay {{ a }}"))
    assert one.exact != other.exact
    assert one.loose == other.loose != third.loose
    assert memory_key(" Pay 5\n", "en") == one
