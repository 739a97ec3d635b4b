"""A point to look at, and the word of somebody who looked and left it as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from composer.findings import Finding, Severity, gather, locales_of
from composer.i18n import _, place

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
    """Warnings of one kind about one column, as one line; perhaps accepted.

    They are about one language, or the very same in each of several.

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
    def locales(self) -> tuple[str, ...]:
        """The languages that they are about; none: they are about all, or about none."""
        return locales_of(self.findings)

    def said(self, names_of: Callable[[Iterable[str]], str]) -> str:
        """Say the sentence, and in which languages where these are several."""
        if len(self.locales) < 2:
            return self.text
        words = _("{finding} In: {languages}.")
        return place(words, finding=self.text, languages=names_of(self.locales))

    @property
    def text(self) -> str:
        """The sentence of the first, which stands for all."""
        return self.findings[0].text


def warnings_by_kind(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Gather the warnings that make one line, in the order they came."""
    return gather(item for item in findings if item.severity is Severity.WARN)
