"""What was typed and is not stored yet, unit by unit, with a history of each. Qt is not known here.

Guards that nothing that was typed is lost: a text leaves only when that very text was stored, or
when it was undone back to what is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer.gui.writing.page_undo import TYPING, PageHistory
from composer.model.writing import MessageDraft

MOST_HISTORIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKey:
    """One unit in one language."""

    locale: str
    source: str


class UnitDrafts:
    """Texts on their way to the disk."""

    def __init__(self) -> None:
        self._typed: dict[UnitKey, str] = {}
        self._seen: dict[UnitKey, tuple[str, ...]] = {}
        self._histories: dict[UnitKey, PageHistory] = {}

    @property
    def open(self) -> dict[UnitKey, str]:
        """What is not stored yet."""
        return dict(self._typed)

    def text(self, key: UnitKey, stored: str) -> str:
        """Give what was typed last, or what is stored."""
        return self._typed.get(key, stored)

    def note(self, key: UnitKey, text: str, *, stored: str, run: bool = True) -> bool:
        """Take note of what a unit's translation is now; False if nothing is to be stored."""
        self._history(key, self._typed.get(key, stored)).record(
            _draft(text), label="", merge=TYPING if run else ""
        )
        if text == stored:
            self._typed.pop(key, None)
            self._seen.pop(key, None)
            return False
        self._seen.setdefault(key, (stored,))
        self._typed[key] = text
        return True

    def seen(self, key: UnitKey) -> tuple[str, ...]:
        """Give the translations that whoever types has before them, or sent to the disk before."""
        return self._seen.get(key, ())

    def sent(self, key: UnitKey, text: str) -> None:
        """Take note that a text is on its way to the disk."""
        self._seen[key] = (*self.seen(key), text)

    def stored(self, key: UnitKey, text: str) -> None:
        """Take note that a text was stored; what was typed since then stays open."""
        self._seen[key] = (text,)
        if self._typed.get(key) == text:
            del self._typed[key]
            del self._seen[key]

    def undo(self, key: UnitKey) -> str | None:
        """Take the last step back; None if there is none."""
        history = self._histories.get(key)
        return history.draft.body if history is not None and history.undo() else None

    def redo(self, key: UnitKey) -> str | None:
        """Do the last undone step again; None if there is none."""
        history = self._histories.get(key)
        return history.draft.body if history is not None and history.redo() else None

    def _history(self, key: UnitKey, before: str) -> PageHistory:
        if key not in self._histories:
            while len(self._histories) >= MOST_HISTORIES:
                del self._histories[next(iter(self._histories))]
            self._histories[key] = PageHistory(_draft(before))
        return self._histories[key]


def _draft(text: str) -> MessageDraft:
    return MessageDraft(subject="", preheader="", body=text)
