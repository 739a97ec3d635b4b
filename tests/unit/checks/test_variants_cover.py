"""Few sets that hold everything: never needless ones, and as few as an exact solver finds."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.checks.variants_cover import fewest
from tests.unit.checks.exact_cover import exact


def union(masks: list[int], chosen: tuple[int, ...]) -> int:
    found = 0
    for position in chosen:
        found |= masks[position]
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(min_value=1, max_value=2**12 - 1), min_size=1, max_size=16))
def test_as_few_as_an_exact_solver_finds(masks: list[int]) -> None:
    chosen = fewest(masks)
    assert union(masks, chosen) == union(masks, tuple(range(len(masks))))
    assert len(chosen) == exact(masks)


@pytest.mark.parametrize("seed", range(12))
def test_larger_ones_stay_within_a_fifth_of_the_optimum(seed: int) -> None:
    chance = random.Random(seed)
    masks = [
        sum(1 << bit for bit in range(30) if chance.random() < chance.choice((0.1, 0.2, 0.35)))
        for _ in range(40)
    ]
    chosen = fewest(masks)
    assert union(masks, chosen) == union(masks, tuple(range(len(masks))))
    assert len(chosen) <= 1.2 * exact(masks)


def test_complements_are_found_where_greed_goes_wrong() -> None:
    # The classic trap: each large set takes a bit of both halves.
    halves = [0b1111111, 0b1111111 << 7]
    large = [0b1111 << 3 | 0b1111 << 7, 0b11 << 1 | 0b11 << 11, 1 | 1 << 13]
    assert fewest([*large, *halves]) == (3, 4)


def test_of_equals_the_earlier_is_chosen_whatever_else_there_is() -> None:
    assert fewest([0b01, 0b11, 0b10, 0b11]) == (1,)
    assert fewest([0b001, 0b011, 0b110, 0b100, 0b011]) == (0, 2)
    assert fewest([]) == ()
    assert fewest([0, 0]) == ()


def test_many_sets_take_few_steps_and_twice_give_the_same() -> None:
    chance = random.Random(5)
    masks = []
    for _ in range(3_000):
        locale, outcomes = chance.randrange(6), chance.getrandbits(12)
        masks.append((outcomes | (~outcomes & 0xFFF) << 12) << 24 * locale)
    chosen = fewest(masks)
    assert union(masks, chosen) == 2 ** (24 * 6) - 1
    assert len(chosen) == 12
    assert fewest(masks) == chosen
