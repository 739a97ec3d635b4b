"""A point to look at, and the word of somebody who looked and left it as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from composer.findings import Finding, Severity, kind_of

LONGEST_REASON = 500
QUESTIONS = frozenset({"content.offer_in_service", "content.time_words"})
"""Findings for information that only whoever signs can answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who accepted a point, and why; `person` is a public key."""

    reason: str
    name: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Warnings of one kind about one column and language, as one line; perhaps accepted.

    `key` is the digest of the warnings and of the text they are about: another text has another.
    `count` is how many there are, also where `findings` are the first of very many.
    """

    key: str
    findings: tuple[Finding, ...]
    count: int = 1
    accepted: Acceptance | None = None

    @property
    def code(self) -> str:
        """The code that all of them share."""
        return self.findings[0].code

    @property
    def text(self) -> str:
        """The sentence of the first, which stands for all."""
        return self.findings[0].text


def warnings_by_kind(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Gather the warnings that make one line, in the order they came."""
    kinds: dict[tuple[str, str, str], list[Finding]] = {}
    for item in findings:
        if item.severity is Severity.WARN:
            kinds.setdefault(kind_of(item), []).append(item)
    return tuple(tuple(items) for items in kinds.values())
