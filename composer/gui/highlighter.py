"""Colours Markdown, fields and conditions while they are written."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from composer.gui import theme

_RULES = (
    ("heading", re.compile(r"^#{1,6} .*$")),
    ("strong", re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__")),
    ("emphasis", re.compile(r"(?<![*\w])\*[^*\s][^*\n]*\*(?!\*)|(?<!\w)_[^_\s][^_\n]*_(?!\w)")),
    ("code", re.compile(r"`[^`\n]+`")),
    ("link", re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)")),
    ("quiet", re.compile(r"^\s*(?:[-*+]|\d+\.)\s|^\s*\|[-:| ]+\|\s*$|^>\s")),
    ("condition", re.compile(r"\{%.*?%\}|\{#.*?#\}")),
    ("field", re.compile(r"\{\{.*?\}\}")),
)


class MarkdownHighlighter(QSyntaxHighlighter):
    """Formats one block after the other; later rules win over earlier ones."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.draw_anew()

    def draw_anew(self) -> None:
        """Take the theme's colours."""
        self._formats = {
            "heading": _format(tint="text", strong=True),
            "strong": _format(strong=True),
            "emphasis": _format(italic=True),
            "code": _format(tint="muted"),
            "link": _format(tint="accent"),
            "quiet": _format(tint="muted"),
            "condition": _format(tint="unclear", ground="unclear_soft"),
            "field": _format(tint="accent", ground="accent_soft"),
        }
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one paragraph."""
        for name, pattern in _RULES:
            for match in pattern.finditer(text):
                self.setFormat(match.start(), match.end() - match.start(), self._formats[name])


def _format(
    *, tint: str = "", ground: str = "", strong: bool = False, italic: bool = False
) -> QTextCharFormat:
    made = QTextCharFormat()
    if tint:
        made.setForeground(theme.colour(tint))
    if ground:
        made.setBackground(theme.colour(ground))
    if strong:
        made.setFontWeight(QFont.Weight.DemiBold)
    made.setFontItalic(italic)
    return made
