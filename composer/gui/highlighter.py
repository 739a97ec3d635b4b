"""Gives Markdown its looks while it is written: what is meant stands out, its marks recede.

Headings are larger where asked for, links show their words and dim their target, and tags that are
not chips (as written, or still open) are coloured. The looks are those of the theme.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from composer.gui import theme

# Each rule's named groups are looks; later rules win over earlier ones.
_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<strong>(?<![*\\])\*\*(?=\S)[^\n]+?(?<=\S)\*\*(?!\*)|(?<![\w\\])__(?=\S)[^_\n]+__(?!\w))",
        r"(?P<emphasis>(?<![*\w\\])\*[^*\s](?:[^*\n]*[^*\s])?\*(?!\*)|(?<![\w\\])_[^_\s](?:[^_\n]*[^_\s])?_(?!\w))",
        r"(?P<quiet>(?<!\\)\*{1,3}(?=\S)|(?<=\S)(?<!\\)\*{1,3})",
        r"(?P<code>`[^`\n]+`)",
        r"(?P<quiet>!?\[)(?P<link>[^\]\n]*)(?P<target>\]\((?:[^()\n]|\([^()\n]*\))*\))",
        r"^[ \t]*(?P<quiet>(?:[-*+]|\d{1,9}[.)])[ \t](?:\[[ xX]\][ \t])?)",
        r"^[ ]{0,3}(?P<quiet>(?:>[ ]?)+)",
        r"^(?P<quiet>[ ]{0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$)",
    )
)
_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+\S?")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE = re.compile(r"(?<!\\)\||(?<=\|)[ ]*:?-{2,}:?[ ]*(?=\|)")
_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})")
# A whole tag, or as much of an open one as is surely meant for it.
_TAG = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{-?\s*\w*|\{%-?\s*(?:if|elif|for\s+\w+\s+in|for)?\s*\w*"
)
_MARKED = frozenset("*_`[|-+>#{~0123456789")
MOST_LETTERS = 3000  # a longer line stays plain: nobody waits for its colours
SIZES = (1.45, 1.25, 1.1)


class MarkdownHighlighter(QSyntaxHighlighter):
    """Formats one paragraph after the other."""

    def __init__(self, document: QTextDocument, *, large_headings: bool = False) -> None:
        super().__init__(document)
        self._large = large_headings
        self._formats: dict[str, QTextCharFormat] = {}
        self.draw_anew()

    def draw_anew(self) -> None:
        """Take the theme's colours and sizes."""
        self._formats = {
            "strong": _format(strong=True),
            "emphasis": _format(italic=True),
            "both": _format(strong=True, italic=True),
            "code": _format(tint="text", fixed=True),
            "link": _format(tint="accent"),
            "target": _format(tint="muted"),
            "quiet": _format(tint="muted"),
            "tag": _format(tint="accent", ground="accent_soft"),
        }
        base = self.document().defaultFont().pointSizeF()
        for level in range(1, 7):
            made = _format(strong=True)
            if self._large and level <= len(SIZES) and base > 0:
                made.setFontPointSize(base * SIZES[level - 1])
            self._formats[f"heading {level}"] = made
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one paragraph."""
        wide = not text.isascii() and max(text, default="") > "\uffff"
        if wide:  # letters outside the first plane are two units here: hold their places
            text = "".join(char if char <= "\uffff" else "\ue000\ue000" for char in text)
        fenced = self.previousBlockState() == 1
        if _FENCE.match(text):
            self.setCurrentBlockState(0 if fenced else 1)
            self.setFormat(0, len(text), self._formats["quiet"])
            return
        self.setCurrentBlockState(1 if fenced else 0)
        if fenced:
            self.setFormat(0, len(text), self._formats["code"])
        elif len(text) <= MOST_LETTERS and not _MARKED.isdisjoint(text):
            self._colour(text)

    def _colour(self, text: str) -> None:
        if heading := _HEADING.match(text):
            made = self._formats[f"heading {len(heading[1])}"]
            self.setFormat(0, len(text), made)
            self._tint(0, len(heading[1]) + 1, "quiet")
        for pattern in _RULES:
            for match in pattern.finditer(text):
                for name, found in match.groupdict().items():
                    if found:
                        self._tint(*match.span(name), name)
        if _ROW.match(text):
            for match in _PIPE.finditer(text):
                self._tint(*match.span(), "quiet")
        if "{" in text:
            for match in _TAG.finditer(text):
                self._tint(*match.span(), "tag")

    def _tint(self, start: int, end: int, name: str) -> None:
        """Lay a look over what is there; size and weight of a heading stay."""
        look = self._formats[name]
        at = start
        while at < end:
            former = self.format(at)
            until = at + 1
            while until < end and self.format(until) == former:
                until += 1
            merged = QTextCharFormat(former)
            merged.merge(look)
            self.setFormat(at, until - at, merged)
            at = until


def _format(
    *,
    tint: str = "",
    ground: str = "",
    strong: bool = False,
    italic: bool = False,
    fixed: bool = False,
) -> QTextCharFormat:
    made = QTextCharFormat()
    if tint:
        made.setForeground(theme.colour(tint))
    if ground:
        made.setBackground(theme.colour(ground))
    if strong:
        made.setFontWeight(QFont.Weight.DemiBold)
    if italic:
        made.setFontItalic(True)
    if fixed:
        made.setFontFamilies(theme.fixed_font().families() or [theme.fixed_font().family()])
    return made
