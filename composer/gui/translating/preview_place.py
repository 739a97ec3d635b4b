"""Finds the unit that is edited in the message beside it, and goes there.

What is looked for is the longest stretch of the translation without a field or mark in it; where
there is no translation yet, of the source, which is what its readers would get.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from composer.gui.live_preview import LivePreview
from composer.gui.translating.part_text import parts_of

FEWEST_LETTERS = 3
MOST_LETTERS = 120


def literal_of(text: str, kind: str) -> str:
    """Give the longest stretch of a text that stands in the message as it is.

    >>> literal_of("Dear {{ name }}, the weights have **changed**.", "paragraph")
    ', the weights have'
    """
    found, at = [], 0
    for part in parts_of(text, kind):
        found.append(text[at : part.start])
        at = part.end
    found.append(text[at:])
    lines = [line.strip() for piece in found for line in piece.replace("\\", "\n").split("\n")]
    longest = max(lines, key=len, default="")
    return longest[:MOST_LETTERS].strip() if len(longest) >= FEWEST_LETTERS else ""


class PreviewPlace(QObject):
    """Marks one text in the message, again after each time that the message was painted."""

    def __init__(self, preview: LivePreview) -> None:
        super().__init__(preview)
        self._preview = preview
        self.wanted = ""
        preview.pane.loaded.connect(self._go)

    def look_for(self, text: str, kind: str) -> None:
        """Mark another text."""
        wanted = literal_of(text, kind)
        if wanted != self.wanted:
            self.wanted = wanted
            self._go()

    def _go(self) -> None:
        view = self._preview.pane.view
        if view is not None:
            view.findText(self.wanted)
