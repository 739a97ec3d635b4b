"""How large the messages are, and who gets one that is much larger than the others'.

A message far larger than its neighbours is mostly a cell that swallowed a whole file, a table with
thousands of lines, or somebody else's data. Sizes are counted by whole kilobytes, so that a million
take no room; only the largest ones are known by name.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from composer.findings import Finding, finding

KILOBYTE = 1024
TIMES_MEDIAN = 3
ABOVE_MEDIAN_KB = 20
MOST_NAMED = 1000
_NAMED_OF_EACH = 20

Large = tuple[int, int, str]
"""Size in bytes, row, address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizesSeen:
    """The sizes of some messages in kilobytes, how many have each, and the largest by name."""

    counts: tuple[tuple[int, int], ...]
    largest: tuple[Large, ...]


def sizes_of(messages: Sequence[Large]) -> SizesSeen:
    """Count some messages."""
    counts = Counter(size // KILOBYTE for size, _row, _address in messages)
    return SizesSeen(
        counts=tuple(counts.items()), largest=tuple(heapq.nlargest(_NAMED_OF_EACH, messages))
    )


class SizeTally:
    """Adds up the sizes of everybody's messages."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._largest: list[Large] = []

    def add(self, seen: SizesSeen) -> None:
        """Take some in."""
        for kilobytes, count in seen.counts:
            self._counts[kilobytes] += count
        for large in seen.largest:
            if len(self._largest) < MOST_NAMED:
                heapq.heappush(self._largest, large)
            else:
                heapq.heappushpop(self._largest, large)

    @property
    def seen(self) -> SizesSeen:
        """Everything counted so far."""
        return SizesSeen(
            counts=tuple(sorted(self._counts.items())), largest=tuple(sorted(self._largest))
        )

    def outliers(self) -> Iterator[Finding]:
        """Name whoever gets a message much larger than half of all people's."""
        if not self._counts:
            return
        usual = self._median_kb()
        limit = max(usual * TIMES_MEDIAN, usual + ABOVE_MEDIAN_KB) * KILOBYTE
        for size, row, address in sorted(self._largest, key=lambda large: (-large[0], large[1])):
            if size > limit:
                yield finding(
                    "content.size_outlier",
                    where={"recipient": address, "row": row},
                    size=f"{size // KILOBYTE} KB",
                    usual=f"{max(1, usual)} KB",
                )

    def _median_kb(self) -> int:
        half = (self._counts.total() + 1) // 2
        for kilobytes, count in sorted(self._counts.items()):
            half -= count
            if half <= 0:
                return kilobytes
        return 0


def sizes_record(seen: SizesSeen) -> dict[str, object]:
    """Give JSON values."""
    return {
        "counts": [list(one) for one in seen.counts],
        "largest": [list(one) for one in seen.largest],
    }


def sizes_from_record(record: object) -> SizesSeen:
    """Read them back.

    Raises:
        ValueError: it is not such a record.
    """
    match record:
        case {"counts": list(counts), "largest": list(largest)}:
            return SizesSeen(
                counts=tuple((int(size), int(count)) for size, count in counts),
                largest=tuple((int(size), int(row), str(who)) for size, row, who in largest),
            )
        case _:
            raise ValueError("not the record of sizes")
