"""One step of the page's history: what it changed in the draft, and how to take it back.

A text is kept as the one stretch that changed, never whole, so that a day's history of a long
message stays small. Nothing here knows Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from composer.model.writing import MessageDraft

NAMES = tuple(field.name for field in fields(MessageDraft))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEdit:
    """At `at`, `added` stands where `removed` stood; counted in code points."""

    field: str
    at: int
    removed: str
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A value that is no text, or was left open, is another."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStep:
    """What one action changed; `label` completes "Undo {label}"."""

    label: str
    changes: tuple[TextEdit | Swap, ...]
    merge: str = ""

    def done(self, draft: MessageDraft) -> MessageDraft:
        """Give the draft after the step."""
        return replace(draft, **{item.field: _forward(item, draft) for item in self.changes})

    def undone(self, draft: MessageDraft) -> MessageDraft:
        """Give the draft before the step."""
        return replace(draft, **{item.field: _backward(item, draft) for item in self.changes})

    @property
    def only_text(self) -> TextEdit | None:
        """The one edit of a text, if the step is nothing else."""
        match self.changes:
            case (TextEdit() as edit,):
                return edit
            case _:
                return None


def step_between(
    before: MessageDraft, after: MessageDraft, *, label: str, merge: str = ""
) -> DraftStep:
    """Make the step that leads from one draft to another."""
    changes = tuple(
        _change(name, getattr(before, name), getattr(after, name))
        for name in NAMES
        if getattr(before, name) != getattr(after, name)
    )
    return DraftStep(label=label, changes=changes, merge=merge)


def changed_stretch(before: str, after: str) -> tuple[int, int, int]:
    """Give where two texts begin to differ, and where the difference ends in each.

    >>> changed_stretch("Dear Ana,", "Dear Anna,")
    (7, 7, 8)
    """
    shorter = min(len(before), len(after))
    start = _longest(shorter, lambda count: before[:count] == after[:count])
    room = shorter - start
    tail = _longest(
        room, lambda count: before[len(before) - count :] == after[len(after) - count :]
    )
    return start, len(before) - tail, len(after) - tail


def _longest(most: int, holds: Any) -> int:
    """Find the largest count for which something holds that holds for all smaller ones."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _change(name: str, before: object, after: object) -> TextEdit | Swap:
    if isinstance(before, str) and isinstance(after, str):
        start, end, new_end = changed_stretch(before, after)
        return TextEdit(field=name, at=start, removed=before[start:end], added=after[start:new_end])
    return Swap(field=name, before=before, after=after)


def _forward(change: TextEdit | Swap, draft: MessageDraft) -> Any:
    if isinstance(change, Swap):
        return change.after
    return _replaced(draft, change.field, change.at, change.removed, change.added)


def _backward(change: TextEdit | Swap, draft: MessageDraft) -> Any:
    if isinstance(change, Swap):
        return change.before
    return _replaced(draft, change.field, change.at, change.added, change.removed)


def _replaced(draft: MessageDraft, field: str, at: int, out: str, into: str) -> str:
    text: str = getattr(draft, field)
    return text[:at] + into + text[at + len(out) :]
