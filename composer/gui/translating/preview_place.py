"""Finds the unit that is edited in the message beside it, and goes there.

What is looked for is the longest stretch of the translation without a field or mark in it; where
there is no translation yet, of the source, which is what its readers would get. Words that stand in
units before it, too, are counted, so that a short cell is not taken for a word of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import QWebEngineFindTextResult, QWebEnginePage

from composer.gui.live_preview import LivePreview
from composer.gui.translating.part_text import parts_of
from composer.model.translation import UnitLine

FEWEST_LETTERS = 3
MOST_LETTERS = 120
MOST_STEPS = 60
_AS_WRITTEN = QWebEnginePage.FindFlag.FindCaseSensitively
_ELSEWHERE = frozenset({"subject", "preheader", "text"})
"""Units that do not stand in the message's HTML."""


def literal_of(text: str, kind: str) -> str:
    """Give the longest stretch of a text that stands in the message as it is.

    >>> literal_of("Dear {{ name }}, the weights have **changed**.", "paragraph")
    ', the weights have'
    """
    longest = max(_literals(text, kind), key=len, default="")
    return longest[:MOST_LETTERS].strip() if len(longest) >= FEWEST_LETTERS else ""


def count_before(wanted: str, source: str, units: Iterable[UnitLine]) -> int:
    """Count how often words are read in the message before they come in the unit of a source."""
    count = 0
    for unit in units:
        if unit.source == source:
            break
        if unit.kind not in _ELSEWHERE:
            text = unit.target or unit.source
            count += sum(piece.count(wanted) for piece in _literals(text, unit.kind))
    return count


def _literals(text: str, kind: str) -> list[str]:
    found, at = [], 0
    for part in parts_of(text, kind):
        found.append(text[at : part.start])
        at = part.end
    found.append(text[at:])
    return [line.strip() for piece in found for line in piece.replace("\\", "\n").split("\n")]


class PreviewPlace(QObject):
    """Marks one text in the message, again after each time that the message was painted."""

    def __init__(self, preview: LivePreview) -> None:
        super().__init__(preview)
        self._preview = preview
        self._page: QWebEnginePage | None = None
        self.wanted = ""
        self.number = 1
        self.found = 0
        self._steps_left = 0
        preview.pane.loaded.connect(self._go)

    def look_for(self, unit: UnitLine, units: Iterable[UnitLine]) -> None:
        """Mark another unit; `units` are all, in reading order."""
        text = "" if unit.kind in _ELSEWHERE else unit.target or unit.source
        wanted = literal_of(text, unit.kind)
        number = count_before(wanted, unit.source, units) + 1 if wanted else 1
        if (wanted, number) != (self.wanted, self.number):
            self.wanted, self.number = wanted, number
            self._go()

    def _go(self) -> None:
        view = self._preview.pane.view
        if view is None:
            return
        page = view.page()
        if page is not self._page:
            page.findTextFinished.connect(self._was_found)
            self._page = page
        self.found = 0
        self._steps_left = MOST_STEPS
        page.findText("")  # the next one is looked for from the top
        if self.wanted:
            page.findText(self.wanted, _AS_WRITTEN)

    def _was_found(self, result: QWebEngineFindTextResult) -> None:
        """Go on to the next place of the same words, until it is the unit's."""
        self.found = result.activeMatch()
        view = self._preview.pane.view
        is_there = self.found == min(self.number, result.numberOfMatches())
        if is_there or view is None or self._steps_left == 0 or not self.wanted:
            return
        self._steps_left -= 1
        view.page().findText(self.wanted, _AS_WRITTEN)
