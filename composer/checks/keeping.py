"""Keeping a check's results while it runs, so that it can go on after it was cut off.

What is kept counts for nothing until everybody was checked: whoever keeps it must not be able to
take a part for the whole. Kept under a *mark*, which says exactly which rows were read in which
portions; with another mark the check begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from composer.findings import Finding

RESULT_BYTES = 80
"""One message's result: the recipient's id (16), the digest (32) and the wire's SHA-256 (32)."""


@dataclass(slots=True)
class Part:
    """What came since the last time that something was kept: whole portions, in order.

    `portions` counts those done in all, `state` is everything that was added up so far.
    """

    portions: int = 0
    results: list[bytes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    state: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an earlier run of the same check has kept; results and findings in order."""

    portions: int
    state: Mapping[str, object]
    results: Iterable[bytes]
    findings: Iterable[Finding]


class Keeper(Protocol):
    """Where results go as they come."""

    def resume(self, mark: str) -> Kept | None:
        """Give what was kept under this mark, or None; from now on keep under it."""
        ...

    def keep(self, part: Part) -> None:
        """Keep a part, whole or not at all."""
        ...


class NothingKept:
    """Keeps nothing: for whoever asks for the result alone."""

    def resume(self, mark: str) -> Kept | None:
        """There is never anything."""
        del mark
        return None

    def keep(self, part: Part) -> None:
        """Let it go."""
