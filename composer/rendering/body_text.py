"""Writes a message's blocks as a plain-text template: for people who read mail without HTML.

The same tokens as the HTML part, so that both say the same. Links stand behind their words, lists
keep their marks, table rows their order. Lines are not wrapped: mail programs do that better.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from composer.rendering.links import link_source
from composer.rendering.list_runs import join_lists
from composer.translation.jinja_source import split_tags

_TAG_WIDTH = 8
_LONGEST_RULE = 60
_RULES = {"h1": "=", "h2": "-"}


def write_text_body(tokens: Sequence[Token]) -> str:
    """Write blocks as the source of a text template; blocks are parted by one empty line."""
    writer = _TextBody()
    for token in join_lists(tokens):
        writer.take(token)
    return "".join(writer.out)


class _TextBody:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.lists: list[int | None] = []
        self.indent = ""
        self.mark = ""
        self.heading = ""
        self.cells: list[str] = []
        self.in_table = False

    def take(self, token: Token) -> None:
        match token.type:
            case "inline":
                self.words(inline_text(token.children or []))
            case "jinja_block":
                self.out.append(token.content)
            case "heading_open" | "heading_close":
                self.heading = token.tag if token.nesting > 0 else ""
            case "code_block" | "fence":
                self.words(token.content.rstrip("\n"))
            case "hr":
                self.words("-" * 40)
            case "blockquote_open":
                self.indent += "> "
            case "blockquote_close":
                self.indent = self.indent[:-2]
            case _:
                self.structure(token)

    def structure(self, token: Token) -> None:
        """Keep lists' marks and tables' rows."""
        match token.type:
            case "bullet_list_open":
                self.lists.append(None)
            case "ordered_list_open":
                self.lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                if not self.lists:
                    self.out.append("\n")
            case "list_item_open":
                self.open_item()
            case "list_item_close":
                self.indent = self.indent[:-2]
            case _:
                self.table(token)

    def table(self, token: Token) -> None:
        match token.type:
            case "tr_open":
                self.cells, self.in_table = [], True
            case "tr_close":
                self.in_table = False
                self.out.append(self.indent + " | ".join(self.cells) + "\n")
            case "thead_close":
                rule = "-" * min(_width(" | ".join(self.cells)), _LONGEST_RULE)
                self.out.append(f"{self.indent}{rule}\n")
            case "table_close":
                self.out.append("\n")

    def open_item(self) -> None:
        number = self.lists[-1]
        if number is None:
            self.mark = self.indent + "- "
        else:
            self.mark = f"{self.indent}{number}. "
            self.lists[-1] = number + 1
        self.indent += "  "

    def words(self, text: str) -> None:
        if self.in_table:
            self.cells.append(text.replace("\n", " "))
            return
        first = self.mark or self.indent
        self.mark = ""
        self.out.append(first + text.replace("\n", "\n" + self.indent) + "\n")
        if self.heading in _RULES:
            rule = _RULES[self.heading] * min(_width(text), _LONGEST_RULE)
            self.out.append(f"{self.indent}{rule}\n")
        if not self.lists:
            self.out.append(self.indent.rstrip() + "\n")


def inline_text(tokens: Iterable[Token]) -> str:
    """Write inline tokens as text: words, tags as they are, links as `words (target)`."""
    out: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        match token.type:
            case "text" | "jinja_inline" | "code_inline":
                out.append(token.content)
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("\n")
            case "image":
                alt = inline_text(token.children or [])
                out.append(f"[{alt}]" if alt else "")
            case "link_open":
                links.append((len(out), str(token.attrs.get("href", ""))))
            case "link_close":
                begin, target = links.pop()
                out.append(behind(words="".join(out[begin:]), target=target))
    return "".join(out)


def behind(*, words: str, target: str) -> str:
    """Give what stands behind a link's words: its target, unless the words are the target."""
    if target.removeprefix("mailto:").strip() == words.strip():
        return ""
    return f" ({link_source(target, literal=lambda text: text)})"


def _width(text: str) -> int:
    """Measure a line in columns; a field counts as a short word."""
    width = 0
    for piece in split_tags(text):
        if piece.is_tag:
            width += _TAG_WIDTH
        else:
            wide = sum(unicodedata.east_asian_width(char) in "WF" for char in piece.text)
            width += len(piece.text) + wide
    return width
