"""Whether two messages are nearly the same: the half of an overlap that lies in the text.

The other half, how many people two audiences share, is counted by the store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

NEARLY = 0.85
SHARED = 0.5
"""More than this share of an audience in a recent campaign makes an overlap."""
LONGEST = 4000
"""Words of a body that are compared; what differs only after them does not count."""
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is compared of a message: its subject and its body, as written."""

    subject: str
    body: str


def is_nearly_same(one: Wording, other: Wording) -> bool:
    """Tell whether subject or body are nearly equal; empty texts are equal to nothing.

    >>> is_nearly_same(Wording(subject="Your vote, today", body=""),
    ...                Wording(subject="Your vote today!", body="x"))
    True
    """
    return _alike(one.subject, other.subject) or _alike(one.body, other.body)


def is_overlap(shared: int, people: int) -> bool:
    """Tell whether so many shared people are more than half of an audience."""
    return people > 0 and shared > people * SHARED


def _alike(one: str, other: str) -> bool:
    if not one.strip() or not other.strip():
        return False
    if one == other:
        return True
    words = _words(one), _words(other)
    matcher = SequenceMatcher(None, *words, autojunk=False)
    return (
        matcher.real_quick_ratio() >= NEARLY
        and matcher.quick_ratio() >= NEARLY
        and SequenceMatcher(None, *words).ratio() >= NEARLY
    ) or _spelt_alike(one, other)


def _spelt_alike(one: str, other: str) -> bool:
    """Compare short texts by letters: one letter more in a subject is another word."""
    if max(len(one), len(other)) > 300:
        return False
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio() >= NEARLY


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)[:LONGEST]]
