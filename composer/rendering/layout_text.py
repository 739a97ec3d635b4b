"""Gives the words of a layout above and below the message as plain-text templates.

What stands over the body in HTML (a name, a kicker, a notice) and under it (who writes, why, where,
how to leave) belongs into the text part as well. Tags of Jinja are kept, tags of HTML become line
breaks and `words (target)`. What nobody sees is left out, and so is the preheader: it is for lists
of messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from composer.rendering.body_text import behind
from composer.rendering.text_layout import paragraph
from composer.translation.jinja_source import Piece, Protected, protect, split_tags

BODY_FIELD = re.compile(r"\{\{-?\s*body\s*-?\}\}")
_BREAKING = frozenset({"br", "div", "p", "td", "tr", "table", "h1", "h2", "h3", "li", "ul", "hr"})
_SILENT = frozenset({"head", "script", "style", "title"})
_WITHOUT_END = frozenset(
    {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PREHEADER = re.compile(r"\{\{-?\s*preheader\b[^{}]*\}\}")
_BRACE = "\x01"  # a brace that the layout's reader sees; the text of no layout holds this character
_OPENED = re.compile(rf"{_BRACE}(?=[{{%#{_BRACE}])")
_RULE = "-" * 40


def write_text_above(html: str) -> str:
    r"""Write what precedes the body in a layout as the source of a text template.

    >>> write_text_above('<head><title>x</title></head><p>To all <b>members</b></p>{{ body }}')
    'To all members\n'
    """
    match = BODY_FIELD.search(html)
    return _words(html[: match.start()]) if match else ""


def write_layout_text(html: str) -> str:
    r"""Write what follows the body in a layout as the source of a text template.

    >>> write_layout_text('{{ body }}<p>Example, Vienna</p><a href="https://a.example">Site</a>')
    '----------------------------------------\nExample, Vienna\nSite (https://a.example)\n'
    """
    match = BODY_FIELD.search(html)
    if match is None:
        return ""
    words = _words(html[match.end() :])
    return f"{_RULE}\n{words}" if words else ""


def _words(html: str) -> str:
    """Lay out the words of a part of a layout; nothing where it says nothing."""
    protected = protect(html)
    reader = _Words(protected)
    reader.feed(protected.text)
    reader.close()
    lines = [line for line in "".join(reader.out).split("\n") if line.strip()]
    restored = [_PREHEADER.sub("", _with_tags(line, protected)) for line in lines]
    if not any(map(_says_something, restored)):
        return ""
    return "".join(_written(line) for line in restored)


def _says_something(line: str) -> bool:
    """Tell whether anything in a line can be read: a field, a letter or a number."""
    return any(
        not piece.is_block_tag if piece.is_tag else any(map(str.isalnum, piece.text))
        for piece in split_tags(line)
    )


def _with_tags(line: str, protected: Protected) -> str:
    """Put the tags back into a line; a brace before another, or before a tag, stays a word.

    What only reads like a tag, once it is decoded or comes together from two elements, stays text.
    """
    restored = protected.restore(" ".join(line.split()))
    return _OPENED.sub('{{ "{" }}', restored).replace(_BRACE, "{")


def _written(line: str) -> str:
    """Lay out a line, unless it only holds tags that print nothing; no blank stands before it."""
    pieces = split_tags(line)
    silent = 0
    while silent < len(pieces) and _prints_nothing(pieces[silent]):
        silent += 1
    before = "".join(piece.text.strip() for piece in pieces[:silent] if piece.text[:2] != "{#")
    after = "".join(piece.text for piece in pieces[silent:]).lstrip()
    return paragraph(before + after) if after else before


def _prints_nothing(piece: Piece) -> bool:
    return piece.is_block_tag or not piece.text.strip()


class _Words(HTMLParser):
    """Collects words and line breaks; comments and styles are left out."""

    def __init__(self, protected: Protected) -> None:
        super().__init__(convert_charrefs=True)
        self.protected = protected
        self.out: list[str] = []
        self.silent = 0
        self.hidden: list[str] = []  # the element that nobody sees, and those like it inside
        self.links: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a silent or hidden stretch, or a link."""
        if self.hidden[:1] == [tag] or (not self.hidden and _is_hidden(tag, dict(attrs))):
            self.hidden.append(tag)
        self.silent += tag in _SILENT
        if tag in _BREAKING:
            self.out.append("\n")
        if tag == "a":
            target = (dict(attrs).get("href") or "").replace("{", _BRACE)
            self.links.append((len(self.out), target))

    def handle_endtag(self, tag: str) -> None:
        """End a line, a silent or hidden stretch, or a link."""
        if self.hidden[-1:] == [tag]:
            self.hidden.pop()
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKING:
            self.out.append("\n")
        if tag == "a" and self.links:
            begin, target = self.links.pop()
            words = self.protected.restore("".join(self.out[begin:]))
            self.out.append(behind(words=words, target=self.protected.restore(target)))

    def handle_data(self, data: str) -> None:
        """Take words; white space is the source's own."""
        if self.silent or self.hidden:
            self.out += self._statements(data)
        else:
            self.out.append(re.sub(r"\s+", " ", data).replace("{", _BRACE))

    def _statements(self, data: str) -> Iterator[str]:
        """Give the tags that print nothing: one may begin here and end where it is seen."""
        for match in re.finditer(self.protected.pattern, data):
            if not self.protected.tags[int(match[1])].startswith("{{"):
                yield match[0]


def _is_hidden(tag: str, attrs: dict[str, str | None]) -> bool:
    if tag in _WITHOUT_END:
        return False
    styled = _HIDING.search(attrs.get("style") or "") is not None
    return styled or "hidden" in attrs or "preheader" in (attrs.get("class") or "").split()
