"""Gives the words of a layout below the message as a plain-text template.

What stands under the body in HTML (who writes, why, where, how to leave) belongs into the text part
as well. Tags of Jinja are kept, tags of HTML become line breaks and `words (target)`.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from composer.rendering.body_text import behind
from composer.rendering.text_layout import paragraph
from composer.translation.jinja_source import Protected, protect, split_tags

BODY_FIELD = re.compile(r"\{\{-?\s*body\s*-?\}\}")
_BREAKING = frozenset({"br", "div", "p", "td", "tr", "table", "h1", "h2", "h3", "li", "ul", "hr"})
_SILENT = frozenset({"head", "script", "style", "title"})
_BRACE = "\x01"  # a brace that the layout's reader sees; the text of no layout holds this character
_OPENED = re.compile(rf"{_BRACE}(?=[{{%#{_BRACE}])")
_RULE = "-" * 40


def write_layout_text(html: str) -> str:
    r"""Write what follows the body in a layout as the source of a text template.

    >>> write_layout_text('{{ body }}<p>Example, Vienna</p><a href="https://a.example">Site</a>')
    '----------------------------------------\nExample, Vienna\nSite (https://a.example)\n'
    """
    match = BODY_FIELD.search(html)
    if match is None:
        return ""
    protected = protect(html[match.end() :])
    reader = _Words(protected)
    reader.feed(protected.text)
    reader.close()
    lines = [line for line in "".join(reader.out).split("\n") if line.strip()]
    words = "".join(_written(_with_tags(line, protected)) for line in lines)
    return f"{_RULE}\n{words}" if words else ""


def _with_tags(line: str, protected: Protected) -> str:
    """Put the tags back into a line; a brace before another, or before a tag, stays a word.

    What only reads like a tag, once it is decoded or comes together from two elements, stays text.
    """
    restored = protected.restore(" ".join(line.split()))
    return _OPENED.sub('{{ "{" }}', restored).replace(_BRACE, "{")


def _written(line: str) -> str:
    """Lay out a line, unless it only holds tags that print nothing."""
    pieces = split_tags(line)
    silent = all(piece.is_block_tag or not piece.text.strip() for piece in pieces)
    return line if silent else paragraph(line)


class _Words(HTMLParser):
    """Collects words and line breaks; comments and styles are left out."""

    def __init__(self, protected: Protected) -> None:
        super().__init__(convert_charrefs=True)
        self.protected = protected
        self.out: list[str] = []
        self.silent = 0
        self.links: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a silent stretch or a link."""
        self.silent += tag in _SILENT
        if tag in _BREAKING:
            self.out.append("\n")
        if tag == "a":
            target = (dict(attrs).get("href") or "").replace("{", _BRACE)
            self.links.append((len(self.out), target))

    def handle_endtag(self, tag: str) -> None:
        """End a line, a silent stretch or a link."""
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKING:
            self.out.append("\n")
        if tag == "a" and self.links:
            begin, target = self.links.pop()
            words = self.protected.restore("".join(self.out[begin:]))
            self.out.append(behind(words=words, target=self.protected.restore(target)))

    def handle_data(self, data: str) -> None:
        """Take words; white space is the source's own."""
        if not self.silent:
            self.out.append(re.sub(r"\s+", " ", data).replace("{", _BRACE))
