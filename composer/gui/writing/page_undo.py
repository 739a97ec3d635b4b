"""The one history of the Write page: typing, subject, layout, headers, in the order they happened.

It keeps drafts, not widgets: the texts' own histories are off, and what is undone is put into the
widgets by the page. So the order is true across everything, a chip is undone like letters, and
undoing back to what is stored gives the stored message itself. Qt is not known here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from composer.gui.writing.draft_steps import DraftStep, TextEdit, step_between
from composer.model.writing import MessageDraft

MOST_STEPS = 2000
RUN_PAUSE_S = 1.2
RUN_LETTERS = 40
TYPING = "typing"


class PageHistory:
    """Drafts, one after the other; keys that follow each other are one step."""

    def __init__(self, draft: MessageDraft, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._draft = draft
        self._done: list[DraftStep] = []
        self._undone: list[DraftStep] = []
        self._clock = clock
        self._last_s = 0.0
        self._sealed = True
        self._label = ""

    @property
    def draft(self) -> MessageDraft:
        """The draft as it is now."""
        return self._draft

    @property
    def undo_label(self) -> str:
        """What Ctrl+Z would take back, or nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What Ctrl+Shift+Z would do again, or nothing."""
        return self._undone[-1].label if self._undone else ""

    def record(self, after: MessageDraft, *, label: str, merge: str = "") -> bool:
        """Take a step to another draft; False if it is the same."""
        if after == self._draft:
            return False
        step = step_between(self._draft, after, label=self._label or label, merge=merge)
        now = self._clock()
        if self._done and self._goes_on(self._done[-1], step, now):
            before = self._done.pop().undone(self._draft)
            step = step_between(before, after, label=step.label, merge=merge)
        self._draft, self._last_s, self._sealed = after, now, False
        self._undone.clear()
        if step.changes:  # a letter typed and deleted again is no step at all
            self._done.append(step)
        del self._done[:-MOST_STEPS]
        return True

    def undo(self) -> DraftStep | None:
        """Take the last step back and give it, or None."""
        if not self._done:
            return None
        step = self._done.pop()
        self._draft = step.undone(self._draft)
        self._undone.append(step)
        self._sealed = True
        return step

    def redo(self) -> DraftStep | None:
        """Do the last undone step again and give it, or None."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._draft = step.done(self._draft)
        self._done.append(step)
        self._sealed = True
        return step

    def seal(self) -> None:
        """End the run of keys: what is typed next is a step of its own."""
        self._sealed = True

    @contextmanager
    def named(self, label: str) -> Iterator[None]:
        """Name the step that is recorded meanwhile after a tool, and let it stand alone."""
        self.seal()
        self._label = label
        try:
            yield
        finally:
            self._label = ""
            self.seal()

    def begin_again(self, draft: MessageDraft) -> None:
        """Forget everything: another message is stored."""
        self._draft = draft
        self._done.clear()
        self._undone.clear()
        self._sealed = True

    def _goes_on(self, last: DraftStep, step: DraftStep, now: float) -> bool:
        if self._sealed or self._label or last.merge != step.merge or not step.merge:
            return False
        if now - self._last_s > RUN_PAUSE_S:
            return False
        if step.merge != TYPING:
            return True
        first, second = last.only_text, step.only_text
        return first is not None and second is not None and _is_one_run(first, second)


def _is_one_run(first: TextEdit, second: TextEdit) -> bool:
    """Whether a key belongs to the run before it: written on, or deleted on, in one line."""
    if first.field != second.field or "\n" in first.added + second.added + second.removed:
        return False
    if len(second.added) > RUN_LETTERS or len(second.removed) > 1:
        return False
    end = first.at + len(first.added)
    if second.added and not second.removed:
        begins_word = first.added[-1:].isspace() and len(first.added) > RUN_LETTERS
        return bool(first.added) and second.at == end and not begins_word
    if second.removed and not second.added:
        if first.added:
            return second.at + 1 == end
        return second.at + 1 == first.at or second.at == first.at
    return False
