"""Finds and replaces in a text with chips: by letters, by a tag's source, or by its words.

Two readings of each paragraph are searched: as it is written and as it is shown. A place within a
chip is the whole chip. Replacing changes a chip's source where the search fits its source; where it
fits only the words, the chip is left alone and the caller can say why. Replacing all is one step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextBlock, QTextCursor

from composer.gui.writing.chip_edit import ChipEdit
from composer.gui.writing.chip_text import CHIP, Run, chip_at, insert_source, runs_of, units_of

KEEP = QTextCursor.MoveMode.KeepAnchor
MOST_SHOWN = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One place that fits; `in_words` where only a chip's words do."""

    start: int
    end: int
    in_words: bool = False


class TextFinder(QObject):
    """The search in one editor.

    Signals:
        changed(): other places fit, or another one is shown.
    """

    changed = Signal()

    def __init__(self, edit: ChipEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._pattern: re.Pattern[str] | None = None
        self._asked: tuple[str, bool, bool] = ("", False, False)
        self._revision = -1
        edit.document().contentsChanged.connect(self._forget)
        self._found: tuple[Found, ...] = ()

    def look_for(self, text: str, *, case: bool = False, whole_words: bool = False) -> None:
        """Search for another text; an empty one finds nothing."""
        if (text, case, whole_words) == self._asked:
            return
        self._asked = (text, case, whole_words)
        if text:
            word = re.escape(text)
            if whole_words:
                word = rf"(?<!\w){word}(?!\w)"
            self._pattern = re.compile(word, 0 if case else re.IGNORECASE)
        else:
            self._pattern = None
        self._revision = -1
        self.show_places()

    @property
    def found(self) -> tuple[Found, ...]:
        """All places, in order, as the text is now."""
        revision = self._edit.document().revision()
        if revision != self._revision:
            self._revision = revision
            self._found = tuple(self._search())
        return self._found

    @property
    def current(self) -> int:
        """The number of the place that is selected, from 1; 0 if none is."""
        cursor = self._edit.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        for number, place in enumerate(self.found, start=1):
            if (place.start, place.end) == here:
                return number
        return 0

    def go(self, *, back: bool = False) -> bool:
        """Select the next place after the cursor, going round; says whether there is any."""
        if not self.found:
            self.changed.emit()
            return False
        cursor = self._edit.textCursor()
        if back:
            before = [place for place in self.found if place.end <= cursor.selectionStart()]
            place = (before or self.found)[-1]
        else:
            at = cursor.selectionEnd()
            place = next((place for place in self.found if place.start >= at), self.found[0])
        self._show(place)
        return True

    def go_here(self) -> bool:
        """Select the first place from the selection's start on, while the search is typed."""
        if not self.found:
            self.changed.emit()
            return False
        at = self._edit.textCursor().selectionStart()
        self._show(next((place for place in self.found if place.start >= at), self.found[0]))
        return True

    def can_replace(self) -> bool:
        """Whether the selected place can be replaced: not a chip that fits by its words alone."""
        number = self.current
        return bool(number) and not self.found[number - 1].in_words

    def replace(self, text: str) -> bool:
        """Replace the selected place and go on to the next; says whether something was replaced."""
        number = self.current
        done = False
        found = self.found[number - 1] if number else None
        if found is not None and not found.in_words:
            cursor = QTextCursor(self._edit.document())
            cursor.beginEditBlock()
            self._replace(cursor, found, text)
            cursor.endEditBlock()
            self._edit.setTextCursor(cursor)
            done = True
        self.go()
        return done

    def replace_all(self, text: str) -> int:
        """Replace every place as one step, and count them."""
        places = [place for place in self.found if not place.in_words]
        cursor = QTextCursor(self._edit.document())
        cursor.beginEditBlock()
        for place in reversed(places):
            self._replace(cursor, place, text)
        cursor.endEditBlock()
        self.show_places()
        return len(places)

    def show_places(self) -> None:
        """Show all places in the text."""
        cursors = []
        for place in self.found[:MOST_SHOWN]:
            cursor = QTextCursor(self._edit.document())
            cursor.setPosition(place.start)
            cursor.setPosition(place.end, KEEP)
            cursors.append(cursor)
        self._edit.marks.set_found(tuple(cursors))
        self.changed.emit()

    def stop(self) -> None:
        """Search no more."""
        self.look_for("")

    def _show(self, place: Found) -> None:
        cursor = self._edit.textCursor()
        cursor.setPosition(place.start)
        cursor.setPosition(place.end, KEEP)
        self._edit.setTextCursor(cursor)
        self._edit.ensureCursorVisible()
        self.show_places()

    def _forget(self) -> None:
        self._revision = -1

    def _search(self) -> Iterator[Found]:
        if self._pattern is None:
            return
        block = self._edit.document().begin()
        while block.isValid():
            yield from self._search_block(block)
            block = block.next()

    def _search_block(self, block: QTextBlock) -> Iterator[Found]:
        assert self._pattern is not None
        text = block.text()
        if CHIP not in text:
            at = block.position()
            for match in self._pattern.finditer(text):
                start = at + units_of(text[: match.start()])
                yield Found(start=start, end=start + units_of(match[0]))
            return
        runs = runs_of(block)
        written = set(self._places(runs, [run.text for run in runs]))
        words = [self._edit.chip_words(run.text) if run.is_chip else run.text for run in runs]
        shown = set(self._places(runs, words))
        last = -1
        for start, end in sorted(written | shown):
            if start >= last:  # what overlaps is one place
                last = end
                yield Found(start=start, end=end, in_words=(start, end) not in written)

    def _places(self, runs: list[Run], texts: list[str]) -> Iterator[tuple[int, int]]:
        assert self._pattern is not None
        for match in self._pattern.finditer("".join(texts)):
            start = end = -1
            at = 0
            for run, text in zip(runs, texts, strict=True):
                after = at + len(text)
                if start < 0 and match.start() < after:
                    start = run.position + _units_in(run, text, match.start() - at)
                if match.end() <= after:
                    inside = match.end() - at
                    end = run.end if run.is_chip else run.position + _units_in(run, text, inside)
                    break
                at = after
            yield start, end

    def _replace(self, cursor: QTextCursor, place: Found, text: str) -> None:
        assert self._pattern is not None
        chip = chip_at(self._edit.document(), place.start)
        if chip is not None and place.end == place.start + 1:
            text = self._pattern.sub(lambda _found: text, chip.source)
        elif CHIP in _letters(cursor, place):
            written = self._edit.source_at(place.start, place.end)
            text = self._pattern.sub(lambda _found: text, written)
        cursor.setPosition(place.start)
        cursor.setPosition(place.end, KEEP)
        insert_source(cursor, text, chips=not self._edit.tags_as_written)


def _units_in(run: Run, text: str, letters: int) -> int:
    return 0 if run.is_chip else units_of(text[:letters])


def _letters(cursor: QTextCursor, place: Found) -> str:
    cursor.setPosition(place.start)
    cursor.setPosition(place.end, KEEP)
    return cursor.selectedText()
