"""What other tools' words for a state mean here.

Reviewed is only what a tool calls final or approved; a word that nobody knows makes a draft, so
that a person looks at it. A translation of several segments is as far as its least.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composer.model.translation import UnitState

_ORDER = (UnitState.NEW, UnitState.NEEDS_WORK, UnitState.DRAFT, UnitState.REVIEWED)

XLIFF_12: Mapping[str, UnitState] = {
    "final": UnitState.REVIEWED,
    "signed-off": UnitState.REVIEWED,
    "translated": UnitState.DRAFT,
    "new": UnitState.NEEDS_WORK,
    **dict.fromkeys(
        (
            "needs-translation",
            "needs-adaptation",
            "needs-l10n",
            "needs-review-translation",
            "needs-review-adaptation",
            "needs-review-l10n",
        ),
        UnitState.NEEDS_WORK,
    ),
}
XLIFF_2: Mapping[str, UnitState] = {
    "initial": UnitState.NEEDS_WORK,
    "translated": UnitState.DRAFT,
    "reviewed": UnitState.REVIEWED,
    "final": UnitState.REVIEWED,
}
TRADOS: Mapping[str, UnitState] = {
    "Translated": UnitState.DRAFT,
    "ApprovedTranslation": UnitState.REVIEWED,
    "ApprovedSignOff": UnitState.REVIEWED,
    **dict.fromkeys(
        ("Draft", "Unspecified", "RejectedTranslation", "RejectedSignOff"), UnitState.NEEDS_WORK
    ),
}
MEMOQ: Mapping[str, UnitState] = {
    "ManuallyConfirmed": UnitState.DRAFT,
    "Confirmed": UnitState.DRAFT,
    "Reviewer1Confirmed": UnitState.REVIEWED,
    "Reviewer2Confirmed": UnitState.REVIEWED,
    "Proofread": UnitState.REVIEWED,
    **dict.fromkeys(
        (
            "NotStarted",
            "Edited",
            "PartiallyEdited",
            "Pretranslated",
            "AssembledFromFragments",
            "MachineTranslated",
            "Rejected",
        ),
        UnitState.NEEDS_WORK,
    ),
}
GUESSED_QUALIFIERS = frozenset(
    {"fuzzy-match", "leveraged-mt", "mt-suggestion", "leveraged-inherited", "tm-suggestion"}
)
"""Where nobody has looked at a translation yet, says XLIFF 1.2's `state-qualifier`."""


def phrase_state(level: str) -> UnitState:
    """Give the meaning of how many steps of Phrase's work a translation has passed.

    >>> [phrase_state(level).value for level in ("0", "false", "1", "2")]
    ['needs_work', 'needs_work', 'draft', 'reviewed']
    """
    if level in {"", "0", "false"}:
        return UnitState.NEEDS_WORK
    return UnitState.REVIEWED if level.isdecimal() and int(level[:4]) > 1 else UnitState.DRAFT


def state_of(word: str, known: Mapping[str, UnitState]) -> UnitState | None:
    """Give a word's meaning: None for none, a draft for one that nobody knows.

    >>> [state_of(word, XLIFF_12) for word in ("signed-off", "x-ours", "")]
    [<UnitState.REVIEWED: 'reviewed'>, <UnitState.DRAFT: 'draft'>, None]
    """
    return known.get(word, UnitState.DRAFT) if word else None


def least(states: Iterable[UnitState | None]) -> UnitState | None:
    """Give the least of several states; one that says nothing counts for nothing."""
    stated = [state for state in states if state is not None]
    return min(stated, key=_ORDER.index, default=None)
