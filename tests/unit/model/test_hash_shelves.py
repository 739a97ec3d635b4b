"""Hashes come in order, each once, whatever order and however often they came."""

from __future__ import annotations

import random
from array import array

from composer.model.hash_shelves import HashShelves


def test_every_hash_comes_once_in_order_and_repeated_ones_are_told() -> None:
    pick = random.Random(5)
    values = [pick.getrandbits(64) for _ in range(5000)] + [0, 2**64 - 1, 255 << 56]
    again = pick.sample(values, 20)
    first, second = HashShelves(), HashShelves()
    for some in (values[:3000], values[3000:], again, again):
        for shelves in (first, second):
            shelves.add(array("Q", some).tobytes())
    assert array("Q", b"".join(first.emptied())).tolist() == sorted(set(values))
    assert second.repeated() == frozenset(again)
    assert not b"".join(first.emptied())
    assert not second.repeated()
