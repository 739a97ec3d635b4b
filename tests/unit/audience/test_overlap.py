"""Nearly the same message: what counts as such, and what does not."""

from __future__ import annotations

from random import Random

from composer.audience.overlap import Wording, is_nearly_same, is_overlap

WORDS = [f"word{number}" for number in range(400)]


def body(seed: int, count: int = 2500) -> str:
    random = Random(seed)
    return " ".join(random.choice(WORDS) for _ in range(count))


def same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return is_nearly_same(
        Wording(subject=one[0], body=one[1]), Wording(subject=other[0], body=other[1])
    )


def test_a_changed_word_in_subject_or_body_is_nearly_the_same():
    assert same(("Your vote on 3 May", "a"), ("Your vote on 4 May", "b c d"))
    assert same(("x", body(1)), ("y z w", body(1).replace("word7 ", "other ")))
    assert same(("INDEX WEIGHTING UPDATE", ""), ("Index weighting updates", ""))


def test_other_messages_are_not():
    assert not same(("Your vote on 3 May", "a b c"), ("Maintenance on Sunday night", "d e f"))
    assert not same(("one", body(1)), ("two", body(2)))
    assert not same(("", ""), ("", ""))


def test_more_than_half_of_the_people_is_an_overlap():
    assert is_overlap(51, 100)
    assert not is_overlap(50, 100)
    assert not is_overlap(0, 0)
