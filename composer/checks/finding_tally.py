"""Counts what the check finds about single people: a million findings alike take little room.

The first of each kind are held as examples; how many there are, and a digest over all of them, are
known for every kind. Where all are kept is the keeper's matter (`keeping.py`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import orjson

from composer.findings import Finding, FindingCount, kind_of

MOST_OF_A_KIND = 200
MOST_IN_ALL = 5000


class _Running(Protocol):
    def update(self, more: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


@dataclass(slots=True)
class _Kind:
    """Everything found so far that is alike."""

    count: int = 0
    examples: int = 0
    running: _Running = field(default_factory=hashlib.sha256)


class FindingTally:
    """Takes findings about people in, in order; of each code at least one stays as an example.

    `holds_all`: every one does.
    """

    def __init__(self, *, holds_all: bool = False) -> None:
        self._holds_all = holds_all
        self.examples: list[Finding] = []
        self._kinds: dict[tuple[str, str, str], _Kind] = {}
        self._codes: Counter[str] = Counter()

    def add(self, findings: Iterable[Finding]) -> None:
        """Take some in."""
        for item in findings:
            kind = self._kinds.setdefault(kind_of(item), _Kind())
            kind.count += 1
            kind.running.update(orjson.dumps(item.as_record()))
            is_first = not self._codes[item.code]
            self._codes[item.code] += 1
            has_room = kind.examples < MOST_OF_A_KIND and len(self.examples) < MOST_IN_ALL
            if has_room or is_first or self._holds_all:
                kind.examples += 1
                self.examples.append(item)

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(kind.count for kind in self._kinds.values())

    def counts(self) -> tuple[FindingCount, ...]:
        """Give the kinds of which not all are among the examples."""
        return tuple(
            FindingCount(
                code=code,
                column=column,
                locale=locale,
                count=kind.count,
                digest=kind.running.hexdigest(),
            )
            for (code, column, locale), kind in self._kinds.items()
            if kind.count > kind.examples
        )
