"""64-bit hashes of a million things, brought into order in little memory.

They lie apart by their first byte until they are wanted, so that few of them are ever Python
numbers at the same time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter

_SHELVES = 256
_SHIFT = 56


class HashShelves:
    """Takes hashes in, and gives them in order or tells which came more than once."""

    def __init__(self) -> None:
        self._shelves = [array("Q") for _ in range(_SHELVES)]

    def add(self, hashes: bytes) -> None:
        """Take in hashes, 8 bytes each as this computer writes a number."""
        some = sorted(memoryview(hashes).cast("Q"))
        begin = 0
        while begin < len(some):
            shelf = some[begin] >> _SHIFT
            end = bisect_left(some, (shelf + 1) << _SHIFT, begin)
            self._shelves[shelf].extend(some[begin:end])
            begin = end

    def emptied(self) -> bytearray:
        """Give every different hash in order; afterwards none is held."""
        ordered = bytearray()
        for number, shelf in enumerate(self._shelves):
            ordered += array("Q", sorted(set(shelf)))
            self._shelves[number] = array("Q")
        return ordered

    def repeated(self) -> frozenset[int]:
        """Give the hashes that came more than once; afterwards none is held."""
        found: set[int] = set()
        for number, shelf in enumerate(self._shelves):
            if len(set(shelf)) < len(shelf):
                found.update(value for value, count in Counter(shelf).items() if count > 1)
            self._shelves[number] = array("Q")
        return frozenset(found)
