"""Colours a text that was brought as HTML: tags, attributes' values, comments."""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from composer.gui import theme

_COMMENT, _PLAIN = 1, 0
_TAG = re.compile(r"</?[A-Za-z][^>]*>?|<!\w[^>]*>")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")


class HtmlHighlighter(QSyntaxHighlighter):
    """Formats one line after the other; comments may go on over lines."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.draw_anew()

    def draw_anew(self) -> None:
        """Take the theme's colours."""
        for name, tint in (("tag", "accent"), ("value", "done"), ("comment", "muted")):
            made = QTextCharFormat()
            made.setForeground(theme.colour(tint))
            self._formats[name] = made
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        at = 0
        if self.previousBlockState() == _COMMENT:
            at = self._comment(text, 0)
        while at < len(text):
            begun = text.find("<!--", at)
            end = begun if begun >= 0 else len(text)
            for tag in _TAG.finditer(text, at, end):
                self.setFormat(tag.start(), tag.end() - tag.start(), self._formats["tag"])
                for value in _VALUE.finditer(text, tag.start(), tag.end()):
                    length = value.end() - value.start()
                    self.setFormat(value.start(), length, self._formats["value"])
            at = self._comment(text, begun) if begun >= 0 else len(text)

    def _comment(self, text: str, start: int) -> int:
        end = text.find("-->", start)
        self.setCurrentBlockState(_PLAIN if end >= 0 else _COMMENT)
        end = end + 3 if end >= 0 else len(text)
        self.setFormat(start, end - start, self._formats["comment"])
        return end
