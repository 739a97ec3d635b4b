"""A bounded memory of pure functions: right for every key, whatever was forgotten."""

from __future__ import annotations

import pytest

from composer.model.recall import Recall


def test_it_gives_what_the_function_gives_however_much_was_met() -> None:
    recall: Recall[str, str] = Recall(str.upper, room_bytes=4000)
    for number in range(5000):
        for key in (f"line {number}", "always", f"line {number // 2}"):
            assert recall[key] == key.upper()


def test_it_holds_no_more_than_its_room_in_each_generation() -> None:
    recall: Recall[str, int] = Recall(len, room_bytes=10_000)
    for number in range(1000):
        assert recall[f"{number:040}"] == 40
        assert max(len(recall), len(recall._older)) <= 10_000 // (200 + 4 * 40)


def test_what_is_in_use_is_not_worked_out_again() -> None:
    asked: list[str] = []

    def compute(key: str) -> int:
        asked.append(key)
        return len(key)

    recall: Recall[str, int] = Recall(compute, room_bytes=4000)
    for number in range(500):
        assert recall["always"] == 6
        assert recall[f"{number:06}"] == 6
    assert asked.count("always") == 1


def test_a_refusal_is_raised_each_time_and_leaves_nothing_behind() -> None:
    recall: Recall[str, int] = Recall(int, room_bytes=4000)
    for _ in range(3):
        with pytest.raises(ValueError, match="invalid"):
            recall["x"]
    assert not recall


def test_what_is_too_large_is_worked_out_each_time() -> None:
    recall: Recall[str, int] = Recall(len, room_bytes=4000)
    assert [recall["x" * 5000] for _ in range(2)] == [5000, 5000]
    assert not recall
