"""64-bit hashes of a million things, brought into order in little memory.

They lie apart by their first byte until they are wanted, so that few of them are ever Python
numbers at the same time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter

SHELVES = 256
SHIFT = 56
"""What is left of a hash after shifting it so far is the number of its shelf."""


class HashShelves:
    """Takes hashes in, and gives them in order or tells which came more than once."""

    def __init__(self) -> None:
        self._shelves = [array("Q") for _ in range(SHELVES)]

    def add(self, hashes: bytes) -> None:
        """Take in hashes, 8 bytes each as this computer writes a number."""
        some = sorted(memoryview(hashes).cast("Q"))
        begin = 0
        while begin < len(some):
            shelf = some[begin] >> SHIFT
            end = bisect_left(some, (shelf + 1) << SHIFT, begin)
            self._shelves[shelf].extend(some[begin:end])
            begin = end

    def emptied(self) -> tuple[bytes, ...]:
        """Give every different hash in order, shelf by shelf; afterwards none is held."""
        return self.sorted_out()[0]

    def repeated(self) -> frozenset[int]:
        """Give the hashes that came more than once; afterwards none is held."""
        return self.sorted_out()[1]

    def sorted_out(self) -> tuple[tuple[bytes, ...], frozenset[int]]:
        """Give every different hash in order, and those that came more than once."""
        ordered: list[bytes] = []
        repeated: set[int] = set()
        for number, shelf in enumerate(self._shelves):
            different = set(shelf)
            if len(different) < len(shelf):
                repeated.update(value for value, count in Counter(shelf).items() if count > 1)
            ordered.append(array("Q", sorted(different)).tobytes())
            self._shelves[number] = array("Q")
        return tuple(ordered), frozenset(repeated)
